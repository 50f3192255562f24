"""The wire contract's service: the conversion of protobuf to the domain and back."""

from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import aclosing
from typing import Any, TypeAlias, cast

import grpc
from google.protobuf.timestamp_pb2 import Timestamp

from envsound.v1 import envsound_service_pb2 as pb
from envsound.v1 import envsound_service_pb2_grpc as pb_grpc
from envsound_server.audio.formats import AudioFormat
from envsound_server.domain.engine import Stage
from envsound_server.domain.events import Event, FinishedSound, Progress, Queued
from envsound_server.domain.request import Priority, SoundRequest, SoundSource
from envsound_server.engines.registry import Registry
from envsound_server.errors import FieldViolation, InvalidRequest
from envsound_server.scheduling.generator import SoundGenerator
from envsound_server.scheduling.prompt_reading import PromptReadings
from envsound_server.scheduling.scheduler import Scheduler
from envsound_server.scheduling.source_admission import MAX_REQUEST_ID_LENGTH
from envsound_server.serving.engine_messages import engine_message, license_message
from envsound_server.serving.operations import logged
from envsound_server.serving.reading_messages import reading_request, reading_response
from envsound_server.serving.status import errors_told
from envsound_server.storage.sound_storage import SoundStorage

Context: TypeAlias = grpc.aio.ServicerContext[Any, Any]


def _wire_format(audio_format: AudioFormat) -> pb.AudioFormat:
    return cast("pb.AudioFormat", pb.AudioFormat.Value(f"AUDIO_FORMAT_{audio_format.name}"))


_FORMATS = {
    pb.AUDIO_FORMAT_UNSPECIFIED: AudioFormat.WAV_16,
    **{_wire_format(audio_format): audio_format for audio_format in AudioFormat},
}
_PRIORITIES = {
    pb.PRIORITY_UNSPECIFIED: Priority.INTERACTIVE,
    pb.PRIORITY_INTERACTIVE: Priority.INTERACTIVE,
    pb.PRIORITY_BATCH: Priority.BATCH,
}
_STAGES = {
    Stage.PREPARING: pb.STAGE_PREPARING,
    Stage.GENERATING: pb.STAGE_GENERATING,
    Stage.DECODING: pb.STAGE_DECODING,
    Stage.FINISHING: pb.STAGE_FINISHING,
}


class EnvironmentSoundService(pb_grpc.EnvironmentSoundServiceServicer):
    """The gRPC adapter of `SoundGenerator.generate`, `PromptReadings.read` and the registry."""

    def __init__(
        self,
        generator: SoundGenerator,
        scheduler: Scheduler,
        registry: Registry,
        storage: SoundStorage,
        prompt_readings: PromptReadings,
    ) -> None:
        self._generator = generator
        self._scheduler = scheduler
        self._registry = registry
        self._storage = storage
        self._prompt_readings = prompt_readings

    async def GenerateSound(  # noqa: N802 - the wire contract's name
        self, request: pb.GenerateSoundRequest, context: Context
    ) -> AsyncIterator[pb.GenerateSoundResponse]:
        """Stream the making of one sound."""
        async with (
            errors_told(context),
            aclosing(self.responses(request, context.peer())) as responses,
        ):
            async for response in responses:
                yield response

    async def ListEngines(  # noqa: N802 - the wire contract's name
        self, _request: pb.ListEnginesRequest, _context: Context
    ) -> pb.ListEnginesResponse:
        """Return the engines, and the length of the queue."""
        return self.engines()

    async def ReadPrompt(  # noqa: N802 - the wire contract's name
        self, request: pb.ReadPromptRequest, context: Context
    ) -> pb.ReadPromptResponse:
        """Return how an engine would read a prompt."""
        async with errors_told(context):
            return await self.reading(request)

    async def DiscardSound(  # noqa: N802 - the wire contract's name
        self, request: pb.DiscardSoundRequest, context: Context
    ) -> pb.DiscardSoundResponse:
        """Discard the result of a request."""
        async with errors_told(context):
            return await self.discarding(request)

    async def responses(
        self, request: pb.GenerateSoundRequest, peer: str
    ) -> AsyncGenerator[pb.GenerateSoundResponse]:
        """Yield what `GenerateSound` streams. Raise the domain's errors.

        Args:
            request: As it came.
            peer: Who asks, for the log.
        """
        events = self._generator.generate(sound_request(request))
        async with aclosing(logged(events, request, peer)) as logged_events:
            async for event in logged_events:
                yield self._response(event)

    def engines(self) -> pb.ListEnginesResponse:
        """Return the answer of `ListEngines`."""
        return pb.ListEnginesResponse(
            engines=[engine_message(slot) for slot in self._registry.slots],
            default_engine=self._registry.default_engine,
            default_engine_reason=self._registry.default_engine_reason,
            formats=[_wire_format(audio_format) for audio_format in AudioFormat],
            queue_capacity=self._scheduler.queue_capacity,
            queue_length=self._scheduler.queue_length,
        )

    async def reading(self, request: pb.ReadPromptRequest) -> pb.ReadPromptResponse:
        """Return the answer of `ReadPrompt`. Raise the domain's errors."""
        return reading_response(await self._prompt_readings.read(reading_request(request)))

    async def discarding(self, request: pb.DiscardSoundRequest) -> pb.DiscardSoundResponse:
        """Return the answer of `DiscardSound`. Raise the domain's errors."""
        if not 0 < len(request.request_id) <= MAX_REQUEST_ID_LENGTH:
            sentence = f"has to have 1 to {MAX_REQUEST_ID_LENGTH} characters"
            raise InvalidRequest([FieldViolation("request_id", sentence)])
        await self._scheduler.discard(request.request_id)
        return pb.DiscardSoundResponse()

    def _response(self, event: Event) -> pb.GenerateSoundResponse:
        match event:
            case Queued():
                return pb.GenerateSoundResponse(
                    queued=pb.Queued(
                        position=event.position,
                        estimated_wait_seconds=event.estimated_wait_seconds,
                    )
                )
            case Progress():
                return pb.GenerateSoundResponse(progress=_progress(event))
            case FinishedSound():
                file_path = self._storage.store.address(event.relative_path)
                return pb.GenerateSoundResponse(sound=_sound(event, file_path))


def sound_request(message: pb.GenerateSoundRequest) -> SoundRequest:
    """Return the domain's request. Zero means unset where zero is no valid value.

    Raises:
        InvalidRequest: An enum holds a number that this server does not know.
    """
    violations = []
    if message.format not in _FORMATS:
        violations.append(FieldViolation("format", "is no format that ListEngines names"))
    if message.priority not in _PRIORITIES:
        violations.append(FieldViolation("priority", "has to be INTERACTIVE or BATCH"))
    if violations:
        raise InvalidRequest(violations)
    return SoundRequest(
        prompt=message.prompt,
        duration_seconds=message.duration_seconds or None,
        steps=message.steps or None,
        cfg_scale=message.cfg_scale or None,
        seed=message.seed if message.HasField("seed") else None,
        engine=message.engine or None,
        name=message.name,
        category=message.category,
        loop=message.loop,
        audio_format=_FORMATS[message.format],
        target_lufs=message.target_lufs if message.HasField("target_lufs") else None,
        negative_prompt=message.negative_prompt,
        request_id=message.request_id,
        priority=_PRIORITIES[message.priority],
        source=_source(message.source) if message.HasField("source") else None,
        true_peak_ceiling_dbtp=(
            message.true_peak_ceiling_dbtp if message.HasField("true_peak_ceiling_dbtp") else None
        ),
    )


def _source(message: pb.Source) -> SoundSource:
    return SoundSource(
        sound_file=message.sound_file if message.HasField("sound_file") else None,
        request_id=message.request_id if message.HasField("request_id") else None,
        strength=message.strength if message.HasField("strength") else None,
        keep_ranges=tuple((kept.start_seconds, kept.end_seconds) for kept in message.keep_ranges),
    )


def _progress(progress: Progress) -> pb.Progress:
    return pb.Progress(
        stage=_STAGES[progress.stage],
        step=progress.step,
        step_count=progress.step_count,
        fraction=progress.fraction,
        estimated_remaining_seconds=progress.estimated_remaining_seconds,
    )


def _sound(sound: FinishedSound, file_path: str) -> pb.Sound:
    create_time = Timestamp()
    create_time.FromDatetime(sound.create_time)
    return pb.Sound(
        file_path=file_path,
        relative_path=sound.relative_path,
        format=_wire_format(sound.audio_format),
        duration_seconds=sound.duration_seconds,
        frame_count=sound.frame_count,
        sample_rate_hertz=sound.sample_rate_hertz,
        channels=sound.channels,
        file_size_bytes=sound.file_size_bytes,
        sha256=sound.sha256,
        engine=sound.engine,
        model_revision=sound.model_revision,
        prompt=sound.prompt,
        seed=sound.seed,
        steps=sound.steps,
        cfg_scale=sound.cfg_scale,
        loop=sound.loop,
        peak_dbfs=sound.peak_dbfs,
        loudness_lufs=sound.loudness_lufs,
        generation_seconds=sound.generation_seconds,
        create_time=create_time,
        name=sound.name,
        category=sound.category,
        negative_prompt=sound.negative_prompt,
        notes=sound.notes,
        engine_prompt=sound.engine_prompt,
        true_peak_dbtp=sound.true_peak_dbtp,
        license=license_message(sound.license) if sound.license is not None else None,
        source_file=sound.source_file,
    )
