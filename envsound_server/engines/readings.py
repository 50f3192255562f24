"""How an engine that works from known words reads a prompt, and how a language model helps it."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Protocol, runtime_checkable

from envsound_server.domain.engine import EngineRequest, SoundKind


class PromptReader(Enum):
    """Who read a prompt."""

    ENGINE = "engine"
    VOCABULARY = "vocabulary"
    LANGUAGE_MODEL = "language model"


@dataclass(frozen=True, slots=True)
class PlannedLayer:
    """One sound of a scene that an engine read in a prompt.

    Attributes:
        kind: Name of a `KnownSound`.
        chinese_name: Its name in simplified Chinese.
        description: All of it in English words.
        intensity: `light`, `heavy` or empty for normal.
        distance: `near`, `distant` or empty for normal.
        pace: `slow`, `fast` or empty for normal.
        place: Where it is heard, `in a church`; empty for the kind's own place.
        motion: `approaching`, `receding`, `passing`, `left_to_right`, `right_to_left` or empty for
            still.
        count: How many events; None for as many as fit naturally.
        every_seconds: Time from one event to the next, s; None for the kind's own.
        start_seconds: When it begins, s.
        end_seconds: When it is over, s.
        swell: `rising`, `falling` or empty for steady.
        is_sudden: Whether it begins at once, without a fade.
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
    """How an engine reads a prompt.

    Attributes:
        reader: Who read it.
        layers: What would be heard; empty where the engine takes any text, or understood nothing.
        left_out: Names of the sounds that are to be left out.
        not_understood: Words of the prompt that nothing is made of.
        suggestions: At most five sounds that are nearest to what was not understood.
        notes: What a person ought to know of the reading, a sentence each.
    """

    reader: PromptReader
    layers: tuple[PlannedLayer, ...] = ()
    left_out: tuple[str, ...] = ()
    not_understood: tuple[str, ...] = ()
    suggestions: tuple[SoundKind, ...] = ()
    notes: tuple[str, ...] = ()


@runtime_checkable
class ReadsPrompts(Protocol):
    """An engine that works from known words; an engine that takes any text is none."""

    def read(self, request: EngineRequest) -> PromptReading:
        """Return how it reads the request's prompt and negative prompt, or the request's scene.

        Takes less than 2 ms and nothing that `load` brings; any thread.
        """
        ...


@dataclass(frozen=True, slots=True)
class ModelQuestion:
    """What a language model is asked about a prompt.

    Attributes:
        instruction: What it has to do, and what it may answer.
        text: The prompt, and what is not to be heard.
        schema: JSON schema of its answer.
    """

    instruction: str
    text: str
    schema: Mapping[str, object]


@runtime_checkable
class ReadsPromptsWithModel(ReadsPrompts, Protocol):
    """An engine that leaves the prompts it hardly understands to a language model.

    Nobody asks a model where the server has none; the engine then reads those prompts too.
    """

    def model_question(self, request: EngineRequest) -> ModelQuestion | None:
        """Return what to ask about the prompt; None where the engine understands enough of it.

        As cheap as `read`.
        """
        ...

    def read_answer(self, request: EngineRequest, answer: str) -> object | None:
        """Return the scene of an answer, for `EngineRequest.scene`; None where it holds no sound.

        The scene hangs on the prompt and the negative prompt alone: it is kept for other durations.

        Raises:
            AnswerRejected: The answer is wrong; the message tells the model what to mend.
        """
        ...
