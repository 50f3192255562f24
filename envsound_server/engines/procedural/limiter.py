"""A ceiling that no peak passes."""

import numpy as np
import scipy.ndimage
import scipy.signal

from envsound_server.audio.waveform import CHANNEL_COUNT, Samples
from envsound_server.engines.procedural.source import BLOCK_FRAMES, decibels

CEILING = decibels(-1.0)
"""Highest absolute sample that leaves the limiter: -1 dBFS."""

_LOOK_FRAMES = 2_205


class Limiter:
    """Holds peaks at the ceiling and leaves what stays below it untouched.

    The gain at a frame is a weighted mean of gains that would each be enough for every frame
    within the window around it, so the ceiling holds without clipping; the window (50 ms before
    and after, Hann-weighted) is long enough for the gain to move without being heard as
    distortion. The sound comes out 100 ms late.
    """

    delay_frames = 2 * _LOOK_FRAMES

    def __init__(self) -> None:
        # Held: what is yet to come out, and the past that its gain looks back at.
        self._held = np.zeros((CHANNEL_COUNT, 2 * self.delay_frames), np.float32)
        window = scipy.signal.windows.hann(2 * _LOOK_FRAMES + 1)
        self._window = (window / window.sum()).astype(np.float32)

    def process(self, block: Samples) -> Samples:
        """Takes float32 [2, BLOCK_FRAMES], gives as many frames, `delay_frames` late."""
        heard = np.concatenate((self._held, block), axis=1)
        self._held = heard[:, -2 * self.delay_frames :].copy()
        delayed = heard[:, self.delay_frames : self.delay_frames + BLOCK_FRAMES]
        peaks = np.abs(heard).max(axis=0)
        if peaks.max() <= CEILING:
            return delayed.copy()
        return delayed * self._gain(peaks)

    def _gain(self, peaks: np.ndarray[tuple[int], np.dtype[np.float32]]) -> Samples:
        enough = np.minimum(1.0, CEILING / np.maximum(peaks, 1e-9)).astype(np.float32)
        lowest = scipy.ndimage.minimum_filter1d(enough, 2 * _LOOK_FRAMES + 1)
        # Both windows reach `_LOOK_FRAMES` to each side, so the two ends are cut by both.
        smooth = scipy.signal.fftconvolve(lowest, self._window, "same")
        return smooth[self.delay_frames : self.delay_frames + BLOCK_FRAMES].astype(np.float32)
