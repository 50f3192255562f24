"""The search for sounds that `metadata.json` lacks, after a loss that left no mark."""

import asyncio

from sqlalchemy import select

from backend.db.database import Database
from backend.db.models import EnvironmentSound as Row
from backend.errors import StorageError
from backend.files.metadata import Metadata
from backend.files.sound_paths import folder_and_name
from backend.upkeep.metadata_marks import mark_sounds

_ROWS_AT_ONCE = 1000


async def mark_gaps(database: Database, metadata: Metadata) -> None:
    """Mark every sound that has a file and no entry, and the sounds of a damaged `metadata.json`.

    Raises:
        SQLAlchemyError: The database refuses.
    """
    names: dict[str, frozenset[str]] = {}
    last_id = 0
    while rows := await _rows_after(database, last_id):
        for folder in {folder_and_name(path)[0] for _, path in rows} - names.keys():
            names[folder] = await asyncio.to_thread(_names_in, metadata, folder)
        missing = [
            sound_id
            for sound_id, path in rows
            if folder_and_name(path)[1] not in names[folder_and_name(path)[0]]
        ]
        await _mark(database, missing)
        last_id = rows[-1][0]


async def _rows_after(database: Database, last_id: int) -> list[tuple[int, str]]:
    wanted = (
        select(Row.id, Row.relative_path)
        .where(Row.id > last_id, Row.relative_path.is_not(None))
        .order_by(Row.id)
        .limit(_ROWS_AT_ONCE)
    )
    rows = await database.read(lambda session: session.execute(wanted).all())
    return [(sound_id, path) for sound_id, path in rows if path is not None]


async def _mark(database: Database, sound_ids: list[int]) -> None:
    if sound_ids:
        await database.write(lambda session: mark_sounds(session, sound_ids))


def _names_in(metadata: Metadata, folder: str) -> frozenset[str]:
    try:
        known = metadata.read(folder)
    except StorageError:
        # Writing it will fail too, and tell the reason.
        return frozenset()
    return frozenset() if known.problems else frozenset(known.lines)
