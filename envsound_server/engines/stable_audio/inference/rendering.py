"""The state of one sound: its source's latents, its sampling passes and its decoded part."""

import math
from collections.abc import Sequence
from typing import Final

import torch
from torch import Tensor

from envsound_server.audio.waveform import Samples
from envsound_server.domain.engine import EngineRequest, Source, Stage
from envsound_server.engines.base import Advance
from envsound_server.engines.stable_audio.inference.codec import BLOCK_FRAMES, Codec
from envsound_server.engines.stable_audio.inference.conditioning import Conditioning
from envsound_server.engines.stable_audio.inference.loops import (
    LoopDecoder,
    roll_back,
    roll_to_middle,
    seam_mask,
)
from envsound_server.engines.stable_audio.inference.passes import Pass, Schedule, draw_noise
from envsound_server.engines.stable_audio.inference.sampler import Row
from envsound_server.engines.stable_audio.inference.sources import (
    cropped_or_padded,
    kept_mask,
    local_conditioning,
    with_source,
)
from envsound_server.errors import GenerationFailed

_CODEC_COST: Final = 3.0
"""Cost of a latent frame in the autoencoder, in latent frames of a row of a step.

The estimate of progress uses it. Measured on a CPU with the small sizes.
"""


class StableAudioRendering:
    """The state of one sound.

    Memory: 2 kB for each latent frame (120 s: 3 MB), the block that is decoded, and the source.

    Args:
        request: The request for the sound.
        codec: Samples to latents and back.
        schedule: Sampling schedule of the checkpoint.
        conditional: Conditioning of the prompt.
        unconditional: Conditioning of the negative prompt; None without guidance.
        notes: Remarks for the listener on the reading of the prompts.
    """

    def __init__(
        self,
        request: EngineRequest,
        codec: Codec,
        schedule: Schedule,
        conditional: Conditioning,
        unconditional: Conditioning | None,
        notes: Sequence[str] = (),
    ) -> None:
        self.notes = tuple(notes)
        self.failure: GenerationFailed | None = None
        self._request, self._codec, self._schedule = request, codec, schedule
        self._conditional, self._unconditional = conditional, unconditional
        self._frame_count = codec.latent_frame_count(request.frame_count)
        self._generator = torch.Generator().manual_seed(request.seed)
        self._source_latents: list[Tensor] = []
        self._passes_begun = 0
        self._pass: Pass | None = None if self._source else self._begin(None)
        self._decoder: Codec | LoopDecoder = codec
        self._latents = torch.empty(0)
        self._blocks_done = 0

    # Encoding of the source

    @property
    def is_encoding(self) -> bool:
        """True while the source is not encoded yet."""
        return self._pass is None

    def encode(self) -> Advance:
        """Encode the next block of the source. The last block starts the first pass."""
        source = self._source
        assert source is not None
        done, count = self._encoded_count, self._source_frame_count
        size = min(BLOCK_FRAMES, count - done)
        self._source_latents.append(self._codec.encode(source.samples, done, size))
        step = len(self._source_latents)
        if self._encoded_count == count:
            self._pass = self._begin(torch.cat(self._source_latents, dim=1))
        step_count = math.ceil(count / BLOCK_FRAMES)
        return Advance(Stage.PREPARING, step, step_count, self._fraction)

    # Sampling

    @property
    def is_sampling(self) -> bool:
        """True while steps are left."""
        return self._pass is not None and not self._pass.is_finished

    @property
    def latents(self) -> Tensor:
        """The latents at the current step, float32 [channels, frames]."""
        assert self._pass is not None
        return self._pass.latents

    def rows(self) -> list[Row]:
        """Return the transformer rows of the next step: one, or two with guidance."""
        conditionings = [self._conditional]
        if self._unconditional is not None:
            conditionings.append(self._unconditional)
        step = self._sampled
        return [Row(step.latents, step.time, each, step.local) for each in conditionings]

    def take(self, velocities: Sequence[Tensor | GenerationFailed]) -> None:
        """Apply the next step with the velocities of its rows, or record their failure."""
        tensors = []
        for velocity in velocities:
            if isinstance(velocity, GenerationFailed):
                self.failure = velocity
                return
            tensors.append(velocity)
        self._sampled.take(_guided(tensors, self._request.cfg_scale))
        if self._sampled.is_finished:
            self._end_pass()

    def sampled(self) -> Advance:
        """Return the progress of sampling."""
        steps = self._request.steps
        step = self._steps_taken
        return Advance(Stage.GENERATING, step, self._pass_count * steps, self._fraction)

    # Decoding

    def decode(self) -> Advance:
        """Decode the next block."""
        block_samples = BLOCK_FRAMES * self._codec.frame_samples
        first = self._blocks_done * block_samples
        count = min(block_samples, self._request.frame_count - first)
        block = self._samples(first, count)
        self._blocks_done += 1
        step_count = math.ceil(self._request.frame_count / block_samples)
        is_last = self._blocks_done == step_count
        fraction = 1.0 if is_last else self._fraction
        return Advance(
            Stage.DECODING, self._blocks_done, step_count, fraction, block, finished=is_last
        )

    def _samples(self, first: int, count: int) -> Samples:
        if isinstance(self._decoder, LoopDecoder):
            return self._decoder.decode(first, count)
        block = self._codec.decode(self._latents, first, count)
        if self._source is None:
            return block
        return with_source(block, first, self._source, self._request.frame_count)

    # Passes

    @property
    def _sampled(self) -> Pass:
        assert self._pass is not None
        return self._pass

    def _begin(self, source_latents: Tensor | None) -> Pass:
        """Start the first pass: from noise, a noisy source, or as inpainting around kept parts."""
        self._passes_begun = 1
        device = self._conditional.context.device
        shape = torch.empty(self._codec.channel_count, self._frame_count, device=device)
        noise = draw_noise(self._generator, shape)
        if self._source is None or source_latents is None:
            return self._new_pass(noise)
        reference = cropped_or_padded(source_latents, self._frame_count)
        if self._source.kept_frames:
            samples = self._request.frame_count
            mask = kept_mask(self._source, samples, self._codec.frame_samples)
            return self._new_pass(noise, local=local_conditioning(reference, mask))
        level = self._source.strength
        return self._new_pass((1.0 - level) * reference + level * noise, level)

    def _end_pass(self) -> None:
        """Start the pass that inpaints a loop's seam, or prepare decoding after the last pass."""
        latents = self._sampled.latents
        if not bool(torch.isfinite(latents).all()):
            self.failure = GenerationFailed("the model's latents are not finite; try another seed")
        elif self._passes_begun < self._pass_count:
            self._passes_begun += 1
            local = local_conditioning(roll_to_middle(latents), seam_mask(self._frame_count))
            self._pass = self._new_pass(draw_noise(self._generator, latents), local=local)
        elif self._request.is_loop:
            loop = roll_back(latents)
            self._decoder = LoopDecoder(self._codec, loop, self._request.frame_count)
        else:
            self._latents = latents

    def _new_pass(
        self, latents: Tensor, noise_level: float = 1.0, local: Tensor | None = None
    ) -> Pass:
        sigmas = self._schedule.sigmas(self._request.steps, noise_level)
        return Pass(latents, sigmas, self._schedule, self._generator, local)

    # Progress

    @property
    def _source(self) -> Source | None:
        return self._request.source

    @property
    def _source_frame_count(self) -> int:
        """Latent frames of the source that fit into the new sound."""
        if self._source is None:
            return 0
        count = self._codec.latent_frame_count(self._source.samples.shape[1])
        return min(count, self._frame_count)

    @property
    def _encoded_count(self) -> int:
        return sum(latents.shape[1] for latents in self._source_latents)

    @property
    def _pass_count(self) -> int:
        return 2 if self._request.is_loop else 1

    @property
    def _steps_taken(self) -> int:
        if self._pass is None:
            return 0
        return (self._passes_begun - 1) * self._request.steps + self._pass.step

    @property
    def _fraction(self) -> float:
        """Completed share of the whole work."""
        frames, steps = self._frame_count, self._pass_count * self._request.steps
        row_count = 1 if self._unconditional is None else 2
        whole = steps * row_count * frames + _CODEC_COST * (frames + self._source_frame_count)
        decoded = min(self._blocks_done * BLOCK_FRAMES, frames)
        done = self._steps_taken * row_count * frames
        return (done + _CODEC_COST * (decoded + self._encoded_count)) / whole


def _guided(velocities: Sequence[Tensor], cfg_scale: float) -> Tensor:
    """Apply classifier-free guidance (Ho & Salimans 2022, arXiv 2207.12598, equation 6)."""
    if len(velocities) == 1:
        return velocities[0]
    conditional, unconditional = velocities
    return unconditional + cfg_scale * (conditional - unconditional)
