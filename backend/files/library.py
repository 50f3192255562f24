"""The files of finished sounds, never outside their folder."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from backend.errors import SoundFileGone, StorageFailed
from backend.files.atomic import storage_errors
from backend.files.media import MEDIA_TYPES, suffix_of
from backend.files.sound_paths import is_sound_path, refusal
from backend.files.store import FolderStore, SoundStore, free_bytes
from backend.files.walking import FileStatus, Listing


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

    @property
    def rescan_record(self) -> Path:
        """The file of the cache in which a rescan notes what it has read."""
        return self._folder / "cache" / "rescan" / "checked_files.json"

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
        return SoundFile(path, status, MEDIA_TYPES[suffix_of(path.name)])

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

    @contextmanager
    def reading(self, relative_path: str) -> Iterator[BinaryIO]:
        """Open a finished file for the time of a `with`. Raises the errors of `find`."""
        with _finding(relative_path), self._store.open(relative_path) as stream:
            yield stream

    def walk(self) -> Listing:
        """Return the finished files, and what else lies in the sounds folder.

        Raises:
            StorageFailed: The disk refuses.
        """
        with storage_errors("the sounds folder cannot be read"):
            listing = self._store.walk()
        for path in list(listing.files):
            if (reason := refusal(path)) is not None:
                del listing.files[path]
                listing.ignore(path, reason)
        return listing

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
    if not is_sound_path(relative_path):
        raise SoundFileGone
    with storage_errors("the sound's file cannot be read"):
        try:
            yield
        except FileNotFoundError as error:
            raise SoundFileGone from error


def web_url(relative_path: str) -> str:
    """Return the path part of a file's URL, not yet percent-encoded."""
    return f"/environment_sounds/{relative_path}"
