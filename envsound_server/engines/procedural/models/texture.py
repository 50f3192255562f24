"""Textures of noise and grains: running water, frying, boiling, fire.

A noise bed stands for the dense background. Clouds of grains with varying rates are added to it.
One slow modulation applies to all parts, and each has a faster one of its own.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from envsound_server.audio.waveform import CHANNEL_COUNT, Samples
from envsound_server.engines.procedural.layers import Distance, Intensity, Pace
from envsound_server.engines.procedural.models.beds import NoiseBed
from envsound_server.engines.procedural.models.noise import Drift
from envsound_server.engines.procedural.models.particles import (
    Bank,
    Levels,
    Particles,
    log_normal,
    pareto,
)
from envsound_server.engines.procedural.source import BLOCK_FRAMES, Curve, Part, decibels

LEVEL = 0.07
"""RMS of a part at 0 dB: about -23 LUFS."""

_DENSITIES = {Intensity.LIGHT: 0.4, Intensity.NORMAL: 1.0, Intensity.HEAVY: 2.0}
_PACES = {Pace.SLOW: 0.6, Pace.NORMAL: 1.0, Pace.FAST: 1.7}
_BED_DB = {Intensity.LIGHT: -2.0, Intensity.NORMAL: 0.0, Intensity.HEAVY: 1.5}
_FAR_DB = {Distance.NEAR: -2.0, Distance.NORMAL: 0.0, Distance.DISTANT: 3.0}
_GRAINS_DB = {Distance.NEAR: 2.0, Distance.NORMAL: 0.0, Distance.DISTANT: -3.0}
_MOST_HERTZ = 4_000.0


@dataclass(frozen=True, slots=True)
class Bed:
    """A noise bed.

    Attributes:
        points: Spectrum, (Hz, dB).
        level_db: Level, 0 for an RMS of `LEVEL`, dB.
        depth_db: Standard deviation of the level of each band, dB.
        rate_hertz: Rate of the level changes, Hz, < 20.
        bands: Number of bands.
        togetherness: Correlation of the bands' levels, 0 to 1.
        coherence: Correlation of left and right.
    """

    points: Sequence[tuple[float, float]]
    level_db: float = 0.0
    depth_db: float = 1.0
    rate_hertz: float = 1.0
    bands: int = 6
    togetherness: float = 0.5
    coherence: float = 0.3


@dataclass(frozen=True, slots=True)
class GrainCloud:
    """A cloud of grains.

    Attributes:
        bank: Cached function that returns the bank of grains.
        rate_hertz: Mean rate of the grains, Hz.
        level_db: Level, 0 for an RMS of `LEVEL`, dB.
        exponent: Exponent of the power law of their levels, or None for log-normal levels.
        sigma_db: Standard deviation of log-normal levels, dB.
        flurry: Standard deviation of the logarithm of their rate.
        flurry_hertz: Rate of these changes, Hz, < 20.
        width: Stereo width, 0 to 1.
    """

    bank: Callable[[], Bank]
    rate_hertz: float
    level_db: float
    exponent: float | None = None
    sigma_db: float = 6.0
    flurry: float = 0.5
    flurry_hertz: float = 2.0
    width: float = 0.8

    def levels(self) -> Levels:
        """Return the distribution of the grains' levels."""
        return log_normal(self.sigma_db) if self.exponent is None else pareto(self.exponent)


class Texture:
    """A `Source`: noise beds and grain clouds."""

    def __init__(
        self,
        part: Part,
        beds: Sequence[Bed],
        clouds: Sequence[GrainCloud],
        *,
        current_db: float = 1.0,
        current_hertz: float = 0.15,
    ) -> None:
        """Set up the parts.

        Args:
            part: The part to play. Its intensity, distance and pace set density and balance.
            beds: The noise beds.
            clouds: The grain clouds.
            current_db: Standard deviation of the level of the whole, dB.
            current_hertz: Rate of its changes, Hz.
        """
        layer = part.layer
        density, pace = _DENSITIES[layer.intensity], _PACES[layer.pace]
        bed_db = _BED_DB[layer.intensity] + _FAR_DB[layer.distance]
        grains_db = _GRAINS_DB[layer.distance]
        self._beds = [(_noise(part, bed, pace), _gain(10.0, bed.level_db + bed_db)) for bed in beds]
        self._clouds = []
        for grains in clouds:
            rate = min(grains.rate_hertz * density * pace, _MOST_HERTZ)
            gain = _gain(
                (grains.rate_hertz * density) ** -0.5 * density**0.2, grains.level_db + grains_db
            )
            self._clouds.append(_Flurries(part, grains, rate, gain))
        self._current = Drift(part.generator(), current_hertz)
        self._depth = current_db * np.log(10.0) / 20.0

    def render(self) -> Samples:
        """Render a block (see `Source.render`)."""
        current = np.exp(self._depth * self._current.render()[0])
        block = np.zeros((CHANNEL_COUNT, BLOCK_FRAMES), np.float32)
        for noise, gain in self._beds:
            block += noise.render(gain * current)
        for flurries in self._clouds:
            block += flurries.render(current)
        return block


class _Flurries:
    """A rendered grain cloud with a varying rate."""

    def __init__(self, part: Part, clouds: GrainCloud, rate_hertz: float, gain: float) -> None:
        self._particles = Particles(
            part.generator(), clouds.bank(), clouds.levels(), width=clouds.width
        )
        self._drift = Drift(part.generator(), clouds.flurry_hertz)
        self._flurry = clouds.flurry
        self._rate_hertz, self._gain = rate_hertz, gain

    def render(self, current: Curve) -> Samples:
        swell = np.exp(self._flurry * self._drift.render()[0] - 0.5 * self._flurry**2)
        rates = np.minimum(self._rate_hertz * swell * current**2, 2.0 * _MOST_HERTZ)
        return self._particles.render(rates, self._gain)


def _noise(part: Part, bed: Bed, pace: float) -> NoiseBed:
    return NoiseBed(
        part,
        bed.points,
        depth_db=bed.depth_db,
        rate_hertz=min(bed.rate_hertz * pace, 18.0),
        band_count=bed.bands,
        togetherness=bed.togetherness,
        coherence=bed.coherence,
    )


def _gain(scale: float, level_db: float) -> float:
    return scale * LEVEL * decibels(level_db)
