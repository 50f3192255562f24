"""The retention sweep: deleted sounds and old temporary files are removed after a while."""

import asyncio
import logging
import time
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import delete, select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from backend.db.database import Database
from backend.db.models import EnvironmentSound as Row
from backend.db.models import SoundStatus
from backend.errors import StorageError
from backend.files import Library
from backend.files.atomic import storage_errors
from backend.files.sweeping import sweep_cache, sweep_partials, sweep_temp
from backend.upkeep.metadata_marks import mark_files
from backend.upkeep.metadata_sync import MetadataSync

_FIRST_SECONDS = 60.0
_PERIOD_SECONDS = 3600.0
_ROWS_AT_ONCE = 100
_MAX_ROWS = 10_000
"""The rows of one sweep. The rest is for the next."""
_CACHE_SECONDS = 30 * 86_400.0
_PARTIAL_SECONDS = 3600.0

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Swept:
    """The numbers of what a sweep removed."""

    sound_count: int
    file_count: int


class Retention:
    """The hourly sweep. Any number of processes may sweep at once.

    Args:
        database: The database of the rows.
        library: The files of the sounds.
        metadata_sync: Removes deleted files from `metadata.json`.
        folder: The sounds folder, absolute.
        sound_days: The time that a deleted sound is kept, days.
        temp_hours: The time that a temporary file is kept, h.
    """

    def __init__(
        self,
        database: Database,
        library: Library,
        metadata_sync: MetadataSync,
        folder: Path,
        *,
        sound_days: float,
        temp_hours: float,
    ) -> None:
        self._database = database
        self._library = library
        self._metadata_sync = metadata_sync
        self._folder = folder
        self._sound_days = sound_days
        self._temp_hours = temp_hours

    async def run(self) -> None:
        """Sweep until this is cancelled."""
        await asyncio.sleep(_FIRST_SECONDS)
        while True:
            try:
                swept = await self.sweep()
                _log.info("swept %d sounds and %d files", swept.sound_count, swept.file_count)
            except (StorageError, SQLAlchemyError):
                _log.exception("the sweep did not come to its end; the next one goes on")
            await asyncio.sleep(_PERIOD_SECONDS)

    async def sweep(self) -> Swept:
        """Sweep once.

        Raises:
            StorageError: The disk refuses.
        """
        file_count = await asyncio.to_thread(self._sweep_files)
        sound_count = 0
        while sound_count < _MAX_ROWS and (count := await self._sweep_sounds()):
            sound_count += count
        return Swept(sound_count, file_count)

    def _sweep_files(self) -> int:
        now = time.time()
        with storage_errors("the sounds folder cannot be swept"):
            return (
                sweep_temp(self._folder, now - self._temp_hours * 3600)
                + sweep_cache(self._folder, now - _CACHE_SECONDS)
                + sweep_partials(self._folder, now - _PARTIAL_SECONDS)
            )

    async def _sweep_sounds(self) -> int:
        """Delete some rows, then their files: a file without a row is found by a rescan."""
        oldest = datetime.now(UTC) - timedelta(days=self._sound_days)
        running = (SoundStatus.PENDING, SoundStatus.PROCESSING)
        due = (
            select(Row.id)
            .where(Row.deleted_at < oldest, Row.generation_status.not_in(running))
            .limit(_ROWS_AT_ONCE)
        )
        statement = (
            delete(Row)
            .where(Row.id.in_(due.scalar_subquery()))
            .returning(Row.relative_path, Row.previous_relative_path)
            .execution_options(synchronize_session=False)
        )

        def work(session: Session) -> tuple[int, list[str]]:
            pairs = session.execute(statement).all()
            paths = [path for pair in pairs for path in pair if path is not None]
            mark_files(session, paths)
            return len(pairs), paths

        row_count, paths = await self._database.write(work)
        for path in paths:
            # Its entry says that it is deleted, and stays until the file is gone: were the file to
            # stay, it would be found as such.
            await asyncio.to_thread(self._library.delete, path)
        self._metadata_sync.wake()
        return row_count
