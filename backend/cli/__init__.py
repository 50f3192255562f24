"""The `envsound` command: sounds from one line, their library, and the stack that makes them.

Exit codes stand in `backend.cli.calls`.
"""

import sys
from pathlib import Path
from typing import Annotated, Literal

import typer
from pydantic import ValidationError
from rich.console import Console

from backend.cli import deriving, keys, reading, sounds
from backend.cli.calls import CommandError
from backend.cli.generate import SoundOptions, generate_sound
from backend.cli.stack import Stack, StackError
from backend.settings import Settings, describe

app = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False)
app.add_typer(keys.app, name="keys")
for command in (deriving.vary, deriving.extend, deriving.repair):
    app.command()(command)
_console = Console(highlight=False, soft_wrap=True)
_errors = Console(stderr=True, highlight=False, soft_wrap=True)

Json = Annotated[bool, typer.Option("--json", help="Print JSON, for scripts.")]
Negative = Annotated[str | None, typer.Option(help="What is not to be heard.")]
SoundId = Annotated[int, typer.Argument(min=1, help="The sound's id.")]


@app.command()
def generate(
    prompt: Annotated[str, typer.Argument(help="What is to be heard.")],
    duration: Annotated[float | None, typer.Option(help="Length, s.")] = None,
    seed: Annotated[int | None, typer.Option(help="The same seed gives the same sound.")] = None,
    name: Annotated[str | None, typer.Option(help="What the sound is called.")] = None,
    engine: Annotated[str | None, typer.Option(help="Which engine makes it.")] = None,
    loop: Annotated[bool, typer.Option(help="The end runs into the beginning.")] = False,
    negative: Negative = None,
    is_json: Json = False,
) -> None:
    """Makes a sound and shows its progress; the stack has to be up (`envsound up`)."""
    options = SoundOptions(prompt, duration, seed, name, engine, loop, negative)
    generate_sound(Settings(), options, _console, is_json=is_json)


@app.command()
def read(
    prompt: Annotated[str, typer.Argument(help="What is to be heard.")],
    engine: Annotated[str | None, typer.Option(help="Which engine reads it.")] = None,
    negative: Negative = None,
    duration: Annotated[float | None, typer.Option(help="Length of the sound, s.")] = None,
    is_json: Json = False,
) -> None:
    """Tell what would be heard, left out and not understood, without making anything."""
    wanted = {
        "prompt": prompt,
        "engine": engine,
        "negative_prompt": negative,
        "duration": duration,
    }
    reading.print_reading(Settings(), wanted, _console, is_json=is_json)


@app.command("list")
def list_sounds(
    search: Annotated[str | None, typer.Option(help="In name, prompt or description.")] = None,
    status: Annotated[str | None, typer.Option(help="Such as completed or failed.")] = None,
    category: Annotated[int | None, typer.Option(help="A category's id.")] = None,
    tags: Annotated[str | None, typer.Option(help="Ids of tags, such as 1,2.")] = None,
    engine: Annotated[str | None, typer.Option(help="That made it.")] = None,
    commercial_use: Annotated[
        str | None, typer.Option(help="What the licence says: yes, no, up_to_revenue, or some.")
    ] = None,
    made_from: Annotated[int | None, typer.Option(help="A sound's id.")] = None,
    featured: Annotated[bool, typer.Option(help="Only featured ones.")] = False,
    favorites: Annotated[bool, typer.Option(help="Only your favourites.")] = False,
    sort_by: Annotated[str | None, typer.Option(help="Such as name; default: created_at.")] = None,
    order: Annotated[Literal["asc", "desc"], typer.Option(help="Of sorting.")] = "desc",
    page: Annotated[int, typer.Option(min=1)] = 1,
    page_size: Annotated[int, typer.Option(min=1, max=100)] = 20,
    is_json: Json = False,
) -> None:
    """Lists the library, the newest first."""
    query = {
        "search": search,
        "status": status,
        "category_id": category,
        "tag_ids": tags,
        "engine": engine,
        "commercial_use": commercial_use,
        "parent_id": made_from,
        "featured_only": featured,
        "favorites_only": favorites,
        "sort_by": sort_by,
        "sort_order": order,
        "page": page,
        "page_size": page_size,
    }
    sounds.print_list(Settings(), query, _console, is_json=is_json)


@app.command()
def show(sound_id: SoundId, is_json: Json = False) -> None:
    """Shows all about one sound."""
    sounds.print_sound(Settings(), sound_id, _console, is_json=is_json)


@app.command()
def download(
    sound_id: SoundId,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="A file, or a folder.")
    ] = None,
    force: Annotated[bool, typer.Option(help="Replace a file that is there.")] = False,
    is_json: Json = False,
) -> None:
    """Fetches a sound's file, by default under its name into the working directory."""
    sounds.download(Settings(), sound_id, output, _console, is_forced=force, is_json=is_json)


@app.command()
def engines(is_json: Json = False) -> None:
    """Lists the engines, what they can do, and their licences."""
    sounds.print_engines(Settings(), _console, is_json=is_json)


@app.command()
def rescan(is_json: Json = False) -> None:
    """Brings sounds and files together again: adds what has no row, marks what has no file."""
    sounds.rescan(Settings(), _console, is_json=is_json)


@app.command()
def backup(
    folder: Annotated[Path, typer.Argument(help="Empty, or not there yet.")],
    is_json: Json = False,
) -> None:
    """Copies database, sounds and metadata into a folder; the backend may run on."""
    # Here, for it takes longer to import than all the rest.
    from backend.cli import backups

    backups.make_backup(Settings(), folder, _console, is_json=is_json)


@app.command()
def restore(
    folder: Annotated[Path, typer.Argument(help="A backup.")],
    force: Annotated[bool, typer.Option(help="Delete the sounds that are there.")] = False,
    is_json: Json = False,
) -> None:
    """Makes the library what a backup holds; the backend has to be down."""
    from backend.cli import backups

    backups.restore_backup(Settings(), folder, _console, is_forced=force, is_json=is_json)


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
    """Runs the command; what went wrong is one sentence on stderr, and the exit code."""
    try:
        app()
    except ValidationError as error:
        _errors.print(describe(error))
        sys.exit(2)
    except CommandError as error:
        _errors.print(str(error), markup=False)
        sys.exit(error.exit_code)
    except StackError as error:
        _errors.print(str(error), markup=False)
        sys.exit(1)
