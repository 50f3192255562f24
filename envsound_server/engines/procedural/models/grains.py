"""Granular synthesis: grains of drops, bubbles and crackles, and their scattering over time."""

import math
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import scipy.fft
import scipy.signal

from envsound_server.audio.waveform import CHANNEL_COUNT, SAMPLE_RATE_HERTZ, Samples
from envsound_server.engines.procedural.source import BLOCK_FRAMES, Curve, Mono

_ATTACK_FRAMES = 12
_BLOCKS_A_MOVE = 8
_LOUDEST = 4.0
_EARS_FRAMES = 24
"""Longest delay between the channels: 0.54 ms, about a head's width."""


def bubble_grain(radius_metres: float, rise: float = 0.1) -> Mono:
    """Return a bubble's chirp: a decaying sine of rising pitch.

    K. van den Doel, "Physically based models for liquid sounds", ACM Transactions on Applied
    Perception 2(4), 2005: pitch 3/r, damping 0.13/r + 0.0072 r^-1.5, pitch rising at `rise` times
    the damping as the bubble approaches the surface.

    Args:
        radius_metres: 0.00015 to 0.015 m.
        rise: Rise of the pitch within one decay time, default 0.1.

    Returns:
        float32 [frames], amplitude 1, until it has fallen by 60 dB.
    """
    damping = 0.13 / radius_metres + 0.0072 * radius_metres**-1.5
    time = np.arange(int(7 / damping * SAMPLE_RATE_HERTZ) + 32) / SAMPLE_RATE_HERTZ
    cycles = 3.0 / radius_metres * (time + 0.5 * rise * damping * time**2)
    # The bubble closes within its first half cycle; a harder start would click.
    closing = np.sin(np.pi * np.minimum(cycles, 0.5)) ** 2
    return _without_clicks(closing * np.sin(2 * np.pi * cycles) * np.exp(-damping * time))


def burst_grain(
    generator: np.random.Generator, band_hertz: tuple[float, float], decay_seconds: float
) -> Mono:
    """Return a decaying burst of band noise: a crackle, a hiss, a consonant.

    Args:
        generator: Draws the noise.
        band_hertz: Low and high edge, Hz.
        decay_seconds: Time in which it falls to 1/e, s.

    Returns:
        float32 [frames], RMS 1 at its start, until it has fallen by 60 dB.
    """
    frames = int(7 * decay_seconds * SAMPLE_RATE_HERTZ) + 64
    band = scipy.signal.butter(2, band_hertz, "bandpass", fs=SAMPLE_RATE_HERTZ, output="sos")
    noise = scipy.signal.sosfilt(band, generator.standard_normal(frames))
    noise /= np.sqrt(np.mean(noise**2))
    return _without_clicks(noise * np.exp(-np.arange(frames) / (decay_seconds * SAMPLE_RATE_HERTZ)))


def balance(bank: Sequence[Mono]) -> list[Mono]:
    """Scale a bank so that one grain a second, of gain 1, has an RMS of 1 on average.

    A scatter then has the RMS sqrt(rate * mean squared gain) for any grains.
    """
    energy = float(np.mean([np.sum(grain.astype(np.float64) ** 2) for grain in bank]))
    gain = np.float32(np.sqrt(SAMPLE_RATE_HERTZ / energy))
    return [grain * gain for grain in bank]


def _without_clicks(ring: Curve) -> Mono:
    """Fade the first quarter millisecond and the last sixth of a grain."""
    ring[:_ATTACK_FRAMES] *= np.arange(_ATTACK_FRAMES) / _ATTACK_FRAMES
    fade = len(ring) // 6
    ring[-fade:] *= np.linspace(1.0, 0.0, fade)
    return ring.astype(np.float32)


def pan_gains(position: float | Curve) -> Curve:
    """Return the constant-power gains of left and right.

    Args:
        position: -1 (left) to 1 (right), one or an array [n].

    Returns:
        float64 [2] or [2, n].
    """
    angle = (np.asarray(position, np.float64) + 1.0) * (np.pi / 4)
    return np.stack((np.cos(angle), np.sin(angle)))


class OverlapBuffer:
    """An overlap-add buffer for grains that are longer than a block."""

    def __init__(self, longest_frames: int, ears_frames: int = _EARS_FRAMES) -> None:
        """Allocate the buffer.

        Args:
            longest_frames: Length of the longest grain.
            ears_frames: Interaural delay of a grain at one side, or 0 for pure tones, which would
                cancel in mono.
        """
        self._ears_frames = ears_frames
        self._reach = BLOCK_FRAMES + longest_frames + ears_frames
        # Blocks are read from a longer line, which is moved to its front only now and then.
        self._samples = np.zeros(
            (CHANNEL_COUNT, self._reach + _BLOCKS_A_MOVE * BLOCK_FRAMES), np.float32
        )
        self._start = 0

    def add(self, start: int, grain: Mono, level: float, place: float) -> None:
        """Add a grain, panned by level (constant power) and by delay.

        Args:
            start: Its first frame within the current block, 0 to BLOCK_FRAMES - 1.
            grain: float32 [frames].
            level: Linear gain.
            place: -1 (left) to 1 (right).
        """
        angle = (place + 1.0) * (math.pi / 4)
        delay = round(place * self._ears_frames)
        gains = (level * math.cos(angle), level * math.sin(angle))
        for line, gain, late in zip(self._samples, gains, (delay, -delay), strict=True):
            at = self._start + start + max(late, 0)
            line[at : at + len(grain)] += np.float32(gain) * grain

    def pop(self) -> Samples:
        """Return the current block, float32 [2, BLOCK_FRAMES], and advance to the next."""
        end = self._start + BLOCK_FRAMES
        block = self._samples[:, self._start : end].copy()
        self._start = end
        if end == _BLOCKS_A_MOVE * BLOCK_FRAMES:
            waiting = self._samples[:, end:].copy()
            self._samples[:, : self._reach] = waiting
            self._samples[:, self._reach :] = 0.0
            self._start = 0
        return block


def poisson_starts(
    generator: np.random.Generator, rates_hertz: float | Curve
) -> npt.NDArray[np.intp]:
    """Return the events of a Poisson process within a block.

    Args:
        generator: Draws the events.
        rates_hertz: Events a second, one number or float64 [STEPS_PER_BLOCK].

    Returns:
        Frames within the block, rising, intp [events].
    """
    rates = np.atleast_1d(np.asarray(rates_hertz, np.float64))
    step = BLOCK_FRAMES // len(rates)
    counts = generator.poisson(np.maximum(rates, 0.0) * (step / SAMPLE_RATE_HERTZ))
    firsts = np.repeat(np.arange(len(rates)) * step, counts)
    return np.sort(firsts + generator.integers(0, step, counts.sum()))


class Scatter:
    """Random grains of a bank, up to some hundred a second, with random places and levels."""

    def __init__(
        self,
        generator: np.random.Generator,
        bank: Sequence[Mono],
        ears_frames: int = _EARS_FRAMES,
    ) -> None:
        """Set up the scatter of a bank of mono grains (`ears_frames`: see `OverlapBuffer`)."""
        self._generator = generator
        self._bank = bank
        self._buffer = OverlapBuffer(max(len(grain) for grain in bank), ears_frames)

    def render(
        self, rates_hertz: float | Curve, spread: float = 1.5, width: float = 0.9
    ) -> Samples:
        """Render a block.

        Args:
            rates_hertz: Grains a second, one number or float64 [STEPS_PER_BLOCK].
            spread: Spread of their levels: a grain's gain is an exponential variate to this power,
                at most 4.
            width: Stereo width, 0 to 1.

        Returns:
            float32 [2, BLOCK_FRAMES].
        """
        draw = self._generator
        starts = poisson_starts(draw, rates_hertz)
        chosen = draw.integers(0, len(self._bank), len(starts))
        levels = np.minimum(draw.exponential(1.0, len(starts)) ** spread, _LOUDEST)
        places = draw.uniform(-width, width, len(starts))
        for start, index, level, place in zip(starts, chosen, levels, places, strict=True):
            self._buffer.add(int(start), self._bank[index], float(level), float(place))
        return self._buffer.pop()
