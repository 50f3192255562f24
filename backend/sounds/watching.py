"""Watching sounds: each as it is, and then at every change, for many viewers at a time."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime
from typing import NamedTuple, TypeAlias

from sqlalchemy import select
from sqlalchemy.orm import Session

from backend.db.database import Database, DatabaseUnavailable
from backend.db.models import EnvironmentSound as Row
from backend.errors import SoundNotFound
from backend.jobs import Broadcaster, SoundProgress, Viewer
from backend.sounds.read import SoundReader

_POLL_SECONDS = 1.0
"""The period at which sounds that other processes make are compared with their rows, s."""

_POLL_ROW_COUNT = 500
"""The rows of one query; databases bound the values of an `IN`."""

_PAUSE_SECONDS = 0.1
_PAUSE_SECONDS_EACH = 0.001
"""The shortest time between two reports of progress, and what each viewer adds to it, s."""

Changes: TypeAlias = AsyncIterator[tuple[Row, SoundProgress | None]]
"""A row at each change, with fresher progress than it holds where there is any."""


class _Read(NamedTuple):
    """A read of a row that viewers share."""

    begun_at: float
    row: asyncio.Task[Row]


class Watching:
    """The viewers of sounds. However many watch a sound, its row is read once for each change.

    Args:
        database: The database of the rows.
        broadcaster: The progress of sounds.
        sounds: Reads a row.
    """

    def __init__(self, database: Database, broadcaster: Broadcaster, sounds: SoundReader) -> None:
        self._database = database
        self._broadcaster = broadcaster
        self._sounds = sounds
        self._reads: dict[int, _Read] = {}
        self._seen: dict[int, datetime] = {}
        self._polling: asyncio.Task[None] | None = None

    async def close(self) -> None:
        """Stop looking for changes."""
        if self._polling is not None:
            self._polling.cancel()
            await asyncio.wait([self._polling])

    @asynccontextmanager
    async def watched(self, sound_id: int, who: str) -> AsyncIterator[Changes]:
        """Return the sound as it is now, then at every change, until it is over, or deleted.

        Args:
            sound_id: The sound.
            who: The viewer, of whose streams there is a bound.

        Raises:
            SoundNotFound: There is none.
            QueueFull: Too many watch already.
        """
        with self._broadcaster.viewer(sound_id, who) as viewer:
            row = await self._row(sound_id, asyncio.get_running_loop().time())
            if self._polling is None:
                self._polling = asyncio.create_task(self._poll())
            yield self._changes(viewer, row)

    async def _changes(self, viewer: Viewer, row: Row) -> Changes:
        viewer.skip_progress()
        yield row, self._broadcaster.last(row.id)
        while not (row.generation_status.is_final or viewer.is_closed):
            news = await viewer.news()
            for progress in news.progress:
                yield row, progress
            if news.changed_at is None:
                await viewer.pause(self._pause_seconds())
                continue
            try:
                seen, row = row, await self._row(row.id, news.changed_at)
            except SoundNotFound:
                return
            except DatabaseUnavailable:
                # The next poll tells of the change again.
                self._seen.pop(row.id, None)
                continue
            if row.updated_at != seen.updated_at:
                viewer.skip_progress()
                yield row, self._broadcaster.last(row.id)

    def _pause_seconds(self) -> float:
        return _PAUSE_SECONDS + _PAUSE_SECONDS_EACH * self._broadcaster.viewer_count

    async def _row(self, sound_id: int, changed_at: float) -> Row:
        """Return a row as it was after that time of the loop, by a read that viewers share."""
        read = self._reads.get(sound_id)
        if read is None or read.begun_at <= changed_at:
            begun_at = asyncio.get_running_loop().time()
            read = _Read(begun_at, asyncio.create_task(self._sounds.get(sound_id)))
            read.row.add_done_callback(_retrieve)
            self._reads[sound_id] = read
        return await asyncio.shield(read.row)

    async def _poll(self) -> None:
        """Tell viewers of changes that no process has told of, while there are any viewers."""
        try:
            while watched := self._broadcaster.watched_ids():
                try:
                    await self._compare(watched)
                except DatabaseUnavailable:
                    # The next turn may reach it.
                    self._seen.clear()
                await asyncio.sleep(_POLL_SECONDS)
        finally:
            self._polling = None
            self._reads.clear()
            self._seen.clear()

    async def _compare(self, watched: list[int]) -> None:
        now = await self._database.read(lambda session: _versions(session, watched))
        for sound_id in watched:
            if now.get(sound_id) is None or now[sound_id] != self._seen.get(sound_id):
                self._broadcaster.push_change(sound_id)
        self._seen = now
        self._reads = {id_: read for id_, read in self._reads.items() if id_ in now}


def _versions(session: Session, sound_ids: list[int]) -> dict[int, datetime]:
    """Return when each sound was changed last, without deleted ones."""
    found: dict[int, datetime] = {}
    for start in range(0, len(sound_ids), _POLL_ROW_COUNT):
        some = sound_ids[start : start + _POLL_ROW_COUNT]
        rows = session.execute(
            select(Row.id, Row.updated_at).where(Row.id.in_(some), Row.deleted_at.is_(None))
        )
        found.update((id_, updated_at) for id_, updated_at in rows)
    return found


def _retrieve(read: asyncio.Task[Row]) -> None:
    """Take the error of a read whose viewers have all left, which nobody else takes."""
    if not read.cancelled():
        read.exception()
