"""Readings of prompts by engines with a vocabulary, and the language model that helps them."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Protocol, runtime_checkable

from envsound_server.domain.engine import EngineRequest, SoundKind


class PromptReader(Enum):
    """The reader of a prompt: the engine, its vocabulary or a language model."""

    ENGINE = "engine"
    VOCABULARY = "vocabulary"
    LANGUAGE_MODEL = "language model"


@dataclass(frozen=True, slots=True)
class PlannedLayer:
    """One sound of a scene that an engine parsed from a prompt.

    Attributes:
        kind: Name of a `KnownSound`.
        chinese_name: Its name in simplified Chinese.
        description: All of it in English words.
        intensity: `light`, `heavy` or empty for normal.
        distance: `near`, `distant` or empty for normal.
        pace: `slow`, `fast` or empty for normal.
        place: Acoustic setting, `in a church`; empty for the kind's own place.
        motion: `approaching`, `receding`, `passing`, `left_to_right`, `right_to_left` or empty for
            still.
        count: Number of events; None for as many as fit naturally.
        every_seconds: Interval between events, s; None for the kind's own.
        start_seconds: Start time, s.
        end_seconds: End time, s.
        swell: `rising`, `falling` or empty for steady.
        is_sudden: True if it begins at once, without a fade.
    """

    kind: str
    chinese_name: str
    description: str
    intensity: str
    distance: str
    pace: str
    place: str
    motion: str
    count: int | None
    every_seconds: float | None
    start_seconds: float
    end_seconds: float
    swell: str
    is_sudden: bool


@dataclass(frozen=True, slots=True)
class PromptReading:
    """The reading of a prompt by an engine.

    Attributes:
        reader: The reader that produced it.
        layers: The sounds that would be generated. Empty where the engine accepts any text, or
            understood none of this one.
        left_out: Names of the sounds that are excluded.
        not_understood: Words of the prompt that no sound is generated from.
        suggestions: At most five sounds that are closest to what was not understood.
        notes: Remarks on the reading for a person, a sentence each.
    """

    reader: PromptReader
    layers: tuple[PlannedLayer, ...] = ()
    left_out: tuple[str, ...] = ()
    not_understood: tuple[str, ...] = ()
    suggestions: tuple[SoundKind, ...] = ()
    notes: tuple[str, ...] = ()


@runtime_checkable
class ReadsPrompts(Protocol):
    """An engine with a vocabulary. An engine that accepts any text does not implement it."""

    def read(self, request: EngineRequest) -> PromptReading:
        """Return the reading of the request's prompts, negative one included, or of its scene.

        Takes less than 2 ms. Works before `load` and may be called from any thread.
        """
        ...


@runtime_checkable
class ReadsPromptsAhead(Protocol):
    """An engine whose reading of a prompt is kept with the sound while it waits.

    So that each prompt is parsed once, however long the queue is.
    """

    def scene(self, request: EngineRequest) -> object:
        """Return the scene of a request that `check` has accepted, for `EngineRequest.scene`.

        As cheap as `check`.
        """
        ...


@dataclass(frozen=True, slots=True)
class ModelQuestion:
    """The question to a language model about a prompt.

    Attributes:
        instruction: The task and the permitted answers.
        text: The prompt and the negative prompt.
        schema: JSON schema of the answer.
    """

    instruction: str
    text: str
    schema: Mapping[str, object]


@runtime_checkable
class ReadsPromptsWithModel(ReadsPrompts, Protocol):
    """An engine that passes the prompts it hardly understands to a language model.

    Where the server has no language model, the engine reads those prompts itself.
    """

    def model_question(self, request: EngineRequest) -> ModelQuestion | None:
        """Return the question about the prompt, or None where the engine understands enough.

        Costs as little as `read`.
        """
        ...

    def read_answer(self, request: EngineRequest, answer: str) -> object | None:
        """Return the scene of an answer for `EngineRequest.scene`, or None if it holds no sound.

        The scene depends on the prompt and the negative prompt alone, so that it is cached for
        other durations.

        Raises:
            AnswerRejected: The answer is invalid. The message names the correction for the model.
        """
        ...
