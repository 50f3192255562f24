"""Where finished sounds are kept, and what is remembered of the requests that they answered.

Everything here blocks and raises OSError for whatever the disk or the network says; the storage
translates.
"""

import errno
import os
from pathlib import Path, PurePath
from typing import BinaryIO, Protocol

from envsound_server.domain.events import FinishedSound
from envsound_server.storage.answered_requests import AnsweredRequestsFile

_NO_SOUNDS_IN = frozenset(("temp", "cache", "requests"))
"""What else is kept beside the years."""


class AnsweredRequests(Protocol):
    """Which request_id was answered with which sound."""

    def prepare(self) -> None:
        """Gets ready, and forgets what is too old."""
        ...

    def close(self) -> None:
        """Lets go of what is open."""
        ...

    def find(self, request_id: str) -> tuple[str, FinishedSound] | None:
        """The fingerprint and the sound of an answered request, or None."""
        ...

    def record(self, request_id: str, fingerprint: str, sound: FinishedSound) -> None:
        """Remembers an answer, in place of an earlier one."""
        ...


class SoundStore(Protocol):
    """Keeps finished sounds by their relative path, `YYYY/MM/name`."""

    answered_requests: AnsweredRequests

    def address(self, relative_path: str) -> str:
        """What a client is told: an absolute path or a URL."""
        ...

    def has(self, relative_path: str) -> bool:
        """Whether the sound is there."""
        ...

    def size_bytes(self, relative_path: str) -> int:
        """Return the size of a sound's file.

        Raises:
            FileNotFoundError: It is not there, or what is there is no sound's file.
        """
        ...

    def open(self, relative_path: str) -> BinaryIO:
        """Open a sound's file for reading; the stream has a file descriptor.

        Raises:
            FileNotFoundError: As `size_bytes`.
        """
        ...

    def keep(self, path: Path, relative_path: str) -> None:
        """Takes a whole file over; it is there under its name at once or not at all."""
        ...

    def remove(self, relative_path: str) -> None:
        """Deletes a sound; one that is gone already is no error."""
        ...


class FolderStore:
    """Keeps sounds in a folder, with a journal beside them.

    Args:
        folder: Absolute.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.answered_requests: AnsweredRequests = AnsweredRequestsFile(folder)

    def address(self, relative_path: str) -> str:
        """The absolute path."""
        return str(self._folder / relative_path)

    def has(self, relative_path: str) -> bool:
        """Whether the file is there."""
        return (self._folder / relative_path).is_file()

    def size_bytes(self, relative_path: str) -> int:
        """Return the size of the file."""
        return self._found(relative_path).stat().st_size

    def open(self, relative_path: str) -> BinaryIO:
        """Open the file."""
        return self._found(relative_path).open("rb")

    def keep(self, path: Path, relative_path: str) -> None:
        """Renames a file of the same disk."""
        final = self._folder / relative_path
        final.parent.mkdir(parents=True, exist_ok=True)
        path.rename(final)
        sync(final.parent)

    def remove(self, relative_path: str) -> None:
        """Deletes the file."""
        (self._folder / relative_path).unlink(missing_ok=True)

    def _found(self, relative_path: str) -> Path:
        """Return where a sound is; one that a link leads to out of the folder is not there."""
        path = Path(os.path.realpath(self._folder / relative_path, strict=True))
        is_inside = path.is_relative_to(self._folder)
        if not (is_inside and is_sound_path(path.relative_to(self._folder)) and path.is_file()):
            raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT))
        return path


def is_sound_path(path: PurePath) -> bool:
    """Return whether a path can be that of a sound below the sounds folder or in the bucket."""
    if path.is_absolute() or not path.parts or path.parts[0] in _NO_SOUNDS_IN:
        return False
    return not any(part.startswith(".") for part in path.parts)


def sync(path: Path) -> None:
    """Has a file, or the names in a folder, survive a loss of power."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
