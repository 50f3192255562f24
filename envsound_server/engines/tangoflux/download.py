"""The released checkpoint from the Hugging Face hub, resumable, with checksums.

Files are fetched into `.unfinished/` in the folder and moved to their places when all are there and
whole, so that a folder in use never has half a release in it. What was fetched before an
interruption is kept, also when the process was killed.
"""

import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import httpx2
from huggingface_hub import HfApi, hf_hub_url
from huggingface_hub.errors import (
    HfHubHTTPError,
    OfflineModeIsEnabled,
    RepositoryNotFoundError,
    RevisionNotFoundError,
)
from huggingface_hub.file_download import http_get
from huggingface_hub.utils import build_hf_headers

from envsound_server.engines.tangoflux.checkpoint import (
    CONFIG_FILE,
    MODEL_FILE,
    TEXT_ENCODER_FOLDER,
    VAE_FILE,
    read_architecture,
)
from envsound_server.engines.tangoflux.gauge import Gauge
from envsound_server.engines.tangoflux.record import Record, RecordedFile, recorded_file
from envsound_server.errors import WeightsMissing

REPOSITORY: Final = "declare-lab/TangoFlux"

RELEASED_REVISION: Final = "367005e963cb3a9fb2e03a46104d7de23e34ceea"
"""The commit of the release that its users name in public scripts."""

_TEXT_ENCODER_REVISIONS: Final[Mapping[str, str]] = {
    "google/flan-t5-large": "0613663d0d48ea86ba8cb3d7a44f0f65dc596a2a"
}
"""The commits of known text encoders; of another one it is the newest."""

_TEXT_ENCODER_FILES: Final = ("config.json", "tokenizer.json", "tokenizer_config.json")
_OPTIONAL_TEXT_ENCODER_FILES: Final = ("special_tokens_map.json", "spiece.model")

_UNFINISHED_FOLDER: Final = ".unfinished"
_METADATA_TIMEOUT_SECONDS: Final = 30.0


class DownloadFailed(Exception):
    """A sentence: what went wrong, and what to do."""


@dataclass(frozen=True, slots=True)
class _RemoteFile:
    """A file of a repository at a commit, and where it belongs in the folder.

    `sha256` is None for small files, which the hub stores in git.
    """

    repository: str
    commit: str
    path: str
    name: str
    size_bytes: int
    sha256: str | None


@dataclass(frozen=True, slots=True)
class _Repository:
    """A repository of the hub at a commit, as its metadata tells it."""

    name: str
    commit: str
    siblings: Mapping[str, Any]

    def file(self, path: str, name: str) -> _RemoteFile:
        """One of its files.

        Raises:
            DownloadFailed: It has no such file.
        """
        sibling = self.siblings.get(path)
        if sibling is None or sibling.size is None:
            raise DownloadFailed(
                f"{self.name} has no {path} at {self.commit[:12]}; leave --revision out for the "
                "tested release"
            )
        sha256 = sibling.lfs.sha256 if sibling.lfs else None
        return _RemoteFile(self.name, self.commit, path, name, sibling.size, sha256)


def download_checkpoint(folder: Path, revision: str, gauge: Gauge) -> Record:
    """Fetches what is missing of the release into the folder, checks it and records its checksums.

    Args:
        folder: Where to; it is created.
        revision: Commit, tag or branch of `REPOSITORY`.
        gauge: Is told of the progress.

    Raises:
        DownloadFailed: The hub or the disk cannot serve; what was fetched is kept.
    """
    with _told_as_sentences():
        folder.mkdir(parents=True, exist_ok=True)
        model = _look_up(REPOSITORY, revision)
        unfinished = folder / _UNFINISHED_FOLDER / model.commit
        wanted = [model.file(name, name) for name in (CONFIG_FILE, MODEL_FILE, VAE_FILE)]
        _fetch(wanted[0], unfinished, gauge)
        text_encoder = _look_up_text_encoder(unfinished)
        wanted += _text_encoder_files(text_encoder)
        present = _present_files(folder, wanted, gauge)
        missing = [file for file in wanted if file.name not in present]
        _require_disk(folder, sum(_bytes_to_fetch(file, unfinished) for file in missing))
        for file in missing:
            _fetch(file, unfinished, gauge)
            present[file.name] = _checked(file, unfinished, gauge)
        for file in missing:
            (folder / file.name).parent.mkdir(exist_ok=True)
            (unfinished / file.name).replace(folder / file.name)
        record = Record(
            source=f"{model.name}@{model.commit}",
            text_encoder_source=f"{text_encoder.name}@{text_encoder.commit}",
            files=present,
        )
        record.write(folder)
        shutil.rmtree(folder / _UNFINISHED_FOLDER)
        return record


def _look_up(repository: str, revision: str) -> _Repository:
    try:
        info = HfApi().model_info(
            repository, revision=revision, files_metadata=True, timeout=_METADATA_TIMEOUT_SECONDS
        )
    except HfHubHTTPError:
        raise
    except (ValueError, TypeError, KeyError):
        raise DownloadFailed(f"the hub knows nothing of {repository}; check HF_ENDPOINT") from None
    if info.sha is None:
        raise DownloadFailed(f"the hub names no commit of {repository} at {revision}")
    siblings = {sibling.rfilename: sibling for sibling in info.siblings or ()}
    return _Repository(repository, info.sha, siblings)


def _look_up_text_encoder(unfinished: Path) -> _Repository:
    name = read_architecture(unfinished).text_encoder_name
    return _look_up(name, _TEXT_ENCODER_REVISIONS.get(name, "main"))


def _text_encoder_files(repository: _Repository) -> list[_RemoteFile]:
    optional = [name for name in _OPTIONAL_TEXT_ENCODER_FILES if name in repository.siblings]
    return [
        repository.file(path, f"{TEXT_ENCODER_FOLDER}/{path}")
        for path in (*_TEXT_ENCODER_FILES, *optional)
    ]


def _present_files(
    folder: Path, wanted: list[_RemoteFile], gauge: Gauge
) -> dict[str, RecordedFile]:
    """The large files that are in the folder already, by the hub's own SHA-256."""
    present = {}
    for file in wanted:
        path = folder / file.name
        if file.sha256 and path.is_file() and path.stat().st_size == file.size_bytes:
            gauge.begin(f"checking {file.name}", file.size_bytes)
            recorded = recorded_file(path, gauge.advance)
            if recorded.sha256 == file.sha256:
                present[file.name] = recorded
    return present


def _bytes_to_fetch(file: _RemoteFile, unfinished: Path) -> int:
    path = unfinished / file.name
    return file.size_bytes - (path.stat().st_size if path.exists() else 0)


def _require_disk(folder: Path, needed_bytes: int) -> None:
    free_bytes = shutil.disk_usage(folder).free
    if free_bytes < needed_bytes:
        raise DownloadFailed(
            f"{needed_bytes / 1e9:.2f} GB are still to be fetched into {folder}, and its disk has "
            f"{free_bytes / 1e9:.2f} GB free; free some space, or name another disk with --to"
        )


def _fetch(file: _RemoteFile, unfinished: Path, gauge: Gauge) -> None:
    """Fetches what is missing of a file; goes on where the connection was cut."""
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


def _checked(file: _RemoteFile, unfinished: Path, gauge: Gauge) -> RecordedFile:
    path = unfinished / file.name
    gauge.begin(f"checking {file.name}", file.size_bytes)
    recorded = recorded_file(path, gauge.advance)
    if file.sha256 is not None and recorded.sha256 != file.sha256:
        path.unlink()
        raise DownloadFailed(f"{file.name} arrived damaged and was dropped; run the command again")
    return recorded


def _bar_class(name: str, gauge: Gauge) -> type[Any]:
    """What `http_get` takes for tqdm, with the part of it that it calls."""

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


@contextmanager
def _told_as_sentences() -> Iterator[None]:
    """Makes the hub's and the disk's errors `DownloadFailed`."""
    kept = "what was fetched is kept: run the command again to go on"
    try:
        yield
    except WeightsMissing as error:
        raise DownloadFailed(f"the release cannot be used: {error.message}") from None
    except OfflineModeIsEnabled:
        raise DownloadFailed("HF_HUB_OFFLINE is set, which forbids downloads; unset it") from None
    except RevisionNotFoundError:
        raise DownloadFailed(
            "the hub has no such revision; leave --revision out for the tested release"
        ) from None
    except RepositoryNotFoundError:
        raise DownloadFailed(
            f"the hub has no {REPOSITORY} for you; check HF_ENDPOINT, and HF_TOKEN if it is set"
        ) from None
    except HfHubHTTPError as error:
        status = error.response.status_code
        raise DownloadFailed(f"the hub answered {status}; {kept}") from None
    except httpx2.HTTPError as error:
        reason = str(error) or type(error).__name__
        raise DownloadFailed(
            f"the hub cannot be reached ({reason}); check the network and HF_ENDPOINT; {kept}"
        ) from None
    except OSError as error:
        reason = error.strerror or str(error).partition("\n")[0]
        raise DownloadFailed(f"{reason}; {kept}") from None
