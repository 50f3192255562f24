"""A released checkpoint from the Hugging Face hub, resumable, with checksums.

Files are fetched into `.unfinished/` in the folder and moved to their places when all are there and
whole, so that a folder in use never has half a release in it. What was fetched before an
interruption is kept, also when the process was killed.
"""

import shutil
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from huggingface_hub import hf_hub_url
from huggingface_hub.file_download import http_get
from huggingface_hub.utils import build_hf_headers

from envsound_server.engines.weights.gauge import Gauge
from envsound_server.engines.weights.hub import (
    DownloadFailed,
    RemoteFile,
    RemoteRepository,
    look_up,
    told_as_sentences,
)
from envsound_server.engines.weights.record import Record, RecordedFile, recorded_file

_UNFINISHED_FOLDER: Final = ".unfinished"


@dataclass(frozen=True, slots=True)
class Release:
    """A released checkpoint: where it is, and which files of it are needed.

    Attributes:
        repository: Owner and name on the hub.
        revision: The commit that was tested, or the branch where none was.
        first_file: The file that `list_files` reads; it is fetched before the others.
        list_files: From the repository and the folder that holds the first file to all the files
            that are needed, the first one included. They may be of other repositories too.
    """

    repository: str
    revision: str
    first_file: str
    list_files: Callable[[RemoteRepository, Path], Sequence[RemoteFile]]


def download_checkpoint(folder: Path, release: Release, revision: str, gauge: Gauge) -> Record:
    """Fetch what is missing of a release into the folder, check it and record its checksums.

    Args:
        folder: Where to; it is created.
        release: What.
        revision: Commit, tag or branch of the release's repository.
        gauge: Is told of the progress.

    Raises:
        DownloadFailed: The hub or the disk cannot serve; what was fetched is kept.
    """
    with told_as_sentences(release.repository):
        folder.mkdir(parents=True, exist_ok=True)
        model = look_up(release.repository, revision)
        unfinished = folder / _UNFINISHED_FOLDER / model.commit
        _fetch(model.file(release.first_file), unfinished, gauge)
        wanted = release.list_files(model, unfinished)
        present = _fetch_missing(folder, wanted, unfinished, gauge)
        record = _make_record(wanted, present)
        record.write(folder)
        shutil.rmtree(folder / _UNFINISHED_FOLDER)
        return record


def _fetch_missing(
    folder: Path, wanted: Sequence[RemoteFile], unfinished: Path, gauge: Gauge
) -> dict[str, RecordedFile]:
    """Fetch and check what the folder has not, then move all of it to its place."""
    present = _present_files(folder, wanted, gauge)
    missing = [file for file in wanted if file.name not in present]
    _require_disk(folder, sum(_bytes_to_fetch(file, unfinished) for file in missing))
    for file in missing:
        _fetch(file, unfinished, gauge)
        present[file.name] = _checked(file, unfinished, gauge)
    for file in missing:
        (folder / file.name).parent.mkdir(parents=True, exist_ok=True)
        (unfinished / file.name).replace(folder / file.name)
    return present


def _make_record(wanted: Sequence[RemoteFile], files: Mapping[str, RecordedFile]) -> Record:
    source = wanted[0].source
    others = [file.source for file in wanted if file.source != source]
    return Record(source=source, text_encoder_source=others[0] if others else "", files=dict(files))


def _present_files(
    folder: Path, wanted: Sequence[RemoteFile], gauge: Gauge
) -> dict[str, RecordedFile]:
    """Return the large files that are in the folder already, by the hub's own SHA-256."""
    present = {}
    for file in wanted:
        path = folder / file.name
        if file.sha256 and path.is_file() and path.stat().st_size == file.size_bytes:
            gauge.begin(f"checking {file.name}", file.size_bytes)
            recorded = recorded_file(path, gauge.advance)
            if recorded.sha256 == file.sha256:
                present[file.name] = recorded
    return present


def _bytes_to_fetch(file: RemoteFile, unfinished: Path) -> int:
    path = unfinished / file.name
    return file.size_bytes - (path.stat().st_size if path.exists() else 0)


def _require_disk(folder: Path, needed_bytes: int) -> None:
    free_bytes = shutil.disk_usage(folder).free
    if free_bytes < needed_bytes:
        raise DownloadFailed(
            f"{needed_bytes / 1e9:.2f} GB are still to be fetched into {folder}, and its disk has "
            f"{free_bytes / 1e9:.2f} GB free; free some space, or name another disk with --to"
        )


def _fetch(file: RemoteFile, unfinished: Path, gauge: Gauge) -> None:
    """Fetch what is missing of a file; goes on where the connection was cut."""
    path = unfinished / file.name
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("ab") as output:
        if output.tell() > file.size_bytes:
            output.truncate(0)
        http_get(
            hf_hub_url(file.repository, file.path, revision=file.commit),
            output,
            resume_size=output.tell(),
            headers=build_hf_headers(),
            expected_size=file.size_bytes,
            tqdm_class=_bar_class(file.name, gauge),
        )


def _checked(file: RemoteFile, unfinished: Path, gauge: Gauge) -> RecordedFile:
    path = unfinished / file.name
    gauge.begin(f"checking {file.name}", file.size_bytes)
    recorded = recorded_file(path, gauge.advance)
    if file.sha256 is not None and recorded.sha256 != file.sha256:
        path.unlink()
        raise DownloadFailed(f"{file.name} arrived damaged and was dropped; run the command again")
    return recorded


def _bar_class(name: str, gauge: Gauge) -> type[Any]:
    """Return what `http_get` takes for tqdm, with the part of it that it calls."""

    class Bar:
        def __init__(self, total: int | None, initial: int, **_: object) -> None:
            gauge.begin(name, total or 0)
            gauge.advance(initial)

        def __enter__(self) -> "Bar":
            return self

        def __exit__(self, *_: object) -> None:
            pass

        def update(self, byte_count: int) -> None:
            gauge.advance(byte_count)

    return Bar
