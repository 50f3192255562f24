"""The model with its weights, which starts sounds and advances all of them in one batch."""

from collections.abc import Callable, Sequence

import torch

from envsound_server.audio.waveform import SAMPLE_RATE_HERTZ
from envsound_server.domain.engine import EngineRequest
from envsound_server.engines.base import Advance, Lookups
from envsound_server.engines.inference.memory import out_of_memory_as_failure
from envsound_server.engines.inference.offloading import Offloadable
from envsound_server.engines.inference.prompt_cache import truncation_note
from envsound_server.engines.stable_audio.inference.codec import Codec
from envsound_server.engines.stable_audio.inference.conditioning import Conditioner, EncodedText
from envsound_server.engines.stable_audio.inference.passes import Schedule
from envsound_server.engines.stable_audio.inference.rendering import StableAudioRendering
from envsound_server.engines.stable_audio.inference.sampler import Sampler
from envsound_server.errors import GenerationFailed

_WARM_UP_FRAMES = 4 * 4096


class LoadedModel:
    """The loaded modules and the operations on them.

    Every method but the properties belongs to the inference thread.

    Args:
        conditioner: Prompts and durations to conditionings.
        sampler: Predicts velocities.
        codec: Samples to latents and back.
        vae: The autoencoder of the codec.
        schedule: Sampling schedule of the checkpoint.
        device: Device of the sampling.
        notes: Remarks for the listener on every sound.
    """

    def __init__(
        self,
        conditioner: Conditioner,
        sampler: Sampler,
        codec: Codec,
        vae: Offloadable[torch.nn.Module],
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
        """Maximum batch size, sounds. An out-of-memory error reduces it."""
        return self._sampler.row_limit

    @property
    def prompt_lookups(self) -> Lookups:
        """Hits and misses of the cache of encoded prompts."""
        return self._conditioner.text_encoder.cache.lookups

    def warm_up(self) -> None:
        """Generate a short sound, which runs once all work that would delay the first sound."""
        request = EngineRequest("", _WARM_UP_FRAMES, seed=0, steps=1)
        rendering = self.start(request)
        while not isinstance(outcome := self.advance([rendering])[0], GenerationFailed):
            if outcome.finished:
                break

    @torch.inference_mode()
    def start(self, request: EngineRequest) -> StableAudioRendering:
        """Start a sound: encode its prompts and draw its noise.

        Raises:
            GenerationFailed: The device is out of memory.
        """
        with out_of_memory_as_failure(self._device):
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
        """Advance all sampling sounds by a step, and encode or decode a block of each other one."""
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
        if encoded.truncated_text:
            notes.append(truncation_note(field, encoder.position_count, encoded.truncated_text))
        return encoded

    def _sample(self, renderings: Sequence[StableAudioRendering]) -> None:
        requested = [rendering.rows() for rendering in renderings]
        velocities = iter(self._sampler.velocities([row for rows in requested for row in rows]))
        for rendering, rows in zip(renderings, requested, strict=True):
            rendering.take([next(velocities) for _ in rows])

    def _in_codec(self, work: Callable[[], Advance]) -> Advance | GenerationFailed:
        try:
            with out_of_memory_as_failure(self._device), self._vae.on_device():
                return work()
        except GenerationFailed as error:
            return error
