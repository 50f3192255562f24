"""The model with its weights: begins sounds, and takes all of them a step further at once."""

from collections.abc import Callable, Sequence

import torch

from envsound_server.audio.waveform import SAMPLE_RATE_HERTZ
from envsound_server.domain.engine import EngineRequest
from envsound_server.engines.base import Advance, Lookups
from envsound_server.engines.inference.memory import memory_errors_told
from envsound_server.engines.inference.placing import Placed
from envsound_server.engines.inference.prompt_cache import cut_note
from envsound_server.engines.stable_audio.inference.codec import Codec
from envsound_server.engines.stable_audio.inference.conditioning import Conditioner, EncodedText
from envsound_server.engines.stable_audio.inference.passes import Schedule
from envsound_server.engines.stable_audio.inference.rendering import StableAudioRendering
from envsound_server.engines.stable_audio.inference.sampler import Sampler
from envsound_server.errors import GenerationFailed

_WARMING_FRAMES = 4 * 4096


class LoadedModel:
    """Everything that `load` has brought into memory, and what is done with it.

    Every method but the properties belongs to the inference thread.

    Args:
        conditioner: Prompts and durations to what the transformer reads.
        sampler: Predicts velocities.
        codec: Samples to latents and back.
        vae: The autoencoder that the codec works with.
        schedule: How the checkpoint is sampled.
        device: Where the sampling is.
        notes: What the listener ought to know of every sound.
    """

    def __init__(
        self,
        conditioner: Conditioner,
        sampler: Sampler,
        codec: Codec,
        vae: Placed[torch.nn.Module],
        schedule: Schedule,
        device: torch.device,
        notes: Sequence[str] = (),
    ) -> None:
        self._conditioner = conditioner
        self._sampler = sampler
        self._codec = codec
        self._vae = vae
        self._schedule = schedule
        self._device = device
        self._notes = tuple(notes)

    @property
    def max_batch_size(self) -> int:
        """Sounds at a time; less than at first once memory has run out."""
        return self._sampler.row_limit

    @property
    def prompt_lookups(self) -> Lookups:
        """How often a prompt was encoded already."""
        return self._conditioner.text_encoder.cache.lookups

    def warm(self) -> None:
        """Do once what the first sound would wait for."""
        request = EngineRequest("", _WARMING_FRAMES, seed=0, steps=1)
        rendering = self.start(request)
        while not isinstance(outcome := self.advance([rendering])[0], GenerationFailed):
            if outcome.finished:
                break

    @torch.inference_mode()
    def start(self, request: EngineRequest) -> StableAudioRendering:
        """Begin a sound: read its prompts, draw its noise.

        Raises:
            GenerationFailed: There is no memory for it.
        """
        with memory_errors_told(self._device):
            notes = list(self._notes)
            text = self._read("prompt", request.prompt, notes)
            seconds = request.frame_count / SAMPLE_RATE_HERTZ
            unconditional = None
            if request.cfg_scale > 1.0:
                negative = self._read("negative prompt", request.negative_prompt, notes)
                unconditional = self._conditioner.condition(negative, seconds)
            return StableAudioRendering(
                request,
                self._codec,
                self._schedule,
                self._conditioner.condition(text, seconds),
                unconditional,
                notes,
            )

    @torch.inference_mode()
    def advance(
        self, renderings: Sequence[StableAudioRendering]
    ) -> list[Advance | GenerationFailed]:
        """Take a step of all that sample, and a block of each that is encoded or decoded."""
        sampling = [rendering for rendering in renderings if rendering.is_sampling]
        outcomes: dict[int, Advance | GenerationFailed] = {}
        for rendering in renderings:
            if rendering.is_encoding:
                outcomes[id(rendering)] = self._in_codec(rendering.encode)
            elif not rendering.is_sampling:
                outcomes[id(rendering)] = self._in_codec(rendering.decode)
        self._sample(sampling)
        for rendering in sampling:
            outcomes[id(rendering)] = rendering.failure or rendering.sampled()
        return [outcomes[id(rendering)] for rendering in renderings]

    def _read(self, field: str, text: str, notes: list[str]) -> EncodedText:
        encoder = self._conditioner.text_encoder
        encoded = encoder.encode(text)
        if encoded.left_out:
            notes.append(cut_note(field, encoder.position_count, encoded.left_out))
        return encoded

    def _sample(self, renderings: Sequence[StableAudioRendering]) -> None:
        asked = [rendering.rows() for rendering in renderings]
        answers = iter(self._sampler.velocities([row for rows in asked for row in rows]))
        for rendering, rows in zip(renderings, asked, strict=True):
            rendering.take([next(answers) for _ in rows])

    def _in_codec(self, work: Callable[[], Advance]) -> Advance | GenerationFailed:
        try:
            with memory_errors_told(self._device), self._vae.placed():
                return work()
        except GenerationFailed as error:
            return error
