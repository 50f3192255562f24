"""What keeps the sounds; everything here blocks and runs in a writer thread.

A sound is made in a folder of this machine, and kept there or in a bucket when it is whole.
"""

import errno
import fcntl
import logging
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from pathlib import Path

from envsound_server.domain.events import FinishedSound
from envsound_server.errors import StorageFailed, StorageFull
from envsound_server.storage.store import FolderStore, SoundStore

SIDE_THREAD_COUNT = 2
"""For what can go on beside hashing: the disk's sync."""

_FULL_DISK = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}

_log = logging.getLogger(__name__)


class SoundStorage:
    """The sounds folder, and the shelf that finished sounds go to.

    Args:
        folder: Root of the sounds; years, `temp/` and `cache/` are below it.
        content_producer: The producer's code for the AI label; empty where none is configured.
        temp_max_age_seconds: Age at which what is left in `temp/` is swept, s.
        shelf: For finished sounds; default: the folder.
    """

    def __init__(
        self,
        folder: Path,
        content_producer: str,
        temp_max_age_seconds: float,
        store: SoundStore | None = None,
    ) -> None:
        self.folder = folder.resolve()
        self.temp_folder = self.folder / "temp"
        self.content_producer = content_producer
        self.store = store or FolderStore(self.folder)
        self.side_threads = ThreadPoolExecutor(SIDE_THREAD_COUNT, thread_name_prefix="storage")
        self._temp_max_age_seconds = temp_max_age_seconds

    def prepare(self) -> None:
        """Creates the folders and sweeps what an earlier run left behind.

        Raises:
            StorageError: The folder cannot be made or written.
        """
        with storage_errors():
            for name in ("temp", "cache/thumbnails", "cache/waveforms"):
                (self.folder / name).mkdir(parents=True, exist_ok=True)
            self.store.answered_requests.prepare()
            self.sweep()

    def close(self) -> None:
        """Ends the threads and closes the journal."""
        self.side_threads.shutdown(wait=True)
        self.store.answered_requests.close()

    def sweep(self) -> None:
        """Removes orphaned `generating_*` files, and of the rest in `temp/` what is too old."""
        oldest = time.time() - self._temp_max_age_seconds
        for path in self.temp_folder.glob("generating_*"):
            if not _is_held(path):
                path.unlink(missing_ok=True)
        for path in self.temp_folder.glob("failed_*"):
            with suppress(FileNotFoundError):
                if path.stat().st_mtime < oldest:
                    path.unlink()

    def find_answered(self, request_id: str) -> tuple[str, FinishedSound] | None:
        """The fingerprint and sound of an answered request whose file is still there."""
        with storage_errors():
            answered = self.store.answered_requests.find(request_id)
            if answered is None or not self.store.has(answered[1].relative_path):
                return None
            return answered

    def remove(self, sound: FinishedSound) -> None:
        """Deletes a finished sound that nobody waits for any more."""
        with storage_errors():
            self.store.remove(sound.relative_path)


@contextmanager
def storage_errors() -> Iterator[None]:
    """Translates what the disk says; no path gets into a message."""
    try:
        yield
    except OSError as error:
        _log.error("storage: %s", error)
        if error.errno in _FULL_DISK:
            raise StorageFull from error
        raise StorageFailed((error.strerror or "unknown error").lower()) from error


def _is_held(path: Path) -> bool:
    """Whether a running sidecar still writes the file."""
    try:
        with path.open("rb") as stream:
            fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    except FileNotFoundError:
        pass
    return False
