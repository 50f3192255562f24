"""The mirror of the rows: each month's `metadata.json`, a moment behind them.

Whoever changes a row that has a file, or deletes a file's row, sets a mark in the same transaction.
Marks are gathered for a moment and processed at once, from the rows as they are then. So their
order does not matter, and a hundred changes cost one file. Marks that a crash left are processed
at the next start. Several processes may process the same mark, with the same outcome.
"""

import asyncio
import logging
import math
import time
from collections.abc import Iterable, Sequence
from contextlib import suppress

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from backend.db.database import Database, DatabaseUnavailable, after_commit, reason_of
from backend.db.models import EnvironmentSound as Row
from backend.db.models import MetadataMark
from backend.errors import SoundFileGone, StorageError
from backend.files import Library
from backend.files.metadata import Metadata, SoundEntry
from backend.upkeep.metadata_marks import (
    mark_sounds,
    mark_sounds_where,
    marks_after,
    remove_marks,
)

_GATHER_SECONDS = 0.2
_LONGEST_GATHER_SECONDS = 10.0
_REST_RATIO = 5.0
"""The ratio of the next gathering to the last writing. A sixth of the time goes into writing at
most, however long the files have become."""
_RETRY_SECONDS = 5.0
_BATCH_SIZE = 1000
"""Marks that are processed while the lock is held."""

_SAME_NAMED = SoundEntry.model_fields.keys() - {"category", "tags", "peak_dbfs"}

_log = logging.getLogger(__name__)


class MetadataSync:
    """The writer of what is marked.

    Args:
        database: The database of rows and marks.
        metadata: The `metadata.json` of each month.
        library: The files of the sounds.
    """

    def __init__(self, database: Database, metadata: Metadata, library: Library) -> None:
        self._database = database
        self._metadata = metadata
        self._library = library
        self._news = asyncio.Event()
        # A crash may have left marks.
        self._news.set()
        self._stopping = asyncio.Event()

    def mark(self, session: Session, sound_ids: Iterable[int]) -> None:
        """Mark sounds whose rows this transaction changes, to be written after its commit."""
        mark_sounds(session, sound_ids)
        after_commit(session, self.wake)

    def mark_where(self, session: Session, condition: ColumnElement[bool]) -> None:
        """Mark the sounds that meet a condition now, to be written after the commit."""
        mark_sounds_where(session, condition)
        after_commit(session, self.wake)

    def wake(self) -> None:
        """Have marks processed soon."""
        self._news.set()

    async def run(self) -> None:
        """Process marks until `stop`, and then those that are left, if that can be done."""
        gather_seconds = _GATHER_SECONDS
        while not self._stopping.is_set():
            await self._news.wait()
            await self._wait_for_stop(gather_seconds)
            started_at = time.monotonic()
            try:
                await self.flush()
            except (StorageError, SQLAlchemyError) as error:
                _log_failure(error)
                self.wake()
                gather_seconds = _RETRY_SECONDS
                continue
            took_seconds = time.monotonic() - started_at
            gather_seconds = min(
                max(_GATHER_SECONDS, _REST_RATIO * took_seconds), _LONGEST_GATHER_SECONDS
            )

    def stop(self) -> None:
        """End `run`."""
        self._stopping.set()
        self.wake()

    async def flush(self) -> None:
        """Process all marks that are set by now.

        Raises:
            StorageError: The disk refuses; the marks stay.
            SQLAlchemyError: The database refuses; the marks stay.
        """
        self._news.clear()
        last_id = 0
        while marks := await self._marks_after(last_id):
            kept_paths = await self._write(marks)
            done_ids = [mark.id for mark in marks if mark.relative_path not in kept_paths]
            await self._remove(done_ids)
            last_id = marks[-1].id

    async def _marks_after(self, mark_id: int) -> list[MetadataMark]:
        return await self._database.read(lambda session: marks_after(session, mark_id, _BATCH_SIZE))

    async def _remove(self, mark_ids: Sequence[int]) -> None:
        if mark_ids:
            await self._database.write(
                lambda session: remove_marks(session, mark_ids), statement_count=1
            )

    async def _write(self, marks: Sequence[MetadataMark]) -> set[str]:
        """Write the entries of what is marked, and return the paths whose marks have to stay."""
        ids = {mark.sound_id for mark in marks if mark.sound_id is not None}
        paths = {mark.relative_path for mark in marks if mark.relative_path is not None}
        # The rows are read under the lock: no other process can have read newer ones and be
        # overtaken by these.
        lock = await asyncio.to_thread(self._metadata.lock)
        try:
            entries = await self._entries(ids, paths)
            rowless = paths - entries.keys()
            kept = await asyncio.to_thread(self._existing, rowless)
            changes: dict[str, SoundEntry | None] = {**entries, **dict.fromkeys(rowless - kept)}
            await asyncio.to_thread(self._metadata.update, changes)
        finally:
            lock.close()
        return kept

    async def _entries(self, ids: set[int], paths: set[str]) -> dict[str, SoundEntry]:
        wanted = select(Row).where(
            Row.relative_path.is_not(None), or_(Row.id.in_(ids), Row.relative_path.in_(paths))
        )
        rows = await self._database.read(lambda session: list(session.scalars(wanted)))
        return {row.relative_path: entry_of(row) for row in rows if row.relative_path is not None}

    def _existing(self, paths: set[str]) -> set[str]:
        """Return those of the files that are there.

        The entry of a deleted sound stays until its file is gone. Without it, a rescan would take
        the file for a new sound.
        """
        return {path for path in paths if self._is_there(path)}

    def _is_there(self, path: str) -> bool:
        try:
            self._library.check(path)
        except SoundFileGone:
            return False
        return True

    async def _wait_for_stop(self, seconds: float) -> None:
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self._stopping.wait()


def entry_of(row: Row) -> SoundEntry:
    """Return what of a row is kept beside its file."""
    is_silent = row.peak_dbfs is not None and not math.isfinite(row.peak_dbfs)
    return SoundEntry(
        **{name: getattr(row, name) for name in _SAME_NAMED},
        category=row.category.name if row.category is not None else None,
        tags=tuple(tag.name for tag in row.tags),
        peak_dbfs=None if is_silent else row.peak_dbfs,
    )


def _log_failure(error: StorageError | SQLAlchemyError) -> None:
    """Log why metadata.json is behind the rows, with a traceback only for a fault of ours."""
    sentence = "metadata.json is not up to date and will be written again soon"
    if isinstance(error, DatabaseUnavailable):
        _log.warning("%s: %s", sentence, reason_of(error))
    elif isinstance(error, StorageError):
        _log.warning("%s: %s", sentence, error.message)
    else:
        _log.error(sentence, exc_info=error)
