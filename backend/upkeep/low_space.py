"""The end of deleted sounds on a disk that needs their room, before their time is over.

The sounds that were deleted longest ago go first, as in Nextcloud's trash. Nothing else is deleted.
"""

import asyncio
import logging
import shutil
from pathlib import Path

from sqlalchemy import select

from backend.db.causes import cause_of
from backend.db.database import Database, DatabaseError
from backend.db.models import EnvironmentSound as Row
from backend.db.models import SoundStatus
from backend.errors import StorageError, StorageFull
from backend.files.space import reserve_bytes
from backend.upkeep.retention import Retention

_PERIOD_SECONDS = 3.0
_PAUSE_SECONDS = 0.5
"""The pause between two batches, in which a sound may find the room that it waits for."""
_ROWS_AT_ONCE = 10
_LARGEST_MARGIN_BYTES = 1 << 30
_MARGIN_DIVISOR = 8
"""Below that part of a small disk, or 1 GiB, above the reserve its room is short."""

_log = logging.getLogger(__name__)


class LowSpace:
    """The watch over the disk of the sounds. Any number of processes may watch at once.

    Args:
        database: The database of the rows.
        retention: Deletes the rows and their files.
        folder: The sounds folder, absolute. It holds the finished sounds.
    """

    def __init__(self, database: Database, retention: Retention, folder: Path) -> None:
        self._database = database
        self._retention = retention
        self._folder = folder

    async def run(self) -> None:
        """Watch until this is cancelled."""
        while True:
            await asyncio.sleep(_PERIOD_SECONDS)
            try:
                await self.relieve()
            except DatabaseError as error:
                _log.warning("deleted sounds stay, as the database refuses: %s", cause_of(error))
            except StorageError as error:
                _log.warning("deleted sounds stay: %s", error)

    async def relieve(self) -> int:
        """Delete deleted sounds for good while there is too little room, and return their number.

        Raises:
            StorageError: The disk refuses.
        """
        sound_count = 0
        while await self._is_short():
            if not (purged := await self._retention.purge_oldest(_ROWS_AT_ONCE)):
                break
            sound_count += purged
            await asyncio.sleep(_PAUSE_SECONDS)
        if sound_count:
            _log.info("the disk needed the room of %d deleted sounds", sound_count)
        return sound_count

    async def _is_short(self) -> bool:
        if await asyncio.to_thread(self._is_nearly_full):
            return True
        waits_for_room = (
            select(Row.id)
            .where(
                Row.generation_status == SoundStatus.PENDING,
                Row.error_reason == StorageFull.reason,
            )
            .limit(1)
        )
        found = await self._database.read(lambda session: session.scalar(waits_for_room))
        return found is not None

    def _is_nearly_full(self) -> bool:
        try:
            disk = shutil.disk_usage(self._folder)
        except OSError:
            return False  # gone: there is nothing to delete
        margin_bytes = min(_LARGEST_MARGIN_BYTES, disk.total // _MARGIN_DIVISOR)
        return disk.free < reserve_bytes(disk.total) + margin_bytes
