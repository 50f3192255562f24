"""The bounds of the queue: its capacity, and the share of it that one caller may take."""

from math import ceil

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from backend.access.api_keys import Caller
from backend.db.models import EnvironmentSound as Row
from backend.db.models import SoundStatus
from backend.errors import QueueFull
from backend.jobs import DurationEstimator

_DEFAULT_RETRY_SECONDS = 5.0
_WAITING = (
    select(Row.queued_by, func.count())
    .where(Row.generation_status == SoundStatus.PENDING)
    .group_by(Row.queued_by)
)


class QueueShares:
    """The sounds that may wait, and those that wait now, by caller.

    Args:
        max_pending: The largest number of sounds that may wait.
        max_pending_per_caller: The same for one caller. None: half of it, and for callers without
            a key all of it.
    """

    def __init__(self, max_pending: int, max_pending_per_caller: int | None) -> None:
        self._max_pending = max_pending
        self._max_pending_per_caller = max_pending_per_caller

    def take_place(self, session: Session, caller: Caller, pace: DurationEstimator) -> int:
        """Return how many sounds that wait are made before the next one of this caller.

        Callers take turns, so of another caller's sounds no more count than this one has turns.

        Args:
            session: The session of the transaction that adds the sound.
            caller: The caller who asks for it.
            pace: How fast sounds are made now.

        Raises:
            QueueFull: Too many wait, of all callers or of this one.
        """
        waiting: dict[str, int] = dict(session.execute(_WAITING).all())
        total_count = sum(waiting.values())
        own_count = waiting.pop(caller.account, 0)
        retry_after_seconds = max(1.0, pace.wait_seconds(1) or _DEFAULT_RETRY_SECONDS)
        remedy = f"try again in {retry_after_seconds:.0f} s"
        if total_count >= self._max_pending:
            raise QueueFull(f"{total_count} sounds wait already; {remedy}", retry_after_seconds)
        if own_count >= self._share(caller):
            raise QueueFull(
                f"{own_count} of your sounds wait already, your share of the queue; {remedy}",
                retry_after_seconds,
            )
        return own_count + sum(min(count, own_count + 1) for count in waiting.values())

    def _share(self, caller: Caller) -> int:
        if self._max_pending_per_caller is not None:
            return self._max_pending_per_caller
        return self._max_pending if caller.is_anonymous else ceil(self._max_pending / 2)
