"""The files of sounds that were made again: deleted once the new one is there."""

import asyncio
import logging

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from backend.db.database import Database
from backend.db.models import EnvironmentSound as Row
from backend.errors import StorageFailed
from backend.files import Library
from backend.upkeep.metadata_marks import mark_files
from backend.upkeep.metadata_sync import MetadataSync

_log = logging.getLogger(__name__)


class ReplacedFiles:
    """The previous files of rows, which a crash may have left.

    Args:
        database: The database of the rows.
        library: The files of the sounds.
        metadata_sync: Removes deleted files from `metadata.json`.
    """

    def __init__(self, database: Database, library: Library, metadata_sync: MetadataSync) -> None:
        self._database = database
        self._library = library
        self._metadata_sync = metadata_sync

    async def delete_all(self) -> None:
        """Delete every file that was replaced and is still to be deleted."""
        statement = select(Row.previous_relative_path).where(
            Row.previous_relative_path.is_not(None),
            Row.previous_relative_path != Row.relative_path,
        )
        paths = await self._database.read(lambda session: session.scalars(statement).all())
        for path in paths:
            if path is not None:
                await self.delete(path)

    async def delete(self, relative_path: str) -> None:
        """Delete a file that another one has replaced."""
        try:
            await asyncio.to_thread(self._library.delete, relative_path)
        except StorageFailed:
            _log.exception("a file that was made again stays: %s", relative_path)
            return
        await self._forget(relative_path)
        self._metadata_sync.wake()

    async def _forget(self, relative_path: str) -> None:
        statement = (
            update(Row)
            .where(Row.previous_relative_path == relative_path)
            .values(previous_relative_path=None, updated_at=Row.updated_at)
        )

        def work(session: Session) -> None:
            session.execute(statement, execution_options={"synchronize_session": False})
            mark_files(session, [relative_path])

        await self._database.write(work)
