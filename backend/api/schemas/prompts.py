"""Prompts as engines read them, and the sounds that engines support by name."""

from typing import Any

from pydantic import AliasChoices, BaseModel, ConfigDict, Field, JsonValue, model_validator

from backend.api.schemas.generate import OneLine
from backend.sidecar.engine_types import SoundKind
from backend.sidecar.reading_types import (
    Distance,
    Intensity,
    Motion,
    Pace,
    PromptReader,
    ReadingRequest,
    Swell,
)


class ExamplePrompts(BaseModel):
    """Example prompts of a sound, empty where the sidecar is too old to send them."""

    en: str
    zh: str


class KnownSoundPublic(BaseModel):
    """A sound that an engine supports by name. An older sidecar sends only the name."""

    name: str = Field(description="In English, unique.")
    chinese_name: str = Field(description="In simplified Chinese.")
    category: str = Field(description="CatID in the Universal Category System.")
    examples: ExamplePrompts

    @model_validator(mode="before")
    @classmethod
    def _of_domain(cls, sound: Any) -> Any:
        if not isinstance(sound, SoundKind):
            return sound
        return {
            "name": sound.name,
            "chinese_name": sound.chinese_name,
            "category": sound.category,
            "examples": {"en": sound.english_example, "zh": sound.chinese_example},
        }


class ReadPrompt(BaseModel):
    """A prompt to be read. Everything but the prompt may be left out."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [
                {
                    "prompt": "at first light rain, after five seconds distant thunder, no wind",
                    "duration": 10,
                    "vocabulary_only": True,
                }
            ]
        },
    )

    prompt: OneLine = Field(min_length=1, max_length=1000, description="What is to be heard.")
    engine: OneLine = Field(
        "",
        max_length=100,
        description="A name from /api/v1/engines; default: the sidecar's default engine.",
    )
    negative_prompt: OneLine = Field("", max_length=1000, description="What is not to be heard.")
    duration: float | None = Field(
        None,
        gt=0,
        le=86_400,
        allow_inf_nan=False,
        validation_alias=AliasChoices("duration", "duration_seconds"),
        description="Length, s, for the times of the layers; default: the engine's. "
        "`duration_seconds` is understood too.",
    )
    vocabulary_only: bool = Field(
        False, description="Whether no language model may be asked, which may take 10 s."
    )

    def to_request(self) -> ReadingRequest:
        """Return the same in the domain's terms."""
        return ReadingRequest(
            prompt=self.prompt,
            engine=self.engine,
            negative_prompt=self.negative_prompt,
            duration_seconds=self.duration,
            vocabulary_only=self.vocabulary_only,
        )


class LayerPublic(BaseModel):
    """One sound of a scene."""

    model_config = ConfigDict(from_attributes=True)

    kind: str = Field(description="A name from the engine's `known_sounds`.")
    chinese_name: str = Field(description="In simplified Chinese.")
    description: str = Field(description="All of it in English words.")
    intensity: Intensity | None = Field(description="Null: normal.")
    distance: Distance | None = Field(description="Null: normal.")
    pace: Pace | None = Field(description="Null: normal.")
    place: str | None = Field(description="Such as `in a church`; null: the sound's own place.")
    motion: Motion | None = Field(description="Null: it stays where it is.")
    count: int | None = Field(description="How many events; null: as many as fit naturally.")
    every_seconds: float | None = Field(
        description="From one event to the next, s; null: the sound's own."
    )
    start: float = Field(validation_alias="start_seconds", description="When it begins, s.")
    end: float = Field(validation_alias="end_seconds", description="When it is over, s.")
    swell: Swell | None = Field(description="How its level goes; null: it is steady.")
    sudden: bool = Field(
        validation_alias="is_sudden", description="Whether it begins at once, without a fade."
    )


_LAYER_EXAMPLE: JsonValue = {
    "kind": "thunder",
    "chinese_name": "雷",
    "description": "distant thunder from 5 s",
    "intensity": None,
    "distance": "distant",
    "pace": None,
    "place": None,
    "motion": None,
    "count": None,
    "every_seconds": None,
    "start": 5.0,
    "end": 10.0,
    "swell": None,
    "sudden": False,
}


class PromptReadingPublic(BaseModel):
    """The reading of a prompt by an engine."""

    model_config = ConfigDict(
        from_attributes=True,
        json_schema_extra={
            "examples": [
                {
                    "engine": "procedural",
                    "reader": "vocabulary",
                    "understood": True,
                    "layers": [_LAYER_EXAMPLE],
                    "left_out": ["wind"],
                    "not_understood": [],
                    "suggestions": [],
                    "notes": [],
                }
            ]
        },
    )

    engine: str = Field(description="The one that was asked.")
    reader: PromptReader = Field(description="`engine`: it takes any text as it is.")
    understood: bool = Field(
        validation_alias="is_understood", description="Whether a sound can be made of it."
    )
    layers: list[LayerPublic] = Field(
        description="What would be heard; empty where the engine takes any text."
    )
    left_out: list[str] = Field(description="Sounds that are to be left out.")
    not_understood: list[str] = Field(description="Words of the prompt that nothing is made of.")
    suggestions: list[KnownSoundPublic] = Field(
        description="At most five sounds that are nearest to what was not understood."
    )
    notes: list[str] = Field(description="What to know of the reading, a sentence each.")
