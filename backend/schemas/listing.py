"""Which sounds to list, and in which order."""

from typing import Literal

from pydantic import BaseModel, Field
from sqlalchemy import Select

from backend.models import EnvironmentSound as Row
from backend.models import SoundStatus
from backend.schemas.generate import OneLine
from backend.sounds import matching

SortKey = Literal[
    "created_at",
    "updated_at",
    "name",
    "duration",
    "file_size",
    "generation_time",
    "play_count",
    "download_count",
    "favorite_count",
    "sort_order",
    "id",
]

_COLUMNS = {
    "created_at": Row.created_at,
    "updated_at": Row.updated_at,
    "name": Row.name,
    "duration": Row.duration_seconds,
    "file_size": Row.file_size_bytes,
    "generation_time": Row.generation_seconds,
    "play_count": Row.play_count,
    "download_count": Row.download_count,
    "favorite_count": Row.favorite_count,
    "sort_order": Row.sort_order,
    "id": Row.id,
}


class SoundFilter(BaseModel):
    """A page of the library."""

    page: int = Field(1, ge=1, le=1_000_000, description="From 1.")
    page_size: int = Field(20, ge=1, le=100)
    status: SoundStatus | None = Field(None, description="Only sounds with this status.")
    search: OneLine = Field("", max_length=200, description="In name, prompt and description.")
    sort_by: SortKey = "created_at"
    sort_order: Literal["asc", "desc"] = "desc"

    def query(self) -> Select[Row]:
        """The same as a query; ties are told apart by the id."""
        column = _COLUMNS[self.sort_by]
        order = (column.asc(), Row.id.asc())
        if self.sort_order == "desc":
            order = (column.desc(), Row.id.desc())
        return matching(status=self.status, search=self.search).order_by(*order)
