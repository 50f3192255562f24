"""Encoding and decoding of samples in blocks, equal to the whole at once.

The autoencoder's attention covers a band of one latent frame on either side in each of its layers,
and its positions are relative. So the receptive field of a latent frame is as many frames on either
side as there are layers, and a block is computed with exactly that context.
"""

import math
from typing import Final

import numpy as np
import torch
from diffusers import AutoencoderSAME
from torch import Tensor

from envsound_server.audio.waveform import Samples
from envsound_server.engines.stable_audio.inference.attention import attend_in_bands

BLOCK_FRAMES: Final = 64
"""Latent frames of a block: 5.9 s of sound."""


class Codec:
    """The encoder and decoder of samples, with the autoencoder's weights.

    Args:
        vae: The autoencoder. Its attention is replaced in place.
        dtype: Dtype of the operands of attention.
    """

    def __init__(self, vae: AutoencoderSAME, dtype: torch.dtype) -> None:
        self._vae = vae
        self.frame_samples = int(vae.downsampling_ratio)
        self.channel_count = int(vae.config.latent_dim)
        self.context_frames = 0
        width = int(vae.config.sliding_window)
        for encoding, decoding in zip(vae.encoder.blocks, vae.decoder.blocks, strict=True):
            for block in (encoding, decoding):
                attend_in_bands(block, width * (block.stride + 1), dtype)
            # Layers at higher rates have a shorter reach in latent frames. The bound ignores that.
            self.context_frames += width * len(decoding.transformers)

    def latent_frame_count(self, sample_count: int) -> int:
        """Return the number of latent frames that hold so many samples."""
        return math.ceil(sample_count / self.frame_samples)

    def encode(self, samples: Samples, first: int, count: int) -> Tensor:
        """Return a part of a sound's latents, float32 [channels, count].

        Args:
            samples: The whole sound, float32 [2, frames].
            first: First latent frame, >= 0.
            count: Latent frames, >= 1, within the sound. The last one is zero-padded.
        """
        begin, end = self._with_context(first, count, self.latent_frame_count(samples.shape[1]))
        part = samples[:, begin * self.frame_samples : end * self.frame_samples]
        sound = torch.from_numpy(np.ascontiguousarray(part)).to(self._device)
        latents: Tensor = self._vae.encode(sound[None]).latents[0].float()
        return latents[:, first - begin : first - begin + count]

    def decode(self, latents: Tensor, first_sample: int, sample_count: int) -> Samples:
        """Return a part of a sound, float32 [2, sample_count].

        Args:
            latents: Latents of the whole sound, float32 [channels, frames].
            first_sample: First requested sample, >= 0.
            sample_count: Number of requested samples, >= 1, within the sound.
        """
        first = first_sample // self.frame_samples
        count = self.latent_frame_count(first_sample + sample_count) - first
        begin, end = self._with_context(first, count, latents.shape[1])
        sound: Tensor = self._vae.decode(latents[None, :, begin:end]).sample[0].float()
        offset = first_sample - begin * self.frame_samples
        return np.ascontiguousarray(sound[:, offset : offset + sample_count].cpu().numpy())

    def _with_context(self, first: int, count: int, frame_count: int) -> tuple[int, int]:
        reach = self.context_frames
        return max(first - reach, 0), min(first + count + reach, frame_count)

    @property
    def _device(self) -> torch.device:
        """The current device of the autoencoder, which may be offloaded between uses."""
        tensor: Tensor = self._vae.bottleneck.scale
        return tensor.device
