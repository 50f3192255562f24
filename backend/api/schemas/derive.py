"""A request for a sound that is made from another one."""

from typing import Annotated, Literal

from pydantic import AliasChoices, BaseModel, ConfigDict, Field

from backend.api.schemas.generate import MAX_INT64, OneLine
from backend.sidecar.types import AudioFormat, Priority
from backend.sounds.derive import Change, Derivation, Extension, Repair, Variation

_DURATION_NAMES = AliasChoices("duration", "duration_seconds")
_Moment = Annotated[float, Field(ge=0, le=86_400, allow_inf_nan=False)]


class _Derive(BaseModel):
    """The fields of every derived sound. What is left out is as the sound has it."""

    model_config = ConfigDict(extra="forbid")

    prompt: OneLine = Field("", max_length=1000, description="Default: the sound's.")
    negative_prompt: OneLine | None = Field(
        None, max_length=1000, description="What is not to be heard; default: the sound's."
    )
    name: OneLine = Field(
        "", max_length=200, description="Default: the sound's, with what was done to it."
    )
    engine: OneLine = Field(
        "",
        max_length=100,
        description="One that has `supports_source` in /api/v1/engines; default: the sound's own "
        "engine if it has, else one that has and is ready.",
    )
    seed: int | None = Field(
        None, ge=0, le=MAX_INT64, description="The same seed gives the same sound; default: drawn."
    )
    steps: int | None = Field(None, ge=1, le=10_000, description="Default: the engine's.")
    cfg_scale: float | None = Field(
        None, gt=0, le=1000, allow_inf_nan=False, description="Default: the engine's."
    )
    format: AudioFormat | None = Field(None, description="Default: the sound's.")
    priority: Literal["interactive", "batch"] = "interactive"

    def _derivation(self, change: Change) -> Derivation:
        return Derivation(
            change,
            prompt=self.prompt,
            negative_prompt=self.negative_prompt,
            name=self.name,
            engine=self.engine,
            seed=self.seed,
            steps=self.steps,
            cfg_scale=self.cfg_scale,
            audio_format=self.format,
            priority=Priority[self.priority.upper()],
        )


class VarySound(_Derive):
    """Another take of a sound. Everything may be left out."""

    strength: float = Field(
        0.7, gt=0, le=1, description="How much is made anew; 1 keeps nothing of the sound."
    )
    duration: float | None = Field(
        None,
        gt=0,
        le=86_400,
        allow_inf_nan=False,
        validation_alias=_DURATION_NAMES,
        description="Length, s; default: the sound's.",
    )

    def to_derivation(self) -> Derivation:
        """Return the same in the domain's terms."""
        return self._derivation(Variation(self.strength, self.duration))


class ExtendSound(_Derive):
    """A sound, and more after its end."""

    duration: float = Field(
        gt=0,
        le=86_400,
        allow_inf_nan=False,
        validation_alias=_DURATION_NAMES,
        description="Length of the whole, s; more than the sound has.",
    )

    def to_derivation(self) -> Derivation:
        """Return the same in the domain's terms."""
        return self._derivation(Extension(self.duration))


class RepairSound(_Derive):
    """A sound with a part of it made anew."""

    start: _Moment = Field(description="Where that part begins, s.")
    end: _Moment = Field(description="Where it ends, s; not all of the sound.")

    def to_derivation(self) -> Derivation:
        """Return the same in the domain's terms."""
        return self._derivation(Repair(self.start, self.end))
