"""Gongs: many modes, of which the high ones are fed by the low ones after the blow.

The transfer of energy to high modes within some tenths of a second is described in N. Fletcher
and T. Rossing, "The Physics of Musical Instruments", chapter 20.
"""

import numpy as np

from envsound_server.audio.waveform import SAMPLE_RATE_HERTZ
from envsound_server.engines.procedural.models.modal import ring
from envsound_server.engines.procedural.source import Mono

_LOW_RATIOS = np.array((1.0, 1.47, 1.98, 2.41, 2.9, 3.42, 4.1, 4.7, 5.5, 6.3))
_GROUPS = ((500.0, 1_200.0, 0.06, 2.4), (1_200.0, 2_600.0, 0.16, 1.8), (2_600.0, 6_500.0, 0.3, 1.1))
"""Lowest and highest mode (Hz), time to wake (s), and decay (s) of the groups of high modes."""


class Gong:
    """A gong, the same for all its strokes."""

    def __init__(self, draw: np.random.Generator, lowest_hertz: float) -> None:
        """Draw its modes."""
        self._low = lowest_hertz * _LOW_RATIOS * np.exp(0.02 * draw.standard_normal(10))
        self._groups = [np.exp(draw.uniform(*np.log(group[:2]), 60)) for group in _GROUPS]

    def struck(self, draw: np.random.Generator, seconds: float) -> Mono:
        """Return a stroke, peak 1, of at most `seconds`."""
        longest = 1.1 * seconds + 0.02
        decays = 4.5 * (self._low / self._low[0]) ** -0.45
        gains = (self._low / self._low[0]) ** -0.3 * np.exp(0.3 * draw.standard_normal(10))
        sound = ring(self._low, decays, gains, None, longest)
        for modes, (_, _, waking_seconds, decay_seconds) in zip(self._groups, _GROUPS, strict=True):
            lasting = decay_seconds * np.exp(0.3 * draw.standard_normal(len(modes)))
            levels = 0.16 * np.exp(0.5 * draw.standard_normal(len(modes)))
            phases = draw.uniform(0.0, 2 * np.pi, len(modes))
            high = ring(modes, lasting, levels * (modes / 800.0) ** -0.5, phases, longest)
            high = high[: len(sound)]
            time = np.arange(len(high), dtype=np.float32) / SAMPLE_RATE_HERTZ
            sound[: len(high)] += high * (1.0 - np.exp(-time / waking_seconds))
        return np.asarray(sound / np.abs(sound).max(), np.float32)
