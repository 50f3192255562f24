"""Electronic sirens: an oscillator with the sweep of a capacitor, and a horn loudspeaker."""

import numpy as np

from envsound_server.audio.waveform import SAMPLE_RATE_HERTZ, Samples
from envsound_server.engines.procedural.layers import Pace
from envsound_server.engines.procedural.models.beds import NoiseBed
from envsound_server.engines.procedural.models.events import PACE_FACTORS
from envsound_server.engines.procedural.models.horns import period, tone
from envsound_server.engines.procedural.models.noise import Drift, Ramp
from envsound_server.engines.procedural.source import BLOCK_FRAMES, Curve, Part

_LOW_HERTZ, _HIGH_HERTZ = 720.0, 1_650.0
_WAIL = (1.5, 2.9)
"""Seconds of rise and of fall: measured on a recording of an ambulance."""

_YELP = (0.11, 0.2)
_HARMONICS_DB = (0.0, -9.0, -13.0, -20.0, -22.0, -28.0, -30.0, -36.0)
_ENGINE = (
    (40, -2), (90, 0), (250, -3), (700, -8), (1_500, -13), (4_000, -22), (10_000, -36)
)  # fmt: skip


class Siren:
    """A `Source`: wails, with a yelp now and then, over the noise of the vehicle."""

    def __init__(self, part: Part) -> None:
        """Set up the oscillator."""
        self._draw = part.generator()
        self._stretch = PACE_FACTORS[part.layer.pace] * self._draw.uniform(0.9, 1.15)
        self._low = _LOW_HERTZ * self._draw.uniform(0.9, 1.1)
        self._high = _HIGH_HERTZ * self._draw.uniform(0.9, 1.05)
        self._wave = period(_HARMONICS_DB)
        self._level = Drift(part.generator(), 0.8)
        self._ramp = Ramp()
        self._noise = NoiseBed(part, _ENGINE, depth_db=1.5, rate_hertz=1.0)
        self._is_yelp = part.layer.pace is Pace.FAST
        self._seconds_in, self._mode_seconds = 0.0, self._draw.uniform(8.0, 20.0)
        self._sweep, self._phase = 0.0, 0.0

    def render(self) -> Samples:
        """Render a block (see `Source.render`)."""
        pitch = self._pitch()
        sound = tone(self._wave, pitch, self._phase)
        self._phase = float(np.mod(self._phase + pitch.sum() / SAMPLE_RATE_HERTZ, 1.0))
        horn = (pitch / 1_100.0) ** 0.8
        level = self._ramp.render(10 ** (1.2 * self._level.render()[0] / 20))
        block = self._noise.render() * np.float32(0.5)
        return np.asarray(block + 0.42 * level * horn * sound, np.float32)

    def _pitch(self) -> Curve:
        """Return the next block's pitch, float64 [BLOCK_FRAMES], Hz."""
        rise, fall = np.array(_YELP if self._is_yelp else _WAIL) * self._stretch
        time = self._sweep + np.arange(BLOCK_FRAMES) / SAMPLE_RATE_HERTZ
        self._sweep = float(np.mod(time[-1] + 1 / SAMPLE_RATE_HERTZ, rise + fall))
        self._change()
        at = np.mod(time, rise + fall)
        up = (1.0 - np.exp(-1.3 * at / rise)) / (1.0 - np.exp(-1.3))
        down = (np.exp(-1.6 * (at - rise) / fall) - np.exp(-1.6)) / (1.0 - np.exp(-1.6))
        height = np.where(at < rise, up, down)
        return np.asarray(self._low * (self._high / self._low) ** height, np.float64)

    def _change(self) -> None:
        """Change between wail and yelp when it is due, at the lowest point of a sweep."""
        self._seconds_in += BLOCK_FRAMES / SAMPLE_RATE_HERTZ
        if self._seconds_in > self._mode_seconds and self._sweep < 0.2:
            self._is_yelp = not self._is_yelp
            self._seconds_in = 0.0
            self._mode_seconds = self._draw.uniform(
                *((2.0, 4.0) if self._is_yelp else (10.0, 25.0))
            )
