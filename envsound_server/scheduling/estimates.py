"""Estimates of how long sounds take, from measurements on this machine alone."""

from collections.abc import Sequence

from envsound_server.audio.waveform import SAMPLE_RATE_HERTZ
from envsound_server.domain.plan import SoundPlan
from envsound_server.scheduling.ticket import Ticket

_SMOOTHING = 0.3
"""Weight of the newest sound in the running mean."""

_RETRY_AFTER_UNKNOWN_SECONDS = 5.0
_RETRY_AFTER_MAX_SECONDS = 600.0


class DurationEstimator:
    """The running mean of seconds per unit of work, by engine."""

    def __init__(self) -> None:
        self._seconds_per_unit: dict[str, float] = {}

    def learn(self, plan: SoundPlan, busy_seconds: float) -> None:
        """Add the time that a finished sound took its engine, s."""
        measured = busy_seconds / _work_units(plan)
        known = self._seconds_per_unit.get(plan.engine.name, measured)
        self._seconds_per_unit[plan.engine.name] = known + _SMOOTHING * (measured - known)

    def estimate_seconds(self, plan: SoundPlan) -> float | None:
        """Return the time that a sound will take, s, or None while its engine has finished none."""
        seconds_per_unit = self._seconds_per_unit.get(plan.engine.name)
        return None if seconds_per_unit is None else seconds_per_unit * _work_units(plan)

    def remaining_seconds(self, tickets: Sequence[Ticket]) -> float | None:
        """Return the time that sounds in the making still need together, s, or None if unknown."""
        total_seconds = 0.0
        for ticket in tickets:
            estimate_seconds = self.estimate_seconds(ticket.plan)
            if estimate_seconds is None:
                return None
            total_seconds += max(0.0, estimate_seconds - ticket.busy_seconds)
        return total_seconds

    def seconds_to_a_place(self, active: Sequence[Ticket]) -> float:
        """Return when a client that found the queue full should ask again, s."""
        total_seconds = self.remaining_seconds(active)
        if total_seconds is None:
            return _RETRY_AFTER_UNKNOWN_SECONDS
        return min(max(1.0, total_seconds / max(1, len(active))), _RETRY_AFTER_MAX_SECONDS)


def _work_units(plan: SoundPlan) -> float:
    """Return the amount of work: steps times windows, or seconds for an engine without steps."""
    duration_seconds = plan.frame_count / SAMPLE_RATE_HERTZ
    if not plan.steps:
        return duration_seconds
    window_seconds = plan.engine.window_seconds
    return plan.steps * (max(1.0, duration_seconds / window_seconds) if window_seconds else 1.0)
