"""Long events of noise with a varying spectrum: thunder, a pour, a breaking wave."""

import numpy as np
import scipy.fft

from envsound_server.audio.waveform import CHANNEL_COUNT, Samples
from envsound_server.engines.procedural.models.noise import FREQUENCIES_HERTZ
from envsound_server.engines.procedural.source import HOP_FRAMES, STEP_RATE_HERTZ, Curve

_FRAME_FRAMES = 2 * HOP_FRAMES


def shaped_noise(draw: np.random.Generator, gains: Curve, coherence: float = 0.3) -> Samples:
    """Return noise with a spectrum per control step.

    Args:
        draw: Draws the noise.
        gains: Linear, float64 [steps, 1025]. A gain of 1 everywhere gives an RMS of 1.
        coherence: Correlation of left and right, 0 to 1.

    Returns:
        float32 [2, steps * HOP_FRAMES].
    """
    steps = len(gains)
    shape = (CHANNEL_COUNT, steps, len(FREQUENCIES_HERTZ))
    parts = draw.standard_normal((2, *shape), np.float32) * np.float32(HOP_FRAMES**0.5)
    first, second = parts[0] + 1j * parts[1]
    angle = 0.5 * np.arccos(coherence)
    first, second = np.cos(angle) * first, np.sin(angle) * second
    spectra = (np.stack((first + second, first - second)) * gains).astype(np.complex64)
    window = np.sin(np.pi * (np.arange(_FRAME_FRAMES) + 0.5) / _FRAME_FRAMES).astype(np.float32)
    frames = scipy.fft.irfft(spectra, _FRAME_FRAMES) * window
    out = frames[:, :, :HOP_FRAMES].reshape(CHANNEL_COUNT, -1).copy()
    out[:, HOP_FRAMES:] += frames[:, :-1, HOP_FRAMES:].reshape(CHANNEL_COUNT, -1)
    return np.asarray(out, np.float32)


def steps_of(seconds: float) -> int:
    """Return the number of control steps in `seconds`, at least 2."""
    return max(2, int(seconds * STEP_RATE_HERTZ))


def low_pass(corner_hertz: float | Curve, order: float) -> Curve:
    """Return the gain of a low-pass, [bins] or [n, bins], with 6 dB per octave and order."""
    ratio = FREQUENCIES_HERTZ / np.asarray(corner_hertz, np.float64)[..., None]
    gain: Curve = (1.0 + ratio**2) ** (-0.5 * order)
    return gain if np.ndim(corner_hertz) else gain.reshape(-1)


def high_pass(corner_hertz: float, order: float) -> Curve:
    """Return the gain of a high-pass, [bins]."""
    ratio = corner_hertz / np.maximum(FREQUENCIES_HERTZ, 1.0)
    return np.asarray((1.0 + ratio**2) ** (-0.5 * order), np.float64)
