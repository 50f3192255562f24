"""Atomic writes, and the translation of storage errors."""

import errno
import os
import secrets
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryFile

from backend.errors import StorageFailed, StorageFull

PARTIAL_SUFFIX = ".partial"
"""The suffix of an unfinished file. The sweep deletes those that a crash leaves."""


class BucketRefused(OSError):
    """A bucket that does not answer, or refuses."""


_FULL_DISK = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}


_NO_ACCESS_FOR_OTHERS = 0o027


def keep_others_out() -> None:
    """Give new files of this process 0640 at most, and new folders 0750.

    A reader of another user, such as nginx, has to be in the group.
    """
    os.umask(os.umask(0) | _NO_ACCESS_FOR_OTHERS)


def check_writable(folders: Iterable[Path]) -> None:
    """Raise an OSError that names the first folder that this process may not write."""
    for folder in folders:
        with TemporaryFile(dir=folder):
            pass


def write_atomically(path: Path, content: bytes, *, is_synced: bool) -> None:
    """Write or replace a file atomically, and create its folder.

    Args:
        path: The file.
        content: Its whole content.
        is_synced: True if it has to survive a loss of power.

    Raises:
        OSError: The disk refuses. The old file stays.
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
    """Sync a folder, so that its names survive a loss of power.

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
    """Translate errors of the disk into messages without a path.

    Args:
        what: The failed operation, as the beginning of a sentence.

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
