"""A sound as clients see it."""

from dataclasses import asdict
from datetime import datetime
from typing import Annotated, Any
from urllib.parse import quote

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from backend.api.schemas.license import LicensePublic
from backend.db.models import EnvironmentSound, SoundOrigin, SoundStatus
from backend.files import web_url
from backend.jobs import SoundProgress
from backend.sidecar.licenses import license_of
from backend.sidecar.types import AudioFormat, Priority, Stage


class ProgressDetail(BaseModel):
    """The present step of a sound in the making."""

    stage: Stage
    step: int = Field(description="Steps done in this stage.")
    step_count: int = Field(description="Steps in this stage; 0 where there is none to count.")
    queue_position: int | None = Field(description="Sounds ahead of it; null once it is made.")
    estimated_wait_seconds: float | None
    estimated_remaining_seconds: float | None


class SoundCategory(BaseModel):
    """The category of a sound."""

    model_config = ConfigDict(from_attributes=True)

    id: int
    name: str
    icon: str | None
    color: str | None


class SoundTag(BaseModel):
    """A tag of a sound."""

    model_config = ConfigDict(from_attributes=True)

    id: int
    name: str
    color: str | None


class NextSettings(BaseModel):
    """The settings that the next file will be made with, and this one was not.

    Holds only what differs from the sound's own fields.
    """

    prompt: str | None = None
    duration: float | None = Field(None, description="Length, s.")
    steps: int | None = None
    cfg_scale: float | None = None


def _priority_name(value: Any) -> Any:
    return Priority(value).name.lower() if isinstance(value, int) else value


def _to_milliseconds(seconds: Any) -> Any:
    return round(seconds, 3) if isinstance(seconds, float) else seconds


def _next_settings(value: Any) -> Any:
    if not isinstance(value, dict):
        return value
    named = {name.removesuffix("_seconds"): setting for name, setting in value.items()}
    return named or None


class SoundPublic(BaseModel):
    """A sound: its request, its progress and its result.

    The names are those that the platform's pages use; the rows have longer ones, with units.
    """

    model_config = ConfigDict(from_attributes=True)

    id: int
    origin: SoundOrigin = Field(description="Where its file comes from.")
    name: str
    prompt: str
    negative_prompt: str
    description: str
    duration: float | None = Field(
        validation_alias="duration_seconds", description="Length, s; null: left to the engine."
    )
    steps: int | None
    cfg_scale: float | None
    seed: int | None = Field(description="Null until it is drawn.")
    engine: str | None = Field(description="The engine that made it, else the one asked for.")
    loop: bool
    format: AudioFormat = Field(validation_alias="audio_format")
    target_lufs: float | None
    priority: Annotated[str, BeforeValidator(_priority_name)]
    file_path: str | None = Field(
        validation_alias="relative_path", description="Below the sounds folder."
    )
    file_url: str | None = Field(None, description="Where the file can be fetched.")
    file_missing_since: datetime | None = Field(
        description="When a rescan found that the file is gone; null while it is there."
    )
    file_size: int | None = Field(validation_alias="file_size_bytes", description="Bytes.")
    sha256: str | None
    sample_rate: int | None = Field(validation_alias="sample_rate_hertz", description="Hz.")
    channels: int | None
    frame_count: int | None
    peak_dbfs: float | None
    true_peak_dbtp: float | None = Field(
        description="True peak (ITU-R BS.1770), dBTP; null where it was not measured."
    )
    loudness_lufs: float | None
    generation_time: Annotated[float | None, BeforeValidator(_to_milliseconds)] = Field(
        validation_alias="generation_seconds", description="How long the making took, s."
    )
    generation_model: str | None = Field(description="The engine that made it.")
    model_revision: str | None
    engine_prompt: str | None = Field(
        description="What the engine read, where the prompt was translated for it."
    )
    license: LicensePublic | None = Field(
        None, description="Terms under which it may be used; null where they are unknown."
    )
    parent_id: int | None = Field(
        description="The sound that it was made from; null for none, or one that was deleted."
    )
    generation_status: SoundStatus
    generation_progress: float = Field(description="0 to 100.")
    progress: ProgressDetail | None = Field(validation_alias="progress_detail")
    error_message: str | None
    error_reason: str | None
    trace_id: str | None = Field(
        description="The trace id of the request that asked for it last, in all logs."
    )
    notes: list[str]
    next_settings: Annotated[NextSettings | None, BeforeValidator(_next_settings)]
    category_id: int | None
    category: SoundCategory | None
    tag_ids: list[int]
    tags: list[SoundTag]
    play_count: int
    download_count: int
    favorite_count: int
    is_favorited: bool = Field(False, description="Whether the caller likes it.")
    quality_score: float | None = Field(description="0 to 10.")
    user_rating: float | None = Field(description="Mean of all ratings, 1 to 5.")
    rating_count: int
    is_public: bool
    is_featured: bool
    is_active: bool
    sort_order: int
    color: str | None
    created_by: str | None
    created_at: datetime
    updated_at: datetime

    @classmethod
    def of(
        cls,
        row: EnvironmentSound,
        progress: SoundProgress | None = None,
        *,
        is_favorited: bool = False,
    ) -> "SoundPublic":
        """Return a row for clients, with fresher progress than it holds where there is any."""
        sound = cls.model_validate(row)
        sound.is_favorited = is_favorited
        if row.generation_status is SoundStatus.COMPLETED:
            sound.generation_progress = 100.0
        sound.file_url = quote(web_url(row.relative_path)) if row.relative_path else None
        terms = license_of(row)
        sound.license = LicensePublic.model_validate(terms) if terms is not None else None
        if progress is not None and not row.generation_status.is_final:
            sound.generation_status = SoundStatus.PROCESSING
            sound.generation_progress = progress.percent
            sound.progress = ProgressDetail.model_validate(asdict(progress))
        return sound


class SoundPage(BaseModel):
    """One page of sounds."""

    sounds: list[SoundPublic]
    total: int = Field(description="Sounds on all pages.")
    page: int
    page_size: int
    pages: int = Field(description="Pages that there are.")
    next_cursor: str | None = Field(
        description="The `cursor` for the page after this one; null on the last."
    )


class SoundPageReply(BaseModel):
    """One page of sounds, as the platform's pages expect it."""

    success: bool = True
    data: SoundPage


class SoundReply(BaseModel):
    """The result of a change, with the sound as it is now."""

    success: bool = True
    message: str
    data: SoundPublic


class SoundDeleted(BaseModel):
    """The reply to a deletion."""

    success: bool = True
    message: str
    sound_id: int


class BatchResultPublic(BaseModel):
    """The result for one of several sounds."""

    model_config = ConfigDict(from_attributes=True)

    sound_id: int
    is_done: bool
    reason: str
    detail: str


class BatchDone(BaseModel):
    """The results for several sounds. All were changed, or the request was refused."""

    results: list[BatchResultPublic]
    count: int = Field(description="Sounds that were changed.")


class BatchReply(BaseModel):
    """The reply to a change of several sounds."""

    success: bool = True
    message: str
    data: BatchDone
