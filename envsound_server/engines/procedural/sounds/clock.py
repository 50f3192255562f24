"""A clock: the escapement's knocks, tick and tock in turn, and the case that rings with them.

A. Farnell, "Designing Sound" (MIT Press, 2010), practical "Clocks": a tick is several impacts
within some hundredths of a second, through the resonances of the body. The usual pace is that of a
seconds pendulum, one beat a second: tick, tock; slow is one in 1.5 s, fast two a second.
"""

import numpy as np

from envsound_server.audio.waveform import SAMPLE_RATE_HERTZ, Samples
from envsound_server.engines.procedural.grains import OverlapBuffer, modal_grain
from envsound_server.engines.procedural.layers import Intensity, Pace
from envsound_server.engines.procedural.noise import EqualisedNoise, spectrum
from envsound_server.engines.procedural.source import BLOCK_FRAMES, Mono, Part, decibels

_BEATS_SECONDS = {Pace.SLOW: 1.5, Pace.NORMAL: 1.0, Pace.FAST: 0.5}
_INTENSITY_DB = {Intensity.LIGHT: -7.0, Intensity.NORMAL: 0.0, Intensity.HEAVY: 5.0}
_VARIANTS = 6
_LONGEST_BEAT_SECONDS = 0.6
_TOCK_PITCH = 0.84
_ROOM = spectrum(((40, -4), (120, 0), (400, -8), (1500, -20), (6000, -38), (14000, -56)))


class Clock:
    """A clock that beats steadily in a quiet room."""

    def __init__(self, part: Part) -> None:
        """Builds the movement and the case; the first beat comes soon."""
        draw = part.generator()
        self._draw = draw
        self._beat_frames = _BEATS_SECONDS[part.layer.pace] * SAMPLE_RATE_HERTZ
        self._gain = 0.55 * decibels(_INTENSITY_DB[part.layer.intensity])
        case = draw.uniform(0.85, 1.15)
        self._beats = [
            [_beat(draw, case * pitch) for _ in range(_VARIANTS)] for pitch in (1.0, _TOCK_PITCH)
        ]
        self._first_frame = part.first_onset(draw, 0.05, 0.3)
        self._beat_count = 0
        self._knocks = OverlapBuffer(int(_LONGEST_BEAT_SECONDS * SAMPLE_RATE_HERTZ))
        self._room = EqualisedNoise(part.generator(), coherence=0.3)
        self._place = draw.uniform(-0.15, 0.15)

    def render(self, first_frame: int) -> Samples:
        """Renders a block; see `Source.render`."""
        while self._next_frame < first_frame + BLOCK_FRAMES:
            beat = self._beats[self._beat_count % 2][int(self._draw.integers(_VARIANTS))]
            level = self._gain * self._draw.uniform(0.92, 1.0)
            self._knocks.add(self._next_frame - first_frame, beat, level, self._place)
            self._beat_count += 1
        return self._knocks.pop() + self._room.render(decibels(-60.0) * _ROOM)

    @property
    def _next_frame(self) -> int:
        return self._first_frame + round(self._beat_count * self._beat_frames)


def _beat(draw: np.random.Generator, pitch: float) -> Mono:
    """A beat, float32 [frames], peak 1: drop, impulse and bank of the escapement, and the case."""
    beat = np.zeros(int(_LONGEST_BEAT_SECONDS * SAMPLE_RATE_HERTZ), np.float32)
    for seconds, level in ((0.0, 0.3), (0.011, 1.0), (0.029, 0.45)):
        start = int((seconds + draw.normal(0.0, 0.0004)) * SAMPLE_RATE_HERTZ)
        knock = np.float32(level) * _knock(draw, pitch)
        beat[max(start, 0) : max(start, 0) + len(knock)] += knock
    return np.asarray(beat / np.abs(beat).max(), np.float32)


def _knock(draw: np.random.Generator, pitch: float) -> Mono:
    """Metal on metal, heard through a wooden case."""
    frequencies = pitch * np.array((190.0, 345.0, 610.0, 1450.0, 2350.0, 3700.0, 5600.0, 8200.0))
    decays = np.array((0.03, 0.024, 0.014, 0.008, 0.011, 0.007, 0.004, 0.002))
    gains = np.array((0.4, 0.5, 0.5, 0.7, 1.0, 0.8, 0.5, 0.3)) * draw.uniform(0.9, 1.1, 8)
    return modal_grain(frequencies, decays, gains, np.linspace(0.0, 1.2, 8))
