"""Rain at three distances: the wash of all far drops, a patter of grains, and single drops.

The patter's levels follow a power law, as for drops distributed over a plane. Levels, rates and
spectra come from a search against recordings of rain, within the range of their measurements.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np

from envsound_server.audio.waveform import Samples
from envsound_server.engines.procedural.layers import Distance, Intensity
from envsound_server.engines.procedural.models.beds import NoiseBed
from envsound_server.engines.procedural.models.drops import bursts, chirps, taps
from envsound_server.engines.procedural.models.noise import Drift
from envsound_server.engines.procedural.models.particles import (
    Bank,
    Particles,
    log_normal,
    pareto,
)
from envsound_server.engines.procedural.source import Part, decibels

_DENSITIES = {Intensity.LIGHT: 0.3, Intensity.NORMAL: 1.0, Intensity.HEAVY: 2.0}
_MOST_HERTZ = 3_000.0
_PITCHES = {Intensity.LIGHT: 1.1, Intensity.NORMAL: 1.0, Intensity.HEAVY: 0.65}
"""Shift of the wash's spectrum for heavy rain, which is darker (measured on 2 recordings)."""

_PATTERS_DB = {Intensity.LIGHT: 0.0, Intensity.NORMAL: 0.0, Intensity.HEAVY: -3.0}
_WASHES_DB = {Intensity.LIGHT: -3.0, Intensity.NORMAL: 0.0, Intensity.HEAVY: 2.0}
_NEARS_DB = {Distance.NEAR: 5.0, Distance.NORMAL: 0.0, Distance.DISTANT: -12.0}
_FARS_DB = {Distance.NEAR: -3.0, Distance.NORMAL: 0.0, Distance.DISTANT: 4.0}
_LEVEL = 0.07
_DRIFT_HERTZ = 0.12
_SEED = 411


@dataclass(frozen=True, slots=True)
class Drops:
    """The sound of drops on one kind of surface.

    Attributes:
        centre_hertz: Median pitch of bubbles and middle of the bursts, Hz.
        spread: Standard deviation of its natural logarithm.
        decay_seconds: Median time in which a burst falls to 1/e, s.
        bubble_share: Share of drops with a bubble of rising pitch.
        tap_share: Share of drops that excite the surface's modes. The rest are bursts.
        rise: Relative rate of the rise of a bubble's pitch, 1/s.
        bubble_stretch: Ratio of a bubble's decay to a burst's.
        tap_hertz: Median frequency of the surface's modes, Hz.
        tap_spread: Standard deviation of the logarithm of a tap's frequencies.
        tap_seconds: Median decay of the surface's ring, s.
        tap_modes: Modes that one tap excites.
        burst_width: Standard deviation of a burst's band over the logarithm of frequency.
        count: Number of different drops.
    """

    centre_hertz: float
    spread: float
    decay_seconds: float
    bubble_share: float = 0.0
    tap_share: float = 0.0
    rise: float = 30.0
    bubble_stretch: float = 3.0
    tap_hertz: float = 800.0
    tap_spread: float = 0.5
    tap_seconds: float = 0.006
    tap_modes: int = 5
    burst_width: float = 0.5
    count: int = 640


@dataclass(frozen=True, slots=True)
class Rain:
    """A steady rain on a surface.

    Attributes:
        wash: Spectrum of the far drops, (Hz, dB).
        wash_db: Its level relative to the patter, dB.
        drops: The drops of the patter.
        rate_hertz: Drops of the patter, 1/s.
        exponent: Of the power law of their levels.
        near: The single drops.
        near_rate_hertz: Rate of single drops, 1/s.
        near_db: Their level relative to the patter, dB.
        near_sigma_db: Standard deviation of their levels, dB.
        gusts_db: Standard deviation of the rain's strength over time, dB.
        coherence: Correlation of left and right in the wash.
        measured_at: The strength to which all of these apply.
        level_db: Gain of the whole, dB.
    """

    wash: Sequence[tuple[float, float]]
    wash_db: float
    drops: Drops
    rate_hertz: float
    exponent: float
    near: Drops
    near_rate_hertz: float
    near_db: float
    near_sigma_db: float = 6.0
    gusts_db: float = 0.8
    coherence: float = 0.3
    measured_at: Intensity = Intensity.NORMAL
    level_db: float = 0.0


class Rainfall:
    """A `Source`: rain on a surface, of three strengths."""

    def __init__(self, part: Part, rain: Rain) -> None:
        """Set up wash, patter and single drops."""
        intensity, distance = part.layer.intensity, part.layer.distance
        usual = rain.measured_at
        density = _DENSITIES[intensity] / _DENSITIES[usual]
        pitch = _PITCHES[intensity] / _PITCHES[usual]
        wash = [(hertz * pitch, level_db) for hertz, level_db in rain.wash]
        self._wash = NoiseBed(
            part, wash, depth_db=rain.gusts_db, rate_hertz=0.3, coherence=rain.coherence
        )
        self._patter = Particles(part.generator(), bank(rain.drops), pareto(rain.exponent))
        levels = log_normal(rain.near_sigma_db)
        self._near = Particles(part.generator(), bank(rain.near), levels)
        self._gusts = Drift(part.generator(), _DRIFT_HERTZ, 2)
        self._depth = rain.gusts_db * np.log(10.0) / 10.0
        self._rate_hertz = min(rain.rate_hertz * density, _MOST_HERTZ)
        self._near_rate_hertz = rain.near_rate_hertz * density**0.7
        level = _LEVEL * decibels(rain.level_db)
        far_db = rain.wash_db + _WASHES_DB[intensity] - _WASHES_DB[usual] + _FARS_DB[distance]
        self._wash_gain = np.float32(10.0 * level * decibels(far_db))
        near_db = rain.near_db + _NEARS_DB[distance]
        patter_db = _PATTERS_DB[intensity] - _PATTERS_DB[usual]
        patter_db += min(_NEARS_DB[distance], 0.0) / 4.0
        self._patter_gain = level * decibels(patter_db) / np.sqrt(self._rate_hertz)
        self._near_gain = level * decibels(near_db) / np.sqrt(rain.near_rate_hertz)

    def render(self) -> Samples:
        """Render a block (see `Source.render`)."""
        patter, near = np.exp(self._depth * self._gusts.render())
        block = self._wash_gain * self._wash.render()
        block += self._patter.render(self._rate_hertz * patter, self._patter_gain)
        block += self._near.render(self._near_rate_hertz * near, self._near_gain)
        return block


@cache
def bank(drops: Drops) -> Bank:
    """Return the bank of drops of a kind, identical for every sound."""
    draw = np.random.default_rng(_SEED)
    rings = int(drops.count * drops.bubble_share)
    struck = int(drops.count * drops.tap_share)
    noisy = drops.count - rings - struck
    centres = drops.centre_hertz * np.exp(drops.spread * draw.standard_normal(drops.count))
    centres = np.clip(centres, 150.0, 15_000.0)
    decays = drops.decay_seconds * np.exp(0.5 * draw.standard_normal(drops.count))
    decays = np.clip(decays, 0.0003, 0.03)
    stretch = np.minimum(drops.bubble_stretch * decays[:rings], 0.03)
    grains = chirps(centres[:rings], stretch, drops.rise * draw.uniform(0.3, 1.7, rings))
    bodies = drops.tap_hertz * np.exp(0.3 * draw.standard_normal(struck))
    tapped = drops.tap_seconds * np.exp(0.4 * draw.standard_normal(struck))
    grains += taps(draw, bodies, drops.tap_spread, drops.tap_modes, tapped)
    widths = np.full(noisy, drops.burst_width)
    grains += bursts(draw, centres[drops.count - noisy :], widths, decays[drops.count - noisy :])
    return Bank(grains)
