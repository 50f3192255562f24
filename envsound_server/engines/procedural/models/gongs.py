"""Gongs: hundreds of modes, the high ones excited by the low ones after the blow.

The transfer of energy to high modes within some tenths of a second is described in N. Fletcher
and T. Rossing, "The Physics of Musical Instruments", chapter 20.
"""

import numpy as np

from envsound_server.audio.waveform import SAMPLE_RATE_HERTZ
from envsound_server.engines.procedural.models.modal import ring
from envsound_server.engines.procedural.source import Mono, frames_of

_HIGHEST_HERTZ = 9_000.0
_MODES = 380
_LOW_RATIOS = np.array((1.0, 1.5, 2.0, 2.6))
_EDGES_HERTZ = (0.0, 400.0, 800.0, 1_500.0, 3_000.0, 6_000.0, 20_000.0)
_DECAY_SECONDS, _DECAY_SLOPE = 3.0, -0.4
"""Decay to 1/e at 300 Hz, s, and the exponent by which it falls with frequency."""

_FALL_DB_PER_OCTAVE = 7.0
_WAKING_SECONDS, _WAKING_PART = 0.3, 0.5
"""Rise time of the high modes, and the part of them that the blow itself does not excite."""


class Gong:
    """The modes of one gong, which all its strokes share."""

    def __init__(self, draw: np.random.Generator, lowest_hertz: float) -> None:
        """Draw its modes."""
        spread = draw.uniform(0.0, np.log(_HIGHEST_HERTZ / lowest_hertz), _MODES)
        modes = lowest_hertz * np.concatenate((_LOW_RATIOS, np.exp(spread)))
        levels_db = -_FALL_DB_PER_OCTAVE * np.log2(np.maximum(modes, 300.0) / 300.0)
        levels_db += draw.normal(0.0, 4.0, len(modes))
        lasting = _DECAY_SECONDS * (modes / 300.0) ** _DECAY_SLOPE
        lasting *= np.exp(0.3 * draw.standard_normal(len(modes)))
        group = np.digitize(modes, _EDGES_HERTZ[1:-1])
        self._groups = [
            (
                modes[group == number],
                lasting[group == number],
                10 ** (levels_db[group == number] / 20),
            )
            for number in range(len(_EDGES_HERTZ) - 1)
        ]

    def strike(self, draw: np.random.Generator, seconds: float) -> Mono:
        """Return a stroke, peak 1, of at most `seconds`."""
        longest = min(1.1 * seconds + 0.02, 4.0 * _DECAY_SECONDS)
        sound = np.zeros(frames_of(longest), np.float32)
        for number, (modes, decays, levels) in enumerate(self._groups):
            gains = levels * np.exp(0.3 * draw.standard_normal(len(modes)))
            phases = draw.uniform(0.0, 2 * np.pi, len(modes))
            rung = ring(modes, decays, gains, phases, longest)[: len(sound)]
            if number:
                time = np.arange(len(rung), dtype=np.float32) / np.float32(SAMPLE_RATE_HERTZ)
                rung *= 1.0 - np.float32(_WAKING_PART) * np.exp(-time / np.float32(_WAKING_SECONDS))
            sound[: len(rung)] += rung
        attack = min(len(sound), frames_of(0.002))
        sound[:attack] *= np.linspace(0.0, 1.0, attack, dtype=np.float32)
        return np.asarray(sound / np.abs(sound).max(), np.float32)
