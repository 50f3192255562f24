"""The rows as a rescan finds them: which files they have, and which they may have left behind."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import or_, select

from backend.db.database import Database
from backend.db.models import EnvironmentSound as Row
from backend.db.models import SoundStatus
from backend.files.sound_entry import SoundEntry

_ROWS_AT_ONCE = 1000
_ENDED = (SoundStatus.FAILED, SoundStatus.CANCELLED)
_CLOCK_ERROR = timedelta(seconds=5)
_LONGEST_AFTERWARDS = timedelta(hours=1)
"""The time in which the sidecar still finishes a sound that nobody waits for any more."""


@dataclass(frozen=True, slots=True)
class FileOfRow:
    """The file of a row, by the row."""

    sound_id: int
    path: str
    previous_path: str | None
    sha256: str | None
    size_bytes: int | None
    missing_since: datetime | None
    deleted_at: datetime | None


@dataclass(frozen=True, slots=True)
class Unfinished:
    """A sound that was deleted, cancelled or given up before it had a file."""

    sound_id: int
    request: dict[str, Any]
    created_at: datetime
    ended_at: datetime
    is_deleted: bool

    def may_be(self, entry: SoundEntry) -> bool:
        """Return True if a file with that recipe, finished at `created_at`, may be this one's."""
        seed = self.request.get("seed")
        return (
            self.request.get("prompt") == entry.prompt
            and seed in (None, entry.seed)
            and self.created_at - _CLOCK_ERROR
            <= entry.created_at
            <= self.ended_at + _LONGEST_AFTERWARDS
        )


async def files_of_rows(database: Database) -> list[FileOfRow]:
    """Return the files of all rows, also of deleted ones, in the order of their ids."""
    columns = (
        Row.id,
        Row.relative_path,
        Row.previous_relative_path,
        Row.sha256,
        Row.file_size_bytes,
        Row.file_missing_since,
        Row.deleted_at,
    )
    files: list[FileOfRow] = []
    last_id = 0
    while True:
        wanted = (
            select(*columns)
            .where(Row.id > last_id, Row.relative_path.is_not(None))
            .order_by(Row.id)
            .limit(_ROWS_AT_ONCE)
        )
        rows = await _all(database, wanted)
        if not rows:
            return files
        files += [FileOfRow(*row) for row in rows]
        last_id = rows[-1][0]


async def unfinished_sounds(database: Database) -> list[Unfinished]:
    """Return the sounds that ended without a file, while their rows are kept."""
    wanted = select(Row.id, Row.request, Row.created_at, Row.updated_at, Row.deleted_at).where(
        Row.relative_path.is_(None),
        Row.request.is_not(None),
        or_(Row.deleted_at.is_not(None), Row.generation_status.in_(_ENDED)),
    )
    return [
        Unfinished(
            sound_id,
            request,
            created_at,
            max(updated_at, deleted_at or updated_at),
            deleted_at is not None,
        )
        for sound_id, request, created_at, updated_at, deleted_at in await _all(database, wanted)
    ]


def taken_paths(files: Iterable[FileOfRow]) -> set[str]:
    """Return every path that a row has, or had until its file is deleted."""
    return {path for file in files for path in (file.path, file.previous_path) if path}


async def _all(database: Database, wanted: Any) -> Sequence[Any]:
    return await database.read(lambda session: session.execute(wanted).all())
