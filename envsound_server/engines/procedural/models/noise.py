"""Noise of varying spectrum: the beds of wind, surf, rain and streets.

Each frame of noise is synthesised in the frequency domain with its own spectrum and overlap-added
("equalised noise" of C. Verron and G. Drettakis, "Procedural audio modeling for
particle-based environmental effects", AES 133rd Convention, 2012).
"""

from collections.abc import Sequence
from functools import cache

import numpy as np
import scipy.fft
import scipy.signal

from envsound_server.audio.waveform import CHANNEL_COUNT, SAMPLE_RATE_HERTZ, Samples
from envsound_server.engines.procedural.source import (
    BLOCK_FRAMES,
    HOP_FRAMES,
    STEP_RATE_HERTZ,
    STEPS_PER_BLOCK,
    Curve,
    Mono,
)

_FRAME_FRAMES = 2 * HOP_FRAMES
_BINS = HOP_FRAMES + 1

FREQUENCIES_HERTZ: Curve = np.linspace(0.0, SAMPLE_RATE_HERTZ / 2, _BINS)
"""Frequencies of a spectrum, float64 [1025], Hz."""


def spectrum(points: Sequence[tuple[float, float]]) -> Curve:
    """Return a spectrum through points, linear in dB over the logarithm of frequency.

    Args:
        points: (frequency in Hz, level in dB), frequencies rising. The level is constant beyond the
            ends.

    Returns:
        Linear gain at `FREQUENCIES_HERTZ`, float64 [1025], 0 at 0 Hz.
    """
    at = np.log(np.maximum(FREQUENCIES_HERTZ, 1.0))
    levels = np.interp(at, [np.log(p[0]) for p in points], [p[1] for p in points])
    gain = 10.0 ** (levels / 20.0)
    gain[0] = 0.0
    return gain


class EqualisedNoise:
    """Stereo Gaussian noise of constant power by sine windows (sin^2 + cos^2 = 1)."""

    def __init__(self, generator: np.random.Generator, coherence: float = 0.0) -> None:
        """Start the noise.

        Args:
            generator: Its own random stream.
            coherence: Correlation of left and right, 0 (wide, default) to 1 (mono).
        """
        self._generator = generator
        angle = 0.5 * np.arccos(coherence)
        self._mid, self._side = np.float32(np.cos(angle)), np.float32(np.sin(angle))
        window = np.sin(np.pi * (np.arange(_FRAME_FRAMES) + 0.5) / _FRAME_FRAMES)
        self._window = window.astype(np.float32)
        self._tail = np.zeros((CHANNEL_COUNT, HOP_FRAMES), np.float32)

    def render(self, gain: Curve) -> Samples:
        """Render a block.

        Args:
            gain: Linear, >= 0: [1025], or [steps, 1025] for a spectrum per control step, or
                [2, steps, 1025] for one per channel too. A gain of 1 gives noise of RMS 1.

        Returns:
            float32 [2, BLOCK_FRAMES].
        """
        spectra = self._white_spectra() * gain.astype(np.float32)
        frames = scipy.fft.irfft(spectra, _FRAME_FRAMES) * self._window
        block = frames[:, :, :HOP_FRAMES].reshape(CHANNEL_COUNT, BLOCK_FRAMES)
        late = frames[:, :, HOP_FRAMES:].reshape(CHANNEL_COUNT, BLOCK_FRAMES)
        block[:, :HOP_FRAMES] += self._tail
        block[:, HOP_FRAMES:] += late[:, :-HOP_FRAMES]
        self._tail = late[:, -HOP_FRAMES:].copy()
        return block

    def _white_spectra(self) -> np.ndarray[tuple[int, ...], np.dtype[np.complex64]]:
        """Return frames of white noise of RMS 1, complex64 [2, steps, 1025].

        The bins are uniform in a square: their inverse transform is Gaussian, at a third of the
        cost of normal variates.
        """
        parts = self._generator.random((CHANNEL_COUNT, STEPS_PER_BLOCK, 2 * _BINS), np.float32)
        parts -= np.float32(0.5)
        parts *= np.float32(np.sqrt(6.0 * _FRAME_FRAMES))
        first, second = parts.view(np.complex64)
        first, second = first * self._mid, second * self._side
        return np.stack((first + second, first - second))


class Drift:
    """A random control signal: low-passed noise of mean 0 and variance 1, one value per step."""

    def __init__(self, generator: np.random.Generator, rate_hertz: float, count: int = 1) -> None:
        """Start under way.

        Args:
            generator: Its own random stream.
            rate_hertz: Cutoff of its second-order low-pass, < 20 Hz.
            count: Number of independent signals.
        """
        self._generator = generator
        self._count = count
        sections, self._scale, self._step = _drift_filter(rate_hertz)
        noise = self._noise(int(3 * STEP_RATE_HERTZ / rate_hertz))
        _, state = scipy.signal.sosfilt(sections, noise, zi=np.zeros((1, count, 2)))
        self._state = state[0]

    def render(self) -> Curve:
        """Return the next block's values, float64 [count, STEPS_PER_BLOCK]."""
        # The filter as one product: input and state give the output and the next state.
        done = np.concatenate((self._noise(STEPS_PER_BLOCK), self._state), axis=1) @ self._step
        self._state = done[:, STEPS_PER_BLOCK:]
        return np.asarray(done[:, :STEPS_PER_BLOCK], np.float64)

    def _noise(self, steps: int) -> Curve:
        noise = self._generator.standard_normal((self._count, steps)) * self._scale
        return np.asarray(noise, np.float64)


@cache
def _drift_filter(rate_hertz: float) -> tuple[Curve, float, Curve]:
    """Return the low-pass of a drift, the noise's scale, and one block of the filter as a matrix.

    The matrix is float64 [steps + 2, steps + 2]: rows are inputs and states, columns are outputs
    and the states after them.
    """
    sections = scipy.signal.butter(2, rate_hertz, fs=STEP_RATE_HERTZ, output="sos")
    response = scipy.signal.sosfreqz(sections, 8192)[1]
    scale = 1.0 / float(np.sqrt(np.mean(np.abs(response) ** 2)))
    units = np.eye(STEPS_PER_BLOCK + 2)
    inputs, states = units[:, :STEPS_PER_BLOCK], units[None, :, STEPS_PER_BLOCK:]
    outputs, after = scipy.signal.sosfilt(sections, inputs, zi=states)
    return sections, scale, np.concatenate((outputs, after[0]), axis=1)


class Ramp:
    """A linear interpolator from control steps to frames, continuous across blocks."""

    def __init__(self) -> None:
        self._last: float | None = None

    def render(self, steps: Curve) -> Mono:
        """Interpolate one block.

        Args:
            steps: float64 [STEPS_PER_BLOCK], the value at the end of each control step.

        Returns:
            float32 [BLOCK_FRAMES].
        """
        first = float(steps[0]) if self._last is None else self._last
        knots = np.concatenate(([first], steps))
        self._last = float(steps[-1])
        rise = np.arange(1, HOP_FRAMES + 1, dtype=np.float32) / np.float32(HOP_FRAMES)
        lines = knots[:-1, None] + np.diff(knots)[:, None] * rise
        return np.asarray(lines, np.float32).ravel()
