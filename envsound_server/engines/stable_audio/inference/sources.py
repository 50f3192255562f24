"""Sounds that are generated from a source: its latents, its kept parts and their joints."""

from typing import Final

import numpy as np
import torch
from torch import Tensor

from envsound_server.audio.waveform import Samples
from envsound_server.domain.engine import Source

_JOIN_SAMPLES: Final = 2205
"""Samples of the cross-fade (50 ms) from the new sound into the source, within the kept part."""


def local_conditioning(latents: Tensor, mask: Tensor) -> Tensor:
    """Return the inpainting condition of the transformer, float32 [1 + channels, frames].

    Args:
        latents: Latents of the source, float32 [channels, frames].
        mask: float32 [frames]: 1 kept, 0 regenerated.
    """
    mask = mask.to(latents.device)[None]
    return torch.cat((mask, latents * mask))


def cropped_or_padded(latents: Tensor, frame_count: int) -> Tensor:
    """Return a source's latents, cropped or zero-padded to a number of frames."""
    missing = max(frame_count - latents.shape[1], 0)
    return torch.nn.functional.pad(latents[:, :frame_count], (0, missing))


def kept_mask(source: Source, sample_count: int, frame_samples: int) -> Tensor:
    """Return the mask of the latent frames that lie wholly within kept parts, float32 [frames].

    Args:
        source: The source of the sound.
        sample_count: Samples of the new sound; its last latent frame may hold fewer than a whole.
        frame_samples: Samples of a latent frame.
    """
    mask = torch.zeros(-(-sample_count // frame_samples))
    for first, last in source.kept_frames:
        end = len(mask) if last >= sample_count else last // frame_samples
        mask[-(-first // frame_samples) : end] = 1.0
    return mask


def with_source(block: Samples, first_sample: int, source: Source, sample_count: int) -> Samples:
    """Return a block with the source's own samples where they are kept.

    Args:
        block: Decoded samples, float32 [2, frames].
        first_sample: Position of the block in the sound.
        source: The source of the sound.
        sample_count: Samples of the whole sound.
    """
    block = block.copy()
    for first, last in source.kept_frames:
        begin, end = max(first, first_sample), min(last, first_sample + block.shape[1])
        if begin >= end:
            continue
        gain = _gain(begin, end, first, last, sample_count)
        part = block[:, begin - first_sample : end - first_sample]
        part[:] = (1 - gain) * part + gain * source.samples[:, begin:end]
    return block


def _gain(begin: int, end: int, first: int, last: int, sample_count: int) -> np.ndarray:
    """Return the gain of the source over a range of samples, float32 [samples].

    It fades at the ends of a kept part, unless the sound itself ends there.
    """
    join = min(_JOIN_SAMPLES, (last - first) // 2)
    places = np.arange(begin, end, dtype=np.float32) + 0.5
    gain = np.ones_like(places)
    if first > 0 and join:
        gain = np.minimum(gain, (places - first) / join)
    if last < sample_count and join:
        gain = np.minimum(gain, (last - places) / join)
    return gain
