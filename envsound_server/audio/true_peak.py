"""How high a sound rises between its samples, where every converter and every codec puts it.

ITU-R BS.1770-5, annex 2: the sound is oversampled, and the highest absolute value counts. Here the
rate rises eightfold (the standard asks for 192 kHz at least), so that what is left between the
values of a 10 kHz tone is 0.04 dB.

Only a few places need all of that. A band-limited sound whose highest absolute value is M has at
least 0.707 M at both its neighbours at twice the rate (M. Riesz: it cannot fall faster than a
cosine at the Nyquist frequency). So every interval is looked at half-way, and only those which are
that high there, with a margin for the filter's finite length, are looked at closely.
"""

from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from numpy.lib.stride_tricks import sliding_window_view

from envsound_server.audio.waveform import CHANNEL_COUNT, Samples

REACH_FRAMES = 16
"""How far an interpolated value looks to each side."""

_TAP_COUNT = 2 * REACH_FRAMES
_OVERSAMPLING = 8
_KAISER_BETA = 6.0
"""Of the window: flat within 0.01 dB up to 17 kHz."""

_NEAR_PEAK = 0.65
_ROW_FRAMES = 32
_INTERVALS_AT_ONCE = 8_192

_Float32 = npt.NDArray[np.float32]
_Indices = npt.NDArray[np.intp]


class TruePeakMeter:
    """Measures a sound block by block; before its beginning and after its end is silence."""

    def __init__(self) -> None:
        self._peak = 0.0
        self._recent = np.zeros((CHANNEL_COUNT, _TAP_COUNT - 1), np.float32)

    def add(self, samples: Samples) -> None:
        """Take the next block, float32 [2, frames], any number of frames."""
        heard = np.concatenate((self._recent, samples), axis=1)
        self._peak = _highest(heard, self._peak)
        self._recent = heard[:, 1 - _TAP_COUNT :].copy()

    def peak_before(self, rest: Samples) -> float:
        """Return the true peak, full scale = 1, if the sound ended after `rest`."""
        silence = np.zeros_like(self._recent)
        return _highest(np.concatenate((self._recent, rest, silence), axis=1), self._peak)


def frame_peaks(samples: Samples, floor: float) -> _Float32:
    """Return how high the sound rises at each frame and next to it.

    Args:
        samples: float32 [2, frames]; before and after them is silence.
        floor: Level that matters, full scale = 1. What is below it may be told too low.

    Returns:
        float32 [frames], over both channels.
    """
    around = np.pad(samples, ((0, 0), (REACH_FRAMES, REACH_FRAMES)))
    intervals = np.zeros(samples.shape[1] + 1, np.float32)
    for found in _looked_at_closely(around, _halfway(around), floor):
        np.maximum.at(intervals, found.numbers, found.peaks)
    peaks: _Float32 = np.abs(samples).max(axis=0)
    np.maximum(peaks, intervals[:-1], out=peaks)
    np.maximum(peaks, intervals[1:], out=peaks)
    return peaks


class _Intervals(NamedTuple):
    """Stretches between two frames, and how high the sound rises within each."""

    numbers: _Indices
    peaks: _Float32


def _highest(heard: Samples, peak: float) -> float:
    """Return the highest absolute value at and between the frames, `peak` at least."""
    peak = max(peak, float(heard.max()), -float(heard.min()))
    halfway = _halfway(heard)
    peak = max(peak, float(halfway.max()))
    for found in _looked_at_closely(heard, halfway, peak):
        peak = max(peak, float(found.peaks.max()))
    return peak


def _looked_at_closely(heard: Samples, halfway: _Float32, floor: float) -> Iterator[_Intervals]:
    """Yield all intervals that may rise above `floor`; only the values half-way chose them."""
    channels, numbers = np.nonzero(halfway >= _NEAR_PEAK * floor)
    windows = sliding_window_view(heard, _TAP_COUNT, axis=1)
    for first in range(0, len(numbers), _INTERVALS_AT_ONCE):
        some = slice(first, first + _INTERVALS_AT_ONCE)
        between = windows[channels[some], numbers[some]] @ _filters()
        yield _Intervals(numbers[some], np.abs(between, out=between).max(axis=1))


def _halfway(heard: Samples) -> _Float32:
    """Return the absolute value half-way between two frames.

    Args:
        heard: float32 [2, n].

    Returns:
        float32 [2, n - 31]; number i is half-way between frames i + 15 and i + 16.
    """
    count = heard.shape[1] - _TAP_COUNT + 1
    row_count = -(-count // _ROW_FRAMES)
    row_length = _ROW_FRAMES + _TAP_COUNT - 1
    filled = np.zeros((CHANNEL_COUNT, row_count * _ROW_FRAMES + _TAP_COUNT - 1), np.float32)
    filled[:, : heard.shape[1]] = heard
    rows = sliding_window_view(filled, row_length, axis=1)[:, ::_ROW_FRAMES]
    values = rows.reshape(-1, row_length) @ _halfway_matrix()
    return np.abs(values, out=values).reshape(CHANNEL_COUNT, -1)[:, :count]


@cache
def _filters() -> _Float32:
    """Return the Kaiser-windowed interpolators, float32 [taps, 7]: 1/8, 2/8 ... after a frame."""
    offsets = np.arange(1, _OVERSAMPLING) / _OVERSAMPLING
    distances = np.arange(_TAP_COUNT)[:, None] - (REACH_FRAMES - 1) - offsets
    window = np.i0(_KAISER_BETA * np.sqrt(1 - (distances / REACH_FRAMES) ** 2))
    filters = np.sinc(distances) * window
    normalised: _Float32 = (filters / filters.sum(axis=0)).astype(np.float32)
    return normalised


@cache
def _halfway_matrix() -> _Float32:
    """Return the half-way interpolator as a matrix for 32 intervals at once: a product is quick."""
    halfway = _filters()[:, _OVERSAMPLING // 2 - 1]
    matrix = np.zeros((_ROW_FRAMES + _TAP_COUNT - 1, _ROW_FRAMES), np.float32)
    for interval in range(_ROW_FRAMES):
        matrix[interval : interval + _TAP_COUNT, interval] = halfway
    return matrix
