"""The `envsound` command: sounds, their library and the stack.

`backend.cli.calls` defines the exit codes.
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
from backend.cli.stack import Stack
from backend.cli.stack_place import StackError
from backend.settings import Settings, describe
from backend.settings.loopback import bypass_proxies

app = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False)
app.add_typer(keys.app, name="keys")
for command in (deriving.vary, deriving.extend, deriving.repair):
    app.command()(command)
_console = Console(highlight=False, soft_wrap=True)
_errors = Console(stderr=True, highlight=False, soft_wrap=True)

Json = Annotated[bool, typer.Option("--json", help="Print JSON, for scripts.")]
Negative = Annotated[str | None, typer.Option(help="Sounds to leave out.")]
SoundId = Annotated[int, typer.Argument(min=1, help="The sound's id.")]


@app.command()
def generate(
    prompt: Annotated[str, typer.Argument(help="The wanted sound.")],
    duration: Annotated[float | None, typer.Option(help="Length, s.")] = None,
    seed: Annotated[int | None, typer.Option(help="The same seed gives the same sound.")] = None,
    name: Annotated[str | None, typer.Option(help="The name of the sound.")] = None,
    engine: Annotated[str | None, typer.Option(help="The engine that generates it.")] = None,
    loop: Annotated[bool, typer.Option(help="Make a seamless loop.")] = False,
    negative: Negative = None,
    is_json: Json = False,
) -> None:
    """Generate a sound and show its progress. The stack has to run (`envsound up`)."""
    options = SoundOptions(prompt, duration, seed, name, engine, loop, negative)
    generate_sound(Settings(), options, _console, is_json=is_json)


@app.command()
def read(
    prompt: Annotated[str, typer.Argument(help="The wanted sound.")],
    engine: Annotated[str | None, typer.Option(help="The engine that reads it.")] = None,
    negative: Negative = None,
    duration: Annotated[float | None, typer.Option(help="Length of the sound, s.")] = None,
    is_json: Json = False,
) -> None:
    """Show how an engine reads a prompt, without generating a sound."""
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
    engine: Annotated[str | None, typer.Option(help="The engine that generated it.")] = None,
    commercial_use: Annotated[
        str | None, typer.Option(help="By the licence: yes, no, up_to_revenue, or some.")
    ] = None,
    made_from: Annotated[int | None, typer.Option(help="The id of the source sound.")] = None,
    featured: Annotated[bool, typer.Option(help="Only featured sounds.")] = False,
    favorites: Annotated[bool, typer.Option(help="Only your favourites.")] = False,
    sort_by: Annotated[str | None, typer.Option(help="Such as name; default: created_at.")] = None,
    order: Annotated[Literal["asc", "desc"], typer.Option(help="The sort order.")] = "desc",
    page: Annotated[int, typer.Option(min=1)] = 1,
    page_size: Annotated[int, typer.Option(min=1, max=100)] = 20,
    is_json: Json = False,
) -> None:
    """List the library, the newest sounds first."""
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
    """Show all fields of one sound."""
    sounds.print_sound(Settings(), sound_id, _console, is_json=is_json)


@app.command()
def download(
    sound_id: SoundId,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="A file or a folder.")
    ] = None,
    force: Annotated[bool, typer.Option(help="Replace an existing file.")] = False,
    is_json: Json = False,
) -> None:
    """Download a sound's file, by default under its name into the working directory."""
    sounds.download(Settings(), sound_id, output, _console, is_forced=force, is_json=is_json)


@app.command()
def engines(is_json: Json = False) -> None:
    """List the engines with their limits and licences."""
    sounds.print_engines(Settings(), _console, is_json=is_json)


@app.command()
def rescan(is_json: Json = False) -> None:
    """Match rows and files: add files without a row, mark rows without a file."""
    sounds.rescan(Settings(), _console, is_json=is_json)


@app.command()
def backup(
    folder: Annotated[Path, typer.Argument(help="An empty or new folder.")],
    is_json: Json = False,
) -> None:
    """Copy database, sounds and metadata into a folder. The backend may run."""
    # Imported here, since it takes longer than all other imports.
    from backend.cli import backups

    backups.make_backup(Settings(), folder, _console, is_json=is_json)


@app.command()
def restore(
    folder: Annotated[Path, typer.Argument(help="A backup.")],
    force: Annotated[bool, typer.Option(help="Delete the existing sounds.")] = False,
    is_json: Json = False,
) -> None:
    """Replace the library by a backup. The backend has to be stopped."""
    from backend.cli import backups

    backups.restore_backup(Settings(), folder, _console, is_forced=force, is_json=is_json)


@app.command()
def up() -> None:
    """Start sidecar and backend and wait until they are ready."""
    _console.print(Stack(Settings()).up(), markup=False)


@app.command()
def down() -> None:
    """Stop all processes, and return when they have ended. Running sounds may finish first."""
    _console.print(Stack(Settings()).down())


@app.command()
def run() -> None:
    """Run both in the foreground until Ctrl-C."""
    Stack(Settings()).run()


@app.command()
def status() -> None:
    """Show the state of both processes. The exit code is 1 unless all are well."""
    text, is_well = Stack(Settings()).status()
    _console.print(text, markup=False)
    raise typer.Exit(0 if is_well else 1)


@app.command()
def logs() -> None:
    """Follow all logs until Ctrl-C."""
    Stack(Settings()).logs()


def main() -> None:
    """Run the command. An error is one sentence on stderr and an exit code."""
    bypass_proxies()
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
