"""The look-ahead limiter of true peaks."""

import numpy as np
import scipy.ndimage

from envsound_server.audio.true_peak import REACH_FRAMES as _BETWEEN_FRAMES
from envsound_server.audio.true_peak import frame_peaks
from envsound_server.audio.waveform import CHANNEL_COUNT, Samples

_MEAN_FRAMES = 2_205
_LOOK_FRAMES = _MEAN_FRAMES - 1
"""Frames to each side that two running means in sequence cover: 50 ms."""

REACH_FRAMES = 2 * _LOOK_FRAMES + _BETWEEN_FRAMES
"""Frames to each side that a peak affects: 100 ms."""


class Limiter:
    """A limiter that holds true peaks at a ceiling.

    Samples without such a peak within 100 ms stay as they are.

    The gain at a frame is a mean, with weights that fall linearly over 50 ms to each side, of gains
    that are each low enough for every frame within 50 ms of their own.
    So no peak exceeds the ceiling and no sample is clipped.
    The gain changes too slowly for audible distortion.

    Args:
        ceiling: True peak to hold, full scale = 1.
    """

    def __init__(self, ceiling: float) -> None:
        self._ceiling = ceiling
        self._recent = np.zeros((CHANNEL_COUNT, 0), np.float32)
        self._returned_count = 0

    def process(self, block: Samples, is_last: bool = False) -> Samples:
        """Take the next block, and return the samples that no later block can change.

        Args:
            block: float32 [2, frames], any number of frames.
            is_last: True for the last block, with which all remaining samples are returned.
        """
        samples = np.concatenate((self._recent, block), axis=1)
        first = self._returned_count
        end = samples.shape[1] if is_last else max(first, samples.shape[1] - REACH_FRAMES)
        limited = self._limited(samples)[:, first:end]
        kept_from = max(0, end - REACH_FRAMES)
        self._recent, self._returned_count = samples[:, kept_from:].copy(), end - kept_from
        return limited

    def _limited(self, samples: Samples) -> Samples:
        if not samples.shape[1]:
            return samples
        peaks = frame_peaks(samples, self._ceiling)
        if peaks.max() <= self._ceiling:
            return samples
        enough = np.float32(self._ceiling) / np.maximum(peaks, np.float32(self._ceiling))
        lowest = scipy.ndimage.minimum_filter1d(enough, 2 * _LOOK_FRAMES + 1, mode="nearest")
        mean = scipy.ndimage.uniform_filter1d(lowest, _MEAN_FRAMES, mode="nearest")
        gain = scipy.ndimage.uniform_filter1d(mean, _MEAN_FRAMES, mode="nearest")
        limited: Samples = samples * gain.astype(np.float32, copy=False)
        return limited
