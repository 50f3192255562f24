"""When a sound was in which stage: what metrics and traces tell of it."""

import time
from typing import NamedTuple

QUEUED = "queued"
WRITING = "writing"


class Span(NamedTuple):
    """A stretch of time in one stage.

    Attributes:
        stage: Its name.
        begun_ns: Its beginning, ns since 1970.
        seconds: Its length, s.
    """

    stage: str
    begun_ns: int
    seconds: float

    @property
    def ended_ns(self) -> int:
        """Its end, ns since 1970."""
        return self.begun_ns + round(self.seconds * 1e9)


class Timeline:
    """The stages of one sound, one after the other, from its request on."""

    def __init__(self) -> None:
        self._spans: list[Span] = []
        self._stage = QUEUED
        self._begun_ns, self._begun_at = time.time_ns(), time.monotonic()
        self._writing_seconds = 0.0

    def enter(self, stage: str) -> None:
        """The sound is in that stage now; nothing happens where it is already."""
        if stage != self._stage:
            self._close()
            self._stage = stage
            self._begun_ns, self._begun_at = time.time_ns(), time.monotonic()

    def wrote(self, seconds: float) -> None:
        """A block went to the file meanwhile, which goes on beside the stages."""
        self._writing_seconds += seconds

    def end(self) -> tuple[Span, ...]:
        """The stages, the last one ending now."""
        self._close()
        return tuple(self._spans)

    def stage_seconds(self) -> dict[str, float]:
        """What each stage took that has ended, s, and the writing beside them."""
        seconds: dict[str, float] = {}
        for span in self._spans:
            seconds[span.stage] = seconds.get(span.stage, 0.0) + span.seconds
        return {**seconds, WRITING: self._writing_seconds}

    def _close(self) -> None:
        self._spans.append(Span(self._stage, self._begun_ns, time.monotonic() - self._begun_at))
