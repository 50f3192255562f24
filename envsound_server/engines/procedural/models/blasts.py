"""Blasts: the wave of a sudden release of gas, its noise, its echoes and its rumble.

The pressure at a distance is Friedlander's wave, p(t) = (1 - t / d) exp(-t / d) ("The diffraction
of sound pulses", Proc. R. Soc. A 186, 1946). Turbulent noise follows. It decays faster in higher
bands, as the fireball cools and the ground scatters it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

import numpy as np
import scipy.signal

from envsound_server.audio.waveform import SAMPLE_RATE_HERTZ
from envsound_server.engines.procedural.source import Curve, Mono, frames_of

EDGES_HERTZ = (30.0, 120.0, 400.0, 1_200.0, 4_000.0, 14_000.0)


@dataclass(frozen=True, slots=True)
class Blast:
    """The parameters of a blast.

    Attributes:
        positive_seconds: Duration of the positive phase, s: 0.0004 a pistol, 0.02 a bomb.
        wave: Peak of that wave.
        levels_db: Noise in the five bands between `EDGES_HERTZ`, relative to each other, dB.
        decays_seconds: Time to 1/e of the noise in each band, s.
        attack_seconds: Attack of the noise, s.
        echoes: Number of echoes from walls, trees or slopes.
        echo_seconds: Delay of the earliest and of the latest echo, s.
        echo_db: Level of the earliest, dB.
        echo_low_pass_hertz: Cutoff of the echoes, Hz.
        raggedness: Fluctuation of the roar, standard deviation of the logarithm.
        drive: Saturation of the air and the microphone, 1 for hardly any.
    """

    positive_seconds: float
    wave: float
    levels_db: tuple[float, float, float, float, float]
    decays_seconds: tuple[float, float, float, float, float]
    attack_seconds: float = 0.0008
    echoes: int = 0
    echo_seconds: tuple[float, float] = (0.05, 0.6)
    echo_db: float = -14.0
    echo_low_pass_hertz: float = 2_500.0
    raggedness: float = 0.0
    drive: float = 1.0

    def render(self, draw: np.random.Generator, seconds: float) -> Mono:
        """Return one blast, peak 1.

        Args:
            draw: Draws the variation.
            seconds: Upper limit of its length, s.
        """
        burst = 6.0 * max(self.decays_seconds)
        longest = burst + (self.echo_seconds[1] if self.echoes else 0.0)
        frames = frames_of(min(longest, seconds + 0.02))
        sound = np.zeros(frames, np.float32)
        noise = _noise(draw, self, min(frames, frames_of(burst)))
        sound[: len(noise)] = noise / np.abs(noise).max()
        first = self.wave * friedlander(self.positive_seconds * float(draw.uniform(0.8, 1.25)))
        length = min(frames, len(first))
        sound[:length] += first[:length]
        if self.echoes:
            sound = _echoed(draw, self, sound)
        sound *= self.drive / np.abs(sound).max()
        return np.asarray(np.tanh(sound) / np.tanh(self.drive), np.float32)


def friedlander(positive_seconds: float) -> Curve:
    """Return Friedlander's wave, peak 1, with a rise of a twentieth of a millisecond."""
    time = np.arange(frames_of(8 * positive_seconds)) / SAMPLE_RATE_HERTZ
    scaled = time / positive_seconds
    rise = np.minimum(1.0, (time + 1.0 / SAMPLE_RATE_HERTZ) / 0.00005)
    return np.asarray(rise * (1.0 - scaled) * np.exp(-scaled), np.float64)


@cache
def _bands() -> list[Mono]:
    return [
        scipy.signal.butter(1, pair, "bandpass", fs=SAMPLE_RATE_HERTZ, output="sos").astype(
            np.float32
        )
        for pair in pairwise(EDGES_HERTZ)
    ]


def _noise(draw: np.random.Generator, blast: Blast, frames: int) -> Mono:
    time = np.arange(frames, dtype=np.float32) / np.float32(SAMPLE_RATE_HERTZ)
    white = draw.standard_normal(frames, np.float32)
    noise = np.zeros(frames, np.float32)
    levels = 10 ** ((np.array(blast.levels_db) + draw.normal(0.0, 1.5, len(_bands()))) / 20)
    for band, level, decay in zip(_bands(), levels, blast.decays_seconds, strict=True):
        lasting = np.float32(decay * np.exp(0.12 * draw.standard_normal()))
        end = min(frames, frames_of(6.0 * float(lasting)))
        part = scipy.signal.sosfilt(band, white[:end])
        part *= np.float32(level) / part[: frames_of(0.2)].std()
        noise[:end] += part * np.exp(-time[:end] / lasting)
    if blast.raggedness:
        knots = blast.raggedness * draw.standard_normal(int(25.0 * frames / SAMPLE_RATE_HERTZ) + 3)
        noise *= np.exp(np.interp(25.0 * time, np.arange(len(knots)), knots).astype(np.float32))
    noise *= 1.0 - np.exp(-time / np.float32(blast.attack_seconds))
    return noise


def _echoed(draw: np.random.Generator, blast: Blast, sound: Mono) -> Mono:
    """Return the sound with its echoes, which are diffuse and low-passed."""
    low, high = blast.echo_seconds
    delays = np.exp(draw.uniform(np.log(low), np.log(high), blast.echoes))
    levels = 10 ** (blast.echo_db / 20) * (low / delays) ** 0.5
    blur = frames_of(0.012)
    spread = draw.standard_normal(blur) * np.exp(-np.arange(blur) / (0.25 * blur))
    dull = scipy.signal.butter(1, blast.echo_low_pass_hertz, fs=SAMPLE_RATE_HERTZ, output="sos")
    spread = np.pad(spread / np.sqrt((spread**2).sum()), (0, blur))
    spread = scipy.signal.sosfilt(dull, spread).astype(np.float32)
    echo = scipy.signal.oaconvolve(sound, spread)[: len(sound)]
    whole = sound.copy()
    for delay, level in zip(delays, levels, strict=True):
        at = min(frames_of(float(delay)), len(sound))
        whole[at:] += np.float32(level) * echo[: len(sound) - at]
    return whole


def mix_at(parts: Sequence[tuple[float, Mono]], seconds: float) -> Mono:
    """Return the mix of sounds that start at different times, s, at most `seconds` long."""
    frames = frames_of(seconds)
    whole = np.zeros(frames, np.float32)
    for start_seconds, part in parts:
        at = int(start_seconds * SAMPLE_RATE_HERTZ)
        if at < frames:
            end = min(frames, at + len(part))
            whole[at:end] += part[: end - at]
    return whole
