"""Bells: modal synthesis with beating pairs of modes, and the impact of the clapper.

The lowest partials of a Western bell are those measured on a Hemony bell (251, 501, 603, 750,
1005, 1506, 2083, 2421 and 2721 Hz). Each splits into a pair some tenths of a hertz apart because
no bell is perfectly round: the warble. Bronze loses about the same fraction of its energy in each
cycle, so that high modes and small bells have shorter decays.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import scipy.signal

from envsound_server.audio.waveform import SAMPLE_RATE_HERTZ
from envsound_server.engines.procedural.models.modal import ring
from envsound_server.engines.procedural.source import Curve, Mono

Partials = Sequence[tuple[float, float]]
"""Ratio to the prime and level (dB) of each partial."""

WESTERN: Partials = (
    (0.5, -16.0), (1.0, -5.0), (1.2, 0.0), (1.5, -7.0), (2.0, 7.0), (2.5, 0.0), (2.66, -3.0),
    (3.0, 9.0), (3.36, -2.0), (4.16, 11.0), (4.5, 1.0), (4.83, 4.0), (5.43, 13.0), (6.2, 4.0),
    (6.8, 13.0), (7.6, 6.0), (8.2, 13.0), (9.0, 7.0), (9.7, 14.0), (10.6, 9.0), (11.3, 13.0),
    (12.2, 9.0), (13.0, 13.0), (14.0, 10.0), (15.0, 13.0), (16.2, 10.0), (17.3, 13.0), (18.6, 11.0),
)  # fmt: skip
"""A church bell. The clapper's contact (`Bell.strike`) attenuates the high partials."""


@dataclass(frozen=True, slots=True)
class Bell:
    """The modes of one bell, which all its strokes share.

    Attributes:
        frequencies_hertz: Of all modes, float64 [modes].
        decays_seconds: To 1/e, float64 [modes].
        gains: Amplitudes at usual force, float64 [modes].
    """

    frequencies_hertz: Curve
    decays_seconds: Curve
    gains: Curve

    def strike(
        self,
        draw: np.random.Generator,
        seconds: float,
        *,
        force: float = 1.0,
        contact_hertz: float = 3_400.0,
        blow: float = 0.0,
    ) -> Mono:
        """Return a stroke, peak about 1.

        Args:
            draw: Draws the place of the blow.
            seconds: Upper limit of its length, s.
            force: Force of the blow, about 1. More force shortens the contact and brightens the
                sound.
            contact_hertz: Modes above it are hardly excited.
            blow: Level of the clapper's own noise relative to the bell.
        """
        roused = np.exp(-self.frequencies_hertz / (contact_hertz * force))
        gains = self.gains * roused * np.exp(0.25 * draw.standard_normal(len(self.gains)))
        phases = draw.uniform(0.0, 2 * np.pi, len(gains))
        rung = ring(
            self.frequencies_hertz, self.decays_seconds, gains, phases, 1.1 * seconds + 0.02
        )
        attack = min(len(rung), int(0.0015 * SAMPLE_RATE_HERTZ))
        rung[:attack] *= np.linspace(0.0, 1.0, attack, dtype=np.float32)
        rung /= np.abs(rung).max()
        if blow:
            knock = _knock(draw, blow)[: len(rung)]
            rung[: len(knock)] += knock
        return rung


def make_bell(
    draw: np.random.Generator,
    prime_hertz: float,
    partials: Partials,
    *,
    quality: float = 4_000.0,
    quality_slope: float = -0.2,
    longest_seconds: float = 4.0,
    warble_hertz: float = 0.9,
    warble_slope: float = 0.9,
) -> Bell:
    """Return a bell.

    Args:
        draw: Draws the variation of each bell.
        prime_hertz: Pitch of the prime, Hz.
        partials: Partials of its kind of bell.
        quality: Quality factor of a mode at 400 Hz.
        quality_slope: Exponent by which it rises with frequency.
        longest_seconds: Upper limit of the time in which a mode falls to 1/e, s.
        warble_hertz: Usual difference between the two modes of a pair at the prime, Hz.
        warble_slope: Exponent by which it rises with the ratio to the prime.
    """
    ratios, levels = np.array(partials, np.float64).T
    count = len(ratios)
    tuned = prime_hertz * ratios * np.exp(0.006 * draw.standard_normal(count))
    apart = warble_hertz * ratios**warble_slope * np.exp(0.5 * draw.standard_normal(count))
    gains = 10 ** ((levels + draw.normal(0.0, 2.0, count)) / 20)
    decays = quality * (tuned / 400.0) ** quality_slope / (np.pi * tuned)
    decays = np.minimum(decays, longest_seconds) * np.exp(0.25 * draw.standard_normal(count))
    return Bell(
        np.concatenate((tuned, tuned + apart)),
        np.concatenate((decays, 0.9 * decays)),
        np.concatenate((gains, draw.uniform(0.4, 0.9, count) * gains)),
    )


def _knock(draw: np.random.Generator, level: float) -> Mono:
    """Return the contact noise of iron on bronze: some milliseconds of high band noise."""
    frames = int(0.03 * SAMPLE_RATE_HERTZ)
    band = scipy.signal.butter(1, (900.0, 6_000.0), "bandpass", fs=SAMPLE_RATE_HERTZ, output="sos")
    noise = scipy.signal.sosfilt(band, draw.standard_normal(frames))
    noise *= np.exp(-np.arange(frames) / (0.004 * SAMPLE_RATE_HERTZ))
    return np.asarray(level * noise / np.abs(noise).max(), np.float32)
