"""A ceiling for what the decoder makes louder than full scale."""

import numpy as np
import scipy.ndimage
import scipy.signal

from envsound_server.audio.waveform import CHANNEL_COUNT, Samples

_LOOK_FRAMES = 2_205
_REACH_FRAMES = 2 * _LOOK_FRAMES
"""How far a peak's gain reaches to each side: 100 ms."""


class Limiter:
    """Keeps peaks at full scale and leaves untouched what has none within 100 ms.

    The gain at a frame is a Hann-weighted mean, over 50 ms to each side, of gains that would each
    be low enough for every frame within 50 ms of their own: no peak passes, nothing is clipped,
    and the gain moves too slowly to be heard as distortion.

    Attributes:
        peak: Highest absolute sample that came in.
    """

    def __init__(self) -> None:
        self.peak = 0.0
        self._heard = np.zeros((CHANNEL_COUNT, 0), np.float32)
        self._given_count = 0
        window = scipy.signal.windows.hann(2 * _LOOK_FRAMES + 1)
        self._window = (window / window.sum()).astype(np.float32)

    def process(self, block: Samples, is_last: bool) -> Samples:
        """Takes the next block, and gives what no later one can change.

        Args:
            block: float32 [2, frames].
            is_last: Whether the sound ends with it; then all that was held back comes out.
        """
        heard = np.concatenate((self._heard, block), axis=1)
        self.peak = max(self.peak, float(np.abs(block).max(initial=0.0)))
        first = self._given_count
        end = heard.shape[1] if is_last else max(first, heard.shape[1] - _REACH_FRAMES)
        limited = self._limited(heard)[:, first:end]
        kept_from = max(0, end - _REACH_FRAMES)
        self._heard, self._given_count = heard[:, kept_from:].copy(), end - kept_from
        return limited

    def _limited(self, heard: Samples) -> Samples:
        peaks = np.abs(heard).max(axis=0, initial=0.0)
        if not peaks.max(initial=0.0) > 1.0:
            return heard
        enough = 1.0 / np.maximum(peaks, 1.0)
        lowest = scipy.ndimage.minimum_filter1d(enough, 2 * _LOOK_FRAMES + 1, mode="nearest")
        beyond = np.pad(lowest, _LOOK_FRAMES, mode="edge")
        gain = scipy.signal.fftconvolve(beyond, self._window, "valid").astype(np.float32)
        # Rounding alone is left to clip.
        return np.clip(heard * np.minimum(gain, 1.0), -1.0, 1.0)
