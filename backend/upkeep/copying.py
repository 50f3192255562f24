"""Copies of files with their checksums, from a store into a folder and back."""

import errno
import hashlib
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from pydantic import BaseModel, ConfigDict, Field

from backend.files.atomic import BucketRefused
from backend.files.store import SoundStore

_BLOCK_BYTES = 1 << 20
_UNREADABLE = {errno.EACCES, errno.EPERM, errno.EIO}
_IMPOSSIBLE_NAMES = {errno.EINVAL, errno.ENAMETOOLONG, errno.EILSEQ, errno.EEXIST}


class CopyRefused(OSError):
    """A single file that cannot be copied. `strerror` has the reason."""


class Unsteady(OSError):
    """A file that has changed while it was copied."""


class KeptFile(BaseModel):
    """A file of the backup."""

    model_config = ConfigDict(frozen=True)

    size_bytes: int = Field(ge=0)
    sha256: str = Field(pattern="^[0-9a-f]{64}$")


def copy_file(store: SoundStore, path: str, copy: Path) -> KeptFile:
    """Copy a file of a store into a new file with its time, and return what was copied.

    Raises:
        FileNotFoundError: There is no such file.
        NotReadable: It is no regular file.
        CopyRefused: The file cannot be read, or the folder cannot have one of its name.
        Unsteady: It has changed meanwhile. The copy is deleted.
        OSError: The disk of the copy, or the bucket, refuses.
    """
    with _reading():
        stream = store.open(path)
    with stream:
        before = store.status(path)
        kept = write_copy(stream, copy, before.modified_at)
    try:
        if store.status(path) == before and kept.size_bytes == before.size_bytes:
            return kept
    except FileNotFoundError:
        copy.unlink(missing_ok=True)
        raise
    copy.unlink(missing_ok=True)
    raise Unsteady(errno.EAGAIN, "it has changed while it was copied")


def write_copy(stream: BinaryIO, copy: Path, modified_at: float) -> KeptFile:
    """Write a stream into a new synced file, and return its size and checksum.

    Raises:
        CopyRefused: The folder cannot have a file of that name.
        OSError: Stream or disk refuse.
    """
    digest = hashlib.sha256()
    size_bytes = 0
    with _creating(copy) as writing:
        while block := _next_block(stream):
            writing.write(block)
            digest.update(block)
            size_bytes += len(block)
        writing.flush()
        os.fsync(writing.fileno())
    os.utime(copy, (modified_at, modified_at))
    return KeptFile(size_bytes=size_bytes, sha256=digest.hexdigest())


def measured(path: Path) -> KeptFile:
    """Return size and checksum of a regular file, without following a link or waiting at a pipe.

    Raises:
        FileNotFoundError: There is no such regular file.
        OSError: The disk refuses.
    """
    with open_regular(path) as stream:
        sha256 = hashlib.file_digest(stream, "sha256").hexdigest()  # type: ignore[arg-type]
        return KeptFile(size_bytes=stream.tell(), sha256=sha256)


def open_regular(path: Path) -> BinaryIO:
    """Open a regular file for reading. Raises as `measured` does."""
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_NOFOLLOW | os.O_CLOEXEC)
    except OSError as error:
        if error.errno in (errno.ELOOP, errno.ENXIO, errno.ENODEV, errno.ENOTDIR):
            raise FileNotFoundError(errno.ENOENT, "it is no regular file") from error
        raise
    if not stat.S_ISREG(os.fstat(descriptor).st_mode):
        os.close(descriptor)
        raise FileNotFoundError(errno.ENOENT, "it is no regular file")
    return os.fdopen(descriptor, "rb")


def _next_block(stream: BinaryIO) -> bytes:
    with _reading():
        return stream.read(_BLOCK_BYTES)


def _creating(copy: Path) -> BinaryIO:
    try:
        copy.parent.mkdir(parents=True, exist_ok=True)
        return copy.open("xb")
    except OSError as error:
        if error.errno not in _IMPOSSIBLE_NAMES:
            raise
        # Such as a folder that does not tell capitals from small letters.
        reason = f"the backup's folder refuses its name: {error.strerror}"
        raise CopyRefused(error.errno, reason) from error


@contextmanager
def _reading() -> Iterator[None]:
    """Tell errors of the one file that is read from those of the disk that is written."""
    try:
        yield
    except (CopyRefused, BucketRefused):
        raise
    except OSError as error:
        if error.errno not in _UNREADABLE:
            raise
        raise CopyRefused(error.errno, f"it cannot be read: {error.strerror}") from error
