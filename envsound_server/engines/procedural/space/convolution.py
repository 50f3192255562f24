"""Convolution of a stream of blocks with a fixed response, in the frequency domain."""

import numpy as np
import numpy.typing as npt
import scipy.fft

from envsound_server.audio.waveform import Samples
from envsound_server.engines.procedural.source import BLOCK_FRAMES, Curve

_FFT_FRAMES = 2 * BLOCK_FRAMES

Spectra = npt.NDArray[np.complex64]
"""complex64 [partitions, outputs, bins]: a response divided into blocks."""


def partitioned(response: Curve) -> Spectra:
    """Return the spectra of a response's blocks.

    Args:
        response: float64 [outputs, frames].
    """
    count = max(1, -(-response.shape[1] // BLOCK_FRAMES))
    padded = np.zeros((response.shape[0], count * BLOCK_FRAMES), np.float32)
    padded[:, : response.shape[1]] = response
    blocks = padded.reshape(response.shape[0], count, BLOCK_FRAMES).transpose(1, 0, 2)
    return np.asarray(scipy.fft.rfft(blocks, _FFT_FRAMES), np.complex64)


class Convolver:
    """A uniformly partitioned overlap-add convolution with a long response.

    The cost of a block grows slowly with the response's length: one forward and one inverse
    transform, and a product per partition (W. G. Gardner, "Efficient convolution without
    input-output delay", JAES 43(3), 1995, for the partitioning).
    """

    def __init__(self, spectra: Spectra) -> None:
        """Set up the convolution with a response from `partitioned`."""
        self._spectra = spectra
        self._waiting = np.zeros_like(spectra)
        self._tail = np.zeros((spectra.shape[1], BLOCK_FRAMES), np.float32)

    def process(self, block: Samples) -> Samples:
        """Convolve a block.

        Args:
            block: float32 [BLOCK_FRAMES] for all outputs, or [outputs, BLOCK_FRAMES].

        Returns:
            float32 [outputs, BLOCK_FRAMES].
        """
        spectrum = scipy.fft.rfft(block, _FFT_FRAMES)
        self._waiting += self._spectra * spectrum
        wet = scipy.fft.irfft(self._waiting[0], _FFT_FRAMES)
        self._waiting = np.concatenate((self._waiting[1:], np.zeros_like(self._waiting[:1])))
        out = wet[:, :BLOCK_FRAMES] + self._tail
        self._tail = wet[:, BLOCK_FRAMES:].copy()
        return np.asarray(out, np.float32)
