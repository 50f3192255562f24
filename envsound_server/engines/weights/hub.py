"""Requests to the Hugging Face hub, with its metadata as values and its errors as sentences."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Final

import httpx2
from huggingface_hub import HfApi
from huggingface_hub.errors import (
    GatedRepoError,
    HfHubHTTPError,
    OfflineModeIsEnabled,
    RepositoryNotFoundError,
    RevisionNotFoundError,
)

from envsound_server.errors import WeightsMissing

_METADATA_TIMEOUT_SECONDS: Final = 30.0

_TOKEN_STATUSES: Final = (401, 403)
"""Statuses of the hub for insufficient permissions of the account or the token."""


class DownloadFailed(Exception):
    """A failed download. The message is a sentence with the problem and the remedy."""


@dataclass(frozen=True, slots=True)
class RemoteFile:
    """A file of a repository at a commit, with its name in the local folder.

    `sha256` is None for small files, which the hub stores in git.
    """

    repository: str
    commit: str
    path: str
    name: str
    size_bytes: int
    sha256: str | None

    @property
    def source(self) -> str:
        """The origin of the file, in the notation of records."""
        return f"{self.repository}@{self.commit}"


@dataclass(frozen=True, slots=True)
class RemoteRepository:
    """The metadata of a repository of the hub at a commit."""

    name: str
    commit: str
    siblings: Mapping[str, Any]

    def file(self, path: str, name: str = "") -> RemoteFile:
        """Return a file of the repository.

        Args:
            path: Path in the repository.
            name: Name in the local folder, if it differs.

        Raises:
            DownloadFailed: The repository has no such file.
        """
        sibling = self.siblings.get(path)
        if sibling is None or sibling.size is None:
            raise DownloadFailed(
                f"{self.name} has no {path} at {self.commit[:12]}; try without --revision"
            )
        sha256 = sibling.lfs.sha256 if sibling.lfs else None
        return RemoteFile(self.name, self.commit, path, name or path, sibling.size, sha256)


def look_up(repository: str, revision: str) -> RemoteRepository:
    """Request the metadata of a repository, with the token of `HF_TOKEN` where it is set.

    Args:
        repository: Owner and name.
        revision: Commit, tag or branch.

    Raises:
        DownloadFailed: The server is not a hub.
    """
    try:
        info = HfApi().model_info(
            repository, revision=revision, files_metadata=True, timeout=_METADATA_TIMEOUT_SECONDS
        )
    except HfHubHTTPError:
        raise
    except (ValueError, TypeError, KeyError):
        raise DownloadFailed(
            f"the hub returned no metadata of {repository}; check HF_ENDPOINT"
        ) from None
    if info.sha is None:
        raise DownloadFailed(f"the hub reports no commit of {repository} at {revision}")
    siblings = {sibling.rfilename: sibling for sibling in info.siblings or ()}
    return RemoteRepository(repository, info.sha, siblings)


@contextmanager
def hub_errors_as_download_failed(repository: str) -> Iterator[None]:
    """Convert errors of the hub and the disk into `DownloadFailed`.

    Args:
        repository: Named in the message where the hub names none.
    """
    kept = "the downloaded part is kept: run the command again to resume"
    try:
        yield
    except WeightsMissing as error:
        raise DownloadFailed(f"the release cannot be used: {error.message}") from None
    except OfflineModeIsEnabled:
        raise DownloadFailed("HF_HUB_OFFLINE is set, which forbids downloads; unset it") from None
    except HfHubHTTPError as error:
        raise DownloadFailed(_refusal(error, repository, kept)) from None
    except httpx2.HTTPError as error:
        reason = str(error) or type(error).__name__
        raise DownloadFailed(
            f"the hub cannot be reached ({reason}); check the network and HF_ENDPOINT; {kept}"
        ) from None
    except OSError as error:
        reason = error.strerror or str(error).partition("\n")[0]
        raise DownloadFailed(f"{reason}; {kept}") from None


def _refusal(error: HfHubHTTPError, repository: str, kept: str) -> str:
    if isinstance(error, RevisionNotFoundError):
        return "the hub has no such revision; try without --revision"
    if isinstance(error, RepositoryNotFoundError):
        name = error.repo_id or repository
        if isinstance(error, GatedRepoError):
            return (
                f"{name} is gated: accept its terms at https://huggingface.co/{name} with your "
                "account, set HF_TOKEN to a token of that account, and run the command again"
            )
        return f"the hub has no {name} for you; check HF_ENDPOINT, and HF_TOKEN if it is set"
    status = error.response.status_code
    if status in _TOKEN_STATUSES:
        return (
            f"the hub answered {status}: set HF_TOKEN to a valid token that may read gated "
            f"repositories; {kept}"
        )
    return f"the hub answered {status}; {kept}"
