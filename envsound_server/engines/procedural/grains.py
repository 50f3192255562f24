"""Short sounds, and how to strew them over time: drops, bubbles, crackles, ticks, syllables."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import scipy.fft

from envsound_server.audio.waveform import CHANNEL_COUNT, SAMPLE_RATE_HERTZ, Samples
from envsound_server.engines.procedural.source import BLOCK_FRAMES, Curve, Mono

_ATTACK_FRAMES = 12
_EARS_FRAMES = 24
"""Longest delay between the channels: 0.54 ms, about a head's width."""


def modal_grain(
    frequencies_hertz: Curve, decays_seconds: Curve, gains: Curve, phases: Curve
) -> Mono:
    """The ring of something struck: a sum of decaying sines.

    Modal synthesis as in K. van den Doel and D. Pai, "The sounds of physical shapes",
    Presence 7(4), 1998.

    Args:
        frequencies_hertz: float64 [modes], Hz.
        decays_seconds: Time in which each mode falls to 1/e, float64 [modes], s.
        gains: float64 [modes].
        phases: float64 [modes], radians.

    Returns:
        float32 [frames], until the slowest mode is 60 dB down.
    """
    time = np.arange(int(7 * decays_seconds.max() * SAMPLE_RATE_HERTZ) + 32) / SAMPLE_RATE_HERTZ
    rates = 2j * np.pi * frequencies_hertz - 1.0 / decays_seconds
    amplitudes = gains * np.exp(1j * (phases - np.pi / 2))
    ring = (amplitudes[:, None] * np.exp(rates[:, None] * time)).sum(axis=0).real
    return _without_clicks(ring)


def bubble_grain(radius_metres: float, rise: float = 0.1) -> Mono:
    """A bubble's chirp: a sine that decays as it rises.

    K. van den Doel, "Physically based models for liquid sounds", ACM Transactions on Applied
    Perception 2(4), 2005: pitch 3/r, damping 0.13/r + 0.0072 r^-1.5, pitch rising at `rise` times
    the damping as the bubble nears the surface.

    Args:
        radius_metres: 0.00015 to 0.015 m.
        rise: How much the pitch rises within one decay time, default 0.1.

    Returns:
        float32 [frames], amplitude 1, until it is 60 dB down.
    """
    damping = 0.13 / radius_metres + 0.0072 * radius_metres**-1.5
    time = np.arange(int(7 / damping * SAMPLE_RATE_HERTZ) + 32) / SAMPLE_RATE_HERTZ
    cycles = 3.0 / radius_metres * (time + 0.5 * rise * damping * time**2)
    return _without_clicks(np.sin(2 * np.pi * cycles) * np.exp(-damping * time))


def balanced(bank: Sequence[Mono]) -> list[Mono]:
    """Scales a bank so that one grain a second, of gain 1, has an RMS of 1 on average.

    A scatter then has the RMS sqrt(rate * mean squared gain), whatever its grains are.
    """
    energy = float(np.mean([np.sum(grain.astype(np.float64) ** 2) for grain in bank]))
    gain = np.float32(np.sqrt(SAMPLE_RATE_HERTZ / energy))
    return [grain * gain for grain in bank]


def _without_clicks(ring: Curve) -> Mono:
    """Softens the first quarter millisecond and the last sixth of a grain."""
    ring[:_ATTACK_FRAMES] *= np.arange(_ATTACK_FRAMES) / _ATTACK_FRAMES
    fade = len(ring) // 6
    ring[-fade:] *= np.linspace(1.0, 0.0, fade)
    return ring.astype(np.float32)


def pan_gains(position: float | Curve) -> Curve:
    """Constant-power gains of left and right.

    Args:
        position: -1 (left) to 1 (right), one or an array [n].

    Returns:
        float64 [2] or [2, n].
    """
    angle = (np.asarray(position, np.float64) + 1.0) * (np.pi / 4)
    return np.stack((np.cos(angle), np.sin(angle)))


class OverlapBuffer:
    """Where grains that outlast a block wait for the next one."""

    def __init__(self, longest_frames: int) -> None:
        """Makes room for grains up to `longest_frames` long."""
        self._samples = np.zeros((CHANNEL_COUNT, BLOCK_FRAMES + longest_frames), np.float32)

    def add(self, start: int, grain: npt.NDArray[np.float32], gains: Curve | float = 1.0) -> None:
        """Adds a grain.

        Args:
            start: Its first frame within the current block, 0 to BLOCK_FRAMES - 1.
            grain: float32 [frames] or [2, frames].
            gains: Of left and right, float64 [2], or of both.
        """
        weights = np.broadcast_to(np.asarray(gains, np.float32), (CHANNEL_COUNT,))
        for channel, weight in enumerate(weights):
            line = grain[channel] if grain.ndim == 2 else grain
            self._samples[channel, start : start + len(line)] += weight * line

    def pop(self) -> Samples:
        """Takes the current block out and moves on to the next: float32 [2, BLOCK_FRAMES]."""
        block = self._samples[:, :BLOCK_FRAMES].copy()
        self._samples[:, :-BLOCK_FRAMES] = self._samples[:, BLOCK_FRAMES:].copy()
        self._samples[:, -BLOCK_FRAMES:] = 0.0
        return block


def poisson_starts(
    generator: np.random.Generator, rates_hertz: float | Curve
) -> npt.NDArray[np.intp]:
    """When the events of a Poisson process fall within a block.

    Args:
        generator: Draws them.
        rates_hertz: Events a second, one number or one for each control step, float64 [64].

    Returns:
        Frames within the block, rising, intp [events].
    """
    rates = np.atleast_1d(np.asarray(rates_hertz, np.float64))
    step = BLOCK_FRAMES // len(rates)
    counts = generator.poisson(np.maximum(rates, 0.0) * (step / SAMPLE_RATE_HERTZ))
    firsts = np.repeat(np.arange(len(rates)) * step, counts)
    return np.sort(firsts + generator.integers(0, step, counts.sum()))


class Scatter:
    """Strews grains of a bank, up to some hundred a second, each where and as loud as drawn."""

    def __init__(self, generator: np.random.Generator, bank: Sequence[Mono]) -> None:
        """Takes the bank: mono grains of any lengths."""
        self._generator = generator
        self._bank = bank
        self._buffer = OverlapBuffer(max(len(grain) for grain in bank) + _EARS_FRAMES)

    def render(
        self, rates_hertz: float | Curve, spread: float = 1.5, width: float = 0.9
    ) -> Samples:
        """Renders a block.

        Args:
            rates_hertz: Grains a second, one number or float64 [64].
            spread: How unequal their levels are: a grain's gain is an exponential variate to this
                power, at most 6.
            width: How far left and right they fall, 0 to 1.

        Returns:
            float32 [2, BLOCK_FRAMES].
        """
        draw = self._generator
        starts = poisson_starts(draw, rates_hertz)
        chosen = draw.integers(0, len(self._bank), len(starts))
        levels = np.minimum(draw.exponential(1.0, len(starts)) ** spread, 6.0)
        gains = levels * pan_gains(draw.uniform(-width, width, len(starts)))
        for start, index, left_right in zip(starts, chosen, gains.T, strict=True):
            self._buffer.add(int(start), self._bank[index], left_right)
        return self._buffer.pop()


class DenseScatter:
    """Strews thousands of short grains a second at a cost that does not grow with their number.

    The grains fall into classes of one waveform each; a class is a sparse train of impulses,
    convolved with its grain in the frequency domain. New waveforms are chosen for every block,
    and every impulse has its own level, place and delay between the ears.
    """

    def __init__(
        self, generator: np.random.Generator, bank: Sequence[Mono], class_count: int = 6
    ) -> None:
        """Takes the bank: mono grains, shorter than a block."""
        self._generator = generator
        self._class_count = class_count
        longest = max(len(grain) for grain in bank) + 2 * _EARS_FRAMES
        self._fft_frames = scipy.fft.next_fast_len(BLOCK_FRAMES + longest, real=True)
        self._bank = np.zeros((len(bank), longest), np.float32)
        for row, grain in zip(self._bank, bank, strict=True):
            row[: len(grain)] = grain
        self._tail = np.zeros((CHANNEL_COUNT, longest), np.float32)

    def render(self, rates_hertz: float | Curve, spread: float = 1.5) -> Samples:
        """Renders a block.

        Args:
            rates_hertz: Grains a second, one number or float64 [64].
            spread: How unequal their levels are, as in `Scatter.render`.

        Returns:
            float32 [2, BLOCK_FRAMES].
        """
        chosen = self._generator.choice(len(self._bank), self._class_count, replace=False)
        grains = scipy.fft.rfft(self._bank[chosen], self._fft_frames)
        trains = scipy.fft.rfft(self._impulses(rates_hertz, spread), self._fft_frames)
        wet = scipy.fft.irfft((trains * grains).sum(axis=1), self._fft_frames)
        longest = self._tail.shape[1]
        wet[:, :longest] += self._tail
        self._tail = wet[:, BLOCK_FRAMES : BLOCK_FRAMES + longest].copy()
        return np.asarray(wet[:, :BLOCK_FRAMES], np.float32)

    def _impulses(self, rates_hertz: float | Curve, spread: float) -> npt.NDArray[np.float32]:
        """float32 [2, classes, BLOCK_FRAMES + 2 * ears]."""
        draw = self._generator
        starts = poisson_starts(draw, rates_hertz)
        count = len(starts)
        levels = np.minimum(draw.exponential(1.0, count) ** spread, 6.0)
        levels *= draw.choice((-1.0, 1.0), count)
        places = draw.uniform(-0.9, 0.9, count)
        classes = draw.integers(0, self._class_count, count)
        frames = BLOCK_FRAMES + 2 * _EARS_FRAMES
        delays = np.rint(places * (_EARS_FRAMES / 2)).astype(np.intp)
        trains = np.empty((CHANNEL_COUNT, self._class_count, frames), np.float32)
        for channel, sign in ((0, 1), (1, -1)):
            at = classes * frames + starts + _EARS_FRAMES + sign * delays
            weights = levels * pan_gains(places)[channel]
            flat = np.bincount(at, weights, self._class_count * frames)
            trains[channel] = flat.reshape(self._class_count, frames)
        return trains
