"""Leases that no worker renews, told by this process's own clock.

A lease ends at a time of the database's clock, which somebody may set back or forward. So that time
alone decides nothing. A living worker changes its lease with each heartbeat. A lease that stays as
it is for as long as it lasts is dead, however far away its end is. A lease whose end has passed is
dead once a living worker would have renewed it.
"""

import time
from collections.abc import Callable, Sequence
from typing import NamedTuple

_LONGEST_LEASE_SECONDS = 600.0
"""The largest `JOB_LEASE_SECONDS`, for leases of versions that did not write how long they last."""


class Lease(NamedTuple):
    """A lease as it was read.

    Attributes:
        sound_id: The id of the sound.
        attempt: The attempt of its worker.
        lease_until: Its end by the database's clock, seconds since 1970.
        lease_seconds: How long it lasts without a heartbeat, s; None where that is not known.
        is_over: Whether its end had passed by the database's clock.
    """

    sound_id: int
    attempt: int
    lease_until: float | None
    lease_seconds: float | None
    is_over: bool


class LeaseWatch:
    """The leases that this process has seen, and since when each has been as it is.

    Args:
        renewal_seconds: The time within which a living worker renews its lease, s.
        clock: A clock that nobody sets, s.
    """

    def __init__(self, renewal_seconds: float, clock: Callable[[], float] = time.monotonic) -> None:
        self._renewal_seconds = renewal_seconds
        self._clock = clock
        self._seen_at: dict[tuple[int, int, float | None], float] = {}

    def dead(self, leases: Sequence[Lease]) -> list[Lease]:
        """Return the dead ones of all leases that there are now."""
        now = self._clock()
        self._seen_at = {lease[:3]: self._seen_at.get(lease[:3], now) for lease in leases}
        return [
            lease
            for lease in leases
            if now - self._seen_at[lease[:3]] >= self._patience_seconds(lease)
        ]

    def _patience_seconds(self, lease: Lease) -> float:
        if lease.is_over:
            return self._renewal_seconds
        return lease.lease_seconds or _LONGEST_LEASE_SECONDS
