"""Thunder: the shock waves of a tortuous channel, then the rolling of what comes late.

H. S. Ribner and D. Roy, "Acoustics of thunder: a quasilinear model for tortuous lightning",
J. Acoust. Soc. Am. 72(6), 1982: each short segment of the channel sends out an N-wave; their
different arrival times make the claps, rumbles and rolls. High pitches die on the long way
(ISO 9613-1), so that thunder darkens as it goes on.
"""

from dataclasses import dataclass

import numpy as np
import scipy.signal

from envsound_server.audio.waveform import SAMPLE_RATE_HERTZ, Samples
from envsound_server.engines.procedural.grains import OverlapBuffer
from envsound_server.engines.procedural.layers import Distance, Intensity, Pace
from envsound_server.engines.procedural.noise import (
    FREQUENCIES_HERTZ,
    Drift,
    EqualisedNoise,
    spectrum,
)
from envsound_server.engines.procedural.source import (
    BLOCK_FRAMES,
    HOP_FRAMES,
    STEPS_PER_BLOCK,
    Curve,
    Mono,
    Part,
    decibels,
)
from envsound_server.engines.procedural.space import air_absorption_decibels_per_metre, air_filter

_SOUND_METRES_PER_SECOND = 340.0
_DISTANCES_METRES = {Distance.NEAR: 350.0, Distance.NORMAL: 1200.0, Distance.DISTANT: 4500.0}
_INTENSITY_DB = {Intensity.LIGHT: -7.0, Intensity.NORMAL: 0.0, Intensity.HEAVY: 5.0}
_INTERVALS_SECONDS = {Pace.SLOW: (14.0, 26.0), Pace.NORMAL: (7.0, 15.0), Pace.FAST: (3.0, 6.5)}
_FARTHEST_METRES = 9_000.0
_LONGEST_SECONDS = 26.0
_BANK_SIZE = 14

_ROLL_BANDS = (
    (spectrum(((22, -30), (32, -3), (60, 0), (90, -6), (180, -28), (400, -60))), 4.2),
    (spectrum(((40, -40), (90, -6), (160, 0), (320, -9), (700, -30), (1500, -60))), 2.4),
    (spectrum(((150, -40), (350, -6), (700, 0), (1600, -12), (4000, -36), (9000, -70))), 0.9),
)
"""The rolling: spectrum of a band, and the time in which it falls to 1/e, s."""


@dataclass(frozen=True, slots=True)
class _Strike:
    """A stroke of lightning that is still heard."""

    first_frame: int
    gain: float


class Thunder:
    """Strikes at random intervals over a far, faint rolling."""

    def __init__(self, part: Part) -> None:
        """Sets the first strike within the first moments of the sound."""
        self._draw = part.generator()
        self._distance_metres = _DISTANCES_METRES[part.layer.distance]
        self._gain = decibels(_INTENSITY_DB[part.layer.intensity])
        self._interval_seconds = _INTERVALS_SECONDS[part.layer.pace]
        self._next_frame = part.first_onset(self._draw, 0.5, 1.6)
        self._bank_metres = np.geomspace(self._distance_metres, _FARTHEST_METRES, _BANK_SIZE)
        self._bank = [_n_wave(metres) for metres in self._bank_metres]
        self._claps = OverlapBuffer(int(_LONGEST_SECONDS * SAMPLE_RATE_HERTZ))
        self._roll = EqualisedNoise(part.generator(), coherence=0.35)
        self._lumps = Drift(part.generator(), 2.2, len(_ROLL_BANDS))
        self._strikes: list[_Strike] = []
        self._way = _way_gain(self._distance_metres)

    def render(self, first_frame: int) -> Samples:
        """Renders a block; see `Source.render`."""
        while self._next_frame < first_frame + BLOCK_FRAMES:
            self._strike(self._next_frame - first_frame)
            gain = self._gain * self._draw.uniform(0.6, 1.0)
            self._strikes.append(_Strike(self._next_frame, gain))
            wait = self._draw.uniform(*self._interval_seconds)
            self._next_frame += int(wait * SAMPLE_RATE_HERTZ)
        return self._claps.pop() + self._roll.render(self._roll_spectra(first_frame))

    def _strike(self, start: int) -> None:
        """Adds the claps of one flash: the same channel, lit by two to four strokes."""
        seconds, metres, gains, bearings = _channel(self._draw, self._distance_metres)
        bank_rows = np.searchsorted(self._bank_metres, metres).clip(0, _BANK_SIZE - 1)
        stroke_seconds, stroke_gain = 0.0, 0.34 * self._gain
        for _ in range(self._draw.integers(2, 5)):
            starts = start + ((seconds + stroke_seconds) * SAMPLE_RATE_HERTZ).astype(np.intp)
            for at, row, gain, bearing in zip(starts, bank_rows, gains, bearings, strict=True):
                self._claps.add(int(at), self._bank[row], float(stroke_gain * gain), float(bearing))
            stroke_seconds += self._draw.uniform(0.035, 0.09)
            stroke_gain *= self._draw.uniform(0.3, 0.75)

    def _roll_spectra(self, first_frame: int) -> Curve:
        """float64 [64, 1025]."""
        horizon = first_frame - int(_LONGEST_SECONDS * SAMPLE_RATE_HERTZ)
        self._strikes = [strike for strike in self._strikes if strike.first_frame > horizon]
        frames = first_frame + HOP_FRAMES * np.arange(STEPS_PER_BLOCK)
        spread_seconds = 0.12 + self._distance_metres / 4_000.0
        spectra = np.zeros((STEPS_PER_BLOCK, len(_ROLL_BANDS[0][0])))
        for (band, decay_seconds), lumps in zip(_ROLL_BANDS, self._lumps.render(), strict=True):
            envelope = np.full(STEPS_PER_BLOCK, 0.004 * self._gain)
            for strike in self._strikes:
                since = np.maximum(frames - strike.first_frame, 0) / SAMPLE_RATE_HERTZ
                rise = 1.0 - np.exp(-since / spread_seconds)
                envelope += strike.gain * rise * np.exp(-since / (decay_seconds + spread_seconds))
            spectra += (envelope * np.exp(0.55 * lumps))[:, None] * band
        return spectra * self._way


def _way_gain(distance_metres: float) -> Curve:
    """What the rolling keeps of each frequency, float64 [1025].

    It falls more slowly with distance than the claps do, for it comes from all around; its
    detours make it darker still.
    """
    loss_db = 1.5 * distance_metres * air_absorption_decibels_per_metre(FREQUENCIES_HERTZ)
    return np.asarray(
        1.7 * (1_200.0 / distance_metres) ** 0.4 * 10.0 ** (-loss_db / 20.0), np.float64
    )


def _n_wave(distance_metres: float) -> Mono:
    """The pressure N that a segment sends out, after `distance_metres` of air: float32 [frames].

    It lengthens with the fourth root of the distance, as weak cylindrical shocks do.
    """
    seconds = 0.009 * (distance_metres / 1_000.0) ** 0.25
    pulse = np.linspace(1.0, -1.0, int(seconds * SAMPLE_RATE_HERTZ))
    heard = scipy.signal.fftconvolve(pulse, air_filter(1.6 * distance_metres, 2_048))
    return (heard * np.hanning(len(heard)) ** 0.25).astype(np.float32)


def _channel(
    draw: np.random.Generator, distance_metres: float
) -> tuple[Curve, Curve, Curve, Curve]:
    """A flash: a crooked way up into the cloud and on along it.

    Returns:
        For each segment, in float64 [segments]: its arrival after the first one (s), its distance
        (m), its gain (the nearest broadside one has about 1) and its bearing (-1 left to 1 right).
    """
    rise = np.column_stack((draw.normal(0, 26, 100), draw.normal(0, 26, 100), np.full(100, 32.0)))
    run = np.column_stack((draw.normal(0, 30, 80), draw.normal(0, 30, 80), draw.normal(0, 12, 80)))
    heading = draw.uniform(0, 2 * np.pi)
    run[:, 0] += 34.0 * np.cos(heading)
    run[:, 1] += 34.0 * np.sin(heading)
    steps = np.vstack((rise, run))
    bearing = draw.uniform(-0.5, 0.5)
    foot = distance_metres * np.array((np.sin(bearing), np.cos(bearing), 0.0))
    middles = foot + np.cumsum(steps, axis=0) - 0.5 * steps
    metres = np.linalg.norm(middles, axis=1)
    along = (steps * middles).sum(axis=1) / (np.linalg.norm(steps, axis=1) * metres)
    # A segment radiates mainly across its own axis (Ribner and Roy).
    gains = np.exp(-((along / 0.45) ** 2)) * (metres.min() / metres) * draw.uniform(0.5, 1.0, 180)
    seconds = (metres - metres.min()) / _SOUND_METRES_PER_SECOND
    return seconds, metres, gains, np.clip(middles[:, 0] / metres, -0.9, 0.9)
