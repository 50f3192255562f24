"""`metadata.json` of each month: a mirror of the rows of the files there.

It has one entry per sound, enough to rebuild its row after a loss of the database. Counts, ratings
and favourites are left out, since they change at every click.

The file is replaced as a whole, under a lock that all processes of this machine share. In a bucket
it also replaces only the version that was read. A reader sees the old file or the new one.
"""

import fcntl
import json
import logging
import time
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path, PurePosixPath
from typing import Annotated, BinaryIO

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from backend.errors import StorageFailed
from backend.files.atomic import storage_errors
from backend.files.store import FolderStore, Overtaken, SoundStore
from backend.sidecar.licenses import CommercialUse
from backend.sidecar.types import AudioFormat, Source

FILE_NAME = "metadata.json"
MAX_REVENUE_USD = 2**63 - 1
"""The largest number that the database holds."""

_VERSION = 1
_LOCK_NAME = ".metadata.lock"
_LOCK_TIMEOUT_SECONDS = 20.0
_LOCK_POLL_SECONDS = 0.01
_DAMAGED_SUFFIX = ".damaged"
_MAX_TRIES = 50

_log = logging.getLogger(__name__)


class SoundEntry(BaseModel):
    """The mirrored columns of a row, under their names.

    Category and tags are stored by name, and the source sound by its file, since ids mean nothing
    in another database.
    """

    model_config = ConfigDict(frozen=True, from_attributes=True, extra="ignore")

    name: Annotated[str, Field(min_length=1, max_length=200)]
    prompt: Annotated[str, Field(max_length=1000)] = ""
    negative_prompt: Annotated[str, Field(max_length=1000)] = ""
    description: str = ""
    category: str | None = None
    tags: tuple[str, ...] = ()
    origin: str = "generated"
    duration_seconds: float | None = None
    steps: int | None = None
    cfg_scale: float | None = None
    seed: Annotated[int, Field(ge=0, le=2**63 - 1)] | None = None
    engine_requested: str = ""
    loop: bool = False
    audio_format: AudioFormat
    target_lufs: float | None = None
    file_size_bytes: int | None = None
    sha256: str | None = None
    sample_rate_hertz: int | None = None
    channels: int | None = None
    frame_count: int | None = None
    peak_dbfs: float | None = None
    true_peak_dbtp: float | None = None
    loudness_lufs: float | None = None
    generation_seconds: float | None = None
    generation_model: str | None = None
    model_revision: str | None = None
    engine_prompt: str | None = None
    notes: tuple[str, ...] = ()
    source: Source | None = None
    source_file: Annotated[str, Field(max_length=512)] | None = None
    license_name: str | None = None
    commercial_use: CommercialUse | None = None
    revenue_limit_usd: Annotated[int, Field(ge=1, le=MAX_REVENUE_USD)] | None = None
    attribution: str | None = None
    terms_url: str | None = None
    quality_score: float | None = None
    is_public: bool = True
    is_featured: bool = False
    is_active: bool = True
    sort_order: int = 0
    color: str | None = None
    created_by: str | None = None
    created_at: datetime
    deleted_at: datetime | None = None


class Metadata:
    """The `metadata.json` files of all months. All methods block.

    Args:
        folder: The sounds folder of this machine, absolute.
        store: The store of the sounds. Default: that folder.
    """

    def __init__(self, folder: Path, store: SoundStore | None = None) -> None:
        self._folder = folder
        self._store = store or FolderStore(folder)

    def read(self, month: str) -> dict[str, SoundEntry]:
        """Return the entries of a month such as `2026/11` by file name, none without a file.

        An invalid entry is left out, with a line in the log.

        Raises:
            StorageFailed: The disk refuses.
        """
        with storage_errors("metadata.json cannot be read"):
            lines = _lines(self._read(_path(month))[0]) or {}
        entries = {}
        for name, line in lines.items():
            try:
                entries[name] = SoundEntry.model_validate_json(line)
            except ValidationError:
                _log.warning("%s/%s: the entry of %r cannot be understood", month, FILE_NAME, name)
        return entries

    def lock(self) -> BinaryIO:
        """Wait for all other writers, and lock them out until the result is closed.

        Raises:
            StorageFailed: The wait is too long, or the disk refuses.
        """
        deadline = time.monotonic() + _LOCK_TIMEOUT_SECONDS
        with storage_errors("metadata.json cannot be locked"):
            held = (self._folder / _LOCK_NAME).open("ab")
            while not _try_lock(held.fileno()):
                if time.monotonic() > deadline:
                    held.close()
                    raise StorageFailed("metadata.json is held by another process; try again")
                time.sleep(_LOCK_POLL_SECONDS)
        return held

    def update(self, changes: Mapping[str, SoundEntry | None]) -> None:
        """Set entries by relative path, and remove those that are None. Needs the lock.

        Raises:
            StorageError: The disk refuses. Some of the changes may be made.
        """
        months: dict[str, dict[str, SoundEntry | None]] = {}
        for relative_path, entry in changes.items():
            path = PurePosixPath(relative_path)
            months.setdefault(str(path.parent), {})[path.name] = entry
        with storage_errors("metadata.json cannot be written"):
            for month, entries in months.items():
                self._update_month(month, entries)

    def _update_month(self, month: str, changes: Mapping[str, SoundEntry | None]) -> None:
        for _ in range(_MAX_TRIES):
            try:
                self._try_update(month, changes)
                return
            except Overtaken:
                # The lock covers this machine only, and other machines write to a bucket.
                continue
        raise StorageFailed("metadata.json is changed by others all the time; try again")

    def _try_update(self, month: str, changes: Mapping[str, SoundEntry | None]) -> None:
        path = _path(month)
        content, version = self._read(path)
        before = _lines(content)
        if content is not None and before is None:
            _log.warning("%s cannot be understood and is put aside", path)
            aside = path + _DAMAGED_SUFFIX
            self._store.write(aside, content, self._read(aside)[1])
        after = dict(before or {})
        for name, entry in changes.items():
            after.pop(name, None)
            if entry is not None:
                after[name] = _line(json.loads(entry.model_dump_json()))
        if after != before and (after or content is not None):
            self._store.write(path, _content(after), version)

    def _read(self, path: str) -> tuple[bytes | None, str | None]:
        """Return content and version, or None twice without a file."""
        try:
            return self._store.read(path)
        except FileNotFoundError:
            return None, None


def _path(month: str) -> str:
    return f"{month}/{FILE_NAME}"


def _try_lock(descriptor: int) -> bool:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _content(lines: Mapping[str, str]) -> bytes:
    """Return the file's content: one line per sound, sorted by file name, for readers and diffs."""
    sounds = ",\n".join(
        f"{json.dumps(name, ensure_ascii=False)}: {lines[name]}" for name in sorted(lines)
    )
    return f'{{"version": {_VERSION}, "sounds": {{\n{sounds}\n}}}}\n'.encode()


def _line(entry: object) -> str:
    return json.dumps(entry, ensure_ascii=False, separators=(",", ":"))


def _lines(content: bytes | None) -> dict[str, str] | None:
    """Return each entry as JSON by file name, or None for an invalid file."""
    if content is None:
        return {}
    try:
        sounds = json.loads(content)["sounds"]
        return {name: _line(entry) for name, entry in sounds.items()}
    except (ValueError, LookupError, TypeError, AttributeError):
        return None
