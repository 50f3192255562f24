"""The renewal of rows whose file was changed by hand under its name."""

import asyncio
import time
from typing import Any

from sqlalchemy import update

from backend.db.database import Database
from backend.db.models import EnvironmentSound as Row
from backend.errors import BackendError, SoundFileGone
from backend.files import Library
from backend.files.atomic import storage_errors
from backend.files.description import measured
from backend.files.inspection import inspect
from backend.files.walking import FileStatus, Listing
from backend.upkeep.metadata_marks import mark_sounds
from backend.upkeep.rescan.checked_files import CheckedFiles
from backend.upkeep.rescan.known_rows import FileOfRow
from backend.upkeep.rescan.moving import hash_of
from backend.upkeep.rescan.report import Marked, RescanReport, Skipped

_LONGEST_SECONDS = 86_400.0
_SETTLED_SECONDS = 2.0
"""The age from which a further change has another time on every file system."""


class Renewer:
    """The comparison of files with their rows.

    A file is read when its size or time differs from those at the last comparison.

    Args:
        database: The database of the rows.
        library: The files of the sounds.
        checked: The files that were equal to their rows.
    """

    def __init__(self, database: Database, library: Library, checked: CheckedFiles) -> None:
        self._database = database
        self._library = library
        self._checked = checked

    async def renew(self, rows: list[FileOfRow], listing: Listing, report: RescanReport) -> None:
        """Measure changed files again, and write what was found into their rows."""
        known = await asyncio.to_thread(self._checked.load)
        for row in rows:
            status = listing.files.get(row.path)
            if status is None or row.deleted_at is not None:
                known.pop(row.path, None)
            elif known.get(row.path) != _state(status, row.sha256):
                known.pop(row.path, None)
                sha256 = await self._compare(row, report)
                if sha256 and time.time() - status.modified_at > _SETTLED_SECONDS:
                    known[row.path] = _state(status, sha256)
        await asyncio.to_thread(self._checked.save, known)

    async def _compare(self, row: FileOfRow, report: RescanReport) -> str | None:
        """Return the hash that row and file share from now on, or None if they do not."""
        try:
            sha256 = await asyncio.to_thread(hash_of, self._library, row.path)
            if sha256 == row.sha256:
                return sha256
            measures = await asyncio.to_thread(self._measure, row.path)
        except SoundFileGone:
            return None
        except (BackendError, ValueError, OverflowError) as error:
            reason = error.message if isinstance(error, BackendError) else "it cannot be read"
            text = f"the file of sound {row.sound_id} was changed, and its row was not: {reason}"
            report.skipped.append(Skipped(row.path, text))
            return None
        if not await self._write(row, measures):
            return None
        report.renewed.append(Marked(row.sound_id, row.path))
        renewed: str = measures["sha256"]
        return renewed

    def _measure(self, path: str) -> dict[str, Any]:
        with storage_errors("the file cannot be read"):
            return measured(inspect(self._library.find(path).path, _LONGEST_SECONDS))

    async def _write(self, row: FileOfRow, measures: dict[str, Any]) -> bool:
        is_same_hash = Row.sha256 == row.sha256 if row.sha256 else Row.sha256.is_(None)
        statement = (
            update(Row)
            .where(Row.id == row.sound_id, Row.relative_path == row.path, is_same_hash)
            .values(**measures)
            .returning(Row.id)
            .execution_options(synchronize_session=False)
        )

        def work(session: Any) -> bool:
            is_written = session.scalars(statement).first() is not None
            if is_written:
                mark_sounds(session, [row.sound_id])
            return is_written

        return await self._database.write(work)


def _state(status: FileStatus, sha256: str | None) -> tuple[int, float, str]:
    return status.size_bytes, status.modified_at, sha256 or ""
