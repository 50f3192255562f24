"""Impacts: a contact force, the modes that it excites, and the noise of the contact.

A blow is the sum of damped modes (K. van den Doel and D. Pai, "The sounds of physical shapes",
Presence 7(4), 1998), low-passed by the length of the contact (a half-sine push of length T excites
little above 1.5 / T: F. Avanzini and D. Rocchesso, "Modeling collision sounds: non-linear contact
force", DAFx 2001), and a short burst of noise where the two surfaces meet.
"""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import scipy.fft

from envsound_server.audio.waveform import SAMPLE_RATE_HERTZ
from envsound_server.engines.procedural.models.modal import ring
from envsound_server.engines.procedural.source import Curve, Mono, decibels, frames_of


@dataclass(frozen=True, slots=True)
class Body:
    """A struck body: frequencies, decays and levels of its modes.

    Attributes:
        low_hertz: The lowest mode, Hz.
        high_hertz: About the highest, Hz.
        count: Number of modes.
        decay_seconds: Time in which the lowest falls to 1/e, s.
        decay_exponent: Decays scale as frequency to minus this.
        level_exponent: Levels scale as frequency to minus this.
        spacing: Exponent of the mode number for the frequency: 1 for a plate, 2 for a bar.
        spread: Standard deviation of the log of a mode's level from blow to blow, which stands for
            the place of the blow.
    """

    low_hertz: float
    high_hertz: float
    count: int
    decay_seconds: float
    decay_exponent: float = 0.5
    level_exponent: float = 0.3
    spacing: float = 1.5
    spread: float = 0.5

    def modes_hertz(self, draw: np.random.Generator) -> Curve:
        """Return the modes of one such body, float64 [count], rising, Hz."""
        places = (np.arange(self.count) + draw.uniform(-0.4, 0.4, self.count)) / self.count
        places[0] = 0.0
        span = self.high_hertz - self.low_hertz
        low = self.low_hertz * draw.normal(1.0, 0.03)
        return np.asarray(low + span * np.abs(places) ** self.spacing, np.float64)

    def strike(
        self,
        draw: np.random.Generator,
        modes_hertz: Curve,
        contact_seconds: float,
        longest_seconds: float = 4.0,
    ) -> Mono:
        """Return one blow on it, peak 1.

        Args:
            draw: Draws the place of the blow.
            modes_hertz: From `modes_hertz`.
            contact_seconds: Contact time: 0.0003 (steel) to 0.02 (a soft sole), s.
            longest_seconds: Upper limit of the length, s.
        """
        ratio = modes_hertz / self.low_hertz
        decays = self.decay_seconds * ratio**-self.decay_exponent
        decays = decays * np.exp(0.15 * draw.standard_normal(len(ratio)))
        gains = ratio**-self.level_exponent * np.exp(self.spread * draw.standard_normal(len(ratio)))
        gains = gains * draw.choice((-1.0, 1.0), len(ratio)) * push(modes_hertz, contact_seconds)
        phases = draw.uniform(-0.5, 0.5, len(ratio))
        rung = ring(modes_hertz, decays, gains, phases, longest_seconds)
        rung[:_ATTACK_FRAMES] *= np.linspace(0.0, 1.0, _ATTACK_FRAMES)[: len(rung)]
        return with_peak_one(rung)


_ATTACK_FRAMES = 16


@dataclass(frozen=True, slots=True)
class Burst:
    """A decaying burst of band noise: a contact, a scrape, a puff.

    Attributes:
        low_hertz: Lower edge of its band, Hz.
        high_hertz: Upper edge, Hz.
        decay_seconds: Time in which it falls to 1/e, s.
        attack_seconds: Time in which it rises, s.
    """

    low_hertz: float
    high_hertz: float
    decay_seconds: float
    attack_seconds: float = 0.0005

    def render(self, draw: np.random.Generator, stretch: float = 1.0) -> Mono:
        """Return the burst, peak 1, with its decay scaled by `stretch`."""
        decay = self.decay_seconds * stretch
        frames = frames_of(self.attack_seconds + 5.0 * decay) + 64
        noise = band_noise(draw, frames, self.low_hertz, self.high_hertz)
        time = np.arange(frames, dtype=np.float32) / np.float32(SAMPLE_RATE_HERTZ)
        envelope = np.exp(-time / np.float32(decay))
        envelope *= 1.0 - np.exp(-time / np.float32(self.attack_seconds))
        fade = frames // 8
        envelope[-fade:] *= np.linspace(1.0, 0.0, fade, dtype=np.float32)
        return with_peak_one(noise * envelope)


def push(frequencies_hertz: Curve, contact_seconds: float) -> Curve:
    """Return the spectrum of a push of this length, 0 to 1."""
    return np.asarray(1.0 / (1.0 + (frequencies_hertz * contact_seconds / 0.8) ** 2), np.float64)


def band_noise(draw: np.random.Generator, frames: int, low_hertz: float, high_hertz: float) -> Mono:
    """Return noise of RMS about 1 within a band whose sides fall by 12 dB an octave."""
    size = scipy.fft.next_fast_len(frames, real=True)
    grid = np.fft.rfftfreq(size, 1.0 / SAMPLE_RATE_HERTZ)
    below = (low_hertz / np.maximum(grid, 1.0)) ** 4
    gain = (1.0 / np.sqrt((1.0 + below) * (1.0 + (grid / high_hertz) ** 4))).astype(np.float32)
    gain /= np.sqrt(np.mean(gain**2))
    white = scipy.fft.rfft(draw.standard_normal(size, np.float32))
    return np.asarray(scipy.fft.irfft(white * gain, size)[:frames], np.float32)


def with_peak_one(samples: Mono) -> Mono:
    """Return the samples with a peak of 1."""
    peak = float(np.abs(samples).max(initial=0.0))
    return np.asarray(samples / np.float32(max(peak, 1e-9)), np.float32)


def mix(parts: Iterable[tuple[float, float, Mono]]) -> Mono:
    """Return the mix of some sounds.

    Args:
        parts: Onset (s, 0 or later), level (dB), sound (float32 [frames]) of each.
    """
    placed = [(round(onset * SAMPLE_RATE_HERTZ), level, sound) for onset, level, sound in parts]
    total = np.zeros(max(start + len(sound) for start, _, sound in placed), np.float32)
    for start, level, sound in placed:
        total[start : start + len(sound)] += np.float32(decibels(level)) * sound
    return total


def bounces(
    draw: np.random.Generator, first_gap_seconds: float, restitution: float, most: int
) -> list[tuple[float, float]]:
    """Return the onsets (s) and levels (dB) of a bouncing object's blows, relative to the first.

    Each flight is about `restitution` times as long as the one before, and the blow is weaker in
    the same ratio, until they merge at 8 ms or after `most` blows.
    """
    blows, onset, gap, level = [(0.0, 0.0)], 0.0, first_gap_seconds, 0.0
    while len(blows) < most and gap > 0.008:
        onset += gap
        ratio = restitution * float(draw.uniform(0.8, 1.15))
        level += 20.0 * float(np.log10(ratio)) + float(draw.normal(0.0, 1.5))
        blows.append((onset, level))
        gap *= ratio
    return blows
