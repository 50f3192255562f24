"""The model with its weights, which starts sounds and advances all of them in one batch."""

from collections import deque
from collections.abc import Sequence

import torch

from envsound_server.audio.waveform import SAMPLE_RATE_HERTZ
from envsound_server.domain.engine import EngineRequest
from envsound_server.engines.base import Advance, Lookups
from envsound_server.engines.inference.batches import Batches
from envsound_server.engines.inference.computation import Computation
from envsound_server.engines.inference.memory import out_of_memory_as_failure
from envsound_server.engines.inference.offloading import Offloadable
from envsound_server.engines.inference.prompt_cache import truncation_note
from envsound_server.engines.tangoflux.inference.decoder import Decoder
from envsound_server.engines.tangoflux.inference.prompts import (
    MAX_TOKENS,
    EncodedPrompt,
    PromptEncoder,
)
from envsound_server.engines.tangoflux.inference.rendering import TangoFluxRendering, Window
from envsound_server.engines.tangoflux.inference.sampler import Conditioning, Sampler, WindowStep
from envsound_server.engines.tangoflux.settings import TangoFluxSettings
from envsound_server.engines.tangoflux.weights.loading import Parts
from envsound_server.errors import GenerationFailed


class LoadedModel:
    """The loaded modules and the operations on them.

    Every method but the properties belongs to the inference thread.

    Args:
        parts: Modules of the checkpoint.
        decoder: Latents to samples.
        settings: The engine's settings.
        device: Device of the sampling.
        max_batch_size: Maximum batch size, sounds. Each has up to two rows in a transformer call.
        revision: Revision of the weights and of everything else that determines the samples.
        computation: Number format and library of the matrix products.
    """

    def __init__(
        self,
        parts: Parts,
        decoder: Decoder,
        settings: TangoFluxSettings,
        device: torch.device,
        max_batch_size: int,
        revision: str,
        computation: Computation,
    ) -> None:
        self.revision = revision
        self.computation = computation
        self._device = device
        self._duration_embedder = parts.duration_embedder
        self._step_reuse = settings.step_reuse
        self._window = Window(
            frame_count=parts.architecture.audio_frame_count,
            channel_count=parts.architecture.in_channels,
            latent_frame_samples=parts.vae.hop_length,
        )
        is_offloaded = settings.offload == "on"
        text_encoder = Offloadable(parts.text_encoder, device, is_offloaded)
        self._prompts = PromptEncoder(parts.tokenizer, text_encoder, parts.fc, device)
        self._vae = Offloadable(parts.vae, device, is_offloaded)
        self._decoder = decoder
        self._sampler = Sampler(
            parts.transformer, device, Batches(device, row_limit=2 * max_batch_size)
        )

    @property
    def max_batch_size(self) -> int:
        """Maximum batch size, sounds. An out-of-memory error reduces it."""
        return max(1, self._sampler.row_limit // 2)

    @property
    def prompt_lookups(self) -> Lookups:
        """Hits and misses of the cache of encoded prompts."""
        return self._prompts.lookups

    @torch.inference_mode()
    def warm_up(self, is_compiled: bool) -> None:
        """Run once all work that would delay the first sound.

        Args:
            is_compiled: True if the transformer is compiled at its first use.
        """
        self._prompts.encode("")
        with self._vae.on_device():
            self._decoder.warm_up()
        if self._device.type != "cpu":
            self._warm_up_every_row_count()
        elif is_compiled:
            self._warm_up_every_program()

    @torch.inference_mode()
    def start(self, request: EngineRequest) -> TangoFluxRendering:
        """Start a sound: encode its prompts and draw its noise.

        Raises:
            GenerationFailed: The device is out of memory.
        """
        with out_of_memory_as_failure(self._device):
            prompt = self._prompts.encode(request.prompt)
            notes = list(self.computation.notes)
            if prompt.truncated_text:
                notes.append(truncation_note("prompt", MAX_TOKENS, prompt.truncated_text))
            unconditional = None
            if request.cfg_scale > 1.0:
                negative = self._prompts.encode(request.negative_prompt)
                if negative.truncated_text:
                    notes.append(
                        truncation_note("negative prompt", MAX_TOKENS, negative.truncated_text)
                    )
                # Upstream pads the empty prompt to the prompt's length and lets the model attend to
                # the padding. A negative prompt that is longer than the prompt stays whole here.
                position_count = max(prompt.token_count, negative.token_count)
                unconditional = self._conditioning(request, negative, position_count)
            return TangoFluxRendering(
                request,
                self._window,
                self._conditioning(request, prompt, prompt.token_count),
                unconditional,
                notes,
                self._step_reuse,
            )

    @torch.inference_mode()
    def advance(self, renderings: Sequence[TangoFluxRendering]) -> list[Advance | GenerationFailed]:
        """Call the transformer once for all sampling sounds, decode a block of each other one."""
        sampling = [rendering for rendering in renderings if rendering.is_sampling]
        decoding = [rendering for rendering in renderings if not rendering.is_sampling]
        self._sample(sampling)
        outcomes = {id(rendering): self._decode(rendering) for rendering in decoding}
        for rendering in sampling:
            outcomes[id(rendering)] = rendering.failure or rendering.sampled()
        return [outcomes[id(rendering)] for rendering in renderings]

    def _warm_up_every_row_count(self) -> None:
        """Call the transformer with each batch size, so that a GPU loads, compiles and captures.

        The largest comes first, so that an out-of-memory error reduces the batch size now.
        """
        window = self._warm_up_window("")
        for row_count in range(self._sampler.row_limit, 0, -1):
            self._sampler.velocities([window] * row_count)

    def _warm_up_every_program(self) -> None:
        """Call a batch with a mask, one without, and a single row, which compile separately."""
        short, long = self._warm_up_window(""), self._warm_up_window("rain")
        for windows in ([short, long], [short, short], [short]):
            self._sampler.velocities(windows)

    def _warm_up_window(self, prompt: str) -> WindowStep:
        (window,) = self.start(
            EngineRequest(prompt, 1, seed=0, steps=1, cfg_scale=1.0)
        ).next_windows(1)
        return window

    def _conditioning(
        self, request: EngineRequest, prompt: EncodedPrompt, position_count: int
    ) -> Conditioning:
        # The embedder clamps at the model's 30 s, which is then the length of each window.
        seconds = torch.tensor([request.frame_count / SAMPLE_RATE_HERTZ], device=self._device)
        duration = self._duration_embedder(seconds)[0]
        return Conditioning(torch.cat([prompt.tokens[:position_count], duration]), prompt.pooled)

    def _sample(self, renderings: list[TangoFluxRendering]) -> None:
        counts = share_windows(renderings, self._sampler.row_limit)
        requested = [r.next_windows(count) for r, count in zip(renderings, counts, strict=True)]
        velocities = iter(
            self._sampler.velocities([window for windows in requested for window in windows])
        )
        for rendering, windows in zip(renderings, requested, strict=True):
            for _ in windows:
                rendering.take(next(velocities))

    def _decode(self, rendering: TangoFluxRendering) -> Advance | GenerationFailed:
        try:
            with out_of_memory_as_failure(self._device), self._vae.on_device():
                return rendering.decode(self._decoder)
        except GenerationFailed as error:
            return error


def share_windows(renderings: Sequence[TangoFluxRendering], row_limit: int) -> list[int]:
    """Return the number of windows of each sound in the next call.

    It takes one window of each sound, and then in turn more of the long ones while the rows stay
    within the limit. So a long sound needs several calls for a step, and short ones do not wait.
    """
    counts = [0] * len(renderings)
    row_count = 0
    turns = deque(range(len(renderings)))
    while turns:
        number = turns.popleft()
        rendering = renderings[number]
        if counts[number] and row_count + rendering.rows_per_window > row_limit:
            continue
        counts[number] += 1
        row_count += rendering.rows_per_window
        if counts[number] < rendering.windows_left_count:
            turns.append(number)
    return counts
