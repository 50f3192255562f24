"""Formant synthesis: pulses and noise, filtered by a vocal tract.

Each glottal pulse triggers a grain of a few damped sines, one per formant, as in X. Rodet,
"Time-domain formant-wave-function synthesis", Computer Music Journal 8(3), 1984.
"""

from typing import TypeAlias

import numpy as np
import numpy.typing as npt
import scipy.fft

from envsound_server.audio.waveform import SAMPLE_RATE_HERTZ
from envsound_server.engines.procedural.source import Curve, Mono

Bank: TypeAlias = npt.NDArray[np.float32]
"""float32 [sounds, frames]."""

Complex: TypeAlias = npt.NDArray[np.complex128]
"""complex128 [pulses, formants]."""

NOISE_HOP_FRAMES = 256
"""Hop of the noise's spectrum: 6 ms."""

NOISE_BINS_HERTZ: Curve = np.linspace(0.0, SAMPLE_RATE_HERTZ / 2, NOISE_HOP_FRAMES + 1)
"""Frequencies of the noise's spectrum, float64 [257], Hz."""

_NOISE_FRAMES = 2 * NOISE_HOP_FRAMES
_NOISE_WINDOW: Mono = np.asarray(
    np.sin(np.pi * (np.arange(_NOISE_FRAMES) + 0.5) / _NOISE_FRAMES), np.float32
)
_FINE = 32
_MOST_PULSES = 512


def pulse_times(draw: np.random.Generator, pitch_hertz: Curve, frames: int, jitter: float) -> Curve:
    """Return the times of the glottal pulses.

    Args:
        draw: Its own random stream.
        pitch_hertz: The pitch at evenly spaced points, float64 [2 or more], Hz.
        frames: Length of the whole.
        jitter: Irregularity from pulse to pulse, share of the period.

    Returns:
        Frames, not whole ones, float64 [pulses], rising.
    """
    grid = np.linspace(0.0, frames, len(pitch_hertz))
    mean = 0.5 * (pitch_hertz[1:] + pitch_hertz[:-1])
    cycles = np.concatenate(([0.0], np.cumsum(mean * np.diff(grid) / SAMPLE_RATE_HERTZ)))
    numbers = np.arange(0.5, cycles[-1])
    numbers = numbers + jitter * draw.standard_normal(len(numbers))
    return np.sort(np.interp(numbers, cycles, grid))


def formant_train(
    times: Curve,
    formants_hertz: Curve,
    bandwidths_hertz: Curve,
    gains: Curve,
    frames: int,
    *,
    attack_seconds: float = 0.0008,
    grain_seconds: float = 0.02,
) -> Mono:
    """Return a train of pulses, each filtered by its own formants.

    Args:
        times: Times of the pulses, frames, float64 [pulses].
        formants_hertz: Of each pulse, float64 [pulses, formants], Hz.
        bandwidths_hertz: Of each formant, float64 [formants], Hz.
        gains: Amplitudes, float64 [pulses, formants].
        frames: Length of the whole.
        attack_seconds: Attack of a pulse, s.
        grain_seconds: Length of a pulse's grain, s.

    Returns:
        float32 [frames].
    """
    rows = max(2, round(grain_seconds * SAMPLE_RATE_HERTZ / _FINE))
    window = _window(rows * _FINE, attack_seconds)
    train = np.zeros(frames + rows * _FINE, np.float32)
    starts = np.ceil(times).astype(np.intp)
    for first in range(0, len(times), _MOST_PULSES):
        some = slice(first, first + _MOST_PULSES)
        angles = 2j * np.pi * formants_hertz[some] - np.pi * bandwidths_hertz
        rates = np.asarray(angles / SAMPLE_RATE_HERTZ, np.complex128)
        early = (starts[some] - times[some])[:, None]
        heights = np.asarray(gains[some] * np.exp(rates * early), np.complex128)
        grains = _rings(rates, heights, rows) * window
        for start, grain in zip(starts[some], grains, strict=True):
            train[start : start + len(grain)] += grain
    return train[:frames]


def shaped_noise(draw: np.random.Generator, gains: Curve, frames: int) -> Mono:
    """Return noise with a varying spectrum, such as breath and consonants.

    Args:
        draw: Its own random stream.
        gains: Linear, float64 [steps, 257] at `NOISE_BINS_HERTZ`, a step per `NOISE_HOP_FRAMES`.
        frames: Length of the whole, which the steps must cover.

    Returns:
        float32 [frames], RMS 1 if the gain is 1 everywhere.
    """
    sounding = np.flatnonzero(gains.any(axis=1))
    white = draw.random((len(sounding), 2 * gains.shape[1]), np.float32) - np.float32(0.5)
    white *= np.float32(np.sqrt(6.0 * _NOISE_FRAMES))
    spectra = white.view(np.complex64) * gains[sounding].astype(np.float32)
    pieces = scipy.fft.irfft(spectra, _NOISE_FRAMES, axis=1) * _NOISE_WINDOW
    noise = np.zeros((len(gains) + 1, NOISE_HOP_FRAMES), np.float32)
    noise[sounding] = pieces[:, :NOISE_HOP_FRAMES]
    noise[sounding + 1] += pieces[:, NOISE_HOP_FRAMES:]
    return noise.ravel()[:frames]


def resonances(formants_hertz: Curve, bandwidths_hertz: Curve, gains: Curve) -> Curve:
    """Return the magnitude response of formants.

    Args:
        formants_hertz: float64 [steps, formants], Hz.
        bandwidths_hertz: float64 [formants], Hz.
        gains: float64 [formants].

    Returns:
        Linear gains, float64 [steps, 257].
    """
    total = np.zeros((len(formants_hertz), len(NOISE_BINS_HERTZ)))
    for centre, width, gain in zip(formants_hertz.T, bandwidths_hertz, gains, strict=True):
        away = (NOISE_BINS_HERTZ - centre[:, None]) / (0.5 * width)
        total += gain / np.sqrt(1.0 + away**2)
    return total


def _rings(rates: Complex, starts: Complex, rows: int) -> Bank:
    """Return sums of damped sines, float32 [pulses, rows * _FINE].

    A sine is z^(k B + j) = z^(k B) z^j, so that each pulse is a product of two small matrices.
    """
    unit = np.exp(rates).astype(np.complex64)
    fine = _powers(unit, _FINE)
    coarse = _powers(fine[:, -1] * unit, rows) * starts.astype(np.complex64)[:, None]
    left = np.concatenate((coarse.real, coarse.imag), axis=2)
    right = np.concatenate((fine.imag, fine.real), axis=2).transpose(0, 2, 1)
    return np.asarray(np.matmul(left, right).reshape(len(rates), rows * _FINE), np.float32)


def _powers(unit: npt.NDArray[np.complex64], count: int) -> npt.NDArray[np.complex64]:
    """Return 1, z, z^2 ... of each z, complex64 [pulses, count, formants]."""
    powers = np.ones((len(unit), 1, unit.shape[1]), np.complex64)
    step = unit[:, None]
    while powers.shape[1] < count:
        powers = np.concatenate((powers, powers * step), axis=1)
        step = step * step
    return powers[:, :count]


def _window(frames: int, attack_seconds: float) -> Mono:
    """Return the attack and the fade of a pulse, float32 [frames]."""
    rise = np.clip(np.arange(frames) / (attack_seconds * SAMPLE_RATE_HERTZ), 0.0, 1.0)
    fall = np.clip((frames - np.arange(frames)) / (0.25 * frames), 0.0, 1.0)
    return np.asarray(0.5 * (1.0 - np.cos(np.pi * rise)) * fall, np.float32)
