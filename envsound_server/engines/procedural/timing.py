"""Times of layers: start and end, fades, and the course of the level."""

from dataclasses import dataclass

import numpy as np

from envsound_server.audio.waveform import CHANNEL_COUNT, SAMPLE_RATE_HERTZ, Samples
from envsound_server.engines.procedural.layers import Layer, Swell
from envsound_server.engines.procedural.source import BLOCK_FRAMES, Curve, Mono, Source, raised

_FADE_SECONDS = 0.8
_SUDDEN_SECONDS = 0.02
_RING_SECONDS = 1.0
_SHORTEST_SECONDS = 0.05
_LEAST_SECONDS = 1.0
"""Length of a layer that would be shorter than `_SHORTEST_SECONDS`."""

_SWELL_DB = 24.0
"""Range of a rising or falling level, dB."""


@dataclass(frozen=True, slots=True)
class TimeSpan:
    """The time of a layer.

    Attributes:
        start_seconds: Its start, s.
        end_seconds: Its end, s.
        fade_in_seconds: Fade-in of a bed, or 0 at the start of the sound.
        fade_out_seconds: Fade-out of a bed before its end, or 0 at the end of the sound.
        ring_seconds: Release of its last events after its end, or 0 at the end of the sound.
    """

    start_seconds: float
    end_seconds: float
    fade_in_seconds: float
    fade_out_seconds: float
    ring_seconds: float

    @property
    def seconds(self) -> float:
        """Return its length, s."""
        return self.end_seconds - self.start_seconds

    @property
    def start_frame(self) -> int:
        """Return its first frame."""
        return round(self.start_seconds * SAMPLE_RATE_HERTZ)

    @property
    def end_frame(self) -> int:
        """Return the frame after its last, without the release."""
        return round(self.end_seconds * SAMPLE_RATE_HERTZ)

    @property
    def silent_frame(self) -> int:
        """Return the frame after its release."""
        return self.end_frame + round(self.ring_seconds * SAMPLE_RATE_HERTZ)


def time_span(layer: Layer, duration_seconds: float) -> TimeSpan:
    """Return the time of a layer in a sound of that length.

    A layer that would start in the last 50 ms or later starts 1 s before the end of the sound (or
    at its beginning, if that is shorter), so that an event stays audible. A layer that would end
    at its start lasts 1 s. A sudden layer starts within 20 ms. One that sounds from the beginning
    ends within 20 ms instead.
    """
    start, end = layer.start.of(duration_seconds), layer.end.of(duration_seconds)
    if start >= duration_seconds - _SHORTEST_SECONDS:
        start = max(0.0, duration_seconds - _LEAST_SECONDS)
    if end < start + _SHORTEST_SECONDS:
        end = min(start + _LEAST_SECONDS, duration_seconds)
    slow = min(_FADE_SECONDS, 0.25 * (end - start))
    quick = min(_SUDDEN_SECONDS, slow) if layer.is_sudden else slow
    begins_with_it, ends_with_it = start == 0.0, end == duration_seconds
    return TimeSpan(
        start_seconds=start,
        end_seconds=end,
        fade_in_seconds=0.0 if begins_with_it else quick,
        fade_out_seconds=0.0 if ends_with_it else quick if begins_with_it else slow,
        ring_seconds=0.0 if ends_with_it else min(_RING_SECONDS, duration_seconds - end),
    )


class Envelope:
    """The gain of a layer over its span, frame by frame."""

    def __init__(self, span: TimeSpan, swell: Swell, is_bed: bool) -> None:
        """Set up the curve.

        Args:
            span: The time of the layer.
            swell: The course of its level over the span. A bed that rises from the beginning of
                the sound or falls to its end is faded there too.
            is_bed: Whether it is faded in and out within the span. Events begin without a fade,
                and the last of them are released after the end.
        """
        self._start, self._end, self._swell = span.start_frame, span.end_frame, swell
        self._rise = self._fall = 0
        self._fall_start = span.end_frame
        if is_bed:
            edge = min(_FADE_SECONDS, 0.25 * span.seconds)
            fade_in = span.fade_in_seconds or (edge if swell is Swell.RISING else 0.0)
            fade_out = span.fade_out_seconds or (edge if swell is Swell.FALLING else 0.0)
            self._rise = round(fade_in * SAMPLE_RATE_HERTZ)
            self._fall = round(fade_out * SAMPLE_RATE_HERTZ)
            self._fall_start -= self._fall
        else:
            self._fall = span.silent_frame - span.end_frame

    def gains(self, first_frame: int) -> Mono | None:
        """Return the gains of the block at a frame of the sound, or None if all are 1.

        Returns:
            float32 [BLOCK_FRAMES].
        """
        fades_in = first_frame < self._start + self._rise
        fades_out = self._fall > 0 and first_frame + BLOCK_FRAMES > self._fall_start
        if self._swell is Swell.STEADY and not fades_in and not fades_out:
            return None
        frames = first_frame + np.arange(BLOCK_FRAMES, dtype=np.float64)
        gains = np.ones(BLOCK_FRAMES)
        if fades_in and self._rise:
            gains *= raised((frames - self._start) / self._rise)
        if fades_out:
            gains *= raised((self._fall_start + self._fall - frames) / self._fall)
        if self._swell is not Swell.STEADY:
            gains *= self._swelled(frames)
        return gains.astype(np.float32)

    def _swelled(self, frames: Curve) -> Curve:
        along = np.clip((frames - self._start) / (self._end - self._start), 0.0, 1.0)
        lost = 1.0 - along if self._swell is Swell.RISING else along
        return np.asarray(10.0 ** (-_SWELL_DB / 20 * lost), np.float64)


class Delayed:
    """A `Source`: another source with a start within a block."""

    def __init__(self, source: Source, frames: int, *, has_lead_in: bool) -> None:
        """Set up the delay.

        Args:
            source: The source to play.
            frames: Frames of silence before it, fewer than `BLOCK_FRAMES`.
            has_lead_in: Whether its first block is a lead-in to discard.
        """
        self._source, self._has_lead_in = source, has_lead_in
        self._waiting = np.zeros((CHANNEL_COUNT, frames), np.float32)

    def render(self) -> Samples:
        """Render a block (see `Source.render`)."""
        if self._has_lead_in:
            self._has_lead_in = False
            self._source.render()
        block = self._source.render()
        if not self._waiting.shape[1]:
            return block
        joined = np.concatenate((self._waiting, block), axis=1)
        self._waiting = joined[:, BLOCK_FRAMES:].copy()
        return joined[:, :BLOCK_FRAMES]
