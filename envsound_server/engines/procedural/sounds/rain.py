"""Rain: drops of all sizes on a surface, over the wash of all those too far off to tell apart.

After A. Farnell, "Designing Sound" (MIT Press, 2010), practical "Rain", and the atoms of Verron and
Drettakis (AES 133rd Convention, 2012): modal impacts, bubbles and equalised noise.
"""

from dataclasses import dataclass

import numpy as np

from envsound_server.audio.waveform import Samples
from envsound_server.engines.procedural.grains import (
    DenseScatter,
    Scatter,
    balanced,
    bubble_grain,
    burst_grain,
    modal_grain,
)
from envsound_server.engines.procedural.layers import Intensity, Pace, Surface
from envsound_server.engines.procedural.noise import Drift, EqualisedNoise, spectrum
from envsound_server.engines.procedural.source import Curve, Mono, Part, decibels

_CLOSE_DROPS = 48
_DROP_SIZES = 9


@dataclass(frozen=True, slots=True)
class _Shower:
    """How hard it rains: rate (mm/h), drops (1/s) and their level (dB), wash (dB)."""

    millimetres_per_hour: float
    drops_hertz: float
    close_drops_hertz: float
    drops_db: float
    wash_db: float


_SHOWERS = {
    Intensity.LIGHT: _Shower(2.0, 260.0, 9.0, -57.0, -39.0),
    Intensity.NORMAL: _Shower(8.0, 1400.0, 26.0, -61.0, -34.0),
    Intensity.HEAVY: _Shower(40.0, 5200.0, 60.0, -62.5, -28.5),
}


@dataclass(frozen=True, slots=True)
class _Material:
    """What the drops strike.

    Attributes:
        wash: Spectrum of the far drops, (Hz, dB).
        modes_hertz: Pitch of the smallest and of the largest drops' impact.
        mode_count: Modes in an impact, from the pitch upwards; 0 for a dull pat without any.
        decay_seconds: Of the smallest and of the largest drops' impact.
        drops_db: Level of the drops against the usual.
        close_db: Level of the close drops against the usual.
        bubble_share: Part of the close drops that are bubbles.
    """

    wash: tuple[tuple[float, float], ...]
    modes_hertz: tuple[float, float]
    mode_count: int
    decay_seconds: tuple[float, float]
    drops_db: float
    close_db: float
    bubble_share: float


_MATERIALS = {
    Surface.NONE: _Material(
        ((60, -26), (250, -14), (900, -4), (2500, 0), (6000, -3), (11000, -9), (18000, -22)),
        (7800.0, 1500.0), 0, (0.0004, 0.0016), 0.0, 0.0, 0.4,
    ),
    Surface.LEAVES: _Material(
        ((60, -24), (250, -9), (700, -2), (1800, 0), (4500, -6), (9000, -15), (16000, -30)),
        (2800.0, 420.0), 0, (0.0010, 0.0045), 3.0, 5.0, 0.05,
    ),
    Surface.ROOF: _Material(
        ((60, -20), (250, -10), (700, -4), (1800, 0), (4000, -3), (9000, -12), (16000, -28)),
        (3800.0, 620.0), 5, (0.006, 0.028), 5.0, 6.0, 0.0,
    ),
    Surface.WINDOW: _Material(
        ((60, -12), (250, -2), (600, 0), (1500, -7), (4000, -18), (9000, -32), (16000, -50)),
        (3600.0, 900.0), 3, (0.0015, 0.006), 2.0, 5.0, 0.1,
    ),
    Surface.WATER: _Material(
        ((60, -30), (250, -18), (900, -8), (2500, -3), (6000, 0), (11000, -4), (18000, -18)),
        (9000.0, 3500.0), 0, (0.0004, 0.0012), -4.0, 6.0, 0.95,
    ),
}  # fmt: skip

_PACES = {Pace.SLOW: 0.5, Pace.NORMAL: 1.0, Pace.FAST: 1.8}


class Rain:
    """Rain of three strengths on five surfaces."""

    def __init__(self, part: Part) -> None:
        """Draws its drops."""
        shower = _SHOWERS[part.layer.intensity]
        material = _MATERIALS[part.layer.surface]
        pace = _PACES[part.layer.pace]
        self._wash = spectrum(material.wash) * decibels(shower.wash_db)
        self._wash_noise = EqualisedNoise(part.generator(), coherence=0.15)
        self._gust = Drift(part.generator(), 0.25)
        self._drops_hertz = shower.drops_hertz * pace
        self._close_hertz = shower.close_drops_hertz * pace
        draw = part.generator()
        quantiles = (np.arange(_DROP_SIZES) + 0.5) / _DROP_SIZES
        drops = _drop_bank(draw, material, shower, quantiles)
        self._drops = DenseScatter(part.generator(), drops)
        self._drops_gain = np.float32(decibels(material.drops_db + shower.drops_db))
        self._close = Scatter(part.generator(), _close_bank(draw, material, shower))
        self._close_gain = np.float32(decibels(material.close_db + shower.drops_db))

    def render(self, first_frame: int) -> Samples:  # noqa: ARG002 - rain has no first drop
        """Renders a block; see `Source.render`."""
        gust = np.clip(1.0 + 0.22 * self._gust.render()[0], 0.4, 1.8)
        block = self._wash_noise.render(self._wash * np.sqrt(gust)[:, None])
        block += self._drops_gain * self._drops.render(self._drops_hertz * gust)
        block += self._close_gain * self._close.render(self._close_hertz * gust)
        return block


def _drop_bank(
    draw: np.random.Generator, material: _Material, shower: _Shower, quantiles: Curve
) -> list[Mono]:
    """Impacts of drops whose sizes follow J. S. Marshall and W. M. Palmer (J. Meteorology, 1948).

    Their number falls as exp(-4.1 R^-0.21 D) with the diameter D in mm, R in mm/h; `quantiles`
    (float64 [drops], 0 to 1) picks the drops from that. Larger ones sound louder, lower, longer.
    """
    mean_millimetres = shower.millimetres_per_hour**0.21 / 4.1
    diameters = -mean_millimetres * np.log1p(-quantiles)
    sizes = np.clip(diameters / 2.5, 0.0, 1.0)
    return balanced([_impact(draw, material, size) * (0.4 + size) for size in sizes])


def _impact(draw: np.random.Generator, material: _Material, size: float) -> Mono:
    """One drop's impact; `size` 0 (smallest) to 1 (largest)."""
    small, large = material.modes_hertz
    first = small * (large / small) ** (size**0.6) * draw.lognormal(0.0, 0.22)
    quick, slow = material.decay_seconds
    decay = quick * (slow / quick) ** size
    count = material.mode_count
    if not count:
        return burst_grain(draw, (0.55 * first, min(1.8 * first, 16_000.0)), decay)
    ratios = 1.0 + np.cumsum(draw.uniform(0.25, 0.9, count)) - 0.25
    frequencies = np.minimum(first * ratios, 16_000.0)
    decays = decay / np.sqrt(ratios) * draw.uniform(0.7, 1.3, count)
    phases = draw.uniform(0.0, 2 * np.pi, count)
    return modal_grain(frequencies, decays, draw.uniform(0.4, 1.0, count) / ratios, phases)


def _close_bank(draw: np.random.Generator, material: _Material, shower: _Shower) -> list[Mono]:
    """The drops close by: large impacts, and bubbles where there is water to fall into."""
    bubble_count = round(material.bubble_share * _CLOSE_DROPS)
    bubbles = [bubble_grain(draw.uniform(0.0007, 0.0022), 0.25) for _ in range(bubble_count)]
    quantiles = draw.uniform(0.6, 0.999, _CLOSE_DROPS - bubble_count)
    impacts = _drop_bank(draw, material, shower, quantiles)
    return [*impacts, *balanced(bubbles)] if bubbles else impacts
