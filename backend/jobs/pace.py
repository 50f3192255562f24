"""How long sounds take, measured from those that this process has finished."""

from backend.generation import Sound

_WEIGHT_OF_NEWEST = 0.3
"""Of the exponentially weighted mean: the last few sounds decide."""


class Pace:
    """Estimates; none before the first sound is finished."""

    def __init__(self) -> None:
        self._seconds_per_second: dict[str, float] = {}
        self._seconds_per_sound: float | None = None

    def record(self, sound: Sound) -> None:
        """Learns from a finished sound."""
        rate = sound.generation_seconds / sound.duration_seconds
        known = self._seconds_per_second.get(sound.engine)
        self._seconds_per_second[sound.engine] = _mean(known, rate)
        self._seconds_per_sound = _mean(self._seconds_per_sound, sound.generation_seconds)

    def generation_seconds(self, engine: str, duration_seconds: float) -> float | None:
        """How long a sound of that length takes, s; None if that engine has made none yet."""
        rate = self._seconds_per_second.get(engine)
        return None if rate is None else rate * duration_seconds

    def wait_seconds(self, waiting_count: int) -> float | None:
        """How long it takes until so many sounds are finished, s; None before the first one."""
        if self._seconds_per_sound is None:
            return None
        return waiting_count * self._seconds_per_sound


def _mean(known: float | None, newest: float) -> float:
    return newest if known is None else known + _WEIGHT_OF_NEWEST * (newest - known)
