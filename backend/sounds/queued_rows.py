"""Rows that wait to be made, and the requests that they are queued with."""

from dataclasses import dataclass, fields, replace
from typing import Any
from uuid import uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session

from backend.access.api_keys import Caller
from backend.db.models import Category, SoundOrigin, SoundStatus, name_key
from backend.db.models import EnvironmentSound as Row
from backend.db.models.base import utc_now
from backend.errors import (
    FieldViolation,
    InvalidRequest,
    RequestIdReused,
    SoundBusy,
    SoundNeeded,
    SoundNotGenerated,
)
from backend.sidecar.canonical import fingerprint, set_fields
from backend.sidecar.types import AudioFormat, Priority, SoundRequest, Source
from backend.sounds.older_fingerprints import older_fingerprint
from backend.sounds.rows import check_category, find_tags, locked

SETTINGS = ("prompt", "duration_seconds", "steps", "cfg_scale")
"""Columns that a row with a file may hold other values of in `next_settings`."""

_COLUMN_NAMES = {"engine": "engine_requested"}
"""Columns that are named otherwise than their field of the request."""
_REQUEST_COLUMNS = {
    field.name: _COLUMN_NAMES.get(field.name, field.name)
    for field in fields(SoundRequest)
    if _COLUMN_NAMES.get(field.name, field.name) in Row.__table__.columns
}
"""Fields of a request that the library has a column for, and its name."""
_LEFT_OUT = ("request_id", "priority")
"""Fields of a request that two requests for the same sound may differ in."""


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """The forms of one fingerprint.

    Attributes:
        current: The form that new rows hold.
        older: The form that rows of earlier versions hold; None where they had no such request.
    """

    current: str
    older: str | None = None

    def matches(self, kept: str) -> bool:
        """Return whether a row was queued with an equal request."""
        return kept in (self.current, self.older)


@dataclass(frozen=True, slots=True)
class NewSound:
    """The request of a client.

    Attributes:
        request: The part that the sidecar receives.
        description: The client's own words on it, kept in the library.
        category_id: The id of its category; None: the one that the request names, if any.
        tag_ids: The ids of its tags.
        metadata: The client's own data, kept in the usage log.
        idempotency_key: The same key of the same caller again returns the same row.
        operation: The name in the operation log.
        parent_id: The id of the sound that it is made from, whose file is the request's source.
        own_fingerprint: The fingerprint of the client's wish, where the request is derived from
            that; None: that of the request.
    """

    request: SoundRequest
    description: str = ""
    category_id: int | None = None
    tag_ids: tuple[int, ...] = ()
    metadata: dict[str, Any] | None = None
    idempotency_key: str | None = None
    operation: str = "generate"
    parent_id: int | None = None
    own_fingerprint: Fingerprint | None = None

    @property
    def fingerprint(self) -> Fingerprint:
        """Return a value that is equal for two requests that ask for the same."""
        if self.own_fingerprint is not None:
            return self.own_fingerprint
        own = (self.description, self.category_id, self.tag_ids)
        asked = {
            "request": _asked(self.request.to_json()),
            "description": self.description,
            "category_id": self.category_id,
            "tag_ids": list(self.tag_ids),
        }
        content = {name: value for name, value in asked.items() if value not in (None, "", [])}
        return Fingerprint(fingerprint(content), older_fingerprint(self.request, *own))


def _asked(fields: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in fields.items() if name not in _LEFT_OUT}


@dataclass(frozen=True, slots=True)
class Again:
    """The wish to have a sound made again.

    Attributes:
        seed: The new seed; None: drawn, or the old one.
        keeps_seed: Whether the old one is used.
    """

    seed: int | None = None
    keeps_seed: bool = False


def repeatable(row: Row) -> Row:
    """Return the row, which can be made again.

    Raises:
        SoundNotGenerated: It was uploaded or found.
        SoundBusy: It is being made.
    """
    if row.origin is not SoundOrigin.GENERATED:
        raise SoundNotGenerated(row.origin)
    if not row.generation_status.is_final:
        raise SoundBusy(row.generation_status)
    return row


def check_unneeded(session: Session, row: Row) -> None:
    """Refuse to make a sound again whose file another one is being made from.

    Raises:
        SoundNeeded: Another one is.
    """
    waiting = (SoundStatus.PENDING, SoundStatus.PROCESSING)
    needing = select(Row.id).where(Row.parent_id == row.id, Row.generation_status.in_(waiting))
    sound_id = session.scalars(needing.order_by(Row.id)).first()
    if sound_id is not None:
        raise SoundNeeded(sound_id)


def check_source(session: Session, new: NewSound) -> None:
    """Refuse a sound whose source has gone or changed since it was looked at.

    The source stays as it is until the transaction ends.

    Raises:
        SoundNotFound: It has gone.
        SoundBusy: It is being made again, or was.
    """
    if new.parent_id is None or new.request.source is None:
        return
    parent = locked(session, new.parent_id)
    is_same = parent.relative_path == new.request.source.sound_file
    if not (parent.generation_status.is_final and is_same):
        raise SoundBusy(SoundStatus.PROCESSING)


def same_key(
    session: Session, idempotency_key: str | None, caller: Caller, wanted: Fingerprint
) -> Row | None:
    """Return the row that the caller asked for before under the same key, None without one.

    Keys of other callers are other keys.

    Raises:
        RequestIdReused: The caller used the key for a request with other fields.
    """
    if idempotency_key is None:
        return None
    holder = select(Row).where(
        Row.created_by == caller.name, Row.idempotency_key == idempotency_key
    )
    known = session.scalars(holder).first()
    if known is not None and not wanted.matches(known.request_fingerprint):
        raise RequestIdReused(
            "the Idempotency-Key belongs to a request with other fields; use a new one"
        )
    return known


def next_request(row: Row) -> SoundRequest:
    """Return the request for the next making of a row, as the library has it now.

    What the library has no column for is as in the row's last request.
    """
    columns = {name: getattr(row, column) for name, column in _REQUEST_COLUMNS.items()}
    columns |= row.next_settings or {}
    columns["category"] = row.category.name if row.category is not None else ""
    columns["audio_format"] = AudioFormat(row.audio_format)
    columns["priority"] = Priority(row.priority)
    columns["source"] = Source.from_json(row.source) if row.source is not None else None
    last = SoundRequest.from_json(row.request) if row.request is not None else None
    return replace(last, **columns) if last is not None else SoundRequest(**columns)


def queue_again(row: Row, wish: Again, caller: Caller) -> SoundRequest:
    """Have the row made once more, and return the request that it is queued with."""
    seed = row.seed if wish.keeps_seed else wish.seed
    # The sidecar answers the old one with the old file.
    row.request_id = str(uuid4())
    request = replace(next_request(row), seed=seed)
    row.request = request.to_json()
    if row.relative_path is None:
        row.seed = seed
    row.generation_status = SoundStatus.PENDING
    row.generation_progress = 0.0
    row.error_message = row.error_reason = None
    row.cancel_requested = False
    row.failure_count = row.deferral_count = row.interruption_count = 0
    row.next_attempt_at = None
    row.queued_at = utc_now()
    row.queued_by = caller.account
    row.idempotency_key = None
    return request


def note_trace(row: Row, trace: tuple[str, str] | None) -> None:
    """Note which request asked for the row last."""
    row.trace_id, row.span_id = trace or (None, None)


def new_row(session: Session, new: NewSound, caller: Caller) -> Row:
    """Return a row that waits to be made, not in the session yet.

    Raises:
        InvalidRequest: There is no such category or tag.
    """
    category = _category(session, new)
    request = replace(new.request, category=category.name if category is not None else "")
    columns = {column: getattr(request, name) for name, column in _REQUEST_COLUMNS.items()}
    if request.source is not None:
        columns |= {"source": set_fields(request.source), "source_file": request.source.sound_file}
    return Row(
        **columns,
        request=request.to_json(),
        description=new.description,
        category_id=category.id if category is not None else None,
        tags=find_tags(session, new.tag_ids),
        idempotency_key=new.idempotency_key,
        request_fingerprint=new.fingerprint.current,
        created_by=caller.name,
        queued_by=caller.account,
        parent_id=new.parent_id,
    )


def _category(session: Session, new: NewSound) -> Category | None:
    if new.category_id is not None:
        check_category(session, new.category_id)
        return session.get(Category, new.category_id)
    name = new.request.category
    if not name:
        return None
    category = session.scalars(select(Category).where(Category.name_key == name_key(name))).first()
    if category is None:
        sentence = f"there is no category {name!r}; /categories lists them"
        raise InvalidRequest([FieldViolation("category", sentence)])
    return category
