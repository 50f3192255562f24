"""Files that are there whole or not at all."""

import errno
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from backend.errors import StorageFailed, StorageFull

PARTIAL_SUFFIX = ".partial"
"""Of a file in the writing; a crash may leave it, and the sweep takes it away."""


class BucketRefused(OSError):
    """The bucket that keeps the sounds does not answer, or refuses."""


_FULL_DISK = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}


def write_atomically(path: Path, content: bytes, *, is_synced: bool) -> None:
    """Puts a file in place of another, or where there was none; creates the folder.

    Args:
        path: The file.
        content: All of it.
        is_synced: Whether it has to survive a loss of power.

    Raises:
        OSError: The disk refuses; what was there stays.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_name(f".{secrets.token_hex(8)}{PARTIAL_SUFFIX}")
    try:
        with partial.open("xb") as stream:
            stream.write(content)
            if is_synced:
                stream.flush()
                os.fsync(stream.fileno())
        partial.replace(path)
    except BaseException:
        partial.unlink(missing_ok=True)
        raise
    if is_synced:
        sync_folder(path.parent)


def sync_folder(path: Path) -> None:
    """Has the names in a folder survive a loss of power.

    Raises:
        OSError: The disk refuses.
    """
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


@contextmanager
def storage_errors(what: str) -> Iterator[None]:
    """Translates what the disk says; no path gets into a message.

    Args:
        what: What could not be done, as the beginning of a sentence.

    Raises:
        StorageFull: The disk has no room.
        StorageFailed: The disk refuses for another reason.
    """
    try:
        yield
    except OSError as error:
        if error.errno in _FULL_DISK:
            raise StorageFull(f"{what}: the disk has no room") from error
        if isinstance(error, BucketRefused):
            raise StorageFailed(f"{what}: the bucket does not answer, or refuses") from error
        raise StorageFailed(f"{what}; check the disk") from error
