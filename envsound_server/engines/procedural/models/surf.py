"""Surf: waves with a swell, a break along the shore, a wash up the beach and hissing foam."""

from dataclasses import dataclass
from functools import cache

import numpy as np

from envsound_server.audio.waveform import CHANNEL_COUNT, SAMPLE_RATE_HERTZ, Samples
from envsound_server.engines.procedural.layers import Distance, Intensity, Pace
from envsound_server.engines.procedural.models.drops import bursts, chirps
from envsound_server.engines.procedural.models.noise import Drift, EqualisedNoise, spectrum
from envsound_server.engines.procedural.models.particles import Bank, Particles, pareto
from envsound_server.engines.procedural.source import (
    BLOCK_FRAMES,
    HOP_FRAMES,
    STEPS_PER_BLOCK,
    Curve,
    Part,
    decibels,
)

_PERIODS_SECONDS = {Pace.SLOW: (10.0, 15.0), Pace.NORMAL: (6.0, 10.5), Pace.FAST: (4.0, 6.0)}
_CRASH = {Intensity.LIGHT: 0.4, Intensity.NORMAL: 1.0, Intensity.HEAVY: 1.6}
_NEARNESS = {Distance.NEAR: 1.6, Distance.NORMAL: 1.0, Distance.DISTANT: 0.3}
_FAR_DB = {Distance.NEAR: -18.0, Distance.NORMAL: -9.0, Distance.DISTANT: -5.0}
_ANTICIPATION_SECONDS = 6.0
_MEMORY_SECONDS = 30.0
_GAIN = 0.06
_FIZZ_HERTZ = 2_500.0
_FIZZ_GAIN = 0.0012

_FAR_SURF = spectrum(((40, -14), (120, -3), (300, 0), (700, -4), (1_500, -12), (4_000, -26)))
_SWELL = spectrum(((30, -5), (70, 1), (140, 1), (300, -4), (800, -17), (3_000, -43)))
_CRASH_BAND = spectrum(
    ((50, -18), (140, -8), (400, -4), (1_000, -4), (3_000, -15), (8_000, -28), (16_000, -43))
)
_WASH = spectrum(
    ((100, -31), (400, -8), (1_000, -1), (2_500, -7), (6_000, -17), (12_000, -30), (18_000, -45))
)
_FOAM = spectrum(
    ((500, -48), (1_800, -25), (4_500, -19), (8_000, -23), (13_000, -33), (19_000, -45))
)


@dataclass(frozen=True, slots=True)
class _Wave:
    """One wave.

    Attributes:
        break_frame: Frame of the break.
        stretch: Length relative to a usual wave.
        level: Linear gain.
        travel_seconds: Delay of the break from left to right, s.
        crash: Strength of the break.
    """

    break_frame: int
    stretch: float
    level: float
    travel_seconds: float
    crash: float


class Surf:
    """A `Source`: waves of three strengths and paces over far surf."""

    def __init__(self, part: Part) -> None:
        """Schedule the first wave within the first moments."""
        layer = part.layer
        self._draw = part.generator()
        self._crash = _CRASH[layer.intensity]
        self._near = _NEARNESS[layer.distance]
        self._far = decibels(_FAR_DB[layer.distance])
        self._periods_seconds = _PERIODS_SECONDS[layer.pace]
        self._noise = EqualisedNoise(part.generator(), coherence=0.25)
        self._flutter = Drift(part.generator(), 7.0, 2 * CHANNEL_COUNT)
        self._swell = Drift(part.generator(), 0.05)
        self._fizz = Particles(part.generator(), _fizz(), pareto(2.2))
        self._waves: list[_Wave] = []
        self._frame = -BLOCK_FRAMES
        self._next_frame = int(self._draw.uniform(0.3, 2.5) * SAMPLE_RATE_HERTZ)
        self._add_wave(self._next_frame - int(self._periods_seconds[0] * SAMPLE_RATE_HERTZ), 0.0)

    def render(self) -> Samples:
        """Render a block (see `Source.render`)."""
        height = 0.3 * float(self._swell.render()[0, 0])
        horizon = self._frame + BLOCK_FRAMES + int(_ANTICIPATION_SECONDS * SAMPLE_RATE_HERTZ)
        while self._next_frame < horizon:
            self._add_wave(self._next_frame, height)
        memory = self._frame - int(_MEMORY_SECONDS * SAMPLE_RATE_HERTZ)
        self._waves = [wave for wave in self._waves if wave.break_frame > memory]
        frames = self._frame + HOP_FRAMES * np.arange(1.0, STEPS_PER_BLOCK + 1.0)
        levels = np.sum([_levels(wave, frames) for wave in self._waves], axis=0)
        levels[1:] *= np.array((1.0, self._near**0.5, self._near))[:, None, None]
        flutter = np.exp(0.16 * self._flutter.render()).reshape(2, CHANNEL_COUNT, -1)
        levels[:2] *= flutter[0]
        levels[2:] *= flutter[1]
        bands = np.stack((_SWELL, _CRASH_BAND, _WASH, _FOAM))
        gains = self._far * _FAR_SURF + np.einsum("bcs,bf->csf", levels, bands)
        block = self._noise.render(_GAIN * gains)
        foam = 0.5 * (levels[2] + 2.0 * levels[3]).mean(axis=0)
        block += self._fizz.render(_FIZZ_HERTZ * np.minimum(foam, 2.0), _GAIN * _FIZZ_GAIN)
        self._frame += BLOCK_FRAMES
        return block

    def _add_wave(self, break_frame: int, height: float) -> None:
        draw = self._draw
        period = draw.uniform(*self._periods_seconds)
        level = draw.lognormal(height, 0.25)
        crash = self._crash * draw.lognormal(0.0, 0.3)
        wave = _Wave(break_frame, period / 8.5, level, draw.uniform(-1.2, 1.2), crash)
        self._waves.append(wave)
        self._next_frame = max(self._next_frame, break_frame + int(period * SAMPLE_RATE_HERTZ))


def _levels(wave: _Wave, frames: Curve) -> Curve:
    """Return the levels of swell, crash, wash and foam, float64 [4, 2, steps].

    The crest breaks along the shore, so that one channel precedes the other.
    """
    stretch = wave.stretch
    since = (frames - wave.break_frame) / SAMPLE_RATE_HERTZ
    since = since + 0.5 * wave.travel_seconds * np.array(((-1.0,), (1.0,)))
    after = np.maximum(since, 0.0)
    swell = np.exp(-(((since + 0.9 * stretch) / (1.5 * stretch)) ** 2))
    breaking = np.where(since < 0, np.exp(since / 0.45), np.exp(-after / (1.1 * stretch)))
    up = np.maximum(since + 0.3, 0.0)
    wash = (1.0 - np.exp(-up / 0.7)) * np.exp(-up / (2.0 * stretch))
    late = np.maximum(since - 0.5, 0.0)
    foam = (1.0 - np.exp(-late / 1.1)) * np.exp(-late / (2.4 * stretch))
    shapes = (0.8 * swell, 1.1 * wave.crash * breaking, wash, 0.3 * foam)
    return np.asarray(wave.level * np.stack(shapes), np.float64)


@cache
def _fizz() -> Bank:
    """Return the grains of bursting foam: tiny bubbles and splashes."""
    draw = np.random.default_rng(106)
    centres = np.clip(5_500.0 * np.exp(0.4 * draw.standard_normal(400)), 1_500.0, 14_000.0)
    decays = np.clip(0.0012 * np.exp(0.5 * draw.standard_normal(400)), 0.0003, 0.006)
    rings = chirps(centres[:200], 2.0 * decays[:200], draw.uniform(10.0, 60.0, 200))
    return Bank(rings + bursts(draw, centres[200:], np.full(200, 0.5), decays[200:]))
