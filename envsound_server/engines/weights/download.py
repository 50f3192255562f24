"""Resumable downloads of released checkpoints from the Hugging Face hub, with checksums.

Files are downloaded into `.unfinished/` in the folder and moved into place when all are complete
and verified, so that a folder in use never holds half a release. Partial downloads survive an
interruption, also when the process is killed.
"""

import shutil
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from huggingface_hub import hf_hub_url
from huggingface_hub.file_download import http_get
from huggingface_hub.utils import build_hf_headers

from envsound_server.engines.weights.hub import (
    DownloadFailed,
    RemoteFile,
    RemoteRepository,
    hub_errors_as_download_failed,
    look_up,
)
from envsound_server.engines.weights.progress import ProgressReporter
from envsound_server.engines.weights.record import Record, RecordedFile, hash_file

_UNFINISHED_FOLDER: Final = ".unfinished"


@dataclass(frozen=True, slots=True)
class Release:
    """A released checkpoint: its repository and the files that are needed.

    Attributes:
        repository: Owner and name on the hub.
        revision: The tested commit, or the branch where none was tested.
        first_file: The file that `list_files` reads. It is downloaded before the others.
        list_files: Maps the repository and the folder with the first file to all needed files, the
            first one included. They may be of other repositories too.
    """

    repository: str
    revision: str
    first_file: str
    list_files: Callable[[RemoteRepository, Path], Sequence[RemoteFile]]


def download_checkpoint(
    folder: Path, release: Release, revision: str, progress: ProgressReporter
) -> Record:
    """Download the missing files of a release, verify them and record their checksums.

    Args:
        folder: Target folder, created if missing.
        release: The release.
        revision: Commit, tag or branch of the release's repository.
        progress: Receives the progress.

    Raises:
        DownloadFailed: The hub or the disk failed. Partial downloads are kept.
    """
    with hub_errors_as_download_failed(release.repository):
        folder.mkdir(parents=True, exist_ok=True)
        model = look_up(release.repository, revision)
        unfinished = folder / _UNFINISHED_FOLDER / model.commit
        _fetch(model.file(release.first_file), unfinished, progress)
        wanted = release.list_files(model, unfinished)
        present = _fetch_missing(folder, wanted, unfinished, progress)
        record = _make_record(wanted, present)
        record.write(folder)
        shutil.rmtree(folder / _UNFINISHED_FOLDER)
        return record


def _fetch_missing(
    folder: Path, wanted: Sequence[RemoteFile], unfinished: Path, progress: ProgressReporter
) -> dict[str, RecordedFile]:
    """Download and verify the files that the folder lacks, then move all of them into place."""
    present = _present_files(folder, wanted, progress)
    missing = [file for file in wanted if file.name not in present]
    _require_disk(folder, sum(_bytes_to_fetch(file, unfinished) for file in missing))
    for file in missing:
        _fetch(file, unfinished, progress)
        present[file.name] = _checked(file, unfinished, progress)
    for file in missing:
        (folder / file.name).parent.mkdir(parents=True, exist_ok=True)
        (unfinished / file.name).replace(folder / file.name)
    return present


def _make_record(wanted: Sequence[RemoteFile], files: Mapping[str, RecordedFile]) -> Record:
    source = wanted[0].source
    others = [file.source for file in wanted if file.source != source]
    return Record(source=source, text_encoder_source=others[0] if others else "", files=dict(files))


def _present_files(
    folder: Path, wanted: Sequence[RemoteFile], progress: ProgressReporter
) -> dict[str, RecordedFile]:
    """Return the large files that are in the folder already, by the hub's SHA-256."""
    present = {}
    for file in wanted:
        path = folder / file.name
        if file.sha256 and path.is_file() and path.stat().st_size == file.size_bytes:
            progress.begin(f"verifying {file.name}", file.size_bytes)
            recorded = hash_file(path, progress.advance)
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
            f"{needed_bytes / 1e9:.2f} GB are still to be downloaded to {folder}, and its disk has "
            f"{free_bytes / 1e9:.2f} GB free; free some space, or name another disk with --to"
        )


def _fetch(file: RemoteFile, unfinished: Path, progress: ProgressReporter) -> None:
    """Download a file, or the rest of it where an earlier download was interrupted."""
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
            tqdm_class=_bar_class(file.name, progress),
        )


def _checked(file: RemoteFile, unfinished: Path, progress: ProgressReporter) -> RecordedFile:
    path = unfinished / file.name
    progress.begin(f"verifying {file.name}", file.size_bytes)
    recorded = hash_file(path, progress.advance)
    if file.sha256 is not None and recorded.sha256 != file.sha256:
        path.unlink()
        raise DownloadFailed(
            f"{file.name} was corrupted in transit and was deleted; run the command again"
        )
    return recorded


def _bar_class(name: str, progress: ProgressReporter) -> type[Any]:
    """Return a substitute for tqdm with the methods that `http_get` calls."""

    class Bar:
        def __init__(self, total: int | None, initial: int, **_: object) -> None:
            progress.begin(name, total or 0)
            progress.advance(initial)

        def __enter__(self) -> "Bar":
            return self

        def __exit__(self, *_: object) -> None:
            pass

        def update(self, byte_count: int) -> None:
            progress.advance(byte_count)

    return Bar
