"""The storage of sounds. Everything here blocks and runs in a writer thread.

A sound is made in a folder of this machine. The finished file stays there or goes to a bucket.
"""

import errno
import fcntl
import logging
import os
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryFile

from envsound_server.domain.events import FinishedSound
from envsound_server.errors import RequestDiscarded, StorageFailed, StorageFull
from envsound_server.storage.failed_files import FailedFiles
from envsound_server.storage.space import SMALLEST_SOUND_BYTES, Claim, DiskSpace
from envsound_server.storage.store import FolderStore, SoundStore

SIDE_THREAD_COUNT = 2
"""Threads for the disk's sync, which runs beside hashing."""

_FULL_DISK = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_REASONS = {
    errno.ENOENT: "it, or a folder in it, is not there",
    errno.ENOTDIR: "a file is in the place of a folder",
    errno.EEXIST: "a file is in the place of a folder",
    errno.EROFS: "it is on a read-only disk",
    errno.EACCES: "this process may not write there",
    errno.EPERM: "this process may not write there",
}

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
        self.space = DiskSpace(self.folder)
        self.failed_files = FailedFiles(self.temp_folder, self.space)
        self._temp_max_age_seconds = temp_max_age_seconds
        self._is_prepared = False

    def prepare(self) -> None:
        """Create the folders and delete the remains of an earlier run.

        Raises:
            StorageError: The folder cannot be created or written.
        """
        with storage_errors():
            for name in ("temp", "cache/thumbnails", "cache/waveforms"):
                (self.folder / name).mkdir(parents=True, exist_ok=True)
            self.sweep()
            self.store.answered_requests.prepare()
        self._is_prepared = True

    def check(self) -> None:
        """Raise the error that a short sound would end with now, if any.

        A folder that could not be prepared at the start is prepared here.

        Raises:
            StorageError: The folder is missing, or cannot be written, or its disk is full.
        """
        if not self._is_prepared:
            self.prepare()
        with storage_errors():
            self.open_temp_folder()
            with TemporaryFile(dir=self.temp_folder):
                pass
            if self.space.available_bytes < SMALLEST_SOUND_BYTES:
                self.failed_files.drop_until_free(SMALLEST_SOUND_BYTES)
            if self.space.available_bytes < SMALLEST_SOUND_BYTES:
                raise self.full(SMALLEST_SOUND_BYTES)

    def open_temp_folder(self) -> None:
        """Create `temp/` where it is missing, but never the sounds folder: it may be a mount.

        Raises:
            OSError: The folder is missing, or cannot be written.
        """
        if not self.folder.is_dir():
            code = errno.ENOTDIR if self.folder.exists() else errno.ENOENT
            raise OSError(code, os.strerror(code))
        self.temp_folder.mkdir(exist_ok=True)

    def claim(self, expected_bytes: int) -> Claim:
        """Claim room for a sound. What failed sounds left is deleted for it.

        Raises:
            StorageFull: The disk has not that room.
            OSError: The folder is gone.
        """
        with suppress(StorageFull):
            return self.space.claim(expected_bytes)
        self.failed_files.drop_until_free(expected_bytes)
        return self.space.claim(expected_bytes)

    def full(self, needed_bytes: int) -> StorageFull:
        """Return the error of a full disk, with the room that a sound needs and that there is."""
        try:
            return StorageFull(needed_bytes, self.space.available_bytes)
        except OSError:
            return StorageFull()

    def close(self) -> None:
        """End the threads and close the record of answered requests."""
        self.side_threads.shutdown(wait=True)
        self.store.answered_requests.close()

    def sweep(self) -> None:
        """Delete `generating_*` files without an owner, and `failed_*` files that are too old."""
        for path in self.temp_folder.glob("generating_*"):
            if not _is_held(path):
                path.unlink(missing_ok=True)
        self.failed_files.drop_older_than(time.time() - self._temp_max_age_seconds)

    def find_answered(self, request_id: str) -> tuple[str, FinishedSound] | None:
        """Return the fingerprint and sound of an answered request whose file is still there.

        Raises:
            RequestDiscarded: Its result is not wanted.
            StorageError: The record cannot be read.
        """
        with storage_errors():
            self.open_temp_folder()
            self.check_wanted(request_id)
            answered = self.store.answered_requests.find(request_id)
            if answered is None or not self.store.has(answered[1].relative_path):
                return None
            return answered

    def check_wanted(self, request_id: str) -> None:
        """Raise if the result of a request is not wanted.

        Raises:
            RequestDiscarded: It is not.
            StorageError: The record cannot be read.
        """
        with storage_errors():
            if self.store.answered_requests.is_discarded(request_id):
                raise RequestDiscarded

    def drop_unwanted(self, request_id: str, sound: FinishedSound) -> None:
        """Delete a sound that was published while its request was discarded.

        Raises:
            RequestDiscarded: It was.
            StorageError: The record cannot be read, or the disk refuses.
        """
        try:
            self.check_wanted(request_id)
        except RequestDiscarded:
            self.remove(sound)
            raise

    def discard(self, request_id: str) -> None:
        """Delete the sound of an answered request, and keep none for this request later.

        Whoever publishes a sound looks for the discard afterwards. So one of the two finds the
        file, also where another process publishes it at the same time.

        Raises:
            StorageError: The disk refuses.
        """
        with storage_errors():
            # First, because a full disk takes no record before there is room again.
            self._remove_answer(request_id)
            self.store.answered_requests.discard(request_id)
            self._remove_answer(request_id)

    def _remove_answer(self, request_id: str) -> None:
        answered = self.store.answered_requests.find(request_id)
        if answered is not None:
            self.store.remove(answered[1].relative_path)

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
        known = _REASONS.get(error.errno or 0)
        raise StorageFailed(known or (error.strerror or "unknown error").lower()) from error


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
