"""The timeline of a sound's stages, for metrics and traces."""

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
        """The end, ns since 1970."""
        return self.begun_ns + round(self.seconds * 1e9)


class Timeline:
    """The stages of one sound in order, from its request on."""

    def __init__(self) -> None:
        self._spans: list[Span] = []
        self._stage = QUEUED
        self._begun_ns, self._begun_at = time.time_ns(), time.monotonic()
        self._writing_seconds = 0.0

    def enter(self, stage: str) -> None:
        """Begin a stage, unless it is the current one."""
        if stage != self._stage:
            self._close()
            self._stage = stage
            self._begun_ns, self._begun_at = time.time_ns(), time.monotonic()

    def wrote(self, seconds: float) -> None:
        """Add the time of writing a block (s), which runs beside the stages."""
        self._writing_seconds += seconds

    def end(self) -> tuple[Span, ...]:
        """End the current stage, and return all of them."""
        self._close()
        return tuple(self._spans)

    def stage_seconds(self) -> dict[str, float]:
        """Return the time that each ended stage took, s, and the time of writing."""
        seconds: dict[str, float] = {}
        for span in self._spans:
            seconds[span.stage] = seconds.get(span.stage, 0.0) + span.seconds
        return {**seconds, WRITING: self._writing_seconds}

    def _close(self) -> None:
        self._spans.append(Span(self._stage, self._begun_ns, time.monotonic() - self._begun_at))
