"""The query string of a list: the sounds, and their order."""

from datetime import UTC, datetime
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, Field

from backend.api.schemas.generate import MAX_ID, EntryId, OneLine
from backend.db.models import SoundStatus
from backend.errors import FieldViolation, InvalidRequest
from backend.sidecar.licenses import CommercialUse
from backend.sounds import SortKey, SoundQuery

_MAX_TAGS = 20
_MAX_CURSOR_LENGTH = 8000


def _none_if_empty(value: Any) -> Any:
    # Forms send `status=` for "any status".
    return None if value == "" else value


def checked_ids(text: str, kind: str, max_count: int) -> str:
    """Return the text where it is ids with commas between them, without what is empty.

    Args:
        text: As a client sent it.
        kind: What the ids are of, for messages.
        max_count: How many there may be.

    Raises:
        ValueError: It is something else.
    """
    ids = [part for part in text.split(",") if part.strip()]
    if len(ids) > max_count:
        raise ValueError(f"names more than {max_count} {kind}s")
    if not all(part.strip().isascii() and part.strip().isdecimal() for part in ids):
        raise ValueError("has to be ids with commas between them, such as 1,2")
    if any(not 1 <= int(part) <= MAX_ID for part in ids):
        raise ValueError(f"names an id that no {kind} can have")
    return ",".join(ids)


def _tag_ids(text: str) -> str:
    return checked_ids(text, "tag", _MAX_TAGS)


def _commercial_uses(text: str) -> str:
    uses = dict.fromkeys(part.strip() for part in text.split(",") if part.strip())
    known = [use.value for use in CommercialUse]
    if not uses.keys() <= set(known):
        raise ValueError(f"has to be one of {', '.join(known)}, or some with commas between them")
    return ",".join(uses)


class SoundFilter(BaseModel):
    """A page of the library. An empty parameter counts as left out."""

    page: int = Field(1, ge=1, le=1_000_000, description="From 1; not with `cursor`.")
    cursor: str = Field(
        "",
        max_length=_MAX_CURSOR_LENGTH,
        description="The `next_cursor` of the page before. Sounds that are added or deleted "
        "meanwhile move none to another page.",
    )
    page_size: int = Field(20, ge=1, le=100)
    category_id: Annotated[EntryId | None, BeforeValidator(_none_if_empty)] = None
    tag_ids: Annotated[str, AfterValidator(_tag_ids)] = Field(
        "", max_length=400, description="Ids of tags, with commas between them.", examples=["1,2"]
    )
    tag_match: Literal["any", "all"] = Field(
        "any", description="Whether a sound needs one of the tags, or all."
    )
    search: OneLine = Field(
        "",
        max_length=200,
        description="Words, all of them in name, prompt or description. Quotation marks keep words "
        "together and whole. Case, accents, punctuation and traditional characters do not count.",
    )
    status: Annotated[SoundStatus | None, BeforeValidator(_none_if_empty)] = Field(
        None, description="Only sounds with this status."
    )
    featured_only: bool = False
    favorites_only: bool = Field(False, description="Only what the caller likes.")
    engine: OneLine = Field("", max_length=100, description="That made it.")
    commercial_use: Annotated[str, AfterValidator(_commercial_uses)] = Field(
        "",
        max_length=100,
        description="Only sounds whose licence says this of use in what is sold: `yes`, `no`, "
        "`up_to_revenue` (allowed below a yearly revenue), or some with commas between them.",
        examples=["yes,up_to_revenue"],
    )
    parent_id: Annotated[EntryId | None, BeforeValidator(_none_if_empty)] = Field(
        None, description="Only sounds that were made from the sound with this id."
    )
    created_from: Annotated[datetime | None, BeforeValidator(_none_if_empty)] = Field(
        None, description="The earliest moment; without a time zone: UTC."
    )
    created_before: Annotated[datetime | None, BeforeValidator(_none_if_empty)] = Field(
        None, description="The moment after the latest."
    )
    sort_by: SortKey = SortKey.CREATED_AT
    sort_order: Literal["asc", "desc"] = "desc"

    def query(self, user_name: str) -> SoundQuery:
        """Return the same in the domain's terms.

        Args:
            user_name: Whose favourites are meant.

        Raises:
            InvalidRequest: The cursor is none of this list.
        """
        wanted = self._filter(user_name)
        if not self.cursor:
            return wanted
        if self.page > 1:
            sentence = "takes the place of `page`; leave one of them out"
            raise InvalidRequest([FieldViolation("cursor", sentence)])
        return wanted.from_cursor(self.cursor)

    def _filter(self, user_name: str) -> SoundQuery:
        tag_ids = [int(part) for part in self.tag_ids.split(",") if part]
        return SoundQuery(
            category_id=self.category_id,
            tag_ids=tuple(dict.fromkeys(tag_ids)),
            needs_all_tags=self.tag_match == "all",
            search=self.search,
            status=self.status,
            is_featured_only=self.featured_only,
            favorites_of=user_name if self.favorites_only else None,
            engine=self.engine,
            commercial_uses=tuple(
                CommercialUse(use) for use in self.commercial_use.split(",") if use
            ),
            parent_id=self.parent_id,
            created_from=_in_utc(self.created_from),
            created_before=_in_utc(self.created_before),
            sort_by=self.sort_by,
            is_descending=self.sort_order == "desc",
            page=self.page,
            page_size=self.page_size,
        )


def _in_utc(moment: datetime | None) -> datetime | None:
    """Return a moment in UTC. At the ends of the calendar that is the end itself."""
    if moment is None:
        return None
    if moment.tzinfo is None:
        return moment.replace(tzinfo=UTC)
    try:
        return moment.astimezone(UTC)
    except OverflowError:
        end = datetime.min if moment.year == datetime.min.year else datetime.max
        return end.replace(tzinfo=UTC)
