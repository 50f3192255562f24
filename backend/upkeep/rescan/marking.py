"""The marking of rows whose file is gone, and of those whose file is back."""

import asyncio
from collections.abc import Sequence
from datetime import UTC, datetime
from functools import partial

from sqlalchemy import update

from backend.db.database import Database
from backend.db.models import EnvironmentSound as Row
from backend.errors import BackendError, SoundFileGone
from backend.files import Library
from backend.upkeep.metadata_marks import mark_sounds
from backend.upkeep.rescan.known_rows import FileOfRow
from backend.upkeep.rescan.report import Marked, RescanReport, Skipped

_ROWS_AT_ONCE = 1000


class Marker:
    """The comparison of marks with files.

    Args:
        database: The database of the rows.
        library: The files of the sounds.
    """

    def __init__(self, database: Database, library: Library) -> None:
        self._database = database
        self._library = library

    async def mark(self, rows: Sequence[FileOfRow], report: RescanReport) -> None:
        """Correct the marks of rows, and have the entries of all of them written."""
        for start in range(0, len(rows), _ROWS_AT_ONCE):
            batch = rows[start : start + _ROWS_AT_ONCE]
            wrong = await asyncio.to_thread(self._wrongly_marked, batch, report)
            for row, is_there in wrong:
                if await self._write(row, is_missing=not is_there):
                    marked = report.returned if is_there else report.missing
                    marked.append(Marked(row.sound_id, row.path))
            sound_ids = [row.sound_id for row in batch]
            await self._database.write(partial(mark_sounds, sound_ids=sound_ids))
        report.row_count += len(rows)

    def _wrongly_marked(
        self, rows: Sequence[FileOfRow], report: RescanReport
    ) -> list[tuple[FileOfRow, bool]]:
        wrong = []
        for row in rows:
            try:
                is_there = self._is_there(row.path)
            except BackendError as error:
                report.skipped.append(Skipped(row.path, error.message))
                continue
            if is_there != (row.missing_since is None):
                wrong.append((row, is_there))
        return wrong

    def _is_there(self, path: str) -> bool:
        try:
            self._library.check(path)
        except SoundFileGone:
            return False
        return True

    async def _write(self, row: FileOfRow, *, is_missing: bool) -> bool:
        since = datetime.now(UTC) if is_missing else None
        statement = (
            update(Row)
            .where(Row.id == row.sound_id, Row.relative_path == row.path)
            .values(file_missing_since=since)
            .returning(Row.id)
        )
        marked = await self._database.write(
            lambda session: session.scalars(
                statement, execution_options={"synchronize_session": False}
            ).first(),
            statement_count=1,
        )
        return marked is not None
