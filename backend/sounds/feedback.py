"""Feedback of listeners: plays, downloads, favourites and ratings.

Each use case changes the sound's counts in its own transaction, under the lock of the sound's row,
so that counts are right however many listeners act at once.
"""

from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Update, delete, func, select, update
from sqlalchemy.orm import Session

from backend.access.api_keys import Caller
from backend.db.database import Database
from backend.db.models import EnvironmentSound as Row
from backend.db.models import Favorite, Rating, UsageAction
from backend.errors import SoundNotFound
from backend.sounds.recording import Recorder
from backend.sounds.rows import lock
from backend.sounds.usage import log_usage

_NO_SYNC = {"synchronize_session": False}


class Liking(NamedTuple):
    """A listener's liking of a sound, and the number of all who like it."""

    is_favorited: bool
    favorite_count: int


class Rated(NamedTuple):
    """One person's rating of a sound, and the mean and number of all."""

    rating: int
    user_rating: float
    rating_count: int


class Feedback:
    """The use cases, each a short transaction.

    Args:
        database: The database of the rows.
        recorder: Records each use case in its transaction.
    """

    def __init__(self, database: Database, recorder: Recorder) -> None:
        self._database = database
        self._recorder = recorder

    async def count_play(self, sound_id: int, caller: Caller) -> int:
        """Count one more play and return the number of plays.

        Raises:
            SoundNotFound: There is none.
        """

        def count(session: Session) -> int:
            counted = session.scalars(
                _changed(sound_id, play_count=Row.play_count + 1).returning(Row.play_count),
                execution_options=_NO_SYNC,
            ).first()
            if counted is None:
                raise SoundNotFound(sound_id)
            self._recorder.record_feedback(session, caller, UsageAction.PLAY, sound_id)
            return counted

        return await self._database.write(count)

    async def toggle_favorite(self, sound_id: int, caller: Caller) -> Liking:
        """Add the sound to the caller's favourites, or remove it from them.

        Raises:
            SoundNotFound: There is none.
        """

        def work(session: Session) -> Liking:
            liking = _toggle(session, sound_id, caller)
            action = UsageAction.FAVORITE if liking.is_favorited else UsageAction.UNFAVORITE
            self._recorder.record_feedback(session, caller, action, sound_id)
            return liking

        return await self._database.write(work)

    async def rate(self, sound_id: int, caller: Caller, rating: int) -> Rated:
        """Rate the sound 1 to 5, in place of an earlier rating.

        Raises:
            SoundNotFound: There is none.
        """

        def work(session: Session) -> Rated:
            rated = _rate(session, sound_id, caller, rating)
            action = UsageAction.RATE
            self._recorder.record_feedback(session, caller, action, sound_id, rating=rating)
            return rated

        return await self._database.write(work)


def count_download(session: Session, sound_id: int, caller: Caller, at: datetime) -> None:
    """Count a download of a moment ago, unless the sound is deleted by now."""
    changed = _changed(sound_id, download_count=Row.download_count + 1).returning(Row.id)
    if session.execute(changed, execution_options=_NO_SYNC).first() is not None:
        log_usage(session, caller, UsageAction.DOWNLOAD, sound_id, at=at)


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
    return Rated(rating, user_rating, rating_count)


def _changed(sound_id: int, **values: Any) -> Update:
    # Feedback is no change of the sound: its time of change stays.
    statement = update(Row).where(Row.id == sound_id, Row.deleted_at.is_(None))
    return statement.values(updated_at=Row.updated_at, **values)
