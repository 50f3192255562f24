"""The walk through a folder and its subfolders. Links are named and never followed."""

import os
import stat
from dataclasses import dataclass, field
from pathlib import Path

from backend.files.sound_paths import DEEPEST_FOLDERS, HIDDEN, is_hidden, is_own, printable

_LINK = "it is a link, which is not followed; put the file itself here"
_NO_FILE = "it is a pipe, a socket or a device, not a file"
_TOO_DEEP = f"it is more than {DEEPEST_FOLDERS} folders deep; move it up"


@dataclass(frozen=True, slots=True)
class FileStatus:
    """The size of a file and its modification time, seconds since 1970."""

    size_bytes: int
    modified_at: float


@dataclass(frozen=True, slots=True)
class Ignored:
    """A name that is no sound of the library, printable, and the reason as a sentence."""

    relative_path: str
    reason: str


@dataclass(slots=True)
class Listing:
    """The result of a walk.

    Attributes:
        files: The regular files by relative path, in order.
        folders: All folders, the sounds folder as an empty text.
        ignored: What was passed over.
    """

    files: dict[str, FileStatus] = field(default_factory=dict)
    folders: list[str] = field(default_factory=list)
    ignored: list[Ignored] = field(default_factory=list)

    def ignore(self, relative_path: str, reason: str) -> None:
        """Add a name that is passed over."""
        self.ignored.append(Ignored(printable(relative_path), reason))


def walk(root: Path) -> Listing:
    """Return everything below a folder but the product's own folders and hidden names. Blocks.

    A subfolder that cannot be read is ignored with the reason.

    Raises:
        OSError: The folder itself cannot be read.
    """
    listing = Listing()
    waiting = [""]
    while waiting:
        folder = waiting.pop()
        try:
            with os.scandir(root / folder) as found:
                entries = sorted(found, key=lambda entry: entry.name)
        except OSError as error:
            if not folder:
                raise
            listing.ignore(folder, f"the folder cannot be read: {error.strerror}")
            continue
        listing.folders.append(folder)
        subfolders = [path for entry in entries if (path := _sort_in(entry, folder, listing))]
        waiting += reversed(subfolders)
    return listing


def _sort_in(entry: os.DirEntry[str], folder: str, listing: Listing) -> str | None:
    """Add an entry to the listing, and return the path of a folder to walk through."""
    path = f"{folder}/{entry.name}" if folder else entry.name
    if is_own(path):
        return None
    if is_hidden(path):
        listing.ignore(path, HIDDEN)
        return None
    try:
        status = entry.stat(follow_symlinks=False)
    except OSError as error:
        if not isinstance(error, FileNotFoundError):
            listing.ignore(path, f"it cannot be read: {error.strerror}")
        return None
    if stat.S_ISDIR(status.st_mode):
        if path.count("/") < DEEPEST_FOLDERS:
            return path
        listing.ignore(path, _TOO_DEEP)
    elif stat.S_ISREG(status.st_mode):
        listing.files[path] = FileStatus(status.st_size, status.st_mtime)
    else:
        listing.ignore(path, _LINK if stat.S_ISLNK(status.st_mode) else _NO_FILE)
    return None
