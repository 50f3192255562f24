"""A stream: bubbles of all sizes that rise and ring, over the rush of the water.

K. van den Doel, "Physically based models for liquid sounds" (2005): running water is heard through
its bubbles; small ones are many and high, large ones few, low and loud.
"""

import numpy as np

from envsound_server.audio.waveform import Samples
from envsound_server.engines.procedural.grains import Scatter, balanced, bubble_grain
from envsound_server.engines.procedural.layers import Intensity, Pace
from envsound_server.engines.procedural.noise import Drift, EqualisedNoise, spectrum
from envsound_server.engines.procedural.source import Part, decibels

_BANK_SIZE = 160
_SMALLEST_METRES = 0.0006
_LARGEST_METRES = 0.007
_BUBBLES_HERTZ = {Intensity.LIGHT: 45.0, Intensity.NORMAL: 120.0, Intensity.HEAVY: 320.0}
_MEAN_METRES = {Intensity.LIGHT: 0.0007, Intensity.NORMAL: 0.0011, Intensity.HEAVY: 0.0016}
_RUSH_DB = {Intensity.LIGHT: -44.0, Intensity.NORMAL: -36.0, Intensity.HEAVY: -28.0}
_PACES = {Pace.SLOW: 0.55, Pace.NORMAL: 1.0, Pace.FAST: 1.8}
_GURGLES_METRES = (0.003, 0.0075)

_RUSH = spectrum(
    ((60, -30), (180, -10), (420, 0), (900, -3), (2200, -10), (6000, -20), (14000, -38))
)


class Stream:
    """Running water, from a trickle to a river."""

    def __init__(self, part: Part) -> None:
        """Draws the bubbles: their radii fall off exponentially."""
        draw = part.generator()
        intensity, pace = part.layer.intensity, _PACES[part.layer.pace]
        radii = _SMALLEST_METRES + draw.exponential(_MEAN_METRES[intensity], _BANK_SIZE)
        bubbles = [_bubble(draw, radius) for radius in np.minimum(radii, _LARGEST_METRES)]
        gurgles = [_bubble(draw, radius) for radius in draw.uniform(*_GURGLES_METRES, 40)]
        self._bubbles = Scatter(part.generator(), balanced(bubbles))
        self._gurgles = Scatter(part.generator(), balanced(gurgles))
        self._bubbles_hertz = _BUBBLES_HERTZ[intensity] * pace
        self._eddies = Drift(part.generator(), 1.6 * pace, 3)
        self._noise = EqualisedNoise(part.generator(), coherence=0.2)
        self._rush = decibels(_RUSH_DB[intensity]) * _RUSH

    def render(self, first_frame: int) -> Samples:  # noqa: ARG002 - a stream has no beginning
        """Renders a block; see `Source.render`."""
        flow, swirl, rush = np.exp(0.55 * self._eddies.render())
        block = self._noise.render(self._rush * (rush**0.4)[:, None])
        bubbles = self._bubbles.render(self._bubbles_hertz * flow, spread=1.1)
        gurgles = self._gurgles.render(0.06 * self._bubbles_hertz * swirl**2, spread=1.0)
        block += np.float32(decibels(-49.0)) * bubbles
        block += np.float32(decibels(-43.0)) * gurgles
        return block


def _bubble(
    draw: np.random.Generator, radius_metres: float
) -> np.ndarray[tuple[int], np.dtype[np.float32]]:
    loudness = (radius_metres / 0.002) ** 0.8
    return bubble_grain(radius_metres, draw.uniform(0.02, 0.3)) * np.float32(loudness)
