"""The storage of sounds. Everything here blocks and runs in a writer thread.

A sound is made in a folder of this machine. The finished file stays there or goes to a bucket.
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
"""Threads for the disk's sync, which runs beside hashing."""

_FULL_DISK = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}

_log = logging.getLogger(__name__)


class SoundStorage:
    """The sounds folder, and the store of finished sounds.

    Args:
        folder: Root of the sounds. Years, `temp/` and `cache/` are below it.
        content_producer: The producer's code for the AI label, empty where none is configured.
        temp_max_age_seconds: Age at which failed files in `temp/` are deleted, s.
        store: For finished sounds. None: the folder.
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
        """Create the folders and delete the remains of an earlier run.

        Raises:
            StorageError: The folder cannot be created or written.
        """
        with storage_errors():
            for name in ("temp", "cache/thumbnails", "cache/waveforms"):
                (self.folder / name).mkdir(parents=True, exist_ok=True)
            self.store.answered_requests.prepare()
            self.sweep()

    def close(self) -> None:
        """End the threads and close the record of answered requests."""
        self.side_threads.shutdown(wait=True)
        self.store.answered_requests.close()

    def sweep(self) -> None:
        """Delete `generating_*` files without an owner, and `failed_*` files that are too old."""
        oldest = time.time() - self._temp_max_age_seconds
        for path in self.temp_folder.glob("generating_*"):
            if not _is_held(path):
                path.unlink(missing_ok=True)
        for path in self.temp_folder.glob("failed_*"):
            with suppress(FileNotFoundError):
                if path.stat().st_mtime < oldest:
                    path.unlink()

    def find_answered(self, request_id: str) -> tuple[str, FinishedSound] | None:
        """Return the fingerprint and sound of an answered request whose file is still there."""
        with storage_errors():
            answered = self.store.answered_requests.find(request_id)
            if answered is None or not self.store.has(answered[1].relative_path):
                return None
            return answered

    def remove(self, sound: FinishedSound) -> None:
        """Delete a finished sound that no client waits for any more."""
        with storage_errors():
            self.store.remove(sound.relative_path)


@contextmanager
def storage_errors() -> Iterator[None]:
    """Translate the disk's errors, without a path in their messages."""
    try:
        yield
    except OSError as error:
        _log.error("storage: %s", error)
        if error.errno in _FULL_DISK:
            raise StorageFull from error
        raise StorageFailed((error.strerror or "unknown error").lower()) from error


def _is_held(path: Path) -> bool:
    """Return True if a running sidecar still writes the file."""
    try:
        with path.open("rb") as stream:
            fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    except FileNotFoundError:
        pass
    return False
