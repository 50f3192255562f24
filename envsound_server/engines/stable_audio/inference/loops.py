"""Loops that are joined in the latents: the end is generated to continue into the beginning.

The finished latents are rolled by half their length, so that end and beginning meet in the middle,
and the frames around the seam are regenerated (inpainting) to fit both sides. Rolled back, the
sound has no seam, and is decoded with its own end as the context before its beginning.
"""

from typing import Final

import numpy as np
import torch
from torch import Tensor

from envsound_server.audio.loops import crossfade
from envsound_server.audio.waveform import Samples
from envsound_server.engines.stable_audio.inference.codec import Codec

_SEAM_FRAMES: Final = 32
"""Latent frames around the seam that are regenerated: 3 s."""

_MIN_KEPT_SHARE: Final = 0.5

_TRIM_SAMPLES: Final = 2048
"""Samples of the cross-fade (46 ms) at the end of a loop that ends within a latent frame.

It fades into the samples at the end of that frame.
"""


def roll_to_middle(latents: Tensor) -> Tensor:
    """Return the latents rolled such that the seam is in the middle, [channels, frames]."""
    return latents.roll(latents.shape[1] // 2, dims=1)


def roll_back(latents: Tensor) -> Tensor:
    """Return the latents before `roll_to_middle`."""
    return latents.roll(-(latents.shape[1] // 2), dims=1)


def seam_mask(frame_count: int) -> Tensor:
    """Return the inpainting mask of rolled latents, float32 [frames]: 1 kept, 0 regenerated."""
    width = max(2, min(_SEAM_FRAMES, int(frame_count * (1 - _MIN_KEPT_SHARE))))
    first = frame_count // 2 - width // 2
    mask = torch.ones(frame_count)
    mask[first : first + width] = 0.0
    return mask


class LoopDecoder:
    """The decoder of a loop.

    Args:
        codec: The decoder of latents.
        latents: Latents of the loop, float32 [channels, frames].
        sample_count: Samples of the loop, at most those of its latent frames.
    """

    def __init__(self, codec: Codec, latents: Tensor, sample_count: int) -> None:
        self._codec = codec
        self._sample_count = sample_count
        frame_count, reach = latents.shape[1], codec.context_frames
        around = torch.arange(-reach, frame_count + reach + 1, device=latents.device) % frame_count
        self._around = latents[:, around]
        self._excess = frame_count * codec.frame_samples - sample_count
        self._trim = min(_TRIM_SAMPLES, sample_count // 4) if self._excess else 0

    def decode(self, first_sample: int, sample_count: int) -> Samples:
        """Return a part of the loop, float32 [2, sample_count]."""
        block = self._decode(first_sample, sample_count)
        trim_from = self._sample_count - self._trim
        if not self._trim or first_sample + sample_count <= trim_from:
            return block
        fading_out = self._decode(trim_from, self._trim)
        fading_in = self._decode(trim_from + self._excess, self._trim)
        faded = crossfade(fading_out, fading_in)
        start = max(trim_from - first_sample, 0)
        skipped = max(first_sample - trim_from, 0)
        part = faded[:, skipped : skipped + sample_count - start]
        return np.concatenate((block[:, :start], part), axis=1)

    def _decode(self, first_sample: int, sample_count: int) -> Samples:
        offset = self._codec.context_frames * self._codec.frame_samples
        return self._codec.decode(self._around, offset + first_sample, sample_count)
