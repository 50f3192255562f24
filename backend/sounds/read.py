"""Reading sounds: one, and a page of them."""

from collections.abc import Collection
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from backend.db.database import Database
from backend.db.models import EnvironmentSound as Row
from backend.db.models import Favorite
from backend.errors import SoundFileGone, SoundNotFound
from backend.sounds.query import SoundQuery


class Page(NamedTuple):
    """A page of a list.

    Attributes:
        rows: The rows of the page.
        favorite_ids: The favourites among them.
        total: The number on all pages.
        next_cursor: The cursor for the next page; None on the last one.
    """

    rows: list[Row]
    favorite_ids: set[int]
    total: int
    next_cursor: str | None


class SoundReader:
    """The use cases, each a short transaction.

    Args:
        database: The database of the rows.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

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

    async def check_served(self, relative_path: str, *, is_known_caller: bool) -> None:
        """Refuse a file whose sound is deleted, or is not public and asked for by a stranger.

        A file without a row is served: it may be newer than the library's last rescan.

        Raises:
            SoundFileGone: The same as for a file that never was.
        """
        wanted = select(Row.deleted_at, Row.is_public).where(Row.relative_path == relative_path)
        row = await self._database.read(lambda session: session.execute(wanted).first())
        if row is None:
            return
        if row.deleted_at is not None or not (row.is_public or is_known_caller):
            raise SoundFileGone

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
            rows = [row for row, _, _ in found[: wanted.page_size]]
            cursor = wanted.cursor_after(rows[-1]) if _is_more(wanted, len(found), total) else None
            return Page(rows, liked, total, cursor)

        return await self._database.read(read)


def _is_more(wanted: SoundQuery, row_count: int, total: int) -> bool:
    """Return whether there is a page after this one."""
    if wanted.after is not None:
        return row_count > wanted.page_size
    return row_count > 0 and wanted.page * wanted.page_size < total


def _total(session: Session, wanted: SoundQuery, row_count: int) -> int:
    """Return the number of sounds on all pages, on the last page without a query."""
    is_last = row_count < wanted.page_size and wanted.after is None
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
