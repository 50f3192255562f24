"""Short bursts of filtered noise: clicks of mechanisms, puffs of air, rubs of paper."""

from collections.abc import Sequence

import numpy as np
import scipy.fft

from envsound_server.audio.waveform import SAMPLE_RATE_HERTZ
from envsound_server.engines.procedural.models.modal import ring
from envsound_server.engines.procedural.source import Curve, frames_of

Points = Sequence[tuple[float, float]]
"""A spectrum: (Hz, dB), frequencies rising."""


def shaped_noise(draw: np.random.Generator, frames: int, points: Points) -> Curve:
    """Return noise of RMS 1 with a spectrum through points, float64 [frames]."""
    size = scipy.fft.next_fast_len(frames, real=True)
    white = scipy.fft.rfft(draw.standard_normal(size, np.float32))
    octaves = np.log2(np.maximum(np.linspace(0.0, SAMPLE_RATE_HERTZ / 2, len(white)), 1.0))
    places, levels_db = np.log2([point[0] for point in points]), [point[1] for point in points]
    white *= 10 ** (np.interp(octaves, places, levels_db) / 20)
    noise = scipy.fft.irfft(white, size)[:frames]
    return np.asarray(noise / (np.sqrt(np.mean(noise**2)) + 1e-12), np.float64)


def varied(draw: np.random.Generator, points: Points, sigma_db: float) -> list[tuple[float, float]]:
    """Return the spectrum with a random change of each point's level."""
    return [(hertz, level + draw.normal(0.0, sigma_db)) for hertz, level in points]


def click(
    draw: np.random.Generator,
    points: Points,
    decay_seconds: float,
    tail_seconds: float,
    tail_db: float,
) -> Curve:
    """Return a click: a burst with a fast decay, and a weaker tail with a slow one.

    Args:
        draw: Draws the noise.
        points: The spectrum.
        decay_seconds: Time in which the burst falls to 1/e, s.
        tail_seconds: The same for the tail, s.
        tail_db: Initial level of the tail relative to the burst, dB.

    Returns:
        float64 [frames], RMS 1 at its start, until the tail has fallen by 40 dB.
    """
    frames = frames_of(4.6 * tail_seconds)
    time = np.arange(frames) / SAMPLE_RATE_HERTZ
    envelope = np.exp(-time / decay_seconds) + 10 ** (tail_db / 20) * np.exp(-time / tail_seconds)
    attack = np.minimum(1.0, (np.arange(frames) + 1) / 16.0)
    return np.asarray(shaped_noise(draw, frames, points) * envelope * attack, np.float64)


def add(line: Curve, start: int, sound: Curve, level: float = 1.0) -> None:
    """Add a sound to a line at a frame, truncated at the end of the line."""
    kept = sound[: max(0, len(line) - start)]
    line[start : start + len(kept)] += level * kept


def clack(
    draw: np.random.Generator,
    modes_hertz: Curve,
    points: Points,
    decay_seconds: float,
    noise_db: float,
) -> Curve:
    """Return the click of a small hard part: short rings, and noise where the surfaces meet.

    Args:
        draw: Draws the levels and the noise.
        modes_hertz: Modes of the part, Hz.
        points: Levels over frequency.
        decay_seconds: Time in which a mode at 1 kHz falls to 1/e, s, scaled by frequency^-0.5.
        noise_db: Level of the noise relative to the rings, dB.

    Returns:
        float64 [frames], about RMS 1 at its start, until it has fallen by 60 dB.
    """
    octaves = np.log2(modes_hertz)
    levels_db = np.interp(octaves, np.log2([p[0] for p in points]), [p[1] for p in points])
    gains = 10 ** ((levels_db + draw.normal(0.0, 4.0, len(octaves))) / 20)
    decays = decay_seconds * (modes_hertz / 1_000.0) ** -0.5 * draw.uniform(0.8, 1.25, len(octaves))
    phases = draw.uniform(0.0, 0.6, len(octaves))
    rung = np.asarray(ring(modes_hertz, decays, gains, phases), np.float64)
    rung /= np.sqrt(0.5 * np.sum(gains**2))
    burst = shaped_noise(draw, min(len(rung), 2_048), points)
    burst *= np.exp(-np.arange(len(burst)) / (0.4 * decay_seconds * SAMPLE_RATE_HERTZ))
    rung[: len(burst)] += 10 ** (noise_db / 20) * burst
    rung[:8] *= np.arange(8) / 8.0
    return rung
