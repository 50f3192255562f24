"""The trash: sounds that were deleted, whose rows and files are still there."""

import asyncio
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import NamedTuple

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from backend.db.database import Database
from backend.db.models import EnvironmentSound as Row
from backend.db.models import SoundStatus
from backend.errors import SoundFileGone, StorageError
from backend.files import Library
from backend.upkeep.metadata_marks import mark_files
from backend.upkeep.metadata_sync import MetadataSync

_RUNNING = (SoundStatus.PENDING, SoundStatus.PROCESSING)
_NO_SYNC = {"synchronize_session": False}


class _Deleted(NamedTuple):
    """A deleted sound with the paths of its files."""

    sound_id: int
    paths: list[str]


class Trash:
    """The deleted sounds. Any number of processes may purge at once.

    Args:
        database: The database of the rows.
        library: The files of the sounds.
        metadata_sync: Removes deleted files from `metadata.json`.
    """

    def __init__(self, database: Database, library: Library, metadata_sync: MetadataSync) -> None:
        self._database = database
        self._library = library
        self._metadata_sync = metadata_sync

    async def purge_before(self, oldest: datetime, most_rows: int) -> int:
        """Delete for good some sounds that were deleted before a time, and return their number.

        Raises:
            StorageError: The disk refuses.
        """
        return await self._purge(await self._due(oldest, most_rows))

    async def purge_oldest(self, most_rows: int) -> int:
        """Delete at most so many deleted sounds that take room now, and return their number.

        One whose file is away, as with a disk that is not mounted, gives none.

        Raises:
            StorageError: The disk refuses.
        """
        passed_count = 0
        while due := await self._due(datetime.now(UTC), most_rows, passed_count):
            if taking_room := await asyncio.to_thread(self._taking_room, due):
                return await self._purge(taking_room)
            passed_count += len(due)
        return 0

    async def _due(self, oldest: datetime, most_rows: int, offset: int = 0) -> list[_Deleted]:
        """Return sounds that were deleted before a time, the oldest first."""
        due = (
            select(Row.id, Row.relative_path, Row.previous_relative_path)
            .where(Row.deleted_at < oldest, Row.generation_status.not_in(_RUNNING))
            .order_by(Row.deleted_at, Row.id)
            .offset(offset)
            .limit(most_rows)
        )
        rows = await self._database.read(lambda session: session.execute(due).all())
        return [
            _Deleted(sound_id, [path for path in paths if path is not None])
            for sound_id, *paths in rows
        ]

    def _taking_room(self, due: list[_Deleted]) -> list[_Deleted]:
        return [sound for sound in due if any(self._is_there(path) for path in sound.paths)]

    def _is_there(self, path: str) -> bool:
        try:
            self._library.check(path)
        except SoundFileGone:
            return False
        return True

    async def _purge(self, due: Sequence[_Deleted]) -> int:
        """Delete files, then their rows, so that a crash in between leaves no file without a row.

        Raises:
            StorageError: The disk refuses a file. Its row stays.
        """
        purged, failure = await asyncio.to_thread(self._delete_files, due)
        if purged:
            sound_ids = [sound.sound_id for sound in purged]
            paths = [path for sound in purged for path in sound.paths]

            def work(session: Session) -> None:
                session.execute(
                    delete(Row).where(Row.id.in_(sound_ids)), execution_options=_NO_SYNC
                )
                mark_files(session, paths)

            await self._database.write(work, may_use_ballast=True)
            self._metadata_sync.wake()
        if failure is not None:
            raise failure
        return len(purged)

    def _delete_files(self, due: Sequence[_Deleted]) -> tuple[list[_Deleted], StorageError | None]:
        """Return the sounds whose files are gone, and the first error of the others."""
        purged, failure = [], None
        for sound in due:
            try:
                for path in sound.paths:
                    self._library.delete(path)
            except StorageError as error:
                failure = failure or error
            else:
                purged.append(sound)
        return purged, failure
