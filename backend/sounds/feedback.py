"""What listeners do with sounds: play, download, like and rate them.

Each changes the sound's counts in the transaction of its own row, under the lock of the sound's
row, so that counts are true however many do it at once.
"""

from typing import Any, NamedTuple

from sqlalchemy import Update, delete, func, select, update
from sqlalchemy.orm import Session

from backend.access.api_keys import Caller
from backend.db.database import Database
from backend.db.models import EnvironmentSound as Row
from backend.db.models import Favorite, Rating, UsageAction
from backend.errors import SoundNotFound
from backend.sounds.rows import lock
from backend.sounds.usage import log_usage

_NO_SYNC = {"synchronize_session": False}


class Liking(NamedTuple):
    """Whether somebody likes a sound now, and how many do."""

    is_favorited: bool
    favorite_count: int


class Rated(NamedTuple):
    """One person's rating of a sound, and what all ratings come to."""

    rating: int
    user_rating: float
    rating_count: int


class Feedback:
    """The use cases, each a short transaction.

    Args:
        database: Where the rows are.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    async def count_play(self, sound_id: int, caller: Caller) -> int:
        """One more play; returns how many there are.

        Raises:
            SoundNotFound: There is none.
        """
        return await self._count(sound_id, caller, UsageAction.PLAY, "play_count")

    async def count_download(self, sound_id: int, caller: Caller) -> int:
        """One more download; returns how many there are.

        Raises:
            SoundNotFound: There is none.
        """
        return await self._count(sound_id, caller, UsageAction.DOWNLOAD, "download_count")

    async def toggle_favorite(self, sound_id: int, caller: Caller) -> Liking:
        """Likes the sound, or no longer.

        Raises:
            SoundNotFound: There is none.
        """
        return await self._database.write(lambda session: _toggle(session, sound_id, caller))

    async def rate(self, sound_id: int, caller: Caller, rating: int) -> Rated:
        """Rates the sound 1 to 5, in place of an earlier rating.

        Raises:
            SoundNotFound: There is none.
        """
        return await self._database.write(lambda session: _rate(session, sound_id, caller, rating))

    async def _count(self, sound_id: int, caller: Caller, action: UsageAction, column: str) -> int:
        def count(session: Session) -> int:
            counter = getattr(Row, column)
            counted = session.scalars(
                _changed(sound_id, **{column: counter + 1}).returning(counter),
                execution_options=_NO_SYNC,
            ).first()
            if counted is None:
                raise SoundNotFound(sound_id)
            log_usage(session, caller, action, sound_id)
            return int(counted)

        return await self._database.write(count)


def _toggle(session: Session, sound_id: int, caller: Caller) -> Liking:
    lock(session, sound_id)
    mine = (Favorite.sound_id == sound_id, Favorite.user_name == caller.name)
    was_liked = session.execute(delete(Favorite).where(*mine).returning(Favorite.sound_id)).first()
    if was_liked is None:
        session.add(Favorite(sound_id=sound_id, user_name=caller.name))
        session.flush()
    likes = select(func.count()).where(Favorite.sound_id == sound_id)
    favorite_count = session.scalars(likes).one()
    session.execute(_changed(sound_id, favorite_count=favorite_count), execution_options=_NO_SYNC)
    action = UsageAction.FAVORITE if was_liked is None else UsageAction.UNFAVORITE
    log_usage(session, caller, action, sound_id)
    return Liking(was_liked is None, favorite_count)


def _rate(session: Session, sound_id: int, caller: Caller, rating: int) -> Rated:
    lock(session, sound_id)
    session.merge(Rating(sound_id=sound_id, user_name=caller.name, rating=rating))
    session.flush()
    ratings = select(func.avg(Rating.rating), func.count()).where(Rating.sound_id == sound_id)
    mean, rating_count = session.execute(ratings).one()
    user_rating = round(float(mean), 2)
    changed = _changed(sound_id, user_rating=user_rating, rating_count=rating_count)
    session.execute(changed, execution_options=_NO_SYNC)
    log_usage(session, caller, UsageAction.RATE, sound_id, rating=rating)
    return Rated(rating, user_rating, rating_count)


def _changed(sound_id: int, **values: Any) -> Update:
    # What listeners do is no change of the sound: its time of change stays.
    statement = update(Row).where(Row.id == sound_id, Row.deleted_at.is_(None))
    return statement.values(updated_at=Row.updated_at, **values)
