"""The `envsound-weights` command: fetches, verifies and makes up TangoFlux checkpoints."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Final, Literal

import typer
from rich.console import Console
from rich.progress import (
    BarColumn,
    DownloadColumn,
    Progress,
    TaskID,
    TextColumn,
    TimeRemainingColumn,
    TransferSpeedColumn,
)

from envsound_server.engines.tangoflux.checkpoint import (
    MODEL_FILE,
    VAE_FILE,
    read_architecture,
    read_header,
)
from envsound_server.engines.tangoflux.description import describe
from envsound_server.engines.tangoflux.record import Record, read_record

_PARTS: Final = {
    "transformer": "transformer",
    "text_encoder": "text encoder",
    "fc": "conditioning",
    "duration_emebdder": "conditioning",  # spelled so in the release
    "decoder": "decoder",
    "encoder": "encoder",
}
"""What the parts of the model are called, by the first word of their tensors' names."""

app = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False)
_console = Console(highlight=False, soft_wrap=True)
_errors = Console(stderr=True, highlight=False, soft_wrap=True)


@app.command()
def download(
    revision: Annotated[
        str | None, typer.Option(help="Commit, tag or branch; the tested commit if left out.")
    ] = None,
    to: Annotated[
        Path | None,
        typer.Option(help="Folder; TANGOFLUX_WEIGHTS, or weights/tangoflux in DATA_DIR."),
    ] = None,
) -> None:
    """Fetches the released checkpoint, goes on where it was interrupted, and checks it."""
    from envsound_server.engines.tangoflux.download import (
        RELEASED_REVISION,
        REPOSITORY,
        DownloadFailed,
        download_checkpoint,
    )

    folder = to or _default_folder()
    released = describe()
    _console.print(f"{REPOSITORY}: {released.license}. {released.attribution}.")
    try:
        with _gauge() as gauge:
            record = download_checkpoint(folder, revision or RELEASED_REVISION, gauge)
    except DownloadFailed as error:
        _fail([str(error)])
    _console.print(f"{record.source} is in {folder}, revision {record.revision}")
    _console.print(f"use it with: TANGOFLUX_WEIGHTS={folder.resolve()}")


@app.command()
def verify(folder: Annotated[Path, typer.Argument(help="Folder of a checkpoint.")]) -> None:
    """Tells what a folder holds, or everything that is wrong with it; reads every file."""
    from envsound_server.engines.tangoflux.verification import find_problems

    with _gauge() as gauge:
        problems = find_problems(folder, gauge)
    if problems:
        _fail(problems)
    _tell(folder, read_record(folder))


@app.command("make-test")
def make_test(
    folder: Annotated[Path, typer.Argument(help="A new folder.")],
    size: Annotated[Literal["tiny", "full"], typer.Option(help="17 MB, or the released 4.06 GB.")],
    seed: Annotated[int, typer.Option(min=0, help="The same seed gives the same files.")] = 0,
) -> None:
    """Writes random weights in the released layout, for tests and benchmarks."""
    from envsound_server.engines.tangoflux.fabrication import make_test_checkpoint

    try:
        make_test_checkpoint(folder, size, seed)
    except OSError as error:
        _fail([f"{error.strerror or error}"])
    _tell(folder, read_record(folder))


def _default_folder() -> Path:
    named = os.environ.get("TANGOFLUX_WEIGHTS")
    return Path(named or Path(os.environ.get("DATA_DIR", "data")) / "weights" / "tangoflux")


def _tell(folder: Path, record: Record | None) -> None:
    architecture = read_architecture(folder)
    rows = {"source": "unknown: no checksums are recorded"}
    if record:
        rows = {
            "source": record.source,
            "tokenizer": record.text_encoder_source,
            "revision": record.revision,
        }
    rows["layers"] = (
        f"{architecture.num_layers} double, {architecture.num_single_layers} single, "
        f"{architecture.num_attention_heads} heads"
    )
    rows |= {part: f"{count:,} numbers" for part, count in _part_sizes(folder).items()}
    for name, value in rows.items():
        _console.print(f"{name:<13} {value}")


def _part_sizes(folder: Path) -> dict[str, int]:
    """How many numbers each part of the model has."""
    sizes = dict.fromkeys(_PARTS.values(), 0)
    for file_name in (MODEL_FILE, VAE_FILE):
        for key, tensor in read_header(folder, file_name).items():
            sizes[_PARTS[key.partition(".")[0]]] += tensor.element_count
    return sizes


def _fail(problems: list[str]) -> None:
    for problem in problems:
        _errors.print(problem)
    raise typer.Exit(1)


class _RichGauge:
    """A gauge on the terminal: one bar for each piece of work."""

    def __init__(self, progress: Progress) -> None:
        self._progress = progress
        self._task: TaskID | None = None

    def begin(self, what: str, total_bytes: int) -> None:
        self._task = self._progress.add_task(what, total=total_bytes)

    def advance(self, byte_count: int) -> None:
        if self._task is not None:
            self._progress.advance(self._task, byte_count)


@contextmanager
def _gauge() -> Iterator[_RichGauge]:
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        DownloadColumn(),
        TransferSpeedColumn(),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=_errors) as progress:
        yield _RichGauge(progress)


def main() -> None:
    """Runs the command; what went wrong is one sentence on stderr and exit code 1."""
    try:
        app()
    except ModuleNotFoundError as error:
        _errors.print(f"{error.name} is not installed; run: make install-tangoflux")
        sys.exit(1)
