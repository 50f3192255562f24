"""Categories, tags and presets as clients see and send them."""

from datetime import datetime
from typing import Annotated, Any

from pydantic import AliasChoices, BaseModel, ConfigDict, Field

from backend.api.schemas.generate import EntryId, OneLine, PlainText
from backend.db.models import Category, Tag
from backend.sounds.taxonomy import Used

_Name = Annotated[OneLine, Field(min_length=1)]
_Color = Annotated[OneLine, Field(max_length=20, examples=["#52c41a"])]
_SortOrder = Annotated[int, Field(ge=-1_000_000, le=1_000_000)]
_Prompts = Annotated[
    list[Annotated[OneLine, Field(min_length=1, max_length=1000)]], Field(max_length=20)
]
_Duration = Annotated[float, Field(gt=0, le=86_400, allow_inf_nan=False)]
_Steps = Annotated[int, Field(ge=1, le=10_000)]
_CfgScale = Annotated[float, Field(gt=0, le=1000, allow_inf_nan=False)]
_EMPTY_IS_NULL = {"icon", "color", "category_id"}


class _Fields(BaseModel):
    """The fields of an entry. What is left out stays, or has its default."""

    model_config = ConfigDict(extra="forbid")

    def to_fields(self) -> dict[str, Any]:
        """Return the columns that were sent. Null counts only where a column may be null."""
        given = self.model_dump(exclude_unset=True)
        columns = {"default_duration": "duration_seconds"}
        return {
            columns.get(name, name.removeprefix("default_")): value
            for name, value in given.items()
            if value is not None or name in _EMPTY_IS_NULL
        }


class NewCategory(_Fields):
    """A new category."""

    name: _Name = Field(max_length=100)
    description: PlainText = Field("", max_length=2000)
    icon: OneLine | None = Field(None, max_length=50, description="A name of Ant Design's icons.")
    color: _Color | None = None
    sort_order: _SortOrder = Field(0, description="The highest comes first.")
    is_active: bool = True


class ChangeCategory(_Fields):
    """New values of a category."""

    name: _Name | None = Field(None, max_length=100)
    description: PlainText | None = Field(None, max_length=2000)
    icon: OneLine | None = Field(None, max_length=50)
    color: _Color | None = None
    sort_order: _SortOrder | None = None
    is_active: bool | None = None


class CategoryPublic(BaseModel):
    """A category and how many sounds it has."""

    model_config = ConfigDict(from_attributes=True)

    id: int
    name: str
    description: str
    icon: str | None
    color: str | None
    sort_order: int
    is_active: bool
    sound_count: int = 0
    created_at: datetime
    updated_at: datetime

    @classmethod
    def of(cls, used: Used[Category]) -> "CategoryPublic":
        """Return a row and its count for clients."""
        category = cls.model_validate(used.entry)
        category.sound_count = used.sound_count
        return category


class CategoryDeleted(BaseModel):
    """The reply to the deletion of a category."""

    success: bool = True
    message: str
    moved_count: int = Field(description="Sounds that went to another category.")


class NewTag(_Fields):
    """A new tag."""

    name: _Name = Field(max_length=50)
    description: PlainText = Field("", max_length=2000)
    color: _Color | None = None


class ChangeTag(_Fields):
    """New values of a tag."""

    name: _Name | None = Field(None, max_length=50)
    description: PlainText | None = Field(None, max_length=2000)
    color: _Color | None = None


class TagPublic(BaseModel):
    """A tag and how many sounds have it."""

    model_config = ConfigDict(from_attributes=True)

    id: int
    name: str
    description: str
    color: str | None
    usage_count: int = 0
    created_at: datetime

    @classmethod
    def of(cls, used: Used[Tag]) -> "TagPublic":
        """Return a row and its count for clients."""
        tag = cls.model_validate(used.entry)
        tag.usage_count = used.sound_count
        return tag


class NewPreset(_Fields):
    """A new preset."""

    name: _Name = Field(max_length=100)
    description: PlainText = Field("", max_length=2000)
    category_id: EntryId | None = None
    default_duration: _Duration = Field(10.0, description="Length, s.")
    default_steps: _Steps = 50
    default_cfg_scale: _CfgScale = 3.5
    prompt_templates: _Prompts = Field([], description="Braces are to be filled in.")
    example_prompts: _Prompts = []
    sort_order: _SortOrder = Field(0, description="The highest comes first.")
    is_active: bool = True

    def to_fields(self) -> dict[str, Any]:
        """Return all columns. A preset's settings have no default in the database."""
        self.__pydantic_fields_set__.update(type(self).model_fields)
        return super().to_fields()


class ChangePreset(_Fields):
    """New values of a preset."""

    name: _Name | None = Field(None, max_length=100)
    description: PlainText | None = Field(None, max_length=2000)
    category_id: EntryId | None = None
    default_duration: _Duration | None = None
    default_steps: _Steps | None = None
    default_cfg_scale: _CfgScale | None = None
    prompt_templates: _Prompts | None = None
    example_prompts: _Prompts | None = None
    sort_order: _SortOrder | None = None
    is_active: bool | None = None


class PresetPublic(BaseModel):
    """A preset."""

    model_config = ConfigDict(from_attributes=True, serialize_by_alias=False)

    id: int
    name: str
    description: str
    category_id: int | None
    default_duration: float = Field(
        validation_alias=AliasChoices("default_duration", "duration_seconds"),
        description="Length, s.",
    )
    default_steps: int = Field(validation_alias=AliasChoices("default_steps", "steps"))
    default_cfg_scale: float = Field(
        validation_alias=AliasChoices("default_cfg_scale", "cfg_scale")
    )
    prompt_templates: list[str]
    example_prompts: list[str]
    sort_order: int
    is_active: bool
    created_at: datetime
    updated_at: datetime


class EntryDeleted(BaseModel):
    """The reply to the deletion of a tag or preset."""

    success: bool = True
    message: str
