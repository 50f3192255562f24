"""A request for a sound, and its first answer."""

import json
import unicodedata
from typing import Annotated, Any, Literal
from uuid import uuid4

from pydantic import AfterValidator, AliasChoices, BaseModel, BeforeValidator, ConfigDict, Field

from backend.db.models import SoundStatus
from backend.sidecar.types import AudioFormat, Priority, SoundRequest
from backend.sounds.queued_rows import Again, NewSound
from backend.sounds.submit import Accepted

MAX_INT64 = 2**63 - 1
MAX_ID = 2**31 - 1
"""The largest id that a row can have."""


def _one_line(value: Any) -> Any:
    return " ".join(value.split()) if isinstance(value, str) else value


def _plain(text: str) -> str:
    if any(unicodedata.category(c) == "Cc" and c not in "\n\r\t" for c in text):
        raise ValueError("holds a control character; send plain text")
    # JSON can escape half of a pair of UTF-16, which no database and no file can hold.
    if any(unicodedata.category(c) == "Cs" for c in text):
        raise ValueError("holds half a character; send plain text")
    return text


PlainText = Annotated[str, AfterValidator(_plain)]
OneLine = Annotated[PlainText, BeforeValidator(_one_line)]
_MAX_METADATA_LENGTH = 20_000


def _storable(value: dict[str, Any]) -> dict[str, Any]:
    try:
        text = json.dumps(value, allow_nan=False, ensure_ascii=False)
        length = len(text.encode())
    except (ValueError, RecursionError) as error:
        raise ValueError("holds NaN, half a character, or is nested too deeply") from error
    if length > _MAX_METADATA_LENGTH or "\\u0000" in text:
        raise ValueError(f"has to be plain text of at most {_MAX_METADATA_LENGTH} bytes as JSON")
    return value


Metadata = Annotated[dict[str, Any], AfterValidator(_storable)]
EntryId = Annotated[int, Field(ge=1, le=MAX_ID)]
TagIds = Annotated[list[EntryId], Field(max_length=100)]


class GenerateSound(BaseModel):
    """A sound to be made. Everything but the prompt may be left out."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [
                {
                    "prompt": "heavy rain on leaves with distant thunder",
                    "name": "Forest rain",
                    "duration": 10,
                    "seed": 7,
                }
            ]
        },
    )

    prompt: OneLine = Field(min_length=1, max_length=1000, description="What is to be heard.")
    name: OneLine = Field("", max_length=200, description="For people; default: the prompt.")
    description: PlainText = Field("", max_length=2000, description="Kept in the library.")
    duration: float | None = Field(
        None,
        gt=0,
        le=86_400,
        allow_inf_nan=False,
        validation_alias=AliasChoices("duration", "duration_seconds"),
        description="Length, s; default: the engine's. `duration_seconds` is understood too.",
    )
    steps: int | None = Field(None, ge=1, le=10_000, description="Sampling steps.")
    cfg_scale: float | None = Field(
        None, gt=0, le=1000, allow_inf_nan=False, description="How strictly to follow the prompt."
    )
    seed: int | None = Field(
        None, ge=0, le=MAX_INT64, description="The same seed gives the same sound; default: drawn."
    )
    engine: OneLine = Field(
        "",
        max_length=100,
        description="A name from /api/v1/engines; default: the sidecar's default engine.",
    )
    loop: bool = Field(False, description="Whether the end runs into the beginning, seamlessly.")
    format: AudioFormat = Field(AudioFormat.WAV_16, description="How the file is encoded.")
    target_lufs: float | None = Field(
        None, ge=-70, le=-5, allow_inf_nan=False, description="Integrated loudness, LUFS."
    )
    true_peak_ceiling_dbtp: float | None = Field(
        None,
        ge=-20,
        le=0,
        allow_inf_nan=False,
        description="True peak that the file must not pass, dBTP; default: -1.",
    )
    negative_prompt: OneLine = Field("", max_length=1000, description="What is not to be heard.")
    category: OneLine = Field(
        "", max_length=100, description="A category by its name, where `category_id` is not given."
    )
    priority: Literal["interactive", "batch"] = Field(
        "interactive", description="Interactive sounds are made before batch sounds."
    )
    category_id: EntryId | None = Field(None, description="Of its category.")
    tag_ids: TagIds | None = Field(None, description="Of its tags.")
    metadata: Metadata | None = Field(
        None, description="Where the request comes from; kept in the usage log."
    )

    def to_new_sound(self, idempotency_key: str | None) -> NewSound:
        """Return the same in the domain's terms."""
        request = SoundRequest(
            prompt=self.prompt,
            name=self.name or self.prompt[:200],
            request_id=str(uuid4()),
            duration_seconds=self.duration,
            steps=self.steps,
            cfg_scale=self.cfg_scale,
            seed=self.seed,
            engine=self.engine,
            category=self.category,
            loop=self.loop,
            audio_format=self.format,
            target_lufs=self.target_lufs,
            true_peak_ceiling_dbtp=self.true_peak_ceiling_dbtp,
            negative_prompt=self.negative_prompt,
            priority=Priority[self.priority.upper()],
        )
        return NewSound(
            request,
            description=self.description,
            category_id=self.category_id,
            tag_ids=tuple(self.tag_ids or ()),
            metadata=self.metadata,
            idempotency_key=idempotency_key,
        )


class RegenerateSound(BaseModel):
    """The settings for making a sound again. Everything may be left out."""

    model_config = ConfigDict(extra="forbid")

    seed: int | None = Field(None, ge=0, le=MAX_INT64, description="The new seed; default: drawn.")
    keep_seed: bool = Field(False, description="Whether the seed stays as it was.")

    def to_again(self) -> Again:
        """Return the same in the domain's terms."""
        return Again(self.seed, self.keep_seed)


class SoundAccepted(BaseModel):
    """A sound that waits to be made."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "success": True,
                    "sound_id": 1,
                    "status": "pending",
                    "message": "The sound waits to be made.",
                    "estimated_time": None,
                    "notes": [],
                }
            ]
        }
    )

    success: bool = True
    sound_id: int
    status: SoundStatus
    message: str = Field(description="What happens now.")
    estimated_time: float | None = Field(
        description="Until it is finished, s; null while nothing has been measured."
    )
    notes: list[str] = Field(
        description="What came of an earlier request with the same key, a sentence each."
    )

    @classmethod
    def of(cls, accepted: Accepted) -> "SoundAccepted":
        """Return the reply for what was accepted."""
        row = accepted.row
        message = (
            f"The sound is {row.generation_status}."
            if accepted.is_sidecar_known
            else "The sidecar cannot be reached now; the sound waits until it is back."
        )
        return cls(
            sound_id=row.id,
            status=row.generation_status,
            message=message,
            estimated_time=accepted.estimated_seconds,
            notes=row.notes if row.generation_status.is_final else [],
        )
