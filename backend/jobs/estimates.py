"""The time that sounds take, measured from the last finished ones of all processes."""

from typing import NamedTuple

from sqlalchemy import Select, bindparam, func, select
from sqlalchemy.orm import Session

from backend.db.models import EnvironmentSound as Row
from backend.db.models import SoundOrigin, SoundStatus

_LOOKED_AT_COUNT = 20
"""Sounds that decide; a machine that became faster is believed after so many."""


class DurationEstimator(NamedTuple):
    """Estimates of time, None where no sound was finished yet.

    Attributes:
        engine_ratio: What a second of sound takes the engine, s.
        seconds_per_sound: What a sound of any engine takes, s.
    """

    engine_ratio: float | None
    seconds_per_sound: float | None

    @staticmethod
    def read(session: Session, engine: str) -> "DurationEstimator":
        """Return the estimator as of now.

        Args:
            session: Of any transaction.
            engine: Whose; empty: no engine's.
        """
        ratio = session.scalars(_ENGINE_RATIO, {"engine": engine}).one() if engine else None
        return DurationEstimator(ratio, session.scalars(_SECONDS_PER_SOUND).one())

    def generation_seconds(self, duration_seconds: float) -> float | None:
        """Return the time that the engine takes for a sound of that length, s."""
        return None if self.engine_ratio is None else self.engine_ratio * duration_seconds

    def wait_seconds(self, waiting_count: int) -> float | None:
        """Return the time until so many sounds are finished, s."""
        if self.seconds_per_sound is None:
            return None
        return waiting_count * self.seconds_per_sound


def _finished() -> Select[float | None, float | None]:
    return (
        select(Row.generation_seconds, Row.duration_seconds)
        .where(
            Row.generation_status == SoundStatus.COMPLETED,
            Row.origin == SoundOrigin.GENERATED,
            Row.deleted_at.is_(None),
            Row.generation_seconds > 0,
            Row.duration_seconds > 0,
        )
        .order_by(Row.created_at.desc(), Row.id.desc())
        .limit(_LOOKED_AT_COUNT)
    )


_OF_ALL = _finished().subquery()
_OF_ENGINE = _finished().where(Row.generation_model == bindparam("engine")).subquery()
_SECONDS_PER_SOUND = select(func.avg(_OF_ALL.c.generation_seconds))
_ENGINE_RATIO = select(func.avg(_OF_ENGINE.c.generation_seconds / _OF_ENGINE.c.duration_seconds))
