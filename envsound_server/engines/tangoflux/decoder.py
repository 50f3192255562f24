"""Latents to samples: only what is asked for, in blocks, and equal to decoding the whole sound.

The decoder is a chain of stages of convolutions, so a sample depends on a known number of latent
frames around it and on nothing beyond: 10 with the released sizes. A block is decoded with exactly
that context. The first stages take most of it up (10 latent frames before the first, 1 after the
second), and the last do most of the work, so what a stage no longer needs is cut off before it.
A convolution pads with zeros where its input ends: the sound's own ends are padded as they are in
the whole, and what padding does to a cut lies within the context.
"""

import math
import time
from typing import Final

import numpy as np
import torch
from diffusers import AutoencoderOobleck
from torch import Tensor, nn

from envsound_server.audio.waveform import Samples
from envsound_server.engines.tangoflux.channels_last import (
    Convolution,
    convolutions,
    lay_channels_last,
)

BLOCK_FRAMES: Final = 64
"""Latent frames that are decoded at a time (3 s of sound): with the released sizes about 250 MB
of activations, whatever the length of the sound."""


class Decoder:
    """Decodes with the autoencoder's weights, whose layers it takes over.

    Args:
        vae: The autoencoder; its decoder is rebuilt in place for speed.
        compile: Whether to compile the stages, for any length of block; `warm` waits for it.
    """

    def __init__(self, vae: AutoencoderOobleck, compile: bool) -> None:
        lay_channels_last(vae.decoder)
        self._stages = [
            vae.decoder.conv1,
            *vae.decoder.block,
            nn.Sequential(vae.decoder.snake1, vae.decoder.conv2),
        ]
        layers = [list(convolutions(stage)) for stage in self._stages]
        self._contexts = _contexts(layers)
        self._upsamplings = [math.prod(layer.upsampling for layer in stage) for stage in layers]
        self._frame_samples = math.prod(self._upsamplings)
        if compile:
            for stage in self._stages:
                stage.compile(dynamic=True)

    def warm(self) -> float:
        """Decodes a block of silence, which compiles what is to be compiled: seconds it took."""
        started_at = time.perf_counter()
        weight = next(self._stages[0].parameters())
        silence = torch.zeros(3 * BLOCK_FRAMES, weight.shape[1], device=weight.device)
        self.decode(silence, BLOCK_FRAMES * self._frame_samples, BLOCK_FRAMES * self._frame_samples)
        return time.perf_counter() - started_at

    @torch.inference_mode()
    def decode(self, latents: Tensor, first_frame: int, frame_count: int) -> Samples:
        """Decodes a part of a sound.

        Args:
            latents: Of the whole sound, float32 [latent frames, 64].
            first_frame: First sample frame that is wanted, >= 0.
            frame_count: Sample frames that are wanted, >= 1; they lie within the sound.

        Returns:
            float32 [2, frame_count].
        """
        end_frame = first_frame + frame_count
        begin, end = first_frame // self._frame_samples, -(-end_frame // self._frame_samples)
        blocks = [
            self._decode_block(latents, start, min(start + BLOCK_FRAMES, end)).cpu().numpy()
            for start in range(begin, end, BLOCK_FRAMES)
        ]
        offset = begin * self._frame_samples
        return np.concatenate(blocks, axis=1)[:, first_frame - offset : end_frame - offset]

    def _decode_block(self, latents: Tensor, begin: int, end: int) -> Tensor:
        """Latent frames from `begin` to `end`, decoded: float32 [2, samples]."""
        held = latents.T[None]
        held_from = 0
        for stage, context, upsampling in zip(
            self._stages, self._contexts, self._upsamplings, strict=True
        ):
            # `held` are frames from `held_from` on; a cut is made where the sound goes on beyond.
            needed_from = max(begin - context, held_from)
            held = held[..., needed_from - held_from : end + context - held_from]
            held = stage(held)
            held_from = needed_from * upsampling
            begin, end = begin * upsampling, end * upsampling
        return held[0, :, begin - held_from : end - held_from]


def _contexts(stages: list[list[Convolution]]) -> list[int]:
    """Frames before and after a block that each stage's input needs, in its own frames."""
    contexts = []
    needed = 0
    for layers in reversed(stages):
        for layer in reversed(layers):
            needed = -(-needed // layer.upsampling) + layer.reach
        contexts.append(needed)
    return contexts[::-1]
