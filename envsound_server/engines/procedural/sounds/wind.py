"""Wind: gusts drive the level, the brightness and the whistles of one noise.

After A. Farnell, "Designing Sound" (MIT Press, 2010), practical "Wind": one slowly varying wind
speed steers everything, reaches the left and the right at different moments, and makes edges
whistle at a pitch that rises with it.
"""

import numpy as np

from envsound_server.audio.waveform import Samples
from envsound_server.engines.procedural.layers import Intensity, Pace, Surface
from envsound_server.engines.procedural.noise import (
    FREQUENCIES_HERTZ,
    Drift,
    EqualisedNoise,
    spectrum,
)
from envsound_server.engines.procedural.source import Curve, Part

_SPEEDS = {Intensity.LIGHT: 0.72, Intensity.NORMAL: 1.0, Intensity.HEAVY: 1.4}
_GUSTS_HERTZ = {Pace.SLOW: 0.09, Pace.NORMAL: 0.2, Pace.FAST: 0.5}
_RUSTLE = spectrum(((400, -50), (1500, -14), (3500, 0), (6500, -2), (11000, -12), (18000, -30)))
_WHISTLES_HERTZ = (430.0, 690.0, 1150.0)


class Wind:
    """Wind of three strengths, in the open or in the leaves."""

    def __init__(self, part: Part) -> None:
        """Draws the whistles' pitches."""
        draw = part.generator()
        self._speed = _SPEEDS[part.layer.intensity]
        self._rustle_gain = 0.05 if part.layer.surface is Surface.LEAVES else 0.0
        self._gusts = Drift(part.generator(), _GUSTS_HERTZ[part.layer.pace], 3)
        self._turbulence = Drift(part.generator(), 2.5, 4)
        self._whistles_hertz = np.array(_WHISTLES_HERTZ) * draw.uniform(0.85, 1.2, 3)
        self._noise = EqualisedNoise(part.generator(), coherence=0.25)

    def render(self, first_frame: int) -> Samples:  # noqa: ARG002 - wind has no beginning
        """Renders a block; see `Source.render`."""
        both, *each = self._gusts.render()
        gusts = 0.8 * both + 0.6 * np.array(each)
        eddies = self._turbulence.render()
        speed = self._speed * np.exp(0.36 * gusts + 0.1 * eddies[:2])
        spectra = self._body(speed) + self._whistling(speed)
        if self._rustle_gain:
            flutter = np.maximum(speed - 0.15, 0.0) ** 1.5 * np.exp(0.35 * eddies[2:])
            spectra += self._rustle_gain * flutter[:, :, None] * _RUSTLE
        return self._noise.render(spectra)

    def _body(self, speed: Curve) -> Curve:
        """The rush of air, float64 [2, 64, 1025]: stronger and brighter as the speed grows."""
        corner = (320.0 * speed**0.8)[:, :, None]
        rush = 1.0 / (1.0 + (FREQUENCIES_HERTZ / corner) ** 2) ** 0.85
        rumble = (FREQUENCIES_HERTZ / (FREQUENCIES_HERTZ + 60.0)) ** 1.5
        return np.asarray(0.35 * (speed**1.3)[:, :, None] * rush * rumble, np.float64)

    def _whistling(self, speed: Curve) -> Curve:
        """Edges and wires, float64 [2, 64, 1025]: narrow bands that rise and fall with gusts."""
        spectra = np.zeros((*speed.shape, len(FREQUENCIES_HERTZ)))
        for number, hertz in enumerate(self._whistles_hertz):
            pitch = (hertz * (0.7 + 0.3 * speed))[:, :, None]
            strength = 0.5 * np.maximum(speed - 0.55 - 0.15 * number, 0.0) ** 1.6
            band = np.exp(-(((FREQUENCIES_HERTZ - pitch) / (0.03 * pitch + 12.0)) ** 2))
            spectra += strength[:, :, None] * band
        return spectra
