"""The store of finished sounds and their metadata: a folder or a bucket.

Everything here blocks, and raises OSError for errors of the disk or the network.
"""

import os
import shutil
import stat
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Protocol

from backend.files.atomic import sync_folder, write_atomically


@dataclass(frozen=True, slots=True)
class FileStatus:
    """The size of a file and its modification time, seconds since 1970."""

    size_bytes: int
    modified_at: float


class Overtaken(OSError):
    """A file that has changed since it was read."""


class SoundStore(Protocol):
    """A store of files by relative path, `YYYY/MM/name`, each complete or absent."""

    def status(self, relative_path: str) -> FileStatus:
        """Return the status of a file.

        Raises:
            FileNotFoundError: There is no such file.
        """
        ...

    def fetch(self, relative_path: str) -> tuple[Path, os.stat_result]:
        """Return a file of this machine with the content, which may be a cached copy.

        Raises:
            FileNotFoundError: There is no such file.
        """
        ...

    def open(self, relative_path: str) -> BinaryIO:
        """Return a stream of the content.

        Raises:
            FileNotFoundError: There is no such file.
        """
        ...

    def keep(self, path: Path, relative_path: str) -> None:
        """Move a complete, synced file from `temp/` of the sounds folder into the store."""
        ...

    def read(self, relative_path: str) -> tuple[bytes, str]:
        """Return the content of a small file and its version.

        Raises:
            FileNotFoundError: There is no such file.
        """
        ...

    def write(self, relative_path: str, content: bytes, version: str | None) -> None:
        """Replace that version of a small file, or create the file with None.

        Raises:
            Overtaken: Another machine has written the file first.
        """
        ...

    def remove(self, relative_path: str) -> None:
        """Delete a file. A missing one is no error."""
        ...

    def months(self) -> list[str]:
        """Return the months that have files, such as `2026/11`, in order."""
        ...

    def files(self, month: str) -> dict[str, FileStatus]:
        """Return all files of a month by relative path."""
        ...

    def check_writable(self) -> None:
        """Raise PermissionError or another OSError if the store cannot be written."""
        ...


class FolderStore:
    """The store in a folder of this machine, or a mounted one. Links are ignored.

    Args:
        folder: The absolute folder.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def status(self, relative_path: str) -> FileStatus:
        """Return the file's status."""
        return _status(self.fetch(relative_path)[1])

    def fetch(self, relative_path: str) -> tuple[Path, os.stat_result]:
        """Return the file itself."""
        path = self._folder / relative_path
        # A link in the folder must not lead out of it.
        if not path.resolve().is_relative_to(self._folder.resolve()):
            raise FileNotFoundError
        try:
            found = path.stat()
        except NotADirectoryError as error:
            raise FileNotFoundError from error
        if not stat.S_ISREG(found.st_mode):
            raise FileNotFoundError
        return path, found

    def open(self, relative_path: str) -> BinaryIO:
        """Open the file."""
        return (self._folder / relative_path).open("rb")

    def keep(self, path: Path, relative_path: str) -> None:
        """Rename the file into its month."""
        final = self._folder / relative_path
        final.parent.mkdir(parents=True, exist_ok=True)
        path.replace(final)
        sync_folder(final.parent)

    def read(self, relative_path: str) -> tuple[bytes, str]:
        """Return the content and an empty version, since writers lock the folder."""
        return (self._folder / relative_path).read_bytes(), ""

    def write(self, relative_path: str, content: bytes, _version: str | None) -> None:
        """Write the file atomically and synced."""
        write_atomically(self._folder / relative_path, content, is_synced=True)

    def remove(self, relative_path: str) -> None:
        """Delete the file."""
        (self._folder / relative_path).unlink(missing_ok=True)

    def months(self) -> list[str]:
        """Return the folders that have the form of a month."""
        return sorted(
            f"{folder.parent.name}/{folder.name}"
            for folder in self._folder.glob("[0-9][0-9][0-9][0-9]/[0-9][0-9]")
            if folder.is_dir()
        )

    def files(self, month: str) -> dict[str, FileStatus]:
        """Return the regular files in a month's folder."""
        try:
            entries = list(os.scandir(self._folder / month))
        except FileNotFoundError:
            return {}
        return {
            f"{month}/{entry.name}": _status(entry.stat(follow_symlinks=False))
            for entry in entries
            if entry.is_file(follow_symlinks=False)
        }

    def check_writable(self) -> None:
        """Check the access rights of `temp/`."""
        if not os.access(self._folder / "temp", os.W_OK | os.X_OK):
            raise PermissionError


def free_bytes(folder: Path) -> int | None:
    """Return the free bytes of a folder's disk, or None if it is missing."""
    try:
        return shutil.disk_usage(folder).free
    except OSError:
        return None


def _status(found: os.stat_result) -> FileStatus:
    return FileStatus(found.st_size, found.st_mtime)
