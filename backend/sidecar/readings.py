"""The conversion of prompt readings and known sounds to protobuf and back."""

from collections.abc import Mapping
from enum import StrEnum
from typing import TypeVar

from backend.sidecar.engine_types import SoundKind
from backend.sidecar.reading_types import (
    Distance,
    Intensity,
    Motion,
    Pace,
    PlannedLayer,
    PromptReader,
    PromptReading,
    ReadingRequest,
    Swell,
)
from envsound.v1 import envsound_service_pb2 as pb

_ValueT = TypeVar("_ValueT", bound=StrEnum)


def _by_number(prefix: str, values: type[_ValueT]) -> Mapping[int, _ValueT]:
    """Return the domain's value of each number on the wire, none for unset and unknown numbers."""
    return {getattr(pb, f"{prefix}_{value.name}"): value for value in values}


_READERS = _by_number("PROMPT_READER", PromptReader)
_INTENSITIES = _by_number("INTENSITY", Intensity)
_DISTANCES = _by_number("DISTANCE", Distance)
_PACES = _by_number("PACE", Pace)
_MOTIONS = _by_number("MOTION", Motion)
_SWELLS = _by_number("SWELL", Swell)


def reading_message(request: ReadingRequest) -> pb.ReadPromptRequest:
    """Return the request on the wire. What is None stays unset."""
    return pb.ReadPromptRequest(
        prompt=request.prompt,
        engine=request.engine,
        negative_prompt=request.negative_prompt,
        duration_seconds=request.duration_seconds or 0.0,
        vocabulary_only=request.vocabulary_only,
    )


def prompt_reading(reply: pb.ReadPromptResponse) -> PromptReading:
    """Return the reading that `ReadPrompt` answered with."""
    return PromptReading(
        engine=reply.engine,
        reader=_READERS.get(reply.reader, PromptReader.ENGINE),
        is_understood=reply.understood,
        layers=tuple(map(_layer, reply.layers)),
        left_out=tuple(reply.left_out),
        not_understood=tuple(reply.not_understood),
        suggestions=tuple(map(_known_sound, reply.suggestions)),
        notes=tuple(reply.notes),
    )


def known_sounds(engine: pb.Engine) -> tuple[SoundKind, ...]:
    """Return the sounds that an engine supports by name. An older sidecar sends only names."""
    if engine.sounds:
        return tuple(map(_known_sound, engine.sounds))
    return tuple(map(SoundKind, engine.known_sounds))


def _known_sound(sound: pb.KnownSound) -> SoundKind:
    return SoundKind(
        name=sound.name,
        chinese_name=sound.chinese_name,
        category=sound.category,
        english_example=sound.english_example,
        chinese_example=sound.chinese_example,
    )


def _layer(layer: pb.Layer) -> PlannedLayer:
    return PlannedLayer(
        kind=layer.kind,
        chinese_name=layer.chinese_name,
        description=layer.description,
        intensity=_INTENSITIES.get(layer.intensity),
        distance=_DISTANCES.get(layer.distance),
        pace=_PACES.get(layer.pace),
        place=layer.place or None,
        motion=_MOTIONS.get(layer.motion),
        count=layer.count or None,
        every_seconds=layer.every_seconds if layer.HasField("every_seconds") else None,
        start_seconds=layer.start_seconds,
        end_seconds=layer.end_seconds,
        swell=_SWELLS.get(layer.swell),
        is_sudden=layer.sudden,
    )
