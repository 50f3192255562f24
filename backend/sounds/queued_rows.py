"""Rows that wait to be made: what asks for them, and what may be asked for."""

from dataclasses import asdict, dataclass, replace
from hashlib import sha256
from typing import Any
from uuid import uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session

from backend.access.api_keys import Caller
from backend.db.models import Category, SoundOrigin, SoundStatus
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
from backend.sidecar.engine_cache import Fitted
from backend.sidecar.types import SoundRequest
from backend.sounds.rows import check_category, find_tags, locked
from backend.telemetry.tracing import Trace


@dataclass(frozen=True, slots=True)
class NewSound:
    """What a client asks for.

    Attributes:
        request: What goes to the sidecar.
        description: The client's own words on it, kept in the library.
        category_id: Of its category; None: the one that the request names, if any.
        tag_ids: Of its tags.
        metadata: What else the client tells, kept in the usage log.
        idempotency_key: The same key again asks for the same row.
        parent_id: Of the sound that it is made from, whose file is the request's source.
        own_fingerprint: Stands for what the client asked for where the request is only made of
            that; empty: the request itself does.
    """

    request: SoundRequest
    description: str = ""
    category_id: int | None = None
    tag_ids: tuple[int, ...] = ()
    metadata: dict[str, Any] | None = None
    idempotency_key: str | None = None
    parent_id: int | None = None
    own_fingerprint: str = ""

    @property
    def fingerprint(self) -> str:
        """Equal for two requests that ask for the same."""
        if self.own_fingerprint:
            return self.own_fingerprint
        request = replace(self.request, request_id="")
        fields = (request, self.description, self.category_id, self.tag_ids)
        return sha256(repr(fields).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Again:
    """How a sound is to be made again.

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
    is_same = parent.file_path == new.request.source.sound_file
    if not (parent.generation_status.is_final and is_same):
        raise SoundBusy(SoundStatus.PROCESSING)


def same_key(session: Session, idempotency_key: str | None, fingerprint: str) -> Row | None:
    """Return the row that was asked for before under the same key, None where there is none.

    Raises:
        RequestIdReused: The key belongs to a request with other fields.
    """
    if idempotency_key is None:
        return None
    wanted = select(Row).where(Row.idempotency_key == idempotency_key)
    known = session.scalars(wanted).first()
    if known is not None and known.request_fingerprint != fingerprint:
        raise RequestIdReused(
            "the Idempotency-Key belongs to a request with other fields; use a new one"
        )
    return known


def queue_again(row: Row, wish: Again) -> None:
    """Have the row made once more."""
    seed = row.seed if wish.keeps_seed else wish.seed
    if row.file_path is None:
        row.seed = seed
    else:
        row.next_settings = {**(row.next_settings or {}), "seed": seed}
    row.generation_status = SoundStatus.PENDING
    row.generation_progress = 0.0
    row.error_message = row.error_reason = None
    row.cancel_requested = False
    row.failure_count = row.deferral_count = 0
    row.next_attempt_at = None
    row.queued_at = utc_now()
    # The sidecar answers the old one with the old file.
    row.request_id = str(uuid4())
    row.idempotency_key = None


def note_trace(row: Row, trace: Trace | None) -> None:
    """Note which request asked for the row last."""
    row.trace_id, row.span_id = trace or (None, None)


def new_row(session: Session, new: NewSound, fitted: Fitted, caller: Caller) -> Row:
    """Return a row that waits to be made, not in the session yet.

    Raises:
        InvalidRequest: There is no such category or tag.
    """
    request = fitted.request
    return Row(
        name=request.name,
        prompt=request.prompt,
        negative_prompt=request.negative_prompt,
        description=new.description,
        category_id=_category_id(session, new),
        tags=find_tags(session, new.tag_ids),
        duration_seconds=request.duration_seconds,
        steps=request.steps,
        cfg_scale=request.cfg_scale,
        seed=request.seed,
        engine_requested=request.engine,
        loop=request.loop,
        audio_format=request.audio_format,
        target_lufs=request.target_lufs,
        priority=request.priority,
        request_id=request.request_id,
        idempotency_key=new.idempotency_key,
        request_fingerprint=new.fingerprint,
        created_by=caller.name,
        parent_id=new.parent_id,
        source=asdict(request.source) if request.source is not None else None,
        source_file=request.source.sound_file if request.source is not None else None,
        notes=list(fitted.notes),
    )


def _category_id(session: Session, new: NewSound) -> int | None:
    if new.category_id is not None:
        check_category(session, new.category_id)
        return new.category_id
    name = new.request.category
    if not name:
        return None
    category_id = session.scalars(select(Category.id).where(Category.name == name)).first()
    if category_id is None:
        sentence = f"there is no category {name!r}; /categories lists them"
        raise InvalidRequest([FieldViolation("category", sentence)])
    return category_id
