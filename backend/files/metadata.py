"""`metadata.json` of each folder: a mirror of the rows of the files there.

It has one entry per sound, enough to rebuild its row after a loss of the database. Counts, ratings
and favourites are left out, since they change at every click.

The file is replaced as a whole, under a lock that all processes of this machine share. In a bucket
it also replaces only the version that was read. A reader sees the old file or the new one. What is
damaged is kept under another name.
"""

import errno
import fcntl
import json
import logging
import os
import secrets
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from io import FileIO
from pathlib import Path

from pydantic import ValidationError

from backend.errors import StorageFailed
from backend.files.atomic import storage_errors
from backend.files.metadata_text import format_line, format_lines, read_lines, shortened
from backend.files.sound_entry import MAX_REVENUE_USD, SoundEntry
from backend.files.sound_paths import METADATA_NAME, is_sound_name, place_refusal, printable
from backend.files.store import FolderStore, NotReadable, Overtaken, SoundStore

__all__ = ["MAX_REVENUE_USD", "FolderMetadata", "Metadata", "SoundEntry"]

_LOCK_NAME = ".metadata.lock"
_LOCK_FLAGS = os.O_RDWR | os.O_CREAT | os.O_NONBLOCK | os.O_NOFOLLOW | os.O_CLOEXEC
_LOCK_TIMEOUT_SECONDS = 20.0
_LOCK_POLL_SECONDS = 0.01
_REFUSED = {errno.EACCES, errno.EPERM}

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class FolderMetadata:
    """The entries of a folder as they were read, each a line of JSON by the file's name.

    Attributes:
        folder: The folder, such as `2026/11`.
        lines: The entries whose key is the name of a sound.
        problems: A sentence for each thing that is damaged.
        is_there: False if there is no file.
        version: The version for the next write, None without a file.
    """

    folder: str
    lines: Mapping[str, str] = field(default_factory=dict)
    problems: tuple[str, ...] = ()
    is_there: bool = True
    version: str | None = None

    @property
    def path(self) -> str:
        """The path of the file."""
        return f"{self.folder}/{METADATA_NAME}" if self.folder else METADATA_NAME

    def entries(self) -> tuple[dict[str, SoundEntry], list[str]]:
        """Return the valid entries, and a sentence for each other one and for each damage."""
        entries = {}
        problems = list(self.problems)
        for name, line in self.lines.items():
            try:
                entries[name] = SoundEntry.model_validate_json(line)
            except ValidationError as error:
                problems.append(f"the entry {printable(name)!r} is wrong: {_reason_of(error)}")
        return entries, shortened(problems)


class Metadata:
    """The `metadata.json` files of all folders. All methods block.

    Args:
        folder: The sounds folder of this machine, absolute.
        store: The store of the sounds. Default: that folder.
    """

    def __init__(self, folder: Path, store: SoundStore | None = None) -> None:
        self._folder = folder
        self._store = store or FolderStore(folder)

    def lock(self) -> FileIO:
        """Wait for all other writers, and lock them out until the result is closed.

        Raises:
            StorageFailed: The wait is too long, or the disk refuses.
        """
        deadline = time.monotonic() + _LOCK_TIMEOUT_SECONDS
        with storage_errors("metadata.json cannot be locked"):
            # A pipe with its name is locked as well as a file is.
            descriptor = os.open(self._folder / _LOCK_NAME, _LOCK_FLAGS, 0o600)
            held = FileIO(descriptor, "rb")
            while not _try_lock(held.fileno()):
                if time.monotonic() > deadline:
                    held.close()
                    raise StorageFailed("metadata.json is held by another process; try again")
                time.sleep(_LOCK_POLL_SECONDS)
        return held

    def read(self, folder: str) -> FolderMetadata:
        """Return the entries of a folder, none without a file.

        A damaged file is read as far as possible.

        Raises:
            StorageError: The disk refuses.
        """
        known = FolderMetadata(folder, is_there=False)
        with storage_errors("metadata.json cannot be read"), suppress(FileNotFoundError):
            if place_refusal(known.path) is not None:
                return known
            try:
                content, version = self._store.read(known.path)
            except OSError as error:
                if not isinstance(error, NotReadable) and error.errno not in _REFUSED:
                    raise
                return FolderMetadata(folder, problems=(f"it cannot be read: {error.strerror}",))
            return _parsed(folder, content, version)
        return known

    def write(self, known: FolderMetadata, changes: Mapping[str, SoundEntry | None]) -> None:
        """Set entries by file name, and remove those that are None. Needs the lock.

        A damaged file is kept under another name. Its readable entries are written again.

        Args:
            known: The result of `read` under the same lock, before the rows were read.
            changes: The entries.

        Raises:
            Overtaken: Another machine has written the file since it was read.
            StorageError: The disk refuses.
        """
        if (reason := place_refusal(known.path)) is not None:
            raise StorageFailed(f"metadata.json cannot be written: {reason}")
        after = dict(known.lines)
        for name, entry in changes.items():
            after.pop(name, None)
            if entry is not None and is_sound_name(name):
                after[name] = format_line(json.loads(entry.model_dump_json()))
        with _writing():
            if known.problems:
                self._put_aside(known)
            elif after == known.lines or not (after or known.is_there):
                return
            self._store.write(known.path, format_lines(after), known.version)

    def _put_aside(self, known: FolderMetadata) -> None:
        stamp = f"{datetime.now(UTC):%Y%m%dT%H%M%SZ}-{secrets.token_hex(2)}"
        aside = f"{known.path}.damaged-{stamp}"
        with suppress(FileNotFoundError):
            self._store.put_aside(known.path, aside)
            _log.warning("%s is kept as %s, since %s", known.path, aside, "; ".join(known.problems))


def _parsed(folder: str, content: bytes, version: str) -> FolderMetadata:
    lines, problems = read_lines(content)
    foreign = [name for name in lines if not is_sound_name(name)]
    for name in foreign:
        del lines[name]
    problems += [
        f"the entry {printable(name[:80])!r} is no sound's in this folder" for name in foreign
    ]
    return FolderMetadata(folder, lines, tuple(shortened(problems)), version=version)


def _reason_of(error: ValidationError) -> str:
    first = error.errors(include_url=False, include_context=False, include_input=False)[0]
    return f"{'.'.join(str(part) for part in first['loc'])}: {first['msg']}"


@contextmanager
def _writing() -> Iterator[None]:
    """Translate errors as `storage_errors` does, but let `Overtaken` through."""
    try:
        with storage_errors("metadata.json cannot be written"):
            yield
    except StorageFailed as error:
        if isinstance(error.__cause__, Overtaken):
            raise error.__cause__ from None
        raise


def _try_lock(descriptor: int) -> bool:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
