"""The store of finished sounds and their metadata: a folder or a bucket.

Everything here blocks, and raises OSError for errors of the disk or the network.
"""

import errno
import os
import shutil
import stat
from pathlib import Path
from typing import BinaryIO, Protocol

from backend.files.atomic import sync_folder, write_atomically
from backend.files.walking import FileStatus, Listing, walk

LARGEST_READ_BYTES = 256 << 20
"""The limit of a file that is read as a whole."""


class Overtaken(OSError):
    """A file that has changed since it was read."""


class NotReadable(OSError):
    """A name that is no regular file, or one that is too large to be read as a whole."""


class SoundStore(Protocol):
    """A store of files by relative path, `YYYY/MM/name`, each complete or absent.

    No path leads out of the store. One that would is treated as missing.
    """

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
            NotReadable: It is no regular file, or too large.
        """
        ...

    def put_aside(self, relative_path: str, aside: str) -> None:
        """Keep what has a path under another one. The next `write` replaces it.

        Raises:
            FileNotFoundError: Nothing has the path.
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

    def walk(self) -> Listing:
        """Return all files but the product's own."""
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
        path = self._inside(relative_path)
        try:
            found = path.stat()
        except (NotADirectoryError, FileNotFoundError) as error:
            raise FileNotFoundError(errno.ENOENT, "there is no such file") from error
        if not (stat.S_ISREG(found.st_mode) and path.resolve().is_relative_to(self._root())):
            raise FileNotFoundError(errno.ENOENT, "there is no such file")
        return path, found

    def open(self, relative_path: str) -> BinaryIO:
        """Open the file, without waiting at a pipe."""
        # Without O_NONBLOCK a pipe would be waited for.
        flags = os.O_RDONLY | os.O_NONBLOCK | os.O_NOFOLLOW | os.O_CLOEXEC
        try:
            descriptor = os.open(self._inside(relative_path), flags)
        except NotADirectoryError as error:
            raise FileNotFoundError(errno.ENOENT, "there is no such file") from error
        except OSError as error:
            if error.errno not in (errno.ELOOP, errno.ENXIO, errno.ENODEV):
                raise
            raise NotReadable(error.errno, "it is a link, a socket or a device") from error
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            os.close(descriptor)
            raise NotReadable(errno.EINVAL, "it is a folder, a pipe or a device")
        return os.fdopen(descriptor, "rb")

    def keep(self, path: Path, relative_path: str) -> None:
        """Rename the file into its month."""
        final = self._inside(relative_path)
        final.parent.mkdir(parents=True, exist_ok=True)
        path.replace(final)
        sync_folder(final.parent)

    def read(self, relative_path: str) -> tuple[bytes, str]:
        """Return the content and an empty version, since writers lock the folder."""
        with self.open(relative_path) as stream:
            if os.fstat(stream.fileno()).st_size > LARGEST_READ_BYTES:
                raise NotReadable(errno.EFBIG, "it is too large")
            return stream.read(), ""

    def put_aside(self, relative_path: str, aside: str) -> None:
        """Rename what has the path, also a folder or a pipe."""
        self._inside(relative_path).rename(self._inside(aside))

    def write(self, relative_path: str, content: bytes, _version: str | None) -> None:
        """Write the file atomically and synced."""
        write_atomically(self._inside(relative_path), content, is_synced=True)

    def remove(self, relative_path: str) -> None:
        """Delete the file."""
        self._inside(relative_path).unlink(missing_ok=True)

    def walk(self) -> Listing:
        """Return all files but the product's own."""
        return walk(self._folder)

    def check_writable(self) -> None:
        """Check the access rights of `temp/`."""
        if not os.access(self._folder / "temp", os.W_OK | os.X_OK):
            raise PermissionError

    def _root(self) -> Path:
        return self._folder.resolve()

    def _inside(self, relative_path: str) -> Path:
        """Return the path in the folder. One that leads out of it, also by links, is missing."""
        path = self._folder / relative_path
        leads_out = ".." in path.parts or "\0" in relative_path
        if leads_out or not path.parent.resolve().is_relative_to(self._root()):
            raise FileNotFoundError(errno.ENOENT, "the path leads out of the sounds folder")
        return path


def free_bytes(folder: Path) -> int | None:
    """Return the free bytes of a folder's disk, or None if it is missing."""
    try:
        return shutil.disk_usage(folder).free
    except OSError:
        return None


def _status(found: os.stat_result) -> FileStatus:
    return FileStatus(found.st_size, found.st_mtime)
