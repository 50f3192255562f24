"""Conversion of prompt readings from protobuf to the domain and back."""

from typing import cast

from envsound.v1 import envsound_service_pb2 as pb
from envsound_server.domain.engine import SoundKind
from envsound_server.engines.readings import PlannedLayer, PromptReader
from envsound_server.scheduling.prompt_reading import EngineReading, ReadingRequest

_READERS = {
    PromptReader.ENGINE: pb.PROMPT_READER_ENGINE,
    PromptReader.VOCABULARY: pb.PROMPT_READER_VOCABULARY,
    PromptReader.LANGUAGE_MODEL: pb.PROMPT_READER_LANGUAGE_MODEL,
}


def reading_request(message: pb.ReadPromptRequest) -> ReadingRequest:
    """Return the domain's request. Zero means unset where zero is no valid value."""
    return ReadingRequest(
        prompt=message.prompt,
        engine=message.engine or None,
        negative_prompt=message.negative_prompt,
        duration_seconds=message.duration_seconds or None,
        vocabulary_only=message.vocabulary_only,
    )


def reading_response(answer: EngineReading) -> pb.ReadPromptResponse:
    """Return the response of `ReadPrompt`."""
    reading = answer.reading
    return pb.ReadPromptResponse(
        engine=answer.engine,
        reader=_READERS[reading.reader],
        understood=answer.is_understood,
        layers=map(_layer, reading.layers),
        left_out=reading.left_out,
        not_understood=reading.not_understood,
        suggestions=map(known_sound, reading.suggestions),
        notes=reading.notes,
    )


def known_sound(sound: SoundKind) -> pb.KnownSound:
    """Return the message of a sound that an engine supports by name."""
    return pb.KnownSound(
        name=sound.name,
        chinese_name=sound.chinese_name,
        category=sound.category,
        english_example=sound.english_example,
        chinese_example=sound.chinese_example,
    )


def _layer(layer: PlannedLayer) -> pb.Layer:
    return pb.Layer(
        kind=layer.kind,
        chinese_name=layer.chinese_name,
        description=layer.description,
        intensity=cast("pb.Intensity", pb.Intensity.Value(_name("INTENSITY", layer.intensity))),
        distance=cast("pb.Distance", pb.Distance.Value(_name("DISTANCE", layer.distance))),
        pace=cast("pb.Pace", pb.Pace.Value(_name("PACE", layer.pace))),
        place=layer.place,
        motion=cast("pb.Motion", pb.Motion.Value(_name("MOTION", layer.motion))),
        count=layer.count or 0,
        every_seconds=layer.every_seconds,
        start_seconds=layer.start_seconds,
        end_seconds=layer.end_seconds,
        swell=cast("pb.Swell", pb.Swell.Value(_name("SWELL", layer.swell))),
        sudden=layer.is_sudden,
    )


def _name(enum: str, value: str) -> str:
    """Return the wire's name of a value, of which an empty one is unset."""
    return f"{enum}_{value.upper() or 'UNSPECIFIED'}"
