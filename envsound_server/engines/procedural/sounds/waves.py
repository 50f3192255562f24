"""Ocean waves: each one swells, breaks along the shore, washes up and runs back hissing.

A breaking wave is layered in time: swell, crash, wash, foam. The fizz of the foam is bubbles after
K. van den Doel, "Physically based models for liquid sounds" (2005).
"""

from dataclasses import dataclass

import numpy as np

from envsound_server.audio.waveform import CHANNEL_COUNT, SAMPLE_RATE_HERTZ, Samples
from envsound_server.engines.procedural.grains import (
    DenseScatter,
    balanced,
    bubble_grain,
)
from envsound_server.engines.procedural.layers import Intensity, Pace
from envsound_server.engines.procedural.noise import Drift, EqualisedNoise, spectrum
from envsound_server.engines.procedural.source import (
    BLOCK_FRAMES,
    HOP_FRAMES,
    STEPS_PER_BLOCK,
    Curve,
    Part,
    decibels,
)

_PERIODS_SECONDS = {Pace.SLOW: (11.0, 16.0), Pace.NORMAL: (6.5, 10.5), Pace.FAST: (4.0, 6.0)}
_INTENSITY_DB = {Intensity.LIGHT: -6.0, Intensity.NORMAL: 0.0, Intensity.HEAVY: 4.0}
_CRASH = {Intensity.LIGHT: 0.35, Intensity.NORMAL: 1.0, Intensity.HEAVY: 1.7}
_ANTICIPATION_SECONDS = 5.0
_MEMORY_SECONDS = 30.0

_FAR_SURF = spectrum(((40, -30), (120, -8), (350, 0), (800, -8), (2500, -24), (8000, -44)))
_SWELL = spectrum(((30, -20), (70, -2), (140, 0), (300, -8), (800, -26), (3000, -60)))
_CRASH_BAND = spectrum(((50, -16), (140, -3), (420, 0), (1100, -4), (3200, -14), (9000, -30)))
_WASH = spectrum(((120, -34), (500, -8), (1300, 0), (3200, -4), (7000, -12), (14000, -30)))
_FOAM = spectrum(((600, -46), (2200, -13), (5200, 0), (9000, -3), (14000, -12), (19000, -30)))


@dataclass(frozen=True, slots=True)
class _Wave:
    """A wave: when it breaks (frame), how long till the next (s), its level, and its way along."""

    break_frame: int
    period_seconds: float
    level: float
    travel_seconds: float


class Waves:
    """Waves of three strengths and three periods, over far surf."""

    def __init__(self, part: Part) -> None:
        """Sets the first wave to break within the first moments."""
        self._draw = part.generator()
        self._gain = 0.11 * decibels(_INTENSITY_DB[part.layer.intensity])
        self._crash = _CRASH[part.layer.intensity]
        self._periods_seconds = _PERIODS_SECONDS[part.layer.pace]
        self._next_frame = int(self._draw.uniform(0.2, 3.5) * SAMPLE_RATE_HERTZ)
        self._waves: list[_Wave] = []
        self._noise = EqualisedNoise(part.generator(), coherence=0.2)
        self._flutter = Drift(part.generator(), 5.0, CHANNEL_COUNT)
        radii = np.linspace(0.0002, 0.0007, 7)
        self._fizz = DenseScatter(part.generator(), balanced([bubble_grain(r) for r in radii]))
        self._add_wave(self._next_frame - int(self._periods_seconds[0] * SAMPLE_RATE_HERTZ))

    def render(self, first_frame: int) -> Samples:
        """Renders a block; see `Source.render`."""
        horizon = first_frame + BLOCK_FRAMES + int(_ANTICIPATION_SECONDS * SAMPLE_RATE_HERTZ)
        while self._next_frame < horizon:
            self._add_wave(self._next_frame)
        memory = first_frame - int(_MEMORY_SECONDS * SAMPLE_RATE_HERTZ)
        self._waves = [wave for wave in self._waves if wave.break_frame > memory]
        frames = first_frame + HOP_FRAMES * np.arange(1.0, STEPS_PER_BLOCK + 1.0)
        levels = sum((_levels(wave, frames, self._crash) for wave in self._waves), np.zeros(()))
        flutter = np.exp(0.18 * self._flutter.render())[:, :, None]
        bands = (_SWELL, _CRASH_BAND, _WASH, _FOAM)
        spectra = 0.1 * _FAR_SURF + sum(
            level[:, :, None] * band * flutter for level, band in zip(levels, bands, strict=True)
        )
        block = self._noise.render(self._gain * spectra)
        foam = levels[3].mean(axis=0)
        block += np.float32(0.004 * self._gain) * self._fizz.render(4_000.0 * foam)
        return block

    def _add_wave(self, break_frame: int) -> None:
        draw = self._draw
        period = draw.uniform(*self._periods_seconds)
        wave = _Wave(break_frame, period, draw.lognormal(0.0, 0.2), draw.uniform(-0.9, 0.9))
        self._waves.append(wave)
        self._next_frame = max(self._next_frame, break_frame + int(period * SAMPLE_RATE_HERTZ))


def _levels(wave: _Wave, frames: Curve, crash: float) -> Curve:
    """Levels of swell, crash, wash and foam, float64 [4, 2, 64].

    The crest breaks along the shore, so that one channel hears it before the other.
    """
    stretch = wave.period_seconds / 8.5
    since = (frames - wave.break_frame) / SAMPLE_RATE_HERTZ
    since = since + 0.5 * wave.travel_seconds * np.array(((-1.0,), (1.0,)))
    after = np.maximum(since, 0.0)
    swell = np.exp(-(((since + 1.1 * stretch) / (1.3 * stretch)) ** 2))
    breaking = np.where(since < 0, np.exp(since / 0.35), np.exp(-after / (1.0 * stretch)))
    up = np.maximum(since + 0.3, 0.0)
    wash = (1.0 - np.exp(-up / 0.7)) * np.exp(-up / (1.9 * stretch))
    late = np.maximum(since - 0.5, 0.0)
    foam = (1.0 - np.exp(-late / 1.1)) * np.exp(-late / (2.3 * stretch))
    return wave.level * np.stack((0.9 * swell, 1.1 * crash * breaking, 1.0 * wash, 0.42 * foam))
