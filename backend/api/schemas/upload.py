"""The form of an upload, beside its file."""

from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from backend.api.schemas.generate import MAX_ID, OneLine, PlainText
from backend.sounds.upload import NewUpload


def _ids(value: Any) -> Any:
    """Return the ids of `1,2` or of repeated fields."""
    texts = value if isinstance(value, list) else [value]
    return [part for text in texts for part in str(text).split(",") if part.strip()]


def _none_if_empty(value: Any) -> Any:
    return None if value == "" else value


class UploadForm(BaseModel):
    """The form's text fields. All of them may be left out."""

    model_config = ConfigDict(extra="forbid")

    name: OneLine = Field(
        "", max_length=200, description="Default: the file's own title, else its name."
    )
    prompt: OneLine = Field("", max_length=1000, description="What is to be heard.")
    description: PlainText = Field("", max_length=2000, description="Kept in the library.")
    category_id: Annotated[
        Annotated[int, Field(ge=1, le=MAX_ID)] | None, BeforeValidator(_none_if_empty)
    ] = Field(None, description="Of a category.")
    tag_ids: Annotated[list[Annotated[int, Field(ge=1, le=MAX_ID)]], BeforeValidator(_ids)] = Field(
        [],
        max_length=100,
        description="Ids of tags, as `1,2` or as repeated fields.",
    )

    def to_new_upload(self, file_name: str) -> NewUpload:
        """Return the same in the domain's terms."""
        return NewUpload(
            name=self.name,
            file_name=file_name,
            prompt=self.prompt,
            description=self.description,
            category_id=self.category_id,
            tag_ids=tuple(dict.fromkeys(self.tag_ids)),
        )
