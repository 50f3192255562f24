"""Decoding of latents to samples in blocks, equal to decoding the whole sound at once.

The decoder is a chain of stages of convolutions, so its receptive field is finite: a sample depends
on 10 latent frames on either side with the released sizes. A block is decoded with exactly that
context. The first stages use up most of it (10 latent frames before the first, 1 after the second),
and the last stages do most of the work, so the context that a stage no longer needs is cropped
before it. A convolution pads with zeros where its input ends: the sound's own ends are padded as in
a whole decode, and the effect of padding at a crop lies within the context.
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
    convert_to_channels_last,
    convolutions,
    snake,
    snake_by_chunks,
)

BLOCK_FRAMES: Final = 64
"""Latent frames of a block (3 s of sound).

With the released sizes its activations take about 250 MB, whatever the length of the sound.
"""

_WARM_UP_FRAMES: Final = 4
"""Latent frames of the warm-up. It is above 1, which compiled code specializes on."""

_EXACT_STAGES: Final = 3
"""Last stages that stay float32, a third of the work.

Their rounding is hardly smoothed by the layers that follow. With random weights of the released
sizes bfloat16 everywhere differs by 4e-3, in all but the last 2 stages by 1.1e-3, in all but the
last 3 by 6e-4.
"""

_LARGEST_ERROR: Final = 1e-3
"""Largest accepted relative error of the sound in the Euclidean norm: -60 dB."""

_TRIAL_FRAMES: Final = 8

_log = logging.getLogger(__name__)


class Decoder:
    """The decoder of latents, with the autoencoder's weights.

    Args:
        vae: The autoencoder. Its decoder is rebuilt in place for speed.
        compile: True to compile the activations between the convolutions, one small graph for
            all lengths and widths. `warm_up` triggers the compilation.
        matrix_dtype: Dtype of the convolutions' operands in the first stages, if the sound stays
            within 1e-3 of the float32 one.
    """

    def __init__(
        self,
        vae: AutoencoderOobleck,
        compile: bool,
        matrix_dtype: torch.dtype = torch.float32,
    ) -> None:
        activation = torch.compile(snake, dynamic=True) if compile else snake_by_chunks
        convert_to_channels_last(vae.decoder, activation)
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

    def warm_up(self) -> float:
        """Decode a short silence, which triggers compilation, and return the time it took, s."""
        started_at = time.perf_counter()
        weight = next(self._stages[0].parameters())
        silence = torch.zeros(_WARM_UP_FRAMES, weight.shape[1], device=weight.device)
        self.decode(silence, 0, _WARM_UP_FRAMES * self._frame_samples)
        return time.perf_counter() - started_at

    @torch.inference_mode()
    def decode(self, latents: Tensor, first_frame: int, frame_count: int) -> Samples:
        """Decode a part of a sound.

        Args:
            latents: Latents of the whole sound, float32 [latent frames, 64].
            first_frame: First requested sample frame, >= 0.
            frame_count: Number of requested sample frames, >= 1, within the sound.

        Returns:
            float32 [2, frame_count].

        Raises:
            RuntimeError: Even a single latent frame does not fit into memory.
        """
        end_frame = first_frame + frame_count
        begin, end = first_frame // self._frame_samples, -(-end_frame // self._frame_samples)
        blocks = list(self._blocks(latents, begin, end))
        offset = begin * self._frame_samples
        rows = np.concatenate(blocks)[first_frame - offset : end_frame - offset]
        return np.ascontiguousarray(rows.T)

    def _round_first_stages(self, matrix_dtype: torch.dtype) -> None:
        """Cast the convolutions of all but the last stages, unless the error is too large."""
        rounded = [
            layer for stage in self._stages[:-_EXACT_STAGES] for layer in convolutions(stage)
        ]
        exact_tensors = [(layer.weight, layer.bias) for layer in rounded]
        exact = self._trial_sound()
        for layer in rounded:
            layer.cast(matrix_dtype)
        error = float(np.linalg.norm(self._trial_sound() - exact) / np.linalg.norm(exact))
        if not error < _LARGEST_ERROR:
            for layer, (weight, bias) in zip(rounded, exact_tensors, strict=True):
                layer.weight, layer.bias = weight, bias
        _log.info(
            "the error of the decoder in %s, relative to float32, is %.1e: %s",
            str(matrix_dtype).removeprefix("torch."),
            error,
            "accepted" if error < _LARGEST_ERROR else "rejected",
        )

    def _trial_sound(self) -> Samples:
        weight = next(self._stages[0].parameters())
        generator = torch.Generator().manual_seed(0)
        latents = torch.randn(_TRIAL_FRAMES, weight.shape[1], generator=generator)
        return self.decode(latents.to(weight.device), 0, _TRIAL_FRAMES * self._frame_samples)

    def _blocks(self, latents: Tensor, begin: int, end: int) -> Iterator[Samples]:
        """Yield the decoded latent frames `begin` to `end` by block, float32 [samples, 2] each.

        An out-of-memory error halves the block length for all later blocks.
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
                    "out of memory for %d latent frames: reduced the block to %d",
                    block_end - begin,
                    self._block_frames,
                )
                release_cached_memory(latents.device)
            else:
                yield block
                begin = block_end

    def _decode_block(self, latents: Tensor, begin: int, end: int) -> Tensor:
        """Return the decoded latent frames from `begin` to `end`, float32 [samples, 2]."""
        held, held_from = latents, 0
        for stage, context, upsampling in zip(
            self._stages, self._contexts, self._upsamplings, strict=True
        ):
            # `held` are the frames from `held_from` on, cropped where the sound is longer.
            needed_from = max(begin - context, held_from)
            held = stage(held[needed_from - held_from : end + context - held_from])
            held_from = needed_from * upsampling
            begin, end = begin * upsampling, end * upsampling
        return held[begin - held_from : end - held_from]


def _contexts(stages: list[list[Convolution]]) -> list[int]:
    """Return a block's context on either side at each stage's input, in frames of the stage."""
    contexts = []
    needed = 0
    for layers in reversed(stages):
        for layer in reversed(layers):
            needed = -(-needed // layer.upsampling) + layer.reach
        contexts.append(needed)
    return contexts[::-1]
