"""A ceiling that no true peak passes."""

import numpy as np
import scipy.ndimage

from envsound_server.audio.true_peak import REACH_FRAMES as _BETWEEN_FRAMES
from envsound_server.audio.true_peak import frame_peaks
from envsound_server.audio.waveform import CHANNEL_COUNT, Samples

_MEAN_FRAMES = 2_205
_LOOK_FRAMES = _MEAN_FRAMES - 1
"""How far two running means, one after the other, look to each side: 50 ms."""

REACH_FRAMES = 2 * _LOOK_FRAMES + _BETWEEN_FRAMES
"""How far a peak's gain reaches to each side: 100 ms."""


class Limiter:
    """Holds true peaks at a ceiling and leaves untouched what has none within 100 ms.

    The gain at a frame is a mean, with weights that fall evenly over 50 ms to each side, of gains
    that would each be low enough for every frame within 50 ms of their own.
    So no peak passes and nothing is clipped.
    The gain moves too slowly to be heard as distortion.

    Args:
        ceiling: True peak to hold, full scale = 1.
    """

    def __init__(self, ceiling: float) -> None:
        self._ceiling = ceiling
        self._heard = np.zeros((CHANNEL_COUNT, 0), np.float32)
        self._given_count = 0

    def process(self, block: Samples, is_last: bool = False) -> Samples:
        """Take the next block, and return what no later one can change.

        Args:
            block: float32 [2, frames], any number of frames.
            is_last: Whether the sound ends with it; then all that was held back comes out.
        """
        heard = np.concatenate((self._heard, block), axis=1)
        first = self._given_count
        end = heard.shape[1] if is_last else max(first, heard.shape[1] - REACH_FRAMES)
        limited = self._limited(heard)[:, first:end]
        kept_from = max(0, end - REACH_FRAMES)
        self._heard, self._given_count = heard[:, kept_from:].copy(), end - kept_from
        return limited

    def _limited(self, heard: Samples) -> Samples:
        if not heard.shape[1]:
            return heard
        peaks = frame_peaks(heard, self._ceiling)
        if peaks.max() <= self._ceiling:
            return heard
        enough = np.float32(self._ceiling) / np.maximum(peaks, np.float32(self._ceiling))
        lowest = scipy.ndimage.minimum_filter1d(enough, 2 * _LOOK_FRAMES + 1, mode="nearest")
        mean = scipy.ndimage.uniform_filter1d(lowest, _MEAN_FRAMES, mode="nearest")
        gain = scipy.ndimage.uniform_filter1d(mean, _MEAN_FRAMES, mode="nearest")
        limited: Samples = heard * gain.astype(np.float32, copy=False)
        return limited
