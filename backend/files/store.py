"""Where finished sounds and their metadata are kept: a folder, or a bucket.

Everything here blocks, and raises OSError for whatever the disk or the network says.
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
    """What is known of a file without reading it; `modified_at` in seconds since 1970."""

    size_bytes: int
    modified_at: float


class Overtaken(OSError):
    """The file has changed since it was read."""


class SoundStore(Protocol):
    """Files by their relative path, `YYYY/MM/name`; each is there whole or not at all."""

    def status(self, relative_path: str) -> FileStatus:
        """Raises FileNotFoundError where there is no such file."""
        ...

    def fetch(self, relative_path: str) -> tuple[Path, os.stat_result]:
        """A file of this machine with the content, which may be a copy that is kept for a while.

        Raises FileNotFoundError where there is no such file.
        """
        ...

    def open(self, relative_path: str) -> BinaryIO:
        """A stream of the content; raises FileNotFoundError where there is no such file."""
        ...

    def keep(self, path: Path, relative_path: str) -> None:
        """Takes over a whole, synced file that lies in `temp/` of the sounds folder."""
        ...

    def read(self, relative_path: str) -> tuple[bytes, str]:
        """A small file's content, and its version; raises FileNotFoundError where there is none."""
        ...

    def write(self, relative_path: str, content: bytes, version: str | None) -> None:
        """Puts a small file in place of that version, or with None where there was none.

        Raises `Overtaken` where another machine was quicker.
        """
        ...

    def remove(self, relative_path: str) -> None:
        """Deletes a file; one that is gone already is no error."""
        ...

    def months(self) -> list[str]:
        """The months that there are, such as `2026/11`, in order."""
        ...

    def files(self, month: str) -> dict[str, FileStatus]:
        """All files of a month, by relative path; none where there is no such month."""
        ...

    def check_writable(self) -> None:
        """Raises PermissionError or another OSError where nothing could be kept."""
        ...


class FolderStore:
    """Keeps files in a folder of this machine, or one that is mounted. Links are left out.

    Args:
        folder: Absolute.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def status(self, relative_path: str) -> FileStatus:
        """As the disk tells it."""
        return _status(self.fetch(relative_path)[1])

    def fetch(self, relative_path: str) -> tuple[Path, os.stat_result]:
        """The file itself."""
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
        """The file, open."""
        return (self._folder / relative_path).open("rb")

    def keep(self, path: Path, relative_path: str) -> None:
        """Renames it."""
        final = self._folder / relative_path
        final.parent.mkdir(parents=True, exist_ok=True)
        path.replace(final)
        sync_folder(final.parent)

    def read(self, relative_path: str) -> tuple[bytes, str]:
        """Its version is not told: writers keep each other out by a lock in the folder."""
        return (self._folder / relative_path).read_bytes(), ""

    def write(self, relative_path: str, content: bytes, _version: str | None) -> None:
        """Atomically and synced."""
        write_atomically(self._folder / relative_path, content, is_synced=True)

    def remove(self, relative_path: str) -> None:
        """Deletes the file."""
        (self._folder / relative_path).unlink(missing_ok=True)

    def months(self) -> list[str]:
        """The folders of that form."""
        return sorted(
            f"{folder.parent.name}/{folder.name}"
            for folder in self._folder.glob("[0-9][0-9][0-9][0-9]/[0-9][0-9]")
            if folder.is_dir()
        )

    def files(self, month: str) -> dict[str, FileStatus]:
        """The regular files in a month's folder."""
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
        """Looks at `temp/`."""
        if not os.access(self._folder / "temp", os.W_OK | os.X_OK):
            raise PermissionError


def free_bytes(folder: Path) -> int | None:
    """Room on the disk of a folder; None where it is gone."""
    try:
        return shutil.disk_usage(folder).free
    except OSError:
        return None


def _status(found: os.stat_result) -> FileStatus:
    return FileStatus(found.st_size, found.st_mtime)
