"""The changes of sounds that there are."""

from typing import Annotated, Any

from pydantic import AliasChoices, BaseModel, ConfigDict, Field

from backend.api.schemas.generate import MAX_ID, EntryId, OneLine, PlainText, TagIds

_MAX_BATCH = 500
_COLUMNS = {"duration": "duration_seconds"}
_MAY_BE_NULL = {"category_id", "quality_score", "color", "steps", "cfg_scale", "duration"}

SoundIds = Annotated[
    list[Annotated[int, Field(ge=1, le=MAX_ID)]], Field(min_length=1, max_length=_MAX_BATCH)
]


class ChangeSound(BaseModel):
    """New values. What is left out stays as it is, and null empties only what may be empty."""

    model_config = ConfigDict(extra="forbid")

    name: OneLine | None = Field(None, min_length=1, max_length=200)
    description: PlainText | None = Field(None, max_length=2000)
    category_id: EntryId | None = Field(None, description="Null: no category.")
    tag_ids: TagIds | None = Field(None, description="All of its tags; empty: none.")
    is_public: bool | None = None
    is_featured: bool | None = None
    is_active: bool | None = None
    sort_order: int | None = Field(None, ge=-1_000_000, le=1_000_000)
    color: OneLine | None = Field(None, max_length=20)
    quality_score: float | None = Field(None, ge=0, le=10, allow_inf_nan=False)
    prompt: OneLine | None = Field(
        None,
        min_length=1,
        max_length=1000,
        description="As duration, steps and cfg_scale: where there is a file already, it is used "
        "when the sound is generated again.",
    )
    duration: float | None = Field(
        None,
        gt=0,
        le=86_400,
        allow_inf_nan=False,
        validation_alias=AliasChoices("duration", "duration_seconds"),
        description="Length, s.",
    )
    steps: int | None = Field(None, ge=1, le=10_000)
    cfg_scale: float | None = Field(None, gt=0, le=1000, allow_inf_nan=False)

    def to_change(self) -> dict[str, Any]:
        """Return the same by column name. Null for what cannot be empty counts as left out."""
        given = self.model_dump(include=self.model_fields_set & _CHANGEABLE)
        return {
            _COLUMNS.get(name, name): value
            for name, value in given.items()
            if value is not None or name in _MAY_BE_NULL
        }


_CHANGEABLE = set(ChangeSound.model_fields)


class ChangeSounds(ChangeSound):
    """The same new values for several sounds."""

    sound_ids: SoundIds


class DeleteSounds(BaseModel):
    """Several sounds."""

    model_config = ConfigDict(extra="forbid")

    sound_ids: SoundIds


class RateSound(BaseModel):
    """A rating of a sound."""

    model_config = ConfigDict(extra="forbid")

    rating: int = Field(ge=1, le=5, description="5 is the best.")


class PlayReply(BaseModel):
    """The play count of a sound."""

    success: bool = True
    play_count: int


class FavoriteReply(BaseModel):
    """The caller's favorite mark of a sound, and the number of all."""

    model_config = ConfigDict(from_attributes=True)

    success: bool = True
    is_favorited: bool
    favorite_count: int


class RatingReply(BaseModel):
    """The caller's rating, and what all ratings come to."""

    model_config = ConfigDict(from_attributes=True)

    success: bool = True
    rating: int
    user_rating: float
    rating_count: int
