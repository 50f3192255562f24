"""What is asked of the Hugging Face hub, and its answers as values and sentences."""

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
"""What the hub answers where the account, or the token's permissions, do not suffice."""


class DownloadFailed(Exception):
    """A sentence: what went wrong, and what to do."""


@dataclass(frozen=True, slots=True)
class RemoteFile:
    """A file of a repository at a commit, and where it belongs in the folder.

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
        """Return where it is from, as records tell it."""
        return f"{self.repository}@{self.commit}"


@dataclass(frozen=True, slots=True)
class RemoteRepository:
    """A repository of the hub at a commit, as its metadata tells it."""

    name: str
    commit: str
    siblings: Mapping[str, Any]

    def file(self, path: str, name: str = "") -> RemoteFile:
        """Return one of its files.

        Args:
            path: In the repository.
            name: In the folder, if another.

        Raises:
            DownloadFailed: It has no such file.
        """
        sibling = self.siblings.get(path)
        if sibling is None or sibling.size is None:
            raise DownloadFailed(
                f"{self.name} has no {path} at {self.commit[:12]}; try without --revision"
            )
        sha256 = sibling.lfs.sha256 if sibling.lfs else None
        return RemoteFile(self.name, self.commit, path, name or path, sibling.size, sha256)


def look_up(repository: str, revision: str) -> RemoteRepository:
    """Ask for a repository; the token of `HF_TOKEN` is sent along where it is set.

    Args:
        repository: Owner and name.
        revision: Commit, tag or branch.

    Raises:
        DownloadFailed: What answers is no hub.
    """
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
    return RemoteRepository(repository, info.sha, siblings)


@contextmanager
def told_as_sentences(repository: str) -> Iterator[None]:
    """Make the hub's and the disk's errors `DownloadFailed`.

    Args:
        repository: The one that is told of where the hub names none.
    """
    kept = "what was fetched is kept: run the command again to go on"
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
