"""The `envsound` command: a sound from one line, and the stack that makes it."""

import sys
from typing import Annotated

import typer
from pydantic import ValidationError
from rich.console import Console

from backend.cli.generate import GenerationError, SoundOptions, generate_sound
from backend.cli.stack import Stack, StackError
from backend.settings import Settings, describe

app = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False)
_console = Console(highlight=False, soft_wrap=True)
_errors = Console(stderr=True, highlight=False, soft_wrap=True)


@app.command()
def generate(
    prompt: Annotated[str, typer.Argument(help="What is to be heard.")],
    duration: Annotated[float | None, typer.Option(help="Length, s.")] = None,
    seed: Annotated[int | None, typer.Option(help="The same seed gives the same sound.")] = None,
    name: Annotated[str | None, typer.Option(help="What the sound is called.")] = None,
    engine: Annotated[str | None, typer.Option(help="Which engine makes it.")] = None,
    loop: Annotated[bool, typer.Option(help="The end runs into the beginning.")] = False,
) -> None:
    """Makes a sound and shows its progress; the stack has to be up (`envsound up`)."""
    settings = Settings()
    options = SoundOptions(prompt, duration, seed, name, engine, loop)
    generate_sound(settings, options, _console)


@app.command()
def up() -> None:
    """Starts sidecar and backend, if they are not up, and waits until they can work."""
    _console.print(Stack(Settings()).up())


@app.command()
def down() -> None:
    """Stops both; sounds in the making may finish first."""
    _console.print(Stack(Settings()).down())


@app.command()
def run() -> None:
    """Runs both in the foreground until Ctrl-C."""
    Stack(Settings()).run()


@app.command()
def status() -> None:
    """Tells how both processes are; exit code 1 if not all is well."""
    text, is_well = Stack(Settings()).status()
    _console.print(text)
    raise typer.Exit(0 if is_well else 1)


@app.command()
def logs() -> None:
    """Follows all logs until Ctrl-C."""
    Stack(Settings()).logs()


def main() -> None:
    """Runs the command; what went wrong is one sentence on stderr and exit code 1."""
    try:
        app()
    except ValidationError as error:
        _errors.print(describe(error))
        sys.exit(2)
    except (StackError, GenerationError) as error:
        _errors.print(str(error))
        sys.exit(1)
