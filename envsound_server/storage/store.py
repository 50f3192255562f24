"""The store of finished sounds, and the record of the requests that they answered.

Everything here blocks, and raises OSError for any error of the disk or the network. The storage
translates these.
"""

import errno
import os
from pathlib import Path, PurePath
from typing import BinaryIO, Protocol

from envsound_server.domain.events import FinishedSound
from envsound_server.storage.answered_requests import AnsweredRequestsFile

_NO_SOUNDS_IN = frozenset(("temp", "cache", "requests"))
"""Folders beside the years that hold no finished sounds."""


class AnsweredRequests(Protocol):
    """The record of which request_id was answered with which sound."""

    def prepare(self) -> None:
        """Prepare the record, and delete what is too old."""
        ...

    def close(self) -> None:
        """Close what is open."""
        ...

    def find(self, request_id: str) -> tuple[str, FinishedSound] | None:
        """Return the fingerprint and the sound of an answered request, or None."""
        ...

    def record(self, request_id: str, fingerprint: str, sound: FinishedSound) -> None:
        """Record an answer, in place of an earlier one."""
        ...

    def discard(self, request_id: str) -> None:
        """Record that the result of a request is not wanted, now or later."""
        ...

    def is_discarded(self, request_id: str) -> bool:
        """Return True if the result of a request is not wanted."""
        ...


class SoundStore(Protocol):
    """The store of finished sounds by their relative path, `YYYY/MM/name`."""

    answered_requests: AnsweredRequests

    def address(self, relative_path: str) -> str:
        """Return the sound's address for clients: an absolute path or a URL."""
        ...

    def has(self, relative_path: str) -> bool:
        """Return True if the sound is there."""
        ...

    def size_bytes(self, relative_path: str) -> int:
        """Return the size of a sound's file.

        Raises:
            FileNotFoundError: There is no sound's file of that path.
        """
        ...

    def open(self, relative_path: str) -> BinaryIO:
        """Open a sound's file for reading, as a stream with a file descriptor.

        Raises:
            FileNotFoundError: As `size_bytes`.
        """
        ...

    def keep(self, path: Path, relative_path: str) -> None:
        """Move a whole file into the store, where it appears at once or not at all."""
        ...

    def remove(self, relative_path: str) -> None:
        """Delete a sound, if it is there."""
        ...


class FolderStore:
    """The store in a folder, with the record of answered requests beside the sounds.

    Args:
        folder: Absolute path.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.answered_requests: AnsweredRequests = AnsweredRequestsFile(folder)

    def address(self, relative_path: str) -> str:
        """Return the absolute path."""
        return str(self._folder / relative_path)

    def has(self, relative_path: str) -> bool:
        """Return True if the file is there."""
        return (self._folder / relative_path).is_file()

    def size_bytes(self, relative_path: str) -> int:
        """Return the size of the file."""
        return self._found(relative_path).stat().st_size

    def open(self, relative_path: str) -> BinaryIO:
        """Open the file."""
        return self._found(relative_path).open("rb")

    def keep(self, path: Path, relative_path: str) -> None:
        """Rename a file of the same disk."""
        final = self._folder / relative_path
        final.parent.mkdir(parents=True, exist_ok=True)
        path.rename(final)
        sync(final.parent)

    def remove(self, relative_path: str) -> None:
        """Delete the file, if it is there."""
        (self._folder / relative_path).unlink(missing_ok=True)

    def _found(self, relative_path: str) -> Path:
        """Return the path of a sound's file. A link out of the folder counts as missing."""
        path = Path(os.path.realpath(self._folder / relative_path, strict=True))
        is_inside = path.is_relative_to(self._folder)
        if not (is_inside and is_sound_path(path.relative_to(self._folder)) and path.is_file()):
            raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT))
        return path


def is_sound_path(path: PurePath) -> bool:
    """Return True if a path can be that of a sound below the sounds folder or in the bucket."""
    if path.is_absolute() or not path.parts or path.parts[0] in _NO_SOUNDS_IN:
        return False
    return not any(part.startswith(".") for part in path.parts)


def sync(path: Path) -> None:
    """Flush a file, or the names in a folder, to the disk, so that it survives a loss of power."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
