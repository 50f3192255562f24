"""The entry of a sound in `metadata.json`, with the limits that the database has."""

from datetime import UTC, datetime
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from backend.files.sound_paths import is_sound_path
from backend.sidecar.licenses import CommercialUse
from backend.sidecar.types import AudioFormat, Source

MAX_REVENUE_USD = 2**63 - 1
"""The largest number that the database holds."""
_MAX_COUNT = 2**31 - 1
"""The largest number of the smaller columns."""


def _checked_text(text: str) -> str:
    if "\0" in text:
        raise ValueError("has a zero character")
    return text


def _in_utc(time: datetime) -> datetime:
    try:
        return time.replace(tzinfo=UTC) if time.tzinfo is None else time.astimezone(UTC)
    except OverflowError as error:
        raise ValueError("is outside of the calendar") from error


def _checked_path(path: str) -> str:
    if not is_sound_path(path):
        raise ValueError("is no path of a sound")
    return path


_Text = Annotated[str, AfterValidator(_checked_text)]
_Text20 = Annotated[_Text, Field(max_length=20)]
_Text100 = Annotated[_Text, Field(max_length=100)]
_Text200 = Annotated[_Text, Field(max_length=200)]
_Text1000 = Annotated[_Text, Field(max_length=1000)]
_TagName = Annotated[_Text, Field(min_length=1, max_length=50)]
_Time = Annotated[datetime, AfterValidator(_in_utc)]
_Count = Annotated[int, Field(ge=0, le=_MAX_COUNT)]
_LargeCount = Annotated[int, Field(ge=0, le=2**63 - 1)]
_Seconds = Annotated[float, Field(ge=0)]


class SoundEntry(BaseModel):
    """The mirrored columns of a row, under their names.

    Category and tags are stored by name, and the source sound by its file, since ids mean nothing
    in another database.
    """

    model_config = ConfigDict(
        frozen=True, from_attributes=True, extra="ignore", allow_inf_nan=False
    )

    name: Annotated[_Text200, Field(min_length=1)]
    prompt: _Text1000 = ""
    negative_prompt: _Text1000 = ""
    description: _Text = ""
    category: _Text100 | None = None
    tags: tuple[_TagName, ...] = ()
    origin: Literal["generated", "uploaded", "found"] = "generated"
    duration_seconds: _Seconds | None = None
    steps: _Count | None = None
    cfg_scale: float | None = None
    seed: _LargeCount | None = None
    engine_requested: _Text100 = ""
    loop: bool = False
    audio_format: AudioFormat
    target_lufs: float | None = None
    file_size_bytes: _LargeCount | None = None
    sha256: Annotated[str, Field(pattern="^[0-9a-f]{64}$")] | None = None
    sample_rate_hertz: _Count | None = None
    channels: _Count | None = None
    frame_count: _LargeCount | None = None
    peak_dbfs: float | None = None
    true_peak_dbtp: float | None = None
    loudness_lufs: float | None = None
    generation_seconds: _Seconds | None = None
    generation_model: _Text100 | None = None
    model_revision: _Text200 | None = None
    engine_prompt: _Text | None = None
    notes: tuple[_Text, ...] = ()
    source: Source | None = None
    source_file: Annotated[str, AfterValidator(_checked_path)] | None = None
    license_name: _Text | None = None
    commercial_use: CommercialUse | None = None
    revenue_limit_usd: Annotated[int, Field(ge=1, le=MAX_REVENUE_USD)] | None = None
    attribution: _Text | None = None
    terms_url: _Text | None = None
    quality_score: float | None = None
    is_public: bool = True
    is_featured: bool = False
    is_active: bool = True
    sort_order: Annotated[int, Field(ge=-_MAX_COUNT, le=_MAX_COUNT)] = 0
    color: _Text20 | None = None
    created_by: _Text200 | None = None
    created_at: _Time
    deleted_at: _Time | None = None
