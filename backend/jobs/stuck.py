"""The look at the queue from outside: sounds that should be in the making and are not."""

import asyncio
from datetime import timedelta
from typing import NamedTuple

from sqlalchemy import func, or_, select

from backend.db.clock import database_now
from backend.db.database import Database
from backend.db.models import EnvironmentSound as Row
from backend.db.models import SoundStatus
from backend.db.models.base import utc_now
from backend.errors import BackendError

_STUCK_SECONDS = 60.0
"""A sound that is due for longer is stuck, if none is in the making."""
_AGAIN_SECONDS = 1.0
"""Between two sounds there is a moment with none in the making, and clocks are set."""


class JobsStuck(BackendError):
    """A queue that does not move. Only `/ready` reports it to clients."""

    reason = "JOBS_STUCK"


class _Stuck(NamedTuple):
    """The numbers of sounds that are stuck."""

    waiting_count: int
    lost_count: int

    def __bool__(self) -> bool:
        return any(self)


async def check_jobs(database: Database) -> None:
    """Raise an error if sounds are stuck.

    Raises:
        JobsStuck: None is in the making although some are due, or the lease of some in the making
            is long over and nobody takes them up.
        DatabaseUnavailable: The database cannot be asked.
    """
    stuck = await _look(database)
    if stuck:
        await asyncio.sleep(_AGAIN_SECONDS)
        stuck = await _look(database)
    if stuck.waiting_count:
        raise JobsStuck(
            f"{stuck.waiting_count} sounds wait for more than {_STUCK_SECONDS:.0f} s and none is "
            "being made; check the sidecar and the backends with workers"
        )
    if stuck.lost_count:
        raise JobsStuck(
            f"{stuck.lost_count} sounds are left by dead workers and nobody takes them up; "
            "restart the backends with workers"
        )


async def _look(database: Database) -> _Stuck:
    long_ago = database_now() - _STUCK_SECONDS
    queued_before = utc_now() - timedelta(seconds=_STUCK_SECONDS)
    in_progress = Row.generation_status == SoundStatus.PROCESSING
    is_due = or_(Row.next_attempt_at.is_(None), Row.next_attempt_at < long_ago)
    is_waiting = Row.generation_status == SoundStatus.PENDING
    statement = select(
        func.count().filter(in_progress),
        func.count().filter(in_progress, func.coalesce(Row.lease_until, 0.0) < long_ago),
        func.count().filter(is_waiting, is_due, Row.queued_at < queued_before),
    )
    made, lost, waiting = await database.read(lambda s: s.execute(statement).one())
    return _Stuck(0 if made > lost else waiting, lost)
