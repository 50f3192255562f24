"""How long sounds take on this machine: measured, never invented."""

from collections.abc import Sequence

from envsound_server.audio.waveform import SAMPLE_RATE_HERTZ
from envsound_server.domain.plan import SoundPlan
from envsound_server.scheduling.ticket import Ticket

_SMOOTHING = 0.3
"""Weight of the newest sound in the running mean."""

_RETRY_AFTER_UNKNOWN_SECONDS = 5.0
_RETRY_AFTER_MAX_SECONDS = 600.0


class DurationEstimator:
    """A running mean of seconds of work per unit of work, by engine."""

    def __init__(self) -> None:
        self._seconds_per_unit: dict[str, float] = {}

    def learn(self, plan: SoundPlan, busy_seconds: float) -> None:
        """Takes in what a finished sound cost its engine (s)."""
        measured = busy_seconds / _work_units(plan)
        known = self._seconds_per_unit.get(plan.engine.name, measured)
        self._seconds_per_unit[plan.engine.name] = known + _SMOOTHING * (measured - known)

    def estimate_seconds(self, plan: SoundPlan) -> float | None:
        """What a sound will cost (s); None while its engine has finished none."""
        seconds_per_unit = self._seconds_per_unit.get(plan.engine.name)
        return None if seconds_per_unit is None else seconds_per_unit * _work_units(plan)

    def remaining_seconds(self, tickets: Sequence[Ticket]) -> float | None:
        """What sounds in the making will still cost together (s); None if unknown for one."""
        total_seconds = 0.0
        for ticket in tickets:
            estimate_seconds = self.estimate_seconds(ticket.plan)
            if estimate_seconds is None:
                return None
            total_seconds += max(0.0, estimate_seconds - ticket.busy_seconds)
        return total_seconds

    def seconds_to_a_place(self, active: Sequence[Ticket]) -> float:
        """When it is worth asking again (s), for a client that found the queue full."""
        total_seconds = self.remaining_seconds(active)
        if total_seconds is None:
            return _RETRY_AFTER_UNKNOWN_SECONDS
        return min(max(1.0, total_seconds / max(1, len(active))), _RETRY_AFTER_MAX_SECONDS)


def _work_units(plan: SoundPlan) -> float:
    """Steps where the engine has steps, as often as the sound is windows long; else its seconds."""
    duration_seconds = plan.frame_count / SAMPLE_RATE_HERTZ
    if not plan.steps:
        return duration_seconds
    window_seconds = plan.engine.window_seconds
    return plan.steps * (max(1.0, duration_seconds / window_seconds) if window_seconds else 1.0)
