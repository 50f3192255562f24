"""The retention sweep: what is kept for a while only is removed when that is over.

Deleted sounds and lines of the usage log go by their age, files of the cache by their size too.
Deleted sounds go earlier only where their disk needs the room: see `low_space`.
"""

import asyncio
import logging
import time
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import delete, select

from backend.db.database import Database
from backend.db.models import UsageLog
from backend.errors import BackendError, StorageFailed
from backend.files import Library
from backend.files.atomic import storage_errors
from backend.files.sweeping import (
    sweep_cache,
    sweep_partials,
    sweep_temp,
    trim_cache,
    trim_failed,
)
from backend.upkeep.metadata_sync import MetadataSync
from backend.upkeep.trash import Trash

_FIRST_SECONDS = 60.0
_PERIOD_SECONDS = 3600.0
_ROWS_AT_ONCE = 100
_MAX_ROWS = 10_000
"""The rows of one sweep. The rest is for the next."""
_CACHE_SECONDS = 30 * 86_400.0
_PARTIAL_SECONDS = 3600.0
_MAX_FAILED_FILES = 20
_MAX_FAILED_BYTES = 64 << 20
_LINES_AT_ONCE = 1000
_MAX_LINES = 100_000
"""The lines of the usage log that one sweep deletes. The rest is for the next."""

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Swept:
    """The numbers of what a sweep removed."""

    sound_count: int
    file_count: int
    line_count: int = 0


@dataclass(frozen=True, slots=True)
class RetentionLimits:
    """The limits of what is kept.

    Attributes:
        sound_days: The time that a deleted sound is kept, days.
        usage_days: The time that a line of the usage log is kept, days.
        temp_hours: The time that a temporary file is kept, h.
        cache_bytes: The size of all cached waveforms and thumbnails.
    """

    sound_days: float
    usage_days: float
    temp_hours: float
    cache_bytes: int


class Retention:
    """The hourly sweep. Any number of processes may sweep at once.

    Args:
        database: The database of the rows.
        library: The files of the sounds.
        metadata_sync: Removes deleted files from `metadata.json`.
        folder: The sounds folder, absolute.
        limits: What is kept, and how long.
    """

    def __init__(
        self,
        database: Database,
        library: Library,
        metadata_sync: MetadataSync,
        folder: Path,
        limits: RetentionLimits,
    ) -> None:
        self._database = database
        self._trash = Trash(database, library, metadata_sync)
        self._folder = folder
        self._limits = limits
        self._failure: str | None = None

    async def run(self) -> None:
        """Sweep until this is cancelled."""
        await asyncio.sleep(_FIRST_SECONDS)
        while True:
            try:
                swept = await self.sweep()
                _log.info(
                    "swept %d sounds, %d files and %d lines of the usage log",
                    swept.sound_count,
                    swept.file_count,
                    swept.line_count,
                )
                self._failure = None
            except Exception as error:  # whatever it is, the next sweep may succeed
                _log.exception("the sweep did not come to its end; the next one goes on")
                self._failure = _reason(error)
            await asyncio.sleep(_PERIOD_SECONDS)

    async def purge_oldest(self, most_rows: int) -> int:
        """Delete some deleted sounds before their time. See `Trash.purge_oldest`."""
        return await self._trash.purge_oldest(most_rows)

    async def check(self) -> None:
        """Raise an error if the last sweep failed. Returns at once.

        Raises:
            StorageFailed: It did.
        """
        if self._failure is not None:
            raise StorageFailed(f"the last sweep of old files and rows failed: {self._failure}")

    async def sweep(self) -> Swept:
        """Sweep once.

        Raises:
            StorageError: The disk refuses.
        """
        file_count = await asyncio.to_thread(self._sweep_files)
        sound_count = 0
        while sound_count < _MAX_ROWS and (count := await self._sweep_sounds()):
            sound_count += count
        line_count = 0
        while line_count < _MAX_LINES and (count := await self._sweep_usage()):
            line_count += count
        return Swept(sound_count, file_count, line_count)

    def _sweep_files(self) -> int:
        now = time.time()
        with storage_errors("the sounds folder cannot be swept"):
            return (
                sweep_temp(self._folder, now - self._limits.temp_hours * 3600)
                + trim_failed(self._folder, _MAX_FAILED_FILES, _MAX_FAILED_BYTES)
                + sweep_cache(self._folder, now - _CACHE_SECONDS)
                + trim_cache(self._folder / "cache", self._limits.cache_bytes)
                + sweep_partials(self._folder, now - _PARTIAL_SECONDS)
            )

    async def _sweep_sounds(self) -> int:
        oldest = datetime.now(UTC) - timedelta(days=self._limits.sound_days)
        return await self._trash.purge_before(oldest, _ROWS_AT_ONCE)

    async def _sweep_usage(self) -> int:
        """Delete some lines of the usage log. Counts of plays and downloads are in the sounds."""
        oldest = datetime.now(UTC) - timedelta(days=self._limits.usage_days)
        # Lines are in the order of their time, so the first ones tell whether any is due.
        first = (
            select(UsageLog.id, UsageLog.created_at)
            .order_by(UsageLog.id)
            .limit(_LINES_AT_ONCE)
            .subquery()
        )
        due = select(first.c.id).where(first.c.created_at < oldest)
        statement = (
            delete(UsageLog)
            .where(UsageLog.id.in_(due))
            .returning(UsageLog.id)
            .execution_options(synchronize_session=False)
        )
        return await self._database.write(
            lambda session: len(session.execute(statement).all()), statement_count=1
        )


def _reason(error: Exception) -> str:
    """Return a sentence without addresses and statements."""
    return error.message if isinstance(error, BackendError) else "the log has the reason"
