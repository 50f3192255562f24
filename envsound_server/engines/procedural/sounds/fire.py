"""Fire: crackles, the hiss of escaping gas, and flames that lap.

A. Farnell, "Designing Sound" (MIT Press, 2010), practical "Fire": three parts, lapping (low, slow
turbulence), crackling (short impulses at random, in flurries) and hissing (high noise in bursts).
"""

import numpy as np

from envsound_server.audio.waveform import Samples
from envsound_server.engines.procedural.grains import Scatter, balanced, burst_grain, modal_grain
from envsound_server.engines.procedural.layers import Intensity, Pace
from envsound_server.engines.procedural.noise import Drift, EqualisedNoise, spectrum
from envsound_server.engines.procedural.source import Mono, Part, decibels

_CRACKLES_HERTZ = {Intensity.LIGHT: 6.0, Intensity.NORMAL: 14.0, Intensity.HEAVY: 30.0}
_ROAR_DB = {Intensity.LIGHT: -27.0, Intensity.NORMAL: -22.0, Intensity.HEAVY: -17.0}
_PACES = {Pace.SLOW: 0.5, Pace.NORMAL: 1.0, Pace.FAST: 2.0}

_LAPPING = spectrum(
    ((25, -16), (50, -2), (110, 0), (240, -5), (600, -13), (1500, -26), (6000, -50))
)
_HISS = spectrum(((800, -50), (2500, -14), (5500, 0), (9500, -3), (15000, -18)))


class Fire:
    """A wood fire, from embers to a blaze."""

    def __init__(self, part: Part) -> None:
        """Draws the crackles."""
        draw = part.generator()
        intensity, pace = part.layer.intensity, _PACES[part.layer.pace]
        self._crackles_hertz = _CRACKLES_HERTZ[intensity] * pace
        self._roar = decibels(_ROAR_DB[intensity])
        self._crackles = Scatter(part.generator(), balanced([_crackle(draw) for _ in range(96)]))
        self._pops = Scatter(part.generator(), balanced([_pop(draw) for _ in range(24)]))
        self._flurries = Drift(part.generator(), 1.1)
        self._flames = Drift(part.generator(), 6.0 * min(pace, 1.5), 2)
        self._gas = Drift(part.generator(), 3.5)
        self._lapping = EqualisedNoise(part.generator(), coherence=0.2)
        self._hissing = EqualisedNoise(part.generator(), coherence=0.1)

    def render(self, first_frame: int) -> Samples:  # noqa: ARG002 - a fire has no beginning
        """Renders a block; see `Source.render`."""
        flurries = np.exp(1.0 * self._flurries.render()[0])
        flames = np.exp(0.5 * self._flames.render())[:, :, None]
        gas = np.maximum(self._gas.render()[0] + 0.4, 0.0) ** 2
        block = self._lapping.render(1.9 * self._roar * flames * _LAPPING)
        block += self._hissing.render(0.035 * self._roar * (0.4 + gas)[:, None] * _HISS)
        crackles = self._crackles.render(self._crackles_hertz * flurries, spread=2.0, width=0.9)
        pops = self._pops.render(0.07 * self._crackles_hertz * flurries, spread=1.2, width=0.8)
        block += np.float32(decibels(-62.0)) * crackles
        block += np.float32(decibels(-53.0)) * pops
        return block


def _crackle(draw: np.random.Generator) -> Mono:
    """A splinter that breaks: a very short burst, sometimes two close together."""
    centre = draw.uniform(1800.0, 6500.0)
    decay = draw.uniform(0.0003, 0.0022)
    grain = burst_grain(draw, (0.6 * centre, min(1.9 * centre, 15_000.0)), decay)
    return grain * np.float32(draw.lognormal(0.0, 0.5))


def _pop(draw: np.random.Generator) -> Mono:
    """A knot or pocket of sap that bursts: the wood itself rings, low and short."""
    first = draw.uniform(260.0, 750.0)
    ratios = np.array((1.0, 1.9, 3.3, 5.2)) * draw.uniform(0.9, 1.1, 4)
    decays = draw.uniform(0.003, 0.012) / ratios**0.7
    phases = draw.uniform(0.0, 2 * np.pi, 4)
    return modal_grain(first * ratios, decays, np.array((1.0, 0.8, 0.9, 0.6)), phases)
