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


class MovedSound(BaseModel):
    """A sound whose file was moved or renamed by hand."""

    model_config = ConfigDict(from_attributes=True)

    sound_id: int
    previous_path: str
    file_path: str = Field(validation_alias="relative_path")


class SkippedFile(BaseModel):
    """A file that was left alone."""

    model_config = ConfigDict(from_attributes=True)

    file_path: str = Field(validation_alias="relative_path")
    reason: str


class RescanResult(BaseModel):
    """The report of a rescan. The lists have the first 1000 of each kind."""

    model_config = ConfigDict(from_attributes=True)

    file_count: int = Field(description="Finished files in the folder.")
    row_count: int = Field(description="Sounds that have a file by their row.")
    added_count: int
    moved_count: int
    renewed_count: int
    missing_count: int
    returned_count: int
    skipped_count: int
    ignored_count: int
    added: Annotated[list[AddedSound], BeforeValidator(_first)] = Field(
        description="Files that had no row and have one now."
    )
    moved: Annotated[list[MovedSound], BeforeValidator(_first)] = Field(
        description="Sounds whose file was moved or renamed by hand, known by its content."
    )
    renewed: Annotated[list[MarkedSound], BeforeValidator(_first)] = Field(
        description="Sounds whose file was changed by hand, and that was measured again."
    )
    missing: Annotated[list[MarkedSound], BeforeValidator(_first)] = Field(
        description="Sounds whose file is gone, found out now."
    )
    returned: Annotated[list[MarkedSound], BeforeValidator(_first)] = Field(
        description="Sounds whose file was gone and is back."
    )
    skipped: Annotated[list[SkippedFile], BeforeValidator(_first)] = Field(
        description="Sounds that were left alone, and why."
    )
    ignored: Annotated[list[SkippedFile], BeforeValidator(_first)] = Field(
        description="What is no sound of the library, and why: other files, links, pipes, hidden "
        "files, and entries of metadata.json that cannot be used."
    )


class RescanReply(BaseModel):
    """The report of a rescan, with a message."""

    success: bool = True
    message: str
    data: RescanResult
