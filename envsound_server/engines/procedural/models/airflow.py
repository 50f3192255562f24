"""Wind: a fluctuating wind speed, and the noise and whistles that it excites.

After A. Farnell, "Designing Sound" (MIT Press, 2010), practical "Wind": one wind speed controls
every sound and reaches the left and the right channel at different moments. The sound power of
turbulence grows with a high power of the speed, and with a higher one for smaller eddies, so a
gust is not only louder but brighter. Gaps and wires whistle at a pitch that follows the speed.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from envsound_server.audio.waveform import CHANNEL_COUNT, Samples
from envsound_server.engines.procedural.models.noise import (
    FREQUENCIES_HERTZ,
    Drift,
    EqualisedNoise,
    spectrum,
)
from envsound_server.engines.procedural.source import Curve, Part, decibels

_EDDIES_HERTZ = (0.035, 0.13, 0.45, 1.6, 5.0)
_EDDY_LEVELS = (0.55, 0.6, 0.24, 0.36, 0.24)
"""Gusts of half a minute down to buffets of a fifth of a second. Swells of two or three seconds
would sound like waves on a shore, so they are weak."""

_SHARED = np.array((1.0, 0.9, 0.6, 0.2, 0.0))
"""Part of the eddies of each size that both channels share."""


class WindSpeed:
    """The wind speed at the left and at the right, with a mean of 1."""

    def __init__(
        self,
        part: Part,
        gustiness: float,
        pace: float = 1.0,
        eddy_levels: Sequence[float] = _EDDY_LEVELS,
    ) -> None:
        """Start under way.

        Args:
            part: The source of the random streams.
            gustiness: Standard deviation of the speed's natural logarithm, 0 to 0.8.
            pace: Rate of the gusts, relative to the usual one.
            eddy_levels: Levels of the five sizes of eddies, slowest first.
        """
        rates = [min(pace * hertz, 8.0) for hertz in _EDDIES_HERTZ]
        self._eddies = [Drift(part.generator(), rate, 1 + CHANNEL_COUNT) for rate in rates]
        self._levels = gustiness * np.array(eddy_levels) / np.linalg.norm(eddy_levels)

    def render(self) -> Curve:
        """Return the next block's speeds, float64 [2, steps]."""
        logarithm: Curve = np.zeros(())
        for eddy, level, shared in zip(self._eddies, self._levels, _SHARED, strict=True):
            both, *each = eddy.render()
            logarithm = logarithm + level * (
                shared**0.5 * both + (1 - shared) ** 0.5 * np.array(each)
            )
        return np.asarray(np.exp(np.clip(logarithm, -1.6, 1.2)))


@dataclass(frozen=True, slots=True)
class Rush:
    """Broadband noise of air among obstacles.

    Attributes:
        points: Spectrum at a speed of 1, (Hz, dB), frequencies rising.
        powers: Exponents of the speed for the amplitude of the lowest and of the highest part.
        corner_hertz: Corner frequency between the two, Hz.
        level_db: Level, 0 for an RMS of 0.1, dB.
    """

    points: tuple[tuple[float, float], ...]
    powers: tuple[float, float] = (1.6, 3.5)
    corner_hertz: float = 700.0
    level_db: float = 0.0

    def gains(self, speed: Curve) -> Curve:
        """Return the spectra at these speeds (any shape), one axis longer."""
        shape = spectrum(self.points)
        shape *= 0.1 * decibels(self.level_db) / np.sqrt(np.mean(shape**2))
        low, high = self.powers
        share = FREQUENCIES_HERTZ / (FREQUENCIES_HERTZ + self.corner_hertz)
        powers = low + (high - low) * share
        return np.asarray(shape * np.exp(np.log(speed)[..., None] * powers))


@dataclass(frozen=True, slots=True)
class Whistle:
    """A resonance that the wind excites: a gap, a wire or a hollow.

    Attributes:
        hertz: Pitch at a speed of 1, Hz.
        level: Gain at twice the onset speed.
        onset: Speed at which it begins.
        bend: Exponent of the speed for the pitch: 0 for a hollow, 1 for a wire.
        width: Bandwidth relative to the pitch.
    """

    hertz: float
    level: float = 0.1
    onset: float = 0.7
    bend: float = 0.35
    width: float = 0.04

    def gains(self, speed: Curve) -> Curve:
        """Return the spectra at these speeds (any shape), one axis longer."""
        pitch = (self.hertz * speed**self.bend)[..., None]
        width = self.width * pitch + 10.0
        excess = np.maximum(speed / self.onset - 1.0, 0.0)
        # Narrow-band noise has a power proportional to its width. Level and width stay independent.
        level = self.level * np.minimum(excess**1.3, 3.0)[..., None] * np.sqrt(9_000.0 / width)
        return np.asarray(level * np.exp(-(((FREQUENCIES_HERTZ - pitch) / width) ** 2)))


class Wind:
    """A `Source`: a rush and whistles under one wind."""

    def __init__(
        self,
        part: Part,
        speed: WindSpeed,
        rushes: Sequence[Rush],
        whistles: Sequence[Whistle] = (),
        *,
        strength: float = 1.0,
        coherence: float = 0.25,
    ) -> None:
        """Set up the wind.

        Args:
            part: The source of the random streams.
            speed: The wind.
            rushes: Its broadband noises.
            whistles: Its resonances.
            strength: Factor of the speed.
            coherence: Correlation of left and right, 0 (wide) to 1 (mono).
        """
        self._speed, self._rushes, self._whistles = speed, rushes, whistles
        self._strength = strength
        self._noise = EqualisedNoise(part.generator(), coherence)
        self._wander = Drift(part.generator(), 0.25, max(len(whistles), 1))
        self.speed: Curve = np.ones((CHANNEL_COUNT, 1))

    def render(self) -> Samples:
        """Render a block (see `Source.render`)."""
        self.speed = self._strength * self._speed.render()
        spectra = np.sum([rush.gains(self.speed) for rush in self._rushes], axis=0)
        for whistle, wander in zip(self._whistles, self._wander.render(), strict=False):
            # A gap is at one place, so both channels have one pitch.
            at_gap = self.speed.mean(axis=0) * np.exp(0.18 * wander)
            spectra = spectra + whistle.gains(at_gap)
        return self._noise.render(spectra)
