"""The commands for API keys."""

from typing import Annotated

import typer
from rich.console import Console

from backend.access.api_keys import ApiKeysUnusable, Role, key_line, new_key

app = typer.Typer(no_args_is_help=True, help="API keys of the backend.")


@app.callback()
def keys() -> None:
    """Manage the API keys of the backend."""


@app.command()
def new(
    name: Annotated[str, typer.Argument(help="The user's name.")],
    role: Annotated[Role, typer.Option(help="The role of the user.")] = Role.EDITOR,
) -> None:
    """Print a new key, which is not stored, and its line for API_KEYS_FILE."""
    key = new_key()
    try:
        line = key_line(name, role, key)
    except ApiKeysUnusable as error:
        raise typer.BadParameter(str(error)) from None
    # Without rich, which would wrap and colour the key.
    typer.echo(key)
    console = Console(stderr=True, highlight=False, soft_wrap=True)
    console.print("Give the key above to its owner; it is shown only now.")
    console.print("Append this line to API_KEYS_FILE and start the backend again:")
    console.print(line, markup=False)
