"""Keeps each month's `metadata.json` true to the rows, a moment behind them.

Whoever changes a row that has a file notes its id, after the commit; whoever deletes a file notes
its path. What is noted is gathered for a moment and written at once, from the rows as they are
then: so the order of notes does not matter, and a hundred changes cost one file. What a crash
loses, the next rescan mends.
"""

import asyncio
import logging
import math
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

from sqlalchemy import ColumnElement, select
from sqlalchemy.exc import SQLAlchemyError

from backend.db.database import Database
from backend.db.models import EnvironmentSound as Row
from backend.errors import StorageError
from backend.files.metadata import Metadata, SoundEntry

_GATHER_SECONDS = 0.2
_LONGEST_GATHER_SECONDS = 10.0
_REST_RATIO = 5.0
"""How much longer than the last writing took the next gathering lasts: a sixth of the time goes
into writing at most, however long the files have become."""
_RETRY_SECONDS = 5.0
_BATCH_SIZE = 1000
"""Rows that are read, and written, while the lock is held."""

_SAME_NAMED = SoundEntry.model_fields.keys() - {"category", "tags", "peak_dbfs"}

_log = logging.getLogger(__name__)


class MetadataSync:
    """Writes what was noted.

    Args:
        database: Where the rows are.
        metadata: Where the entries are.
    """

    def __init__(self, database: Database, metadata: Metadata) -> None:
        self._database = database
        self._metadata = metadata
        self._changed_ids: set[int] = set()
        self._deleted_paths: set[str] = set()
        self._news = asyncio.Event()
        self._stopping = asyncio.Event()

    def note(self, *sound_ids: int) -> None:
        """The rows of these sounds were changed."""
        self._changed_ids.update(sound_ids)
        self._news.set()

    def note_deleted(self, *relative_paths: str) -> None:
        """These files are no longer there."""
        self._deleted_paths.update(relative_paths)
        self._news.set()

    @asynccontextmanager
    async def noting(self, condition: ColumnElement[bool]) -> AsyncIterator[None]:
        """Notes the sounds that meet a condition now, once what is done to them has been done."""
        wanted = select(Row.id).where(condition, Row.file_path.is_not(None))
        ids = await self._database.read(lambda session: list(session.scalars(wanted)))
        yield
        self.note(*ids)

    async def run(self) -> None:
        """Writes until `stop`, and then what is left, if that can be done."""
        gather_seconds = _GATHER_SECONDS
        while not self._stopping.is_set():
            await self._news.wait()
            await self._wait_for_stop(gather_seconds)
            started_at = time.monotonic()
            try:
                await self.flush()
            except (StorageError, SQLAlchemyError):
                _log.exception("metadata.json is not up to date; the next rescan mends it")
                gather_seconds = _RETRY_SECONDS
                continue
            took_seconds = time.monotonic() - started_at
            gather_seconds = min(
                max(_GATHER_SECONDS, _REST_RATIO * took_seconds), _LONGEST_GATHER_SECONDS
            )

    def stop(self) -> None:
        """Ends `run`."""
        self._stopping.set()
        self._news.set()

    async def flush(self) -> None:
        """Writes what was noted so far.

        Raises:
            StorageError: The disk refuses; it stays noted.
            SQLAlchemyError: The database does; it stays noted.
        """
        self._news.clear()
        while self._changed_ids or self._deleted_paths:
            ids = set(sorted(self._changed_ids)[:_BATCH_SIZE])
            paths = self._deleted_paths
            self._changed_ids -= ids
            self._deleted_paths = set()
            try:
                await self._write(ids, paths)
            except BaseException:
                self.note(*ids)
                self.note_deleted(*paths)
                raise

    async def _write(self, ids: set[int], paths: set[str]) -> None:
        # The rows are read under the lock: no other process can have read newer ones and be
        # overtaken by these.
        lock = await asyncio.to_thread(self._metadata.lock)
        try:
            entries: dict[str, SoundEntry | None] = dict.fromkeys(paths)
            entries |= await self._entries(ids)
            await asyncio.to_thread(self._metadata.update, entries)
        finally:
            lock.close()

    async def _entries(self, ids: set[int]) -> dict[str, SoundEntry]:
        wanted = select(Row).where(Row.id.in_(ids), Row.file_path.is_not(None))
        rows = await self._database.read(lambda session: list(session.scalars(wanted)))
        return {row.file_path: entry_of(row) for row in rows if row.file_path is not None}

    async def _wait_for_stop(self, seconds: float) -> None:
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self._stopping.wait()


def entry_of(row: Row) -> SoundEntry:
    """What of a row is worth keeping beside its file."""
    is_silent = row.peak_dbfs is not None and not math.isfinite(row.peak_dbfs)
    return SoundEntry(
        **{name: getattr(row, name) for name in _SAME_NAMED},
        category=row.category.name if row.category is not None else None,
        tags=tuple(tag.name for tag in row.tags),
        peak_dbfs=None if is_silent else row.peak_dbfs,
    )
