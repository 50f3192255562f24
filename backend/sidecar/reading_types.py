"""The reading of a prompt by an engine.

The fields are those of the wire contract (`envsound_service.proto`).
"""

from dataclasses import dataclass
from enum import StrEnum

from backend.sidecar.engine_types import SoundKind


class PromptReader(StrEnum):
    """The reader of a prompt."""

    ENGINE = "engine"
    VOCABULARY = "vocabulary"
    LANGUAGE_MODEL = "language_model"


class Intensity(StrEnum):
    """Strength of a sound that is not normal."""

    LIGHT = "light"
    HEAVY = "heavy"


class Distance(StrEnum):
    """Distance of a sound that is not normal."""

    NEAR = "near"
    DISTANT = "distant"


class Pace(StrEnum):
    """Speed at which events follow each other, where it is not normal."""

    SLOW = "slow"
    FAST = "fast"


class Motion(StrEnum):
    """Motion of a sound that does not stay where it is."""

    APPROACHING = "approaching"
    RECEDING = "receding"
    PASSING = "passing"
    LEFT_TO_RIGHT = "left_to_right"
    RIGHT_TO_LEFT = "right_to_left"


class Swell(StrEnum):
    """Course of a level that is not steady."""

    RISING = "rising"
    FALLING = "falling"


@dataclass(frozen=True, slots=True)
class ReadingRequest:
    """The request to read a prompt.

    Attributes:
        prompt: What is to be heard.
        engine: Name of the engine; empty: the default engine.
        negative_prompt: What is not to be heard.
        duration_seconds: Length of the sound, s; None: the engine's default.
        vocabulary_only: Whether no language model may be asked, which may take seconds.
    """

    prompt: str
    engine: str = ""
    negative_prompt: str = ""
    duration_seconds: float | None = None
    vocabulary_only: bool = False


@dataclass(frozen=True, slots=True)
class PlannedLayer:
    """One sound of a scene that an engine read in a prompt.

    Attributes:
        kind: Name of a `KnownSound`.
        chinese_name: Its name in simplified Chinese.
        description: All of it in English words.
        intensity: None: normal.
        distance: None: normal.
        pace: None: normal.
        place: Where it is heard, `in a church`; None: the kind's own place.
        motion: None: it stays where it is.
        count: How many events; None: as many as fit naturally.
        every_seconds: Time from one event to the next, s; None: the kind's own.
        start_seconds: When it begins, s.
        end_seconds: When it is over, s.
        swell: None: steady.
        is_sudden: Whether it begins at once, without a fade.
    """

    kind: str
    chinese_name: str
    description: str
    intensity: Intensity | None
    distance: Distance | None
    pace: Pace | None
    place: str | None
    motion: Motion | None
    count: int | None
    every_seconds: float | None
    start_seconds: float
    end_seconds: float
    swell: Swell | None
    is_sudden: bool


@dataclass(frozen=True, slots=True)
class PromptReading:
    """The result of reading a prompt.

    Attributes:
        engine: Name of the engine that was asked.
        reader: Who read it.
        is_understood: Whether a sound can be made of it.
        layers: What would be heard; empty where the engine takes any text.
        left_out: Names of the sounds that are to be left out.
        not_understood: Words of the prompt that nothing is made of.
        suggestions: At most five sounds that are nearest to what was not understood.
        notes: What a person ought to know of the reading, a sentence each.
    """

    engine: str
    reader: PromptReader
    is_understood: bool
    layers: tuple[PlannedLayer, ...] = ()
    left_out: tuple[str, ...] = ()
    not_understood: tuple[str, ...] = ()
    suggestions: tuple[SoundKind, ...] = ()
    notes: tuple[str, ...] = ()
