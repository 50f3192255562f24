"""Where finished sounds are kept, and what is remembered of the requests that they answered.

Everything here blocks and raises OSError for whatever the disk or the network says; the storage
translates.
"""

import os
from pathlib import Path
from typing import Protocol

from envsound_server.journal import Journal
from envsound_server.sounds import Sound


class Answers(Protocol):
    """Which request_id was answered with which sound."""

    def prepare(self) -> None:
        """Gets ready, and forgets what is too old."""
        ...

    def close(self) -> None:
        """Lets go of what is open."""
        ...

    def find(self, request_id: str) -> tuple[str, Sound] | None:
        """The fingerprint and the sound of an answered request, or None."""
        ...

    def record(self, request_id: str, fingerprint: str, sound: Sound) -> None:
        """Remembers an answer, in place of an earlier one."""
        ...


class Shelf(Protocol):
    """Keeps finished sounds by their relative path, `YYYY/MM/name`."""

    answers: Answers

    def address(self, relative_path: str) -> str:
        """What a client is told: an absolute path or a URL."""
        ...

    def has(self, relative_path: str) -> bool:
        """Whether the sound is there."""
        ...

    def keep(self, path: Path, relative_path: str) -> None:
        """Takes a whole file over; it is there under its name at once or not at all."""
        ...

    def remove(self, relative_path: str) -> None:
        """Deletes a sound; one that is gone already is no error."""
        ...


class FolderShelf:
    """Keeps sounds in a folder, with a journal beside them.

    Args:
        folder: Absolute.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.answers: Answers = Journal(folder)

    def address(self, relative_path: str) -> str:
        """The absolute path."""
        return str(self._folder / relative_path)

    def has(self, relative_path: str) -> bool:
        """Whether the file is there."""
        return (self._folder / relative_path).is_file()

    def keep(self, path: Path, relative_path: str) -> None:
        """Renames a file of the same disk."""
        final = self._folder / relative_path
        final.parent.mkdir(parents=True, exist_ok=True)
        path.rename(final)
        sync(final.parent)

    def remove(self, relative_path: str) -> None:
        """Deletes the file."""
        (self._folder / relative_path).unlink(missing_ok=True)


def sync(path: Path) -> None:
    """Has a file, or the names in a folder, survive a loss of power."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
