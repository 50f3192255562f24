"""Latents to samples: only what is asked for, in blocks, and equal to decoding the whole sound.

The decoder is a chain of stages of convolutions, so a sample depends on a known number of latent
frames around it and on nothing beyond: 10 with the released sizes. A block is decoded with exactly
that context. The first stages take most of it up (10 latent frames before the first, 1 after the
second), and the last do most of the work, so what a stage no longer needs is cut off before it.
A convolution pads with zeros where its input ends: the sound's own ends are padded as they are in
the whole, and what padding does to a cut lies within the context.
"""

import logging
import math
import time
from collections.abc import Iterator
from typing import Final

import numpy as np
import torch
from diffusers import AutoencoderOobleck
from torch import Tensor, nn

from envsound_server.audio.waveform import Samples
from envsound_server.engines.inference.memory import is_out_of_memory, release_cached_memory
from envsound_server.engines.tangoflux.inference.channels_last import (
    Convolution,
    convolutions,
    lay_channels_last,
    snake,
    snake_by_pieces,
)

BLOCK_FRAMES: Final = 64
"""Latent frames that are decoded at a time (3 s of sound): with the released sizes about 250 MB
of activations, whatever the length of the sound."""

_WARMING_FRAMES: Final = 4
"""More than one, which compiled programs take for a case of its own."""

_EXACT_STAGES: Final = 3
"""Stages at the end that stay float32, a third of the work: rounding there is hardly smoothed by
what follows. With random weights of the released sizes bfloat16 everywhere differs by 4e-3, in all
but the last 2 stages by 1.1e-3, in all but the last 3 by 6e-4."""

_LARGEST_ERROR: Final = 1e-3
"""Of the sound, in the Euclidean norm: -60 dB."""

_TRIAL_FRAMES: Final = 8

_log = logging.getLogger(__name__)


class Decoder:
    """Decodes with the autoencoder's weights, whose layers it takes over.

    Args:
        vae: The autoencoder; its decoder is rebuilt in place for speed.
        compile: Whether to compile what lies between the convolutions, one small program for all
            lengths and widths; `warm` waits for it.
        matrix_dtype: Of the convolutions' factors in the first stages, if what they make stays
            within 1e-3 of the float32 sound.
    """

    def __init__(
        self,
        vae: AutoencoderOobleck,
        compile: bool,
        matrix_dtype: torch.dtype = torch.float32,
    ) -> None:
        activation = torch.compile(snake, dynamic=True) if compile else snake_by_pieces
        lay_channels_last(vae.decoder, activation)
        self._stages = [
            vae.decoder.conv1,
            *vae.decoder.block,
            nn.Sequential(vae.decoder.snake1, vae.decoder.conv2),
        ]
        layers = [list(convolutions(stage)) for stage in self._stages]
        self._contexts = _contexts(layers)
        self._upsamplings = [math.prod(layer.upsampling for layer in stage) for stage in layers]
        self._frame_samples = math.prod(self._upsamplings)
        self._block_frames = BLOCK_FRAMES
        if matrix_dtype != torch.float32:
            self._round_first_stages(matrix_dtype)

    def warm(self) -> float:
        """Decodes a little silence, which compiles what is to be compiled: seconds it took."""
        started_at = time.perf_counter()
        weight = next(self._stages[0].parameters())
        silence = torch.zeros(_WARMING_FRAMES, weight.shape[1], device=weight.device)
        self.decode(silence, 0, _WARMING_FRAMES * self._frame_samples)
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

        Raises:
            RuntimeError: There is no memory even for a single latent frame.
        """
        end_frame = first_frame + frame_count
        begin, end = first_frame // self._frame_samples, -(-end_frame // self._frame_samples)
        blocks = list(self._blocks(latents, begin, end))
        offset = begin * self._frame_samples
        rows = np.concatenate(blocks)[first_frame - offset : end_frame - offset]
        return np.ascontiguousarray(rows.T)

    def _round_first_stages(self, matrix_dtype: torch.dtype) -> None:
        """Round the convolutions of all but the last stages, unless that is heard."""
        rounded = [
            layer for stage in self._stages[:-_EXACT_STAGES] for layer in convolutions(stage)
        ]
        exact_tensors = [(layer.weight, layer.bias) for layer in rounded]
        exact = self._trial_sound()
        for layer in rounded:
            layer.turn_into(matrix_dtype)
        error = float(np.linalg.norm(self._trial_sound() - exact) / np.linalg.norm(exact))
        if not error < _LARGEST_ERROR:
            for layer, (weight, bias) in zip(rounded, exact_tensors, strict=True):
                layer.weight, layer.bias = weight, bias
        _log.info(
            "the decoder in %s differs from float32 by %.1e, so it is %s",
            str(matrix_dtype).removeprefix("torch."),
            error,
            "taken" if error < _LARGEST_ERROR else "left",
        )

    def _trial_sound(self) -> Samples:
        weight = next(self._stages[0].parameters())
        generator = torch.Generator().manual_seed(0)
        latents = torch.randn(_TRIAL_FRAMES, weight.shape[1], generator=generator)
        return self.decode(latents.to(weight.device), 0, _TRIAL_FRAMES * self._frame_samples)

    def _blocks(self, latents: Tensor, begin: int, end: int) -> Iterator[Samples]:
        """Latent frames from `begin` to `end`, block by block: float32 [samples, 2] each.

        Where memory runs out, blocks are half as long from then on.
        """
        while begin < end:
            block_end = min(begin + self._block_frames, end)
            try:
                block = self._decode_block(latents, begin, block_end).cpu().numpy()
            except RuntimeError as error:
                if not is_out_of_memory(error) or block_end - begin == 1:
                    raise
                self._block_frames = (block_end - begin) // 2
                _log.warning(
                    "no memory to decode %d latent frames at a time; from now on %d",
                    block_end - begin,
                    self._block_frames,
                )
                release_cached_memory(latents.device)
            else:
                yield block
                begin = block_end

    def _decode_block(self, latents: Tensor, begin: int, end: int) -> Tensor:
        """Latent frames from `begin` to `end`, decoded: float32 [samples, 2]."""
        held, held_from = latents, 0
        for stage, context, upsampling in zip(
            self._stages, self._contexts, self._upsamplings, strict=True
        ):
            # `held` are frames from `held_from` on; a cut is made where the sound goes on beyond.
            needed_from = max(begin - context, held_from)
            held = stage(held[needed_from - held_from : end + context - held_from])
            held_from = needed_from * upsampling
            begin, end = begin * upsampling, end * upsampling
        return held[begin - held_from : end - held_from]


def _contexts(stages: list[list[Convolution]]) -> list[int]:
    """Frames before and after a block that each stage's input needs, in its own frames."""
    contexts = []
    needed = 0
    for layers in reversed(stages):
        for layer in reversed(layers):
            needed = -(-needed // layer.upsampling) + layer.reach
        contexts.append(needed)
    return contexts[::-1]
