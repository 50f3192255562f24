"""The model with its weights: begins sounds, and takes all of them a step further at once."""

from collections import deque
from collections.abc import Sequence

import torch

from envsound_server.audio.waveform import SAMPLE_RATE_HERTZ
from envsound_server.domain.engine import EngineRequest
from envsound_server.engines.base import Advance, Lookups
from envsound_server.engines.inference.batches import Batches
from envsound_server.engines.inference.computation import Computation
from envsound_server.engines.inference.memory import memory_errors_told
from envsound_server.engines.inference.placing import Placed
from envsound_server.engines.inference.prompt_cache import cut_note
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
    """Everything that `load` has brought into memory, and what is done with it.

    Every method but the properties belongs to the inference thread.

    Args:
        parts: The checkpoint's modules.
        decoder: Latents to samples.
        settings: The engine's settings.
        device: Where the sampling is.
        max_batch_size: Sounds at a time; a call of the transformer has up to two rows for each.
        revision: The weights and whatever else decides the samples.
        computation: How the matrix products are made.
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
        text_encoder = Placed(parts.text_encoder, device, is_offloaded)
        self._prompts = PromptEncoder(parts.tokenizer, text_encoder, parts.fc, device)
        self._vae = Placed(parts.vae, device, is_offloaded)
        self._decoder = decoder
        self._sampler = Sampler(
            parts.transformer, device, Batches(device, row_limit=2 * max_batch_size)
        )

    @property
    def max_batch_size(self) -> int:
        """Sounds at a time; less than at first once memory has run out."""
        return max(1, self._sampler.row_limit // 2)

    @property
    def prompt_lookups(self) -> Lookups:
        """How often a prompt was encoded already."""
        return self._prompts.lookups

    @torch.inference_mode()
    def warm(self, is_compiled: bool) -> None:
        """Does once what the first sound would wait for.

        Args:
            is_compiled: Whether the transformer's programs are compiled at their first use.
        """
        self._prompts.encode("")
        with self._vae.placed():
            self._decoder.warm()
        if self._device.type != "cpu":
            self._warm_every_row_count()
        elif is_compiled:
            self._warm_every_program()

    @torch.inference_mode()
    def start(self, request: EngineRequest) -> TangoFluxRendering:
        """Begins a sound: reads its prompts, draws its noise.

        Raises:
            GenerationFailed: There is no memory for it.
        """
        with memory_errors_told(self._device):
            prompt = self._prompts.encode(request.prompt)
            notes = list(self.computation.notes)
            if prompt.left_out:
                notes.append(cut_note("prompt", MAX_TOKENS, prompt.left_out))
            unconditional = None
            if request.cfg_scale > 1.0:
                negative = self._prompts.encode(request.negative_prompt)
                if negative.left_out:
                    notes.append(cut_note("negative prompt", MAX_TOKENS, negative.left_out))
                # Upstream fills the empty prompt up to the prompt's length and lets the model
                # attend to the filling; what is longer than the prompt stays whole here.
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
        """One call of the transformer for all that sample, one block of each that is decoded."""
        sampling = [rendering for rendering in renderings if rendering.is_sampling]
        decoding = [rendering for rendering in renderings if not rendering.is_sampling]
        self._sample(sampling)
        outcomes = {id(rendering): self._decode(rendering) for rendering in decoding}
        for rendering in sampling:
            outcomes[id(rendering)] = rendering.failure or rendering.sampled()
        return [outcomes[id(rendering)] for rendering in renderings]

    def _warm_every_row_count(self) -> None:
        """Calls each number of rows once: what a GPU loads, compiles and records is there.

        The largest comes first. If there is no memory for it, that is now found out.
        """
        window = self._warming_window("")
        for row_count in range(self._sampler.row_limit, 0, -1):
            self._sampler.velocities([window] * row_count)

    def _warm_every_program(self) -> None:
        """Calls a batch with a mask, one without, and a single row, which are compiled apart."""
        short, long = self._warming_window(""), self._warming_window("rain")
        for windows in ([short, long], [short, short], [short]):
            self._sampler.velocities(windows)

    def _warming_window(self, prompt: str) -> WindowStep:
        (window,) = self.start(
            EngineRequest(prompt, 1, seed=0, steps=1, cfg_scale=1.0)
        ).next_windows(1)
        return window

    def _conditioning(
        self, request: EngineRequest, prompt: EncodedPrompt, position_count: int
    ) -> Conditioning:
        # Above the model's 30 s the embedder takes 30 s, which is what each window then lasts.
        seconds = torch.tensor([request.frame_count / SAMPLE_RATE_HERTZ], device=self._device)
        duration = self._duration_embedder(seconds)[0]
        return Conditioning(torch.cat([prompt.tokens[:position_count], duration]), prompt.pooled)

    def _sample(self, renderings: list[TangoFluxRendering]) -> None:
        counts = share_windows(renderings, self._sampler.row_limit)
        asked = [r.next_windows(count) for r, count in zip(renderings, counts, strict=True)]
        answers = iter(
            self._sampler.velocities([window for windows in asked for window in windows])
        )
        for rendering, windows in zip(renderings, asked, strict=True):
            for _ in windows:
                rendering.take(next(answers))

    def _decode(self, rendering: TangoFluxRendering) -> Advance | GenerationFailed:
        try:
            with memory_errors_told(self._device), self._vae.placed():
                return rendering.decode(self._decoder)
        except GenerationFailed as error:
            return error


def share_windows(renderings: Sequence[TangoFluxRendering], row_limit: int) -> list[int]:
    """How many windows of each sound the next call takes.

    One of each, and in turn more of those that are long, while the rows stay within the limit: so
    a long sound takes several calls a step, and the short ones beside it do not wait for it.
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
