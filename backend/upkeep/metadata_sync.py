"""The mirror of the rows: each folder's `metadata.json`, a moment behind them.

Whoever changes a row that has a file, or deletes a file's row, sets a mark in the same transaction.
Marks are gathered for a moment and processed at once, from the rows as they are then. So their
order does not matter, and a hundred changes cost one file. Marks that a crash left are processed
at the next start, or soon by another process. Several processes may process the same mark, with the
same outcome.
"""

import asyncio
import logging
import time
from collections.abc import Coroutine, Iterable, Sequence
from contextlib import suppress
from typing import Any, TypeVar

from sqlalchemy import ColumnElement
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from backend.db.database import Database, DatabaseUnavailable, after_commit, reason_of
from backend.db.models import MetadataMark
from backend.errors import StorageError, StorageFailed
from backend.files import Library
from backend.files.metadata import Metadata
from backend.upkeep.metadata_gaps import mark_gaps
from backend.upkeep.metadata_marks import (
    mark_sounds,
    mark_sounds_where,
    marks_after,
    remove_marks,
)
from backend.upkeep.metadata_writing import MetadataWriter

_GATHER_SECONDS = 0.2
_LONGEST_GATHER_SECONDS = 10.0
_REST_RATIO = 5.0
"""The ratio of the next gathering to the last writing. A sixth of the time goes into writing at
most, however long the files have become."""
_RETRY_SECONDS = 5.0
_POLL_SECONDS = 15.0
"""The time after which the marks of another process, which may be dead, are looked for."""
_PATIENCE_SECONDS = 60.0
"""The time of failures after which `check` complains."""
_BATCH_SIZE = 1000

T = TypeVar("T")

_log = logging.getLogger(__name__)


class MetadataSync:
    """The writer of what is marked.

    Args:
        database: The database of rows and marks.
        metadata: The `metadata.json` of each folder.
        library: The files of the sounds.

    Attributes:
        is_running: True while `run` runs.
        last_success_at: The end of the last writing without an error, seconds since 1970.
        last_error: The last failure as a sentence, None after a success.
    """

    def __init__(self, database: Database, metadata: Metadata, library: Library) -> None:
        self.is_running = False
        self.last_success_at: float | None = None
        self.last_error: str | None = None
        self._failing_since: float | None = None
        self._has_ended = False
        self._database = database
        self._metadata = metadata
        self._writer = MetadataWriter(database, metadata, library)
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

    async def check(self) -> None:
        """Raise StorageFailed if `run` has ended, or has failed for a minute."""
        if self._has_ended:
            raise StorageFailed("metadata.json is no longer kept up to date; restart the backend")
        since = self._failing_since
        if since is not None and time.monotonic() - since >= _PATIENCE_SECONDS:
            raise StorageFailed(f"metadata.json is not up to date: {self.last_error}")

    async def run(self) -> None:
        """Process marks until `stop`, and then those that are left, if that can be done.

        No error ends it. Each is logged, and the marks are tried again.
        """
        self.is_running = True
        try:
            gather_seconds = _GATHER_SECONDS
            has_looked_for_gaps = False
            while not self._stopping.is_set():
                await self._wait_for_news()
                await self._wait_for_stop(gather_seconds)
                started_at = time.monotonic()
                has_looked_for_gaps = await self._try_flush(not has_looked_for_gaps)
                took_seconds = time.monotonic() - started_at
                gather_seconds = (
                    _RETRY_SECONDS if self.last_error is not None else _rest_after(took_seconds)
                )
        finally:
            self.is_running = False
            self._has_ended = not self._stopping.is_set()

    def stop(self) -> None:
        """End `run`."""
        self._stopping.set()
        self.wake()

    async def flush(self) -> None:
        """Process all marks that are set by now. A cancel waits for the writing that has begun.

        Raises:
            StorageError: The disk refuses a file. Its marks stay, and the others are processed.
            SQLAlchemyError: The database refuses; the marks stay.
        """
        self._news.clear()
        last_id = 0
        failures: list[StorageError] = []
        while marks := await self._marks_after(last_id):
            outcome = await _uninterrupted(self._writer.write(marks))
            await self._remove([mark.id for mark in outcome.done])
            failures += outcome.failures
            last_id = marks[-1].id
        if failures:
            raise failures[0]

    async def _try_flush(self, looks_for_gaps: bool) -> bool:
        """Flush, note the outcome, and return True once gaps have been looked for."""
        try:
            if looks_for_gaps:
                await mark_gaps(self._database, self._metadata)
            await self.flush()
        except Exception as error:
            # Whatever it is: a task that ended would leave every later change unwritten.
            self.last_error = _logged(error)
            self._failing_since = self._failing_since or time.monotonic()
            self.wake()
            return not looks_for_gaps
        self.last_error = self._failing_since = None
        self.last_success_at = time.time()
        return True

    async def _marks_after(self, mark_id: int) -> list[MetadataMark]:
        return await self._database.read(lambda session: marks_after(session, mark_id, _BATCH_SIZE))

    async def _remove(self, mark_ids: Sequence[int]) -> None:
        if mark_ids:
            await self._database.write(
                lambda session: remove_marks(session, mark_ids), statement_count=1
            )

    async def _wait_for_news(self) -> None:
        with suppress(TimeoutError):
            async with asyncio.timeout(_POLL_SECONDS):
                await self._news.wait()

    async def _wait_for_stop(self, seconds: float) -> None:
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self._stopping.wait()


async def _uninterrupted(work: Coroutine[Any, Any, T]) -> T:
    """Return the result of `work`. A cancel is raised once it has ended.

    Were it cancelled itself, its lock would be released while a thread still writes.
    """
    task = asyncio.create_task(work)
    try:
        return await asyncio.shield(task)
    except asyncio.CancelledError:
        await asyncio.wait([task])
        # Marks the error as retrieved. The marks stay, so it comes again.
        task.exception()
        raise


def _rest_after(took_seconds: float) -> float:
    return min(max(_GATHER_SECONDS, _REST_RATIO * took_seconds), _LONGEST_GATHER_SECONDS)


def _logged(error: Exception) -> str:
    """Log why metadata.json is behind the rows, with a traceback only for a fault of ours."""
    sentence = "metadata.json is not up to date and will be written again soon"
    if isinstance(error, DatabaseUnavailable):
        _log.warning("%s: %s", sentence, reason_of(error))
        return "the database does not answer"
    if isinstance(error, StorageError):
        _log.warning("%s: %s", sentence, error.message)
        return error.message
    _log.error(sentence, exc_info=error)
    kind = "the database refuses" if isinstance(error, SQLAlchemyError) else "an unexpected error"
    return f"{kind}; the log has the reason"
