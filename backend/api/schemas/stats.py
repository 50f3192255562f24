"""The statistics and the usage log of the library, as clients see them."""

from datetime import datetime
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from backend.api.schemas.generate import EntryId, OneLine
from backend.db.models import SoundStatus, UsageAction
from backend.sounds.statistics import Stats


class CategoryStat(BaseModel):
    """The number of sounds of a category."""

    model_config = ConfigDict(from_attributes=True)

    name: str
    count: int


class StatsReply(BaseModel):
    """The library in numbers."""

    total_sounds: int
    completed_sounds: int
    processing_sounds: int = Field(description="In the making; what waits is pending.")
    pending_sounds: int
    failed_sounds: int
    cancelled_sounds: int
    total_plays: int
    total_downloads: int
    total_favorites: int
    today_sounds: int = Field(description="Since midnight where the server is.")
    category_stats: list[CategoryStat]
    completion_rate: float = Field(description="Completed of all, percent.")

    @classmethod
    def of(cls, stats: Stats) -> "StatsReply":
        """Return the same under the names that the platform's page uses."""
        counts = {f"{status}_sounds": stats.counts.get(status, 0) for status in SoundStatus}
        completed_count = stats.counts.get(SoundStatus.COMPLETED, 0)
        return cls(
            **counts,
            total_sounds=stats.total_count,
            total_plays=stats.play_count,
            total_downloads=stats.download_count,
            total_favorites=stats.favorite_count,
            today_sounds=stats.today_count,
            category_stats=[CategoryStat.model_validate(each) for each in stats.categories],
            completion_rate=round(100 * completed_count / max(stats.total_count, 1), 1),
        )


class UsageFilter(BaseModel):
    """A page of the usage log, the newest first."""

    page: int = Field(1, ge=1, le=1_000_000, description="From 1.")
    page_size: int = Field(50, ge=1, le=100)
    sound_id: EntryId | None = None
    user_name: OneLine = Field("", max_length=200)
    action: UsageAction | None = None


class UsagePublic(BaseModel):
    """An entry of the usage log: person, action, sound, time and address."""

    model_config = ConfigDict(from_attributes=True)

    id: int
    sound_id: int | None = Field(description="Null once the sound is gone for good.")
    action: str
    user_name: str
    client_address: str
    created_at: datetime
    detail: dict[str, Any] | None


class UsagePage(BaseModel):
    """One page of the usage log."""

    logs: list[UsagePublic]
    total: int
    page: int
    page_size: int
    pages: int


class UsagePageReply(BaseModel):
    """One page of the usage log."""

    success: bool = True
    data: UsagePage
