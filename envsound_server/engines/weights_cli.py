"""The `envsound-weights` command: download, verification and synthesis of checkpoints."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final, Literal, NoReturn

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

from envsound_server.domain.engine import CommercialUse, License
from envsound_server.engines.stable_audio import description as stable_audio
from envsound_server.engines.stable_audio.weights import checkpoint as stable_audio_checkpoint
from envsound_server.engines.stable_audio.weights import summary as stable_audio_summary
from envsound_server.engines.tangoflux import description as tangoflux
from envsound_server.engines.tangoflux.weights import checkpoint as tangoflux_checkpoint
from envsound_server.engines.tangoflux.weights import summary as tangoflux_summary
from envsound_server.settings.loopback import bypass_proxies

if TYPE_CHECKING:  # part of the models' optional dependencies
    from envsound_server.engines.weights.download import Release

ModelName = Literal["tangoflux", "stable-audio-3-small-sfx", "stable-audio-3-medium", "medium"]

_FULL_NAMES: Final[dict[ModelName, ModelName]] = {"medium": "stable-audio-3-medium"}

_COMMERCIAL_USE: Final = {
    CommercialUse.YES: "commercial use allowed",
    CommercialUse.NO: "no commercial use",
    CommercialUse.UP_TO_REVENUE: "commercial use below a yearly revenue of US${:,}",
}

app = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False)
_console = Console(highlight=False, soft_wrap=True)
_errors = Console(stderr=True, highlight=False, soft_wrap=True)


@app.command()
def download(
    model: Annotated[ModelName, typer.Argument(help="The model.")] = "tangoflux",
    revision: Annotated[
        str | None,
        typer.Option(help="Commit, tag or branch; default: the tested commit, or the newest."),
    ] = None,
    to: Annotated[
        Path | None,
        typer.Option(
            help="Folder; default: TANGOFLUX_WEIGHTS or STABLE_AUDIO_WEIGHTS, or weights/MODEL "
            "in DATA_DIR."
        ),
    ] = None,
) -> None:
    """Download a released checkpoint and verify it. An interrupted download is resumed.

    For a gated model, accept its terms on its page with an account, and set HF_TOKEN to a token of
    that account.
    """
    from envsound_server.engines.weights.download import download_checkpoint
    from envsound_server.engines.weights.hub import DownloadFailed

    model = _FULL_NAMES.get(model, model)
    folder = to or _default_folder(model)
    release = _release(model)
    _console.print(f"{release.repository}: {_license_text(_license(model))}")
    try:
        with _progress_bar() as progress:
            record = download_checkpoint(folder, release, revision or release.revision, progress)
    except DownloadFailed as error:
        _fail([str(error)])
    revision_name = _summarize(folder)["revision"]
    _console.print(f"{record.source} is in {folder}, revision {revision_name}")
    _console.print(f"use it with: {_setting(model)}={folder.resolve()}")


@app.command()
def verify(folder: Annotated[Path, typer.Argument(help="Folder of a checkpoint.")]) -> None:
    """Verify every file of a checkpoint, and print a summary or the list of problems."""
    _require_torch()
    with _progress_bar() as progress:
        if stable_audio_checkpoint.is_stable_audio(folder):
            from envsound_server.engines.stable_audio.weights.verification import find_problems
        else:
            from envsound_server.engines.tangoflux.weights.verification import find_problems
        problems = find_problems(folder, progress)
    if problems:
        _fail(problems)
    _print_summary(folder)


@app.command("make-test")
def make_test(
    folder: Annotated[Path, typer.Argument(help="A new folder.")],
    size: Annotated[
        Literal["tiny", "full"],
        typer.Option(
            help="A few MB, or the released sizes: tangoflux 4.06 GB, small 3.3 GB, medium 10.3 GB."
        ),
    ],
    model: Annotated[
        ModelName, typer.Option(help="The model whose layout is written.")
    ] = "tangoflux",
    seed: Annotated[int, typer.Option(min=0, help="The same seed gives the same files.")] = 0,
) -> None:
    """Write random weights in the released layout, for tests and benchmarks."""
    _require_torch()
    model = _FULL_NAMES.get(model, model)
    try:
        if model == "stable-audio-3-small-sfx" or model == "stable-audio-3-medium":
            from envsound_server.engines.stable_audio.weights import fabrication as of_stable_audio

            of_stable_audio.make_test_checkpoint(folder, model, size, seed)
        else:
            from envsound_server.engines.tangoflux.weights import fabrication as of_tangoflux

            of_tangoflux.make_test_checkpoint(folder, size, seed)
    except OSError as error:
        _fail([f"{error.strerror or error}"])
    _print_summary(folder)


def _require_torch() -> None:
    """Import torch before the libraries that need it, whose errors about its absence are long."""
    import torch  # noqa: F401


def _release(model: ModelName) -> "Release":
    if model == "tangoflux":
        from envsound_server.engines.tangoflux.weights.release import RELEASE

        return RELEASE
    from envsound_server.engines.stable_audio.weights.release import RELEASES

    return RELEASES[model]


def _license(model: ModelName) -> License:
    return tangoflux.LICENSE if model == "tangoflux" else stable_audio.LICENSE


def _setting(model: ModelName) -> str:
    if model == "tangoflux":
        return tangoflux_checkpoint.SETTING
    return stable_audio_checkpoint.SETTING


def _summarize(folder: Path) -> dict[str, str]:
    if stable_audio_checkpoint.is_stable_audio(folder):
        return stable_audio_summary.summarize(folder)
    return tangoflux_summary.summarize(folder)


def _license_text(terms: License) -> str:
    """Return the license terms in a sentence or two."""
    use = _COMMERCIAL_USE[terms.commercial_use].format(terms.revenue_limit_usd)
    where = f" ({terms.terms_url})" if terms.terms_url else ""
    attribution = f" {terms.attribution}." if terms.attribution else ""
    return f"{terms.name}{where}; {use}.{attribution}"


def _default_folder(model: ModelName) -> Path:
    named = os.environ.get(_setting(model))
    return Path(named or Path(os.environ.get("DATA_DIR", "data")) / "weights" / model)


def _print_summary(folder: Path) -> None:
    for name, value in _summarize(folder).items():
        _console.print(f"{name:<17} {value}")


def _fail(problems: list[str]) -> NoReturn:
    for problem in problems:
        _errors.print(problem)
    raise typer.Exit(1)


class _RichProgress:
    """A progress reporter on the terminal, with one bar for each task."""

    def __init__(self, progress: Progress) -> None:
        self._progress = progress
        self._task: TaskID | None = None

    def begin(self, task: str, total_bytes: int) -> None:
        self._task = self._progress.add_task(task, total=total_bytes)

    def advance(self, byte_count: int) -> None:
        if self._task is not None:
            self._progress.advance(self._task, byte_count)


@contextmanager
def _progress_bar() -> Iterator[_RichProgress]:
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        DownloadColumn(),
        TransferSpeedColumn(),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=_errors) as progress:
        yield _RichProgress(progress)


def main() -> None:
    """Run the command. A failure prints one sentence to stderr and exits with code 1."""
    bypass_proxies()
    try:
        app()
    except ModuleNotFoundError as error:
        _errors.print(f"{error.name} is not installed; run: make install-models")
        sys.exit(1)
