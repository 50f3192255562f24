"""Insect songs: trains of short tone pulses, one per wing stroke or buckling of a tymbal.

Rates and shapes of pulses after H. C. Bennet-Clark, "Songs and the physics of sound production"
(in: Cricket Behavior and Neurobiology, 1989) and A. Farnell, "Designing Sound" (2010), "Insects".
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from envsound_server.audio.waveform import SAMPLE_RATE_HERTZ, Samples
from envsound_server.engines.procedural.models.grains import OverlapBuffer
from envsound_server.engines.procedural.source import BLOCK_FRAMES, Curve, Mono, frames_of

_BANK_SIZE = 6


@dataclass(frozen=True, slots=True)
class Pulse:
    """One pulse of a song.

    Attributes:
        hertz: Pitch, Hz.
        seconds: Length, s.
        attack: Attack as a part of the length, 0 to 1.
        glide: Fall of the pitch within the pulse, as a part of it.
        harmonic: Level of the second harmonic, linear.
    """

    hertz: float
    seconds: float
    attack: float = 0.5
    glide: float = 0.02
    harmonic: float = 0.06


class PulseSinger:
    """One insect: its pulses, their rate, and a cyclic pattern of their levels."""

    def __init__(
        self,
        draw: np.random.Generator,
        pulse: Pulse,
        rate_hertz: float,
        pattern: Curve,
        place: float,
        level: float,
    ) -> None:
        """Set up the insect at a random point of its pattern.

        Args:
            draw: Its random stream.
            pulse: Shape of its pulses.
            rate_hertz: Pulses a second.
            pattern: Levels of successive pulses, 0 for silence.
            place: -1 (left) to 1 (right).
            level: Linear gain.
        """
        self._draw = draw
        self._bank = [pulse_grain(draw, pulse) for _ in range(_BANK_SIZE)]
        self._period_frames = SAMPLE_RATE_HERTZ / rate_hertz
        self._pattern, self._place, self._level = pattern, place, level
        self._index = int(draw.integers(len(pattern)))
        self._next_frame = draw.uniform(0.0, self._period_frames)

    def add_to(self, buffer: OverlapBuffer, drift: float) -> None:
        """Add the pulses of the current block, with their rate raised by the part `drift`."""
        period = self._period_frames / (1.0 + drift)
        count = max(0, int(np.ceil((BLOCK_FRAMES - self._next_frame) / period)))
        starts = self._next_frame + period * np.arange(count)
        levels = np.take(self._pattern, self._index + np.arange(count), mode="wrap")
        levels = self._level * levels * self._draw.uniform(0.8, 1.0, count)
        grains = self._draw.integers(0, _BANK_SIZE, count)
        for start, level, grain in zip(starts, levels, grains, strict=True):
            if level:
                buffer.add(int(start), self._bank[grain], float(level), self._place)
        self._next_frame += count * period - BLOCK_FRAMES
        self._index += count


class Singers:
    """A stereo group of insects."""

    def __init__(
        self, draw: np.random.Generator, singers: Sequence[PulseSinger], longest_seconds: float
    ) -> None:
        """Set up the insects, given their longest pulse, s."""
        self._draw, self._singers = draw, singers
        self._buffer = OverlapBuffer(frames_of(longest_seconds) + 1, 0)
        self._drifts = np.zeros(len(singers))

    def render(self) -> Samples:
        """Render the next block, float32 [2, BLOCK_FRAMES]."""
        self._drifts = 0.95 * self._drifts + 0.004 * self._draw.standard_normal(len(self._drifts))
        for singer, drift in zip(self._singers, self._drifts, strict=True):
            singer.add_to(self._buffer, float(drift))
        return self._buffer.pop()


def pulse_grain(draw: np.random.Generator, pulse: Pulse) -> Mono:
    """Return one pulse with random variation, peak about 1."""
    seconds = pulse.seconds * draw.normal(1.0, 0.04)
    along = np.linspace(0.0, 1.0, frames_of(seconds))
    cycles = (
        pulse.hertz * draw.normal(1.0, 0.004) * seconds * along * (1 - 0.5 * pulse.glide * along)
    )
    phase = 2 * np.pi * (cycles + draw.random())
    bend = np.log(0.5) / np.log(np.clip(pulse.attack, 0.02, 0.98))
    envelope = np.sin(np.pi * along**bend) ** 1.5
    tone = np.sin(phase) + pulse.harmonic * np.sin(2 * phase)
    return np.asarray(envelope * tone, np.float32)


def trill_pattern(draw: np.random.Generator, rate_hertz: float, rest_chance: float) -> Curve:
    """Return the pattern of trills of some seconds, with or without rests."""
    pieces = []
    for _ in range(12):
        count = int(rate_hertz * draw.uniform(2.0, 9.0))
        swell = np.minimum(1.0, np.arange(count) / (0.3 * rate_hertz))
        pieces.append(draw.uniform(0.7, 1.0) * swell)
        if draw.random() < rest_chance:
            pieces.append(np.zeros(int(rate_hertz * draw.lognormal(0.0, 0.6))))
    return np.concatenate(pieces)


def chirp_pattern(
    draw: np.random.Generator, pulses: int, rate_hertz: float, gap_seconds: float
) -> Curve:
    """Return the pattern of chirps of a few pulses, with occasional rests."""
    pieces = []
    for _ in range(60):
        count = max(1, pulses + int(draw.integers(-1, 2)) * (pulses > 5))
        pieces.append(np.linspace(0.6, 1.0, count))
        gap = gap_seconds * draw.lognormal(0.0, 0.08) * (5.0 if draw.random() < 0.05 else 1.0)
        pieces.append(np.zeros(max(1, int(gap * rate_hertz))))
    return np.concatenate(pieces)
