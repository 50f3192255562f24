"""Noise beds: a measured spectrum whose bands drift, independently or together."""

from collections.abc import Sequence

import numpy as np

from envsound_server.audio.waveform import Samples
from envsound_server.engines.procedural.models.noise import (
    FREQUENCIES_HERTZ,
    Drift,
    EqualisedNoise,
    spectrum,
)
from envsound_server.engines.procedural.source import Curve, Part


class NoiseBed:
    """A `Source`: Gaussian noise with a spectrum whose bands rise and fall slowly."""

    def __init__(
        self,
        part: Part,
        points: Sequence[tuple[float, float]],
        *,
        depth_db: float = 0.0,
        rate_hertz: float = 0.5,
        band_count: int = 6,
        togetherness: float = 0.5,
        coherence: float = 0.2,
    ) -> None:
        """Set up the noise.

        Args:
            part: The part to play.
            points: The spectrum, (Hz, dB), frequencies rising. Its overall level is removed.
            depth_db: Standard deviation of each band's level, dB.
            rate_hertz: Rate of the level changes, Hz, < 20.
            band_count: Number of bands, 2 or more, evenly over the octaves from 60 Hz to 14 kHz.
            togetherness: Correlation of the bands' levels, 0 to 1.
            coherence: Correlation of left and right, 0 (wide) to 1 (mono).
        """
        self._noise = EqualisedNoise(part.generator(), coherence)
        self._drift = Drift(part.generator(), rate_hertz, band_count + 1)
        shape = spectrum(points)
        self._shape = 0.1 * shape / np.sqrt(np.mean(shape**2))
        self._depth_db = depth_db
        self._togetherness = togetherness
        self._weights = _band_weights(band_count)

    def render(self, gain: Curve | float = 1.0) -> Samples:
        """Render a block (see `Source.render`).

        Args:
            gain: Linear, one number or one per control step, float64 [steps].
        """
        return self._noise.render(np.reshape(gain, (-1, 1)) * self.gain())

    def gain(self) -> Curve:
        """Return the next block's gains, float64 [steps, bins]."""
        drift = self._drift.render()
        share = self._togetherness**0.5
        bands = share * drift[0] + (1 - self._togetherness) ** 0.5 * drift[1:]
        levels_db = self._depth_db * bands.T @ self._weights
        gains: Curve = self._shape * 10 ** (levels_db / 20)
        return gains


def _band_weights(band_count: int) -> Curve:
    """Return triangular weights of the bands over the logarithm of frequency, [bands, bins]."""
    centres = np.linspace(np.log(60.0), np.log(14_000.0), band_count)
    at = np.log(np.maximum(FREQUENCIES_HERTZ, 1.0))
    return np.stack([np.interp(at, centres, row) for row in np.eye(band_count)])
