"""Interpretation by a language model of prompts that the vocabulary hardly covers."""

from collections.abc import Collection, Iterator
from typing import Annotated, Self

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    ValidationError,
    WithJsonSchema,
    model_validator,
)

from envsound_server.engines.procedural.kinds import KINDS
from envsound_server.engines.procedural.layers import (
    END,
    START,
    Distance,
    Intensity,
    Layer,
    Moment,
    Motion,
    Pace,
    Place,
    Swell,
)
from envsound_server.engines.procedural.reading.prompt import MOST_LAYERS, Scene
from envsound_server.engines.readings import ModelQuestion
from envsound_server.errors import AnswerRejected

_MOST_ERRORS_TOLD = 5
_MOST_TOLD_LENGTH = 80

EXAMPLE_PROMPT = "A storm breaks over the manor; after five seconds the hound bays twice. No wind."
EXAMPLE_ANSWER = """\
{"layers": [{"kind": "thunder", "intensity": "heavy"}, {"kind": "rain", "intensity": "heavy"}, \
{"kind": "dog bark", "count": 2, "start_seconds": 5}], "left_out": ["wind"]}"""

_INSTRUCTION = f"""\
Read the user's text, in English or Chinese, as the description of a scene in an audiobook, and \
answer in JSON which sounds are heard in it.

"layers": at most {MOST_LAYERS} sounds, the most important first. Each has:
- "kind": one of the kinds below. Choose one only where it sounds like what the text means.
- "intensity", "distance", "pace", "place", "motion", "swell", "sudden": where the text tells.
- "count": how many events, "every_seconds": time from one to the next, where the text tells.
- "start_seconds", "end_seconds": for times that the text tells in seconds. "start_percent", \
"end_percent": for the order of events, in percent of the whole.
"left_out": the kinds that the text asks to leave out. They are in no layer.
"not_understood": the words of the text that name a sound which no kind resembles.

Leave out every field of which the text says nothing. What makes no sound has no layer. Answer \
{{"layers": []}} where nothing is heard.

Example: "{EXAMPLE_PROMPT}"
{EXAMPLE_ANSWER}

Kinds: {", ".join(KINDS)}."""


def _known(kind: str) -> str:
    if kind not in KINDS:
        raise ValueError(f"{kind[:_MOST_TOLD_LENGTH]!r} is none of the kinds")
    return kind


_KindName = Annotated[
    str, AfterValidator(_known), WithJsonSchema({"type": "string", "enum": list(KINDS)})
]


class _LayerAnswer(BaseModel):
    """One sound of the model's answer, in which zero and empty values stand for defaults."""

    model_config = ConfigDict(extra="forbid")

    kind: _KindName
    intensity: Intensity = Intensity.NORMAL
    distance: Distance = Distance.NORMAL
    pace: Pace = Pace.NORMAL
    place: Place = Place.DRY
    motion: Motion = Motion.STILL
    count: int = Field(0, ge=0, le=100)
    every_seconds: float = Field(0, ge=0, le=3600)
    start_seconds: float = Field(0, ge=0, le=3600)
    end_seconds: float = Field(0, ge=0, le=3600)
    start_percent: float = Field(0, ge=0, le=100)
    end_percent: float = Field(100, ge=0, le=100)
    swell: Swell = Swell.STEADY
    sudden: bool = False

    @model_validator(mode="after")
    def _check_times(self) -> Self:
        if 0 < self.end_seconds <= self.start_seconds:
            raise ValueError("end_seconds has to be after start_seconds")
        if self.end_percent <= self.start_percent:
            raise ValueError("end_percent has to be after start_percent")
        return self

    def layer(self) -> Layer:
        start = Moment(self.start_percent / 100) if self.start_percent else START
        end = Moment(self.end_percent / 100) if self.end_percent < 100 else END
        return Layer(
            self.kind,
            self.intensity,
            self.distance,
            self.pace,
            self.place if self.place is not Place.DRY else None,
            self.motion,
            self.count or None,
            self.every_seconds or None,
            start=Moment(seconds=self.start_seconds) if self.start_seconds else start,
            end=Moment(seconds=self.end_seconds) if self.end_seconds else end,
            swell=self.swell,
            is_sudden=self.sudden,
        )


class _Answer(BaseModel):
    """The answer of the model."""

    model_config = ConfigDict(extra="forbid")

    layers: list[_LayerAnswer] = Field(max_length=MOST_LAYERS)
    left_out: list[_KindName] = []
    not_understood: list[str] = []


_SCHEMA = _Answer.model_json_schema()


def model_question(prompt: str, negative_prompt: str = "") -> ModelQuestion:
    """Return the question to a language model about a prompt."""
    text = f"{prompt}\n\nNot to be heard: {negative_prompt}" if negative_prompt else prompt
    return ModelQuestion(_INSTRUCTION, text, _SCHEMA)


def scene_of_answer(answer: str, prompt: str, by_vocabulary: Scene) -> Scene | None:
    """Return the scene of a language model's answer, or None if it has no sound.

    Args:
        answer: The model's answer: JSON, or text around it.
        prompt: The prompt of the question.
        by_vocabulary: The vocabulary's scene of the prompt and the negative prompt. Sounds that are
            left out there stay left out.

    Raises:
        AnswerRejected: It does not follow the schema. The message lists the faults.
    """
    try:
        read = _Answer.model_validate_json(answer[answer.find("{") : answer.rfind("}") + 1])
    except ValidationError as error:
        raise AnswerRejected("; ".join(_faults(error))) from error
    silent = _with_variants({*read.left_out, *by_vocabulary.silent})
    layers = dict.fromkeys(layer.layer() for layer in read.layers if layer.kind not in silent)
    unknown = dict.fromkeys(words for words in read.not_understood if words and words in prompt)
    if not layers:
        return None
    return Scene(
        tuple(layers),
        tuple(dict.fromkeys((*by_vocabulary.excluded, *read.left_out))),
        tuple(unknown),
        silent=silent,
    )


def _with_variants(kinds: Collection[str]) -> frozenset[str]:
    """Return the kinds and their variants on surfaces: rain, and rain on leaves."""
    variants = {variant for kind in kinds for variant in KINDS[kind].surfaces.values()}
    return frozenset({*kinds, *variants})


def _faults(error: ValidationError) -> Iterator[str]:
    """Yield the faults, a phrase each, with their place in the answer."""
    faults = error.errors(include_url=False, include_context=False, include_input=False)
    for fault in faults[:_MOST_ERRORS_TOLD]:
        place = ".".join(map(str, fault["loc"]))
        yield f"{place}: {fault['msg']}" if place else fault["msg"]
