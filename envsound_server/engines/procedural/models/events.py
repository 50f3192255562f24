"""Events in time: bouts, pauses and counts, with each event rendered when it is due."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from envsound_server.audio.waveform import CHANNEL_COUNT, SAMPLE_RATE_HERTZ, Samples
from envsound_server.engines.procedural.layers import Pace
from envsound_server.engines.procedural.models.grains import pan_gains
from envsound_server.engines.procedural.source import BLOCK_FRAMES, Mono, Part

PACE_FACTORS = {Pace.SLOW: 1.6, Pace.NORMAL: 1.0, Pace.FAST: 0.62}
"""Factors of gaps and pauses, by pace."""

ENDLESS = 1_000_000
"""Events in an endless bout, such as steps or the ticks of a clock."""

ONE_BOUT_SECONDS = 3.0
"""Length of a sound that holds only one bout, the smallest: a gunshot for 2 s is one shot."""

_LEAST_EVERY_SECONDS = 0.1
_MOST_JITTER = 0.05
"""Upper limit of the deviation from a prompt's time from bout to bout, as a part of it."""


@dataclass(frozen=True, slots=True)
class LogNormal:
    """A log-normal length of time.

    Attributes:
        median_seconds: Median, s.
        sigma: Standard deviation of the natural logarithm, 0 to 1.
    """

    median_seconds: float
    sigma: float = 0.0

    def draw(self, draw: np.random.Generator) -> float:
        """Return one length, s."""
        return float(self.median_seconds * np.exp(self.sigma * draw.standard_normal()))


@dataclass(frozen=True, slots=True)
class Bouts:
    """The natural timing of a kind's events.

    Attributes:
        events: Fewest and most events in a bout.
        gap: From one onset to the next within a bout.
        pause: From the last onset of a bout to the first of the next.
        first_seconds: Earliest and latest onset of the first event, s.
        tail_seconds: Time that an event needs, s. None but the first starts closer to the end.
        cycle: Events of an endless bout that belong together, such as 2 for a breath.
    """

    events: tuple[int, int]
    gap: LogNormal
    pause: LogNormal
    first_seconds: tuple[float, float] = (0.02, 0.2)
    tail_seconds: float = 0.4
    cycle: int = 1

    @property
    def least(self) -> int:
        """Return the size of the smallest bout that can stand alone."""
        return self.cycle if self.events[0] >= ENDLESS else self.events[0]


def steady(gap_seconds: float, sigma: float = 0.05, tail_seconds: float = 0.1) -> Bouts:
    """Return the timing of an endless bout, such as steps or the ticks of a clock."""
    gap = LogNormal(gap_seconds, sigma)
    return Bouts((ENDLESS, ENDLESS), gap, gap, tail_seconds=tail_seconds)


@dataclass(frozen=True, slots=True)
class Event:
    """One event to render.

    Attributes:
        number: Index among all events, from 0.
        bout: Index of its bout, from 0.
        place_in_bout: Index within its bout, from 0.
        bout_size: Events in its bout.
        seconds_left: Time from its onset to its last audible frame, s: to the end of the sound, or
            until the release of an ended layer is over.
    """

    number: int
    bout: int
    place_in_bout: int
    bout_size: int
    seconds_left: float


class Schedule:
    """The onsets of a layer's events, in order.

    Where the layer has `every_seconds`, bouts are the smallest and begin that far apart. Its
    `count` then counts bouts. They follow faster if not all of them fit into the layer's time.
    """

    def __init__(self, draw: np.random.Generator, bouts: Bouts, part: Part) -> None:
        """Draw the first onset.

        Args:
            draw: Its own random stream.
            bouts: The kind's natural timing, scaled by the layer's pace.
            part: The source of duration, pace, count and rate.
        """
        self._draw, self._bouts = draw, bouts
        self._duration_seconds, self._ring_seconds = part.duration_seconds, part.ring_seconds
        self._count, self._every_seconds = part.layer.count, _every_seconds(bouts, part)
        self._stretch = PACE_FACTORS[part.layer.pace] * _fit(bouts, part)
        first = min(draw.uniform(*bouts.first_seconds), 0.4 * part.duration_seconds)
        self._first_seconds = first
        self._onset_seconds: float | None = first
        self._number = self._bout = self._place = 0
        self._bout_size = self._drawn_size()

    def due(self, before_seconds: float) -> tuple[float, Event] | None:
        """Return the next event before a time, and its onset, s, or None if there is none."""
        onset = self._onset_seconds
        if onset is None or onset >= before_seconds:
            return None
        is_heard = onset < self._duration_seconds
        left = self._duration_seconds + self._ring_seconds - onset if is_heard else 0.0
        event = Event(self._number, self._bout, self._place, self._bout_size, left)
        self._advance(onset)
        return onset, event

    def _drawn_size(self) -> int:
        if self._every_seconds is not None:
            fitting = 0.8 * self._every_seconds / (self._stretch * self._bouts.gap.median_seconds)
            return min(self._bouts.least, 1 + int(fitting))
        if self._count is not None:
            return self._count
        low, high = self._bouts.events
        if self._duration_seconds <= ONE_BOUT_SECONDS:
            return low
        return int(self._draw.integers(low, high + 1))

    def _advance(self, onset: float) -> None:
        self._number += 1
        self._place += 1
        if self._place < self._bout_size:
            onset += self._stretch * self._bouts.gap.draw(self._draw)
        elif self._is_last_bout():
            self._onset_seconds = None
            return
        else:
            onset = self._next_bout_seconds(onset)
            self._bout, self._place, self._bout_size = self._bout + 1, 0, self._drawn_size()
        is_late = onset > self._duration_seconds - self._bouts.tail_seconds
        self._onset_seconds = None if is_late and self._count is None else onset

    def _is_last_bout(self) -> bool:
        if self._every_seconds is not None:
            return self._count is not None and self._bout + 1 >= self._count
        return self._count is not None or self._duration_seconds <= ONE_BOUT_SECONDS

    def _next_bout_seconds(self, last_seconds: float) -> float:
        """Return the onset of the next bout, s, given the last onset."""
        if self._every_seconds is None:
            return last_seconds + self._stretch * self._bouts.pause.draw(self._draw)
        unevenness = min(self._bouts.pause.sigma, _MOST_JITTER)
        bouts = self._bout + 1 + self._draw.uniform(-unevenness, unevenness)
        return max(self._first_seconds + bouts * self._every_seconds, last_seconds)


def _fit(bouts: Bouts, part: Part) -> float:
    """Return the factor, at most 1, for the gaps of a counted bout that must fit into the sound."""
    layer = part.layer
    if layer.count is None or layer.count < 2 or layer.every_seconds is not None:
        return 1.0
    natural = (layer.count - 1) * bouts.gap.median_seconds * PACE_FACTORS[layer.pace]
    return min(1.0, 0.9 * _room_seconds(bouts, part) / natural)


def _every_seconds(bouts: Bouts, part: Part) -> float | None:
    """Return the layer's time from bout to bout, s, or None if it is open."""
    layer = part.layer
    if layer.every_seconds is None:
        return None
    every_seconds = max(layer.every_seconds, _LEAST_EVERY_SECONDS)
    if layer.count is None or layer.count < 2:
        return every_seconds
    return min(every_seconds, _room_seconds(bouts, part) / (layer.count - 1))


def _room_seconds(bouts: Bouts, part: Part) -> float:
    """Return the time from the first onset to the latest possible one, s."""
    return max(part.duration_seconds - bouts.first_seconds[1] - bouts.tail_seconds, 0.1)


MakeEvent = Callable[[np.random.Generator, Event], Mono | Samples]
"""Renderer of one event: float [frames] or [2, frames], peak about 1 at normal strength."""


class Events:
    """A `Source` of events."""

    def __init__(
        self,
        part: Part,
        bouts: Bouts,
        make_event: MakeEvent,
        *,
        width: float = 0.3,
        level_sigma_db: float = 1.5,
    ) -> None:
        """Set up the timing.

        Args:
            part: The part to play.
            bouts: The natural timing.
            make_event: Renderer of one event, which draws from the given generator.
            width: Stereo width of mono events, 0 to 1. The events of one bout share a place.
            level_sigma_db: Standard deviation of the level from event to event, dB.
        """
        self._draw = part.generator()
        self._schedule = Schedule(part.generator(), bouts, part)
        self._make_event = make_event
        self._width, self._level_sigma_db = width, level_sigma_db
        self._frame, self._bout, self._position = 0, -1, 0.0
        self._sounding: list[tuple[int, Samples]] = []

    def render(self) -> Samples:
        """Render a block (see `Source.render`)."""
        end = self._frame + BLOCK_FRAMES
        while due := self._schedule.due(end / SAMPLE_RATE_HERTZ):
            onset, event = due
            self._sounding.append((int(onset * SAMPLE_RATE_HERTZ), self._made(event)))
        block = np.zeros((CHANNEL_COUNT, BLOCK_FRAMES), np.float32)
        still: list[tuple[int, Samples]] = []
        for start, samples in self._sounding:
            first, last = max(start, self._frame), min(start + samples.shape[1], end)
            part = samples[:, first - start : last - start]
            block[:, first - self._frame : last - self._frame] += part
            if start + samples.shape[1] > end:
                still.append((start, samples))
        self._sounding, self._frame = still, end
        return block

    def _made(self, event: Event) -> Samples:
        """Return the event in stereo, truncated at its last audible frame."""
        if event.bout != self._bout:
            self._bout = event.bout
            self._position = self._draw.uniform(-self._width, self._width)
        made = np.asarray(self._make_event(self._draw, event))
        is_heard = event.seconds_left > 0.0
        made = made[..., : int(event.seconds_left * SAMPLE_RATE_HERTZ) + 1 if is_heard else 0]
        level = 10 ** (self._draw.normal(0.0, self._level_sigma_db) / 20)
        if made.ndim == 2:
            return np.asarray(level * made, np.float32)
        return np.asarray(level * pan_gains(self._position)[:, None] * made * 2**0.5, np.float32)
