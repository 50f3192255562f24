"""The ambient noise of the place around quiet events.

A footstep peaks at some 70 dB at a few metres and a lived-in room is at 30 dB, a street at 45: the
noise of the place lies only 30 to 45 dB below the events.
"""

from collections.abc import Sequence

import numpy as np

from envsound_server.audio.waveform import Samples
from envsound_server.engines.procedural.models.beds import NoiseBed
from envsound_server.engines.procedural.models.fades import FadedIn
from envsound_server.engines.procedural.source import Part, Source, decibels

INDOORS = ((40, 0), (100, 1), (250, -3), (800, -9), (2_500, -17), (8_000, -27), (16_000, -40))
"""Spectrum of a lived-in room, Hz and dB."""

OUTDOORS = ((40, 2), (100, 1), (300, -3), (1_000, -6), (3_000, -12), (8_000, -22), (16_000, -36))
"""Spectrum of a quiet street or a wood, Hz and dB."""

_BED_RMS_DB = -20.0


class WithPresence:
    """A `Source`: events, and the soft ambient noise of their place."""

    def __init__(
        self,
        part: Part,
        events: Source,
        level_db: float,
        points: Sequence[tuple[float, float]] = INDOORS,
    ) -> None:
        """Set up the noise.

        Args:
            part: The part to play.
            events: The events, which peak at about 1.
            level_db: RMS of the noise, dB.
            points: Its spectrum, Hz and dB.
        """
        self._events = events
        noise = NoiseBed(part, points, depth_db=1.0, rate_hertz=0.4, coherence=0.3)
        self._bed = FadedIn(part, noise)
        self._gain = np.float32(decibels(level_db - _BED_RMS_DB))

    def render(self) -> Samples:
        """Render a block (see `Source.render`)."""
        return np.asarray(self._events.render() + self._gain * self._bed.render(), np.float32)
