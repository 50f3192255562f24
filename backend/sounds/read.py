"""Reading sounds: one, a page of them, one at each of its changes."""

from collections.abc import AsyncIterator, Collection
from contextlib import asynccontextmanager
from typing import NamedTuple, TypeAlias

from sqlalchemy import select
from sqlalchemy.orm import Session

from backend.db.database import Database
from backend.db.models import EnvironmentSound as Row
from backend.db.models import Favorite
from backend.errors import SoundNotFound
from backend.jobs import Broadcaster, SoundProgress, Viewer
from backend.sounds.query import SoundQuery

_LOOK_AT_ROW_SECONDS = 1.0
"""The period at which a viewer reads a sound that another process makes, s."""

Changes: TypeAlias = AsyncIterator[tuple[Row, SoundProgress | None]]
"""A row at each change, with fresher progress than it holds where there is any."""


class Page(NamedTuple):
    """The rows of one page, the favourites among them, and the number on all pages."""

    rows: list[Row]
    favorite_ids: set[int]
    total: int


class SoundReader:
    """The use cases, each a short transaction.

    Args:
        database: The database of the rows.
        broadcaster: The progress of sounds.
    """

    def __init__(self, database: Database, broadcaster: Broadcaster) -> None:
        self._database = database
        self._broadcaster = broadcaster

    async def get(self, sound_id: int) -> Row:
        """Return the row, with its category and tags.

        Raises:
            SoundNotFound: There is none, or it is deleted.
        """
        wanted = select(Row).where(Row.id == sound_id, Row.deleted_at.is_(None))
        row = await self._database.read(lambda session: session.scalars(wanted).first())
        if row is None:
            raise SoundNotFound(sound_id)
        return row

    async def favorites_among(self, sound_ids: Collection[int], user_name: str) -> set[int]:
        """Return those of these sounds that are favourites of a user."""
        return await self._database.read(lambda session: _liked(session, sound_ids, user_name))

    async def page(self, wanted: SoundQuery, user_name: str) -> Page:
        """Return one page, in three queries at most, however many sounds are on it.

        Args:
            wanted: The filter and order.
            user_name: The user whose favourites are marked.
        """

        def read(session: Session) -> Page:
            found = session.execute(wanted.rows(user_name)).all()
            liked = {row.id for row, is_liked, _ in found if is_liked}
            total = found[0].total if found else None
            if total is None:
                total = _total(session, wanted, len(found))
            return Page([row for row, _, _ in found], liked, total)

        return await self._database.read(read)

    @asynccontextmanager
    async def watched(self, sound_id: int) -> AsyncIterator[Changes]:
        """Return the sound as it is now, then at every change, until it is over, or deleted.

        Raises:
            SoundNotFound: There is none.
            QueueFull: Too many watch already.
        """
        with self._broadcaster.viewer(sound_id) as viewer:
            yield self._changes(viewer, await self.get(sound_id))

    async def _changes(self, viewer: Viewer, row: Row) -> Changes:
        viewer.skip_updates()
        yield row, self._broadcaster.last(row.id)
        while not (row.generation_status.is_final or viewer.is_closed):
            news = await viewer.news(_LOOK_AT_ROW_SECONDS)
            for progress in news.updates:
                yield row, progress
            if not news.has_row_changed:
                continue
            try:
                seen, row = row, await self.get(row.id)
            except SoundNotFound:
                return
            if row.updated_at != seen.updated_at:
                viewer.skip_updates()
                yield row, self._broadcaster.last(row.id)


def _total(session: Session, wanted: SoundQuery, row_count: int) -> int:
    """Return the number of sounds on all pages, on the last page without a query."""
    is_last = row_count < wanted.page_size
    if is_last and (row_count > 0 or wanted.page == 1):
        return (wanted.page - 1) * wanted.page_size + row_count
    return session.scalars(wanted.count).one()


def _liked(session: Session, sound_ids: Collection[int], user_name: str) -> set[int]:
    if not sound_ids:
        return set()
    wanted = select(Favorite.sound_id).where(
        Favorite.user_name == user_name, Favorite.sound_id.in_(sound_ids)
    )
    return set(session.scalars(wanted))
