"""The report of a rescan."""

from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from backend.files import Source

LISTED_COUNT = 1000
"""The longest list of a kind. The counts are of all."""


def _first(value: Any) -> Any:
    return value[:LISTED_COUNT] if isinstance(value, list) else value


class AddedSound(BaseModel):
    """A file that has a row now."""

    model_config = ConfigDict(from_attributes=True)

    sound_id: int
    file_path: str = Field(validation_alias="relative_path")
    source: Source = Field(
        description="Where the row's contents come from: metadata.json, the file's own tags, "
        "or nothing but what the file sounds like."
    )


class MarkedSound(BaseModel):
    """A sound whose file is gone, or back."""

    model_config = ConfigDict(from_attributes=True)

    sound_id: int
    file_path: str = Field(validation_alias="relative_path")


class SkippedFile(BaseModel):
    """A file that has no row yet."""

    model_config = ConfigDict(from_attributes=True)

    file_path: str = Field(validation_alias="relative_path")
    reason: str


class RescanResult(BaseModel):
    """The report of a rescan. The lists have the first 1000 of each kind."""

    model_config = ConfigDict(from_attributes=True)

    file_count: int = Field(description="Finished files in the folder.")
    row_count: int = Field(description="Sounds that have a file by their row.")
    added_count: int
    missing_count: int
    returned_count: int
    skipped_count: int
    added: Annotated[list[AddedSound], BeforeValidator(_first)] = Field(
        description="Files that had no row and have one now."
    )
    missing: Annotated[list[MarkedSound], BeforeValidator(_first)] = Field(
        description="Sounds whose file is gone, found out now."
    )
    returned: Annotated[list[MarkedSound], BeforeValidator(_first)] = Field(
        description="Sounds whose file was gone and is back."
    )
    skipped: Annotated[list[SkippedFile], BeforeValidator(_first)] = Field(
        description="Files that were left alone, and why."
    )


class RescanReply(BaseModel):
    """The report of a rescan, with a message."""

    success: bool = True
    message: str
    data: RescanResult
