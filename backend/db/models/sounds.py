"""The tables of sounds, of their tags and of their search texts."""

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import uuid4

from sqlalchemy import (
    JSON,
    BigInteger,
    Connection,
    Double,
    Enum,
    ForeignKey,
    Index,
    String,
    Text,
    delete,
    event,
    false,
    insert,
    inspect,
    text,
    true,
)
from sqlalchemy.orm import Mapped, Mapper, mapped_column, relationship, validates

from backend.db.models.base import Base, UtcDateTime, utc_now
from backend.db.models.taxonomy import Category, Tag
from backend.db.texts.folding import sort_key
from backend.db.texts.search_text import search_text


class SoundStatus(StrEnum):
    """The stages of a sound."""

    PENDING = "pending"
    PROCESSING = "processing"
    COMPLETED = "completed"
    FAILED = "failed"
    CANCELLED = "cancelled"

    @property
    def is_final(self) -> bool:
        """Return whether the making of the sound is over."""
        return self not in (SoundStatus.PENDING, SoundStatus.PROCESSING)


class SoundOrigin(StrEnum):
    """The origins of a sound's file."""

    GENERATED = "generated"
    UPLOADED = "uploaded"
    FOUND = "found"
    """A rescan found the file without a row."""


def _text_of(values: type[StrEnum], length: int) -> Enum:
    """Return a column type of text, so that a new value needs no change of type."""
    return Enum(
        values,
        native_enum=False,
        length=length,
        values_callable=lambda members: [member.value for member in members],
    )


def _listed(name: str, *columns: str, only: str = "") -> Index:
    """Return an index of listed sounds, in which PostgreSQL can count without the table."""
    condition = text("deleted_at IS NULL" + (f" AND {only}" if only else ""))
    return Index(
        f"ix_environment_sounds_{name}",
        *columns,
        sqlite_where=condition,
        postgresql_where=condition,
    )


SORTED_COLUMNS = (
    "created_at",
    "updated_at",
    "name_sort_key",
    "play_count",
    "download_count",
    "favorite_count",
    "sort_order",
)
"""Columns that are never null and that lists are sorted by."""


class TagRelation(Base):
    """One tag of one sound."""

    __tablename__ = "environment_sound_tag_relations"
    __table_args__ = (Index("ix_environment_sound_tag_relations_tag_id", "tag_id", "sound_id"),)

    sound_id: Mapped[int] = mapped_column(
        ForeignKey("environment_sounds.id", ondelete="CASCADE"), primary_key=True
    )
    tag_id: Mapped[int] = mapped_column(
        ForeignKey("environment_sound_tags.id", ondelete="CASCADE"), primary_key=True
    )


class EnvironmentSound(Base):
    """A sound: its request, the job that makes it, and the result."""

    __tablename__ = "environment_sounds"
    __table_args__ = (
        # The order of the claim, and the count of waiting sounds.
        Index("ix_environment_sounds_queue", "generation_status", "priority", "queued_at"),
        # A key belongs to its caller. Whoever sets a key sets `created_by`, so it is never null.
        Index(
            "ix_environment_sounds_idempotency_key",
            "created_by",
            "idempotency_key",
            unique=True,
            sqlite_where=text("idempotency_key IS NOT NULL"),
            postgresql_where=text("idempotency_key IS NOT NULL"),
        ),
        # The filters and orders of lists. PostgreSQL has more, see the migration 0002.
        _listed("by_category", "category_id", "created_at", "id"),
        _listed("by_status", "generation_status", "created_at", "id"),
        _listed("by_engine", "generation_model", "created_at", "id"),
        _listed("by_commercial_use", "commercial_use", "created_at", "id"),
        _listed("featured", "created_at", "id", only="is_featured"),
        *(_listed(f"by_{column}", column, "id") for column in SORTED_COLUMNS),
        Index(
            "ix_environment_sounds_parent_id",
            "parent_id",
            sqlite_where=text("parent_id IS NOT NULL"),
            postgresql_where=text("parent_id IS NOT NULL"),
        ),
        Index(
            "ix_environment_sounds_deleted_at",
            "deleted_at",
            sqlite_where=text("deleted_at IS NOT NULL"),
            postgresql_where=text("deleted_at IS NOT NULL"),
        ),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    origin: Mapped[SoundOrigin] = mapped_column(
        _text_of(SoundOrigin, 20), server_default="generated"
    )

    # The request. `steps`, `cfg_scale`, `seed` and `duration_seconds` are null where they
    # were left to the engine, and hold what the engine used once the sound is completed.
    name: Mapped[str] = mapped_column(String(200))
    # Ordered by code points on both databases.
    name_sort_key: Mapped[str] = mapped_column(
        Text().with_variant(Text(collation="C"), "postgresql"), server_default=text("''")
    )
    prompt: Mapped[str] = mapped_column(String(1000))
    negative_prompt: Mapped[str] = mapped_column(String(1000), server_default=text("''"))
    description: Mapped[str] = mapped_column(Text, server_default=text("''"))
    category_id: Mapped[int | None] = mapped_column(
        ForeignKey("environment_sound_categories.id", ondelete="SET NULL")
    )
    duration_seconds: Mapped[float | None] = mapped_column(Double)
    steps: Mapped[int | None]
    cfg_scale: Mapped[float | None] = mapped_column(Double)
    seed: Mapped[int | None] = mapped_column(BigInteger)
    engine_requested: Mapped[str] = mapped_column(String(100), server_default=text("''"))
    loop: Mapped[bool] = mapped_column(server_default=false())
    audio_format: Mapped[str] = mapped_column(String(20), server_default="wav_16")
    target_lufs: Mapped[float | None] = mapped_column(Double)
    # The sound that it was made from, while that is there, and what of it the engine is sent:
    # `Source` as JSON.
    parent_id: Mapped[int | None] = mapped_column(
        ForeignKey("environment_sounds.id", ondelete="SET NULL")
    )
    source: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    created_by: Mapped[str | None] = mapped_column(String(200))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=utc_now)
    updated_at: Mapped[datetime] = mapped_column(UtcDateTime, default=utc_now, onupdate=utc_now)
    deleted_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    # The job. `attempt` only grows and fences writes; times are the database's seconds since 1970.
    generation_status: Mapped[SoundStatus] = mapped_column(
        _text_of(SoundStatus, 20), server_default="pending"
    )
    generation_progress: Mapped[float] = mapped_column(Double, server_default=text("0"))
    progress_detail: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    error_message: Mapped[str | None] = mapped_column(Text)
    error_reason: Mapped[str | None] = mapped_column(String(64))
    # The request that the sidecar is sent: `SoundRequest.to_json`, frozen when the sound is queued.
    # Null where nothing was asked of it: uploaded, found. The library's own columns may change.
    request: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    # The lower goes first: 1 interactive, 2 batch.
    priority: Mapped[int] = mapped_column(server_default=text("1"))
    queued_at: Mapped[datetime] = mapped_column(UtcDateTime, default=utc_now)
    # Whose share of the queue it takes: a key's name, or an address without keys.
    queued_by: Mapped[str] = mapped_column(String(200), server_default=text("''"))
    request_id: Mapped[str] = mapped_column(String(36), unique=True, default=lambda: str(uuid4()))
    idempotency_key: Mapped[str | None] = mapped_column(String(255))
    request_fingerprint: Mapped[str] = mapped_column(String(64), server_default=text("''"))
    # The request that asked for it last, as the logs and traces know it.
    trace_id: Mapped[str | None] = mapped_column(String(32))
    span_id: Mapped[str | None] = mapped_column(String(16))
    attempt: Mapped[int] = mapped_column(server_default=text("0"))
    failure_count: Mapped[int] = mapped_column(server_default=text("0"))
    deferral_count: Mapped[int] = mapped_column(server_default=text("0"))
    # How often its worker's process died. From `JOB_MAX_FAILURES` on it is made alone.
    interruption_count: Mapped[int] = mapped_column(server_default=text("0"))
    lease_until: Mapped[float | None] = mapped_column(Double)
    lease_seconds: Mapped[float | None] = mapped_column(Double)
    next_attempt_at: Mapped[float | None] = mapped_column(Double)
    cancel_requested: Mapped[bool] = mapped_column(server_default=false())
    # Settings that the file was not made with and the next one will be, by column name.
    next_settings: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))

    # The result. `relative_path` is below the sounds folder, with forward slashes;
    # `previous_relative_path` is a file that it has taken the place of and that is to be deleted.
    relative_path: Mapped[str | None] = mapped_column(String(512), unique=True)
    previous_relative_path: Mapped[str | None] = mapped_column(String(512))
    file_missing_since: Mapped[datetime | None] = mapped_column(UtcDateTime)
    file_size_bytes: Mapped[int | None] = mapped_column(BigInteger)
    sha256: Mapped[str | None] = mapped_column(String(64))
    sample_rate_hertz: Mapped[int | None]
    channels: Mapped[int | None]
    frame_count: Mapped[int | None] = mapped_column(BigInteger)
    peak_dbfs: Mapped[float | None] = mapped_column(Double)
    true_peak_dbtp: Mapped[float | None] = mapped_column(Double)
    loudness_lufs: Mapped[float | None] = mapped_column(Double)
    generation_seconds: Mapped[float | None] = mapped_column(Double)
    generation_model: Mapped[str | None] = mapped_column(String(100))
    model_revision: Mapped[str | None] = mapped_column(String(200))
    engine_prompt: Mapped[str | None] = mapped_column(Text)
    notes: Mapped[list[str]] = mapped_column(JSON, default=list)
    # The path of the file that it was made from, as `relative_path`.
    source_file: Mapped[str | None] = mapped_column(String(512))

    # Under which terms it may be used; all null where they are unknown. `commercial_use` holds a
    # `CommercialUse`.
    license_name: Mapped[str | None] = mapped_column(Text)
    commercial_use: Mapped[str | None] = mapped_column(String(20))
    revenue_limit_usd: Mapped[int | None] = mapped_column(BigInteger)
    attribution: Mapped[str | None] = mapped_column(Text)
    terms_url: Mapped[str | None] = mapped_column(Text)

    # The feedback of listeners.
    play_count: Mapped[int] = mapped_column(server_default=text("0"))
    download_count: Mapped[int] = mapped_column(server_default=text("0"))
    favorite_count: Mapped[int] = mapped_column(server_default=text("0"))
    quality_score: Mapped[float | None] = mapped_column(Double)
    user_rating: Mapped[float | None] = mapped_column(Double)
    rating_count: Mapped[int] = mapped_column(server_default=text("0"))
    is_public: Mapped[bool] = mapped_column(server_default=true())
    is_featured: Mapped[bool] = mapped_column(server_default=false())
    is_active: Mapped[bool] = mapped_column(server_default=true())
    sort_order: Mapped[int] = mapped_column(server_default=text("0"))
    color: Mapped[str | None] = mapped_column(String(20))

    # One query for the categories and one for the tags of however many rows.
    category: Mapped[Category | None] = relationship(lazy="selectin")
    tags: Mapped[list[Tag]] = relationship(
        secondary=TagRelation.__table__, lazy="selectin", order_by=Tag.id
    )

    @validates("name")
    def _follow_name(self, _attribute: str, name: str) -> str:
        self.name_sort_key = sort_key(name)
        return name

    @property
    def engine(self) -> str | None:
        """Return the engine that made it, else the one asked for, else None."""
        return self.generation_model or self.engine_requested or None

    @property
    def tag_ids(self) -> list[int]:
        """Return the ids of its tags."""
        return [tag.id for tag in self.tags]


class SoundText(Base):
    """The search text of a sound that lists may show.

    A table of its own, a tenth of the sounds': what finds many sounds has to read most of it.
    """

    __tablename__ = "environment_sound_texts"

    sound_id: Mapped[int] = mapped_column(
        ForeignKey("environment_sounds.id", ondelete="CASCADE"), primary_key=True
    )
    search_text: Mapped[str] = mapped_column(Text)


_FOUND_BY = ("name", "prompt", "description", "deleted_at")


def write_text(connection: Connection, row: EnvironmentSound) -> None:
    """Write the search text of a sound. The ORM's own writes do so by themselves.

    Args:
        connection: In a transaction.
        row: As it is now.
    """
    connection.execute(delete(SoundText).where(SoundText.sound_id == row.id))
    if row.deleted_at is None:
        _insert_text(connection, row)


@event.listens_for(EnvironmentSound, "after_insert")
def _on_insert(
    _mapper: Mapper[EnvironmentSound], connection: Connection, row: EnvironmentSound
) -> None:
    if row.deleted_at is None:
        _insert_text(connection, row)


@event.listens_for(EnvironmentSound, "after_update")
def _on_update(
    _mapper: Mapper[EnvironmentSound], connection: Connection, row: EnvironmentSound
) -> None:
    attributes = inspect(row).attrs
    if any(attributes[name].history.has_changes() for name in _FOUND_BY):
        write_text(connection, row)


def _insert_text(connection: Connection, row: EnvironmentSound) -> None:
    words = search_text(row.name, row.prompt, row.description or "")
    connection.execute(insert(SoundText).values(sound_id=row.id, search_text=words))
