"""Thousands of varied grains a second: drops, bubbles, sparks, pebbles, clapping hands.

Each grain has its own shape (one of a bank of hundreds), level, pan and onset. The shortest are
added together by one histogram per channel, the others one by one: 2,500 grains of 300 frames a
second take a two-hundredth of real time.
"""

from collections.abc import Callable, Sequence

import numpy as np
import numpy.typing as npt

from envsound_server.audio.waveform import CHANNEL_COUNT, SAMPLE_RATE_HERTZ, Samples
from envsound_server.engines.procedural.models.grains import pan_gains, poisson_starts
from envsound_server.engines.procedural.source import BLOCK_FRAMES, HOP_FRAMES, Curve, Mono

EARS_FRAMES = 20
"""Longest delay between the channels: 0.45 ms."""

_LONGEST_ROW_FRAMES = 1_536
_COUNTED_FRAMES = 128
"""Longest grains for which a histogram is faster than separate additions."""

_SIZES_FRAMES = (64, 128, 192, 256, 384, 512, 768, 1_024, _LONGEST_ROW_FRAMES)

Levels = Callable[[np.random.Generator, int], Curve]
"""A function that draws a number of levels, of mean square 1."""


def pareto(exponent: float, loudest: float = 12.0) -> Levels:
    """Return levels with a power-law tail: a few near grains, many far ones.

    Args:
        exponent: The probability of a level above x falls as x^-exponent. 2 stands for grains
            distributed evenly over a plane whose levels fall with distance.
        loudest: Upper limit of the levels, in units of the least.
    """
    quantiles = (np.arange(4_096) + 0.5) / 4_096
    scale = 1.0 / np.sqrt(np.mean(np.minimum(quantiles ** (-1.0 / exponent), loudest) ** 2))

    def levels(draw: np.random.Generator, count: int) -> Curve:
        drawn = (1.0 - draw.random(count)) ** (-1.0 / exponent)
        return np.asarray(scale * np.minimum(drawn, loudest), np.float64)

    return levels


def log_normal(sigma_db: float) -> Levels:
    """Return log-normal levels with a standard deviation of `sigma_db`, limited to two of them."""
    sigma = sigma_db * np.log(10.0) / 20.0

    def levels(draw: np.random.Generator, count: int) -> Curve:
        return np.asarray(
            np.exp(sigma * np.minimum(draw.standard_normal(count), 2.0) - sigma**2), np.float64
        )

    return levels


class Bank:
    """A bank of grains, scaled so that one a second has an RMS of 1 on average."""

    def __init__(self, grains: Sequence[Mono]) -> None:
        """Set up the bank of grains, float32 [frames] each, without a change of their balance."""
        energy = float(np.mean([np.dot(grain, grain) for grain in grains]))
        gain = np.float32(np.sqrt(SAMPLE_RATE_HERTZ / energy))
        self.count = len(grains)
        self.longest_frames = max(len(grain) for grain in grains)
        self.long: dict[int, Mono] = {}
        self.rows: list[npt.NDArray[np.float32]] = []
        self.size_of = np.full(self.count, -1)
        self.row_of = np.zeros(self.count, np.intp)
        for size, frames in enumerate(_SIZES_FRAMES):
            shorter = _SIZES_FRAMES[size - 1] if size else 0
            chosen = [i for i, grain in enumerate(grains) if shorter < len(grain) <= frames]
            rows = np.zeros((len(chosen), frames), np.float32)
            for row, index in enumerate(chosen):
                rows[row, : len(grains[index])] = gain * grains[index]
                self.size_of[index], self.row_of[index] = size, row
            self.rows.append(rows)
        for kept in np.flatnonzero(self.size_of < 0).tolist():
            self.long[kept] = np.asarray(gain * grains[kept], np.float32)


class Particles:
    """A scatter of the grains of a bank over time and the stereo image."""

    def __init__(
        self, draw: np.random.Generator, bank: Bank, levels: Levels, *, width: float = 0.9
    ) -> None:
        """Set up an empty buffer.

        Args:
            draw: Its own random stream.
            bank: The grains, which several scatters may share.
            levels: Distribution of their levels, see `pareto` and `log_normal`.
            width: Stereo width, 0 to 1.
        """
        self._draw, self._bank, self._levels, self._width = draw, bank, levels, width
        self._frames = BLOCK_FRAMES + max(bank.longest_frames, _LONGEST_ROW_FRAMES) + EARS_FRAMES
        self._buffer = np.zeros((CHANNEL_COUNT, self._frames), np.float32)

    def render(self, rates_hertz: float | Curve, gain: float | Curve = 1.0) -> Samples:
        """Render a block.

        Args:
            rates_hertz: Grains a second, one number or one per control step, float64 [steps].
            gain: Linear, one number or one per control step. With a gain of 1 the RMS is the
                root of the rate.

        Returns:
            float32 [2, BLOCK_FRAMES].
        """
        starts = poisson_starts(self._draw, rates_hertz)
        if np.ndim(gain):
            gain = np.asarray(gain)[starts // HOP_FRAMES]
        self.add(starts, self._levels(self._draw, len(starts)) * gain)
        return self.pop()

    def add(self, starts: npt.NDArray[np.intp], levels: Curve) -> None:
        """Add grains at random places.

        Args:
            starts: First frames within the current block, intp [grains].
            levels: Linear, float64 [grains].
        """
        draw, count = self._draw, len(starts)
        which = draw.integers(0, self._bank.count, count)
        places = draw.uniform(-self._width, self._width, count)
        signs = np.where(draw.random(count) < 0.5, -1.0, 1.0)
        gains = (pan_gains(places) * (levels * signs)).astype(np.float32)
        lag = np.rint(0.5 * EARS_FRAMES * places).astype(np.intp) + EARS_FRAMES // 2
        arrivals = np.stack((starts + lag, starts + EARS_FRAMES - lag))
        sizes = self._bank.size_of[which]
        for size, rows in enumerate(self._bank.rows):
            chosen = np.flatnonzero(sizes == size)
            if len(chosen):
                shapes = rows[self._bank.row_of[which[chosen]]]
                self._add_rows(shapes, arrivals[:, chosen], gains[:, chosen])
        for index in np.flatnonzero(sizes < 0):
            self._add_long(self._bank.long[int(which[index])], arrivals[:, index], gains[:, index])

    def pop(self) -> Samples:
        """Return the current block, float32 [2, BLOCK_FRAMES], and advance to the next."""
        block = self._buffer[:, :BLOCK_FRAMES].copy()
        self._buffer[:, :-BLOCK_FRAMES] = self._buffer[:, BLOCK_FRAMES:].copy()
        self._buffer[:, -BLOCK_FRAMES:] = 0.0
        return block

    def _add_rows(
        self,
        shapes: npt.NDArray[np.float32],
        arrivals: npt.NDArray[np.intp],
        gains: npt.NDArray[np.float32],
    ) -> None:
        """Add grains of one size to both channels."""
        frames = shapes.shape[1]
        for line, arrival, gain in zip(self._buffer, arrivals, gains, strict=True):
            scaled = gain[:, None] * shapes
            if frames <= _COUNTED_FRAMES:
                at = (arrival[:, None] + np.arange(frames)).ravel()
                line += np.bincount(at, scaled.ravel(), self._frames).astype(np.float32)
            else:
                for first, grain in zip(arrival.tolist(), scaled, strict=True):
                    line[first : first + frames] += grain

    def _add_long(
        self, grain: Mono, arrivals: npt.NDArray[np.intp], gains: npt.NDArray[np.float32]
    ) -> None:
        """Add one grain to both channels."""
        for line, arrival, gain in zip(self._buffer, arrivals, gains, strict=True):
            line[arrival : arrival + len(grain)] += gain * grain
