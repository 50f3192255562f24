"""The files of finished sounds, never outside their folder."""

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from backend.errors import SoundFileGone, StorageFailed
from backend.files.atomic import storage_errors
from backend.files.media import MEDIA_TYPES
from backend.files.store import FileStatus, FolderStore, SoundStore, free_bytes

_FINISHED = re.compile(r"[0-9]{4}/[0-9]{2}/[^/\\\x00.][^/\\\x00]*\.(wav|flac|mp3|ogg|opus)")
"""The paths of finished sounds, without temp/, cache/, hidden files and metadata.json."""

_MAX_NAME_BYTES = 255
"""The limit of file systems."""


@dataclass(frozen=True, slots=True)
class SoundFile:
    """A finished file that existed when it was looked up."""

    path: Path
    status: os.stat_result
    media_type: str


class Library:
    """The finished sounds of a store. All methods block.

    Args:
        folder: The sounds folder of this machine, absolute.
        store: The store of finished sounds. Default: that folder.
    """

    def __init__(self, folder: Path, store: SoundStore | None = None) -> None:
        self._folder = folder
        self._store = store or FolderStore(folder)

    def free_bytes(self) -> int | None:
        """Return the free bytes of the disk, or None if the folder is missing."""
        return free_bytes(self._folder)

    def check(self, relative_path: str) -> FileStatus:
        """Return the status of a finished file. Raises the errors of `find`."""
        with _finding(relative_path):
            return self._store.status(relative_path)

    def find(self, relative_path: str) -> SoundFile:
        """Return the finished file at a path below the folder, with forward slashes.

        Raises:
            SoundFileGone: There is no such file, or the path is not a finished sound's.
            StorageFailed: The disk refuses.
        """
        with _finding(relative_path):
            path, status = self._store.fetch(relative_path)
        return SoundFile(path, status, MEDIA_TYPES[path.suffix[1:]])

    def delete(self, relative_path: str) -> None:
        """Delete a finished file. A missing one is no error.

        Raises:
            StorageFailed: The disk refuses.
        """
        try:
            self.check(relative_path)
        except SoundFileGone:
            return
        with storage_errors("the sound's file cannot be deleted"):
            self._store.remove(relative_path)

    def months(self) -> list[str]:
        """Return the months that have a folder, such as `2026/11`, in order.

        Raises:
            StorageFailed: The disk refuses.
        """
        with storage_errors("the sounds folder cannot be read"):
            return self._store.months()

    def files(self, month: str) -> dict[str, FileStatus]:
        """Return the finished files of a month by path below the sounds folder, without links.

        Raises:
            StorageFailed: The disk refuses.
        """
        with storage_errors("the sounds folder cannot be read"):
            found = self._store.files(month)
        return {path: status for path, status in found.items() if _is_finished(path)}

    def check_writable(self) -> None:
        """Raise StorageFailed if the folder is missing or read-only, or the bucket unreachable."""
        with storage_errors("the sounds cannot be kept"):
            try:
                self._store.check_writable()
            except PermissionError as error:
                raise StorageFailed(
                    "the sounds folder is missing or read-only; check the mount"
                ) from error


@contextmanager
def _finding(relative_path: str) -> Iterator[None]:
    if not _is_finished(relative_path):
        raise SoundFileGone
    with storage_errors("the sound's file cannot be read"):
        try:
            yield
        except FileNotFoundError as error:
            raise SoundFileGone from error


def _is_finished(relative_path: str) -> bool:
    """Return True if the path has the form of a finished sound's."""
    name = relative_path.rpartition("/")[2]
    try:
        is_short = len(name.encode()) <= _MAX_NAME_BYTES
    except UnicodeEncodeError:
        # Not valid text, so neither the database nor a URL could hold it.
        return False
    return is_short and _FINISHED.fullmatch(relative_path) is not None


def web_url(relative_path: str) -> str:
    """Return the path part of a file's URL, not yet percent-encoded."""
    return f"/environment_sounds/{relative_path}"
