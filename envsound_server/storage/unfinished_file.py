"""The temporary file of one sound, with its claim on the disk's room."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import BinaryIO

from envsound_server.errors import StorageFull
from envsound_server.storage.sound_storage import SoundStorage, storage_errors
from envsound_server.storage.space import Claim


class UnfinishedFile:
    """A file `temp/generating_*` of one sound.

    Args:
        storage: Where the file goes.
        name: The sound's file name.
        expected_bytes: The room that its making needs on the disk.
    """

    def __init__(self, storage: SoundStorage, name: str, expected_bytes: int) -> None:
        self.path = storage.temp_folder / f"generating_{name}"
        self._storage = storage
        self._name = name
        self._expected_bytes = expected_bytes
        self._claim: Claim | None = None
        self._stream: BinaryIO | None = None

    def open(self) -> BinaryIO:
        """Claim the room, create the file and lock it, so that no sweep deletes it.

        Raises:
            StorageFull: The disk has not the room that the sound needs.
            StorageFailed: The folder is not there, or cannot be written.
        """
        with self.errors():
            self._storage.open_temp_folder()
            self._claim = self._storage.claim(self._expected_bytes)
            self._stream = self._locked()
            return self._stream

    def _locked(self) -> BinaryIO:
        """Create the file and lock it, again where a sweep came between the two."""
        while True:
            stream = self.path.open("x+b")
            fcntl.flock(stream, fcntl.LOCK_EX)
            if os.fstat(stream.fileno()).st_nlink:
                return stream
            stream.close()

    @contextmanager
    def errors(self) -> Iterator[None]:
        """Translate the disk's errors, and tell how much room a full disk lacks."""
        try:
            with storage_errors():
                yield
        except StorageFull as error:
            raise self._storage.full(self._expected_bytes) from error

    def check_room(self, spooled_bytes: int) -> None:
        """Account for what is written, and stop before the disk's reserve is used.

        Raises:
            StorageFull: Sounds must not use more of the disk.
            OSError: The folder is gone.
        """
        assert self._claim is not None, "open comes first"
        self._claim.written_bytes = spooled_bytes + self.size_bytes
        self._storage.space.check(self._claim)

    @property
    def size_bytes(self) -> int:
        """The size of the file, as far as it was handed to the system."""
        return os.fstat(self._stream.fileno()).st_size if self._stream is not None else 0

    def release(self) -> None:
        """Close the file, and give the claimed room back."""
        with suppress(OSError):
            if self._stream is not None:
                self._stream.close()
        if self._claim is not None:
            self._storage.space.release(self._claim)

    def discard(self) -> None:
        """Delete the file."""
        with suppress(OSError):
            self.path.unlink(missing_ok=True)

    def keep_failed(self) -> None:
        """Keep the closed file for the operator, or delete it: see `FailedFiles`."""
        self._storage.failed_files.keep(self.path, self._name)
        self.discard()
