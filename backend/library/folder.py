"""The files of finished sounds: found, checked and deleted, never outside their folder."""

import os
import re
import shutil
import stat
from dataclasses import dataclass
from pathlib import Path

from backend.errors import SoundFileGone, StorageFailed
from backend.library.atomic import storage_errors

_FINISHED = re.compile(r"[0-9]{4}/[0-9]{2}/[^/\\\x00.][^/\\\x00]*\.(wav|flac|mp3|ogg|opus)")
"""Finished sounds lie in YYYY/MM; temp/, cache/, hidden files and metadata.json do not match."""

_MAX_NAME_BYTES = 255
"""What file systems allow; a longer one cannot be there."""

_MEDIA_TYPES = {
    "wav": "audio/wav",
    "flac": "audio/flac",
    "mp3": "audio/mpeg",
    "ogg": "audio/ogg",
    "opus": "audio/ogg",
}


@dataclass(frozen=True, slots=True)
class SoundFile:
    """A finished file that was there a moment ago."""

    path: Path
    status: os.stat_result
    media_type: str


class Library:
    """The folder of the sounds. All methods block on the disk.

    Args:
        folder: Absolute.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def free_bytes(self) -> int | None:
        """Room on the disk; None where the folder is gone."""
        try:
            return shutil.disk_usage(self._folder).free
        except OSError:
            return None

    def find(self, relative_path: str) -> SoundFile:
        """The finished file at a path below the folder, with forward slashes.

        Raises:
            SoundFileGone: There is none, or the path is no finished sound's.
            StorageFailed: The disk refuses.
        """
        path = self._path(relative_path)
        try:
            status = path.stat()
        except (FileNotFoundError, NotADirectoryError) as error:
            raise SoundFileGone from error
        except OSError as error:
            raise StorageFailed("the sound's file cannot be read; check the disk") from error
        if not stat.S_ISREG(status.st_mode):
            raise SoundFileGone
        return SoundFile(path, status, _MEDIA_TYPES[path.suffix[1:]])

    def delete(self, relative_path: str) -> None:
        """Deletes a finished file; one that is gone already is no error.

        Raises:
            StorageFailed: The disk refuses.
        """
        try:
            self._path(relative_path).unlink(missing_ok=True)
        except SoundFileGone:
            return
        except OSError as error:
            raise StorageFailed("the sound's file cannot be deleted; check the disk") from error

    def months(self) -> list[str]:
        """The months that have a folder, such as `2026/11`, in order.

        Raises:
            StorageFailed: The disk refuses.
        """
        with storage_errors("the sounds folder cannot be read"):
            return sorted(
                f"{folder.parent.name}/{folder.name}"
                for folder in self._folder.glob("[0-9][0-9][0-9][0-9]/[0-9][0-9]")
                if folder.is_dir()
            )

    def files(self, month: str) -> dict[str, os.stat_result]:
        """The finished files of a month, by path below the sounds folder; links are left out.

        Raises:
            StorageFailed: The disk refuses.
        """
        found = {}
        with storage_errors("the sounds folder cannot be read"):
            for entry in os.scandir(self._folder / month):
                relative_path = f"{month}/{entry.name}"
                if _is_finished(relative_path) and entry.is_file(follow_symlinks=False):
                    found[relative_path] = entry.stat(follow_symlinks=False)
        return found

    def check_writable(self) -> None:
        """Raises StorageFailed where the folder is missing or read-only."""
        temp = self._folder / "temp"
        if not os.access(temp, os.W_OK | os.X_OK):
            raise StorageFailed("the sounds folder is missing or read-only; check the mount")

    def _path(self, relative_path: str) -> Path:
        if not _is_finished(relative_path):
            raise SoundFileGone
        path = self._folder / relative_path
        # A link in the folder must not lead out of it.
        if not path.resolve().is_relative_to(self._folder.resolve()):
            raise SoundFileGone
        return path


def _is_finished(relative_path: str) -> bool:
    """Whether a finished sound could be there, by its path alone."""
    name = relative_path.rpartition("/")[2]
    try:
        is_short = len(name.encode()) <= _MAX_NAME_BYTES
    except UnicodeEncodeError:
        # No text: neither the database nor a URL could hold it.
        return False
    return is_short and _FINISHED.fullmatch(relative_path) is not None


def web_url(relative_path: str) -> str:
    """The path part of a file's URL, not yet percent-encoded."""
    return f"/environment_sounds/{relative_path}"
