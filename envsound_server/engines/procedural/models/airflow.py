"""Moving air: a wandering wind speed, and what it makes sound on its way.

After A. Farnell, "Designing Sound" (MIT Press, 2010), practical "Wind": one wind speed steers
everything that sounds and reaches the left and the right at different moments. The sound power of
turbulence grows with a high power of the speed, and the more so the smaller the eddies are, so a
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
"""How much of the eddies of each size reaches both ears at once."""


class WindSpeed:
    """The speed of the wind at the left and at the right, 1 on average."""

    def __init__(
        self,
        part: Part,
        gustiness: float,
        pace: float = 1.0,
        eddy_levels: Sequence[float] = _EDDY_LEVELS,
    ) -> None:
        """Start under way.

        Args:
            part: Gives the random streams.
            gustiness: Standard deviation of the speed's natural logarithm, 0 to 0.8.
            pace: How fast gusts follow each other, against the usual.
            eddy_levels: How much the five sizes of eddies do, slowest first.
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
    """The broad noise of air among obstacles.

    Attributes:
        points: Its spectrum at a speed of 1, (Hz, dB), frequencies rising.
        powers: How the amplitude of the deepest and of the highest part grows with the speed.
        corner_hertz: Between the two, Hz.
        level_db: Its level, 0 for an RMS of 0.1, dB.
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
    """A gap, a wire or a hollow that sings in the wind.

    Attributes:
        hertz: Its pitch at a speed of 1, Hz.
        level: Its gain at twice the speed at which it begins.
        onset: The speed at which it begins.
        bend: How the pitch grows with the speed, as a power: 0 for a hollow, 1 for a wire.
        width: Bandwidth against the pitch.
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
        # Noise in a narrow band has the power of its width: level and width stay apart.
        level = self.level * np.minimum(excess**1.3, 3.0)[..., None] * np.sqrt(9_000.0 / width)
        return np.asarray(level * np.exp(-(((FREQUENCIES_HERTZ - pitch) / width) ** 2)))


class Wind:
    """Implements `Source`: a rush and whistles under one wind."""

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
            part: Gives the random streams.
            speed: The wind.
            rushes: What it blows through.
            whistles: What it blows on.
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
            # A gap hears the wind at one place, so both ears hear one pitch.
            at_gap = self.speed.mean(axis=0) * np.exp(0.18 * wander)
            spectra = spectra + whistle.gains(at_gap)
        return self._noise.render(spectra)
