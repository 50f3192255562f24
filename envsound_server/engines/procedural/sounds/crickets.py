"""Crickets: each wing stroke is one pulse of a nearly pure tone, a few strokes make a chirp.

A. Farnell, "Designing Sound" (MIT Press, 2010), practical "Insects" (field cricket): a carrier
between 4 and 5 kHz in pulses, three or four of them a chirp.
"""

from dataclasses import dataclass

import numpy as np

from envsound_server.audio.waveform import SAMPLE_RATE_HERTZ, Samples
from envsound_server.engines.procedural.grains import OverlapBuffer
from envsound_server.engines.procedural.layers import Intensity, Pace
from envsound_server.engines.procedural.noise import Drift, EqualisedNoise, spectrum
from envsound_server.engines.procedural.source import BLOCK_FRAMES, Mono, Part, decibels

_CRICKETS = {Intensity.LIGHT: 2, Intensity.NORMAL: 5, Intensity.HEAVY: 12}
_PACES = {Pace.SLOW: 0.6, Pace.NORMAL: 1.0, Pace.FAST: 1.7}
_LONGEST_CHIRP_SECONDS = 0.4
_NIGHT = spectrum(((60, -6), (200, 0), (700, -10), (2500, -22), (8000, -40)))
_CHORUS = spectrum(((3300, -60), (4100, -8), (4500, 0), (4800, -1), (5300, -12), (6400, -60)))


@dataclass(slots=True)
class _Cricket:
    """One cricket: its chirps, its period (s), its level and place."""

    chirps: list[Mono]
    period_seconds: float
    level: float
    place: float
    next_frame: int


class Crickets:
    """Crickets near by and a far chorus, on a still night."""

    def __init__(self, part: Part) -> None:
        """Places the crickets."""
        self._draw = part.generator()
        pace = _PACES[part.layer.pace]
        count = _CRICKETS[part.layer.intensity]
        self._crickets = [self._cricket(part, pace) for _ in range(count)]
        self._crickets[0].next_frame = part.first_onset(self._draw, 0.05, 0.25)
        self._chirps = OverlapBuffer(int(_LONGEST_CHIRP_SECONDS * SAMPLE_RATE_HERTZ), 0)
        self._night = EqualisedNoise(part.generator(), coherence=0.2)
        self._far = Drift(part.generator(), 4.0 * pace, 2)

    def render(self, first_frame: int) -> Samples:
        """Renders a block; see `Source.render`."""
        for cricket in self._crickets:
            while cricket.next_frame < first_frame + BLOCK_FRAMES:
                chirp = cricket.chirps[int(self._draw.integers(len(cricket.chirps)))]
                level = cricket.level * self._draw.uniform(0.85, 1.0)
                self._chirps.add(cricket.next_frame - first_frame, chirp, level, cricket.place)
                period = cricket.period_seconds * self._draw.normal(1.0, 0.03)
                # Now and then a cricket rests for a while.
                period *= 4.0 if self._draw.random() < 0.05 else 1.0
                cricket.next_frame += int(period * SAMPLE_RATE_HERTZ)
        far = np.exp(0.5 * self._far.render())[:, :, None]
        bed = decibels(-58.0) * _NIGHT + decibels(-37.0) * far * _CHORUS
        return self._chirps.pop() + self._night.render(bed)

    def _cricket(self, part: Part, pace: float) -> _Cricket:
        draw = self._draw
        carrier_hertz = draw.normal(4_600.0, 220.0)
        pulse_count = 3 if draw.random() < 0.7 else 4
        spacing_seconds = draw.uniform(0.026, 0.036) / pace**0.5
        chirps = [_chirp(draw, carrier_hertz, pulse_count, spacing_seconds) for _ in range(4)]
        level, place = 0.15 * draw.uniform(0.25, 1.0), draw.uniform(-0.95, 0.95)
        period_seconds = draw.uniform(0.42, 0.75) / pace
        return _Cricket(chirps, period_seconds, level, place, part.first_onset(draw, 0.05, 0.8))


def _chirp(
    draw: np.random.Generator, carrier_hertz: float, pulse_count: int, spacing_seconds: float
) -> Mono:
    """A chirp, float32 [frames]: pulses that grow and sag in pitch as the wings close."""
    spacing = int(spacing_seconds * SAMPLE_RATE_HERTZ)
    frames = int(0.62 * spacing)
    along = np.linspace(0.0, 1.0, frames)
    chirp = np.zeros(spacing * pulse_count, np.float32)
    for pulse in range(pulse_count):
        pitch = carrier_hertz * (1.0 + 0.012 * (0.5 - along) + draw.normal(0.0, 0.003))
        phase = 2 * np.pi * np.cumsum(pitch) / SAMPLE_RATE_HERTZ
        level = np.sin(np.pi * along**1.3) ** 1.5 * (0.6 + 0.4 * (pulse + 1) / pulse_count)
        tone = np.sin(phase) + 0.06 * np.sin(2 * phase) + 0.02 * np.sin(3 * phase)
        chirp[pulse * spacing : pulse * spacing + frames] = level * tone
    return chirp
