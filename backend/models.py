"""The tables. A sound's row is at the same time the job that makes it."""

from datetime import UTC, datetime
from enum import StrEnum
from typing import Any
from uuid import uuid4

from sqlalchemy import (
    JSON,
    BigInteger,
    DateTime,
    Dialect,
    Double,
    Enum,
    Index,
    MetaData,
    String,
    Text,
    false,
    text,
    true,
)
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column
from sqlalchemy.types import TypeDecorator


class SoundStatus(StrEnum):
    """Where a sound is on its way."""

    PENDING = "pending"
    PROCESSING = "processing"
    COMPLETED = "completed"
    FAILED = "failed"
    CANCELLED = "cancelled"

    @property
    def is_final(self) -> bool:
        """Whether nothing more will happen to the sound."""
        return self not in (SoundStatus.PENDING, SoundStatus.PROCESSING)


_STATUS_TYPE = Enum(
    SoundStatus,
    native_enum=False,
    length=20,
    values_callable=lambda statuses: [status.value for status in statuses],
)
"""Text in the database, so that a new status needs no change of type."""


class UtcDateTime(TypeDecorator[datetime]):
    """An aware datetime in UTC, on SQLite too, which keeps none by itself."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """From Python to the database."""
        if value is None or dialect.name != "sqlite":
            return value
        return value.astimezone(UTC).replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, _dialect: Dialect) -> datetime | None:
        """From the database to Python."""
        if value is None or value.tzinfo is not None:
            return value
        return value.replace(tzinfo=UTC)


class Base(DeclarativeBase):
    """Base of all tables; its naming convention lets migrations drop constraints by name."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_name)s",
            "uq": "uq_%(table_name)s_%(column_0_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )


def _now() -> datetime:
    return datetime.now(UTC)


class EnvironmentSound(Base):
    """A sound: what was asked for, the job that makes it, and what came of it."""

    __tablename__ = "environment_sounds"
    __table_args__ = (
        # The order of the claim, and the count of waiting sounds.
        Index("ix_environment_sounds_queue", "generation_status", "priority", "created_at"),
        Index("ix_environment_sounds_created_at", "created_at"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(primary_key=True)

    # What was asked for. `steps`, `cfg_scale`, `seed` and `duration_seconds` are null where they
    # were left to the engine, and hold what the engine used once the sound is completed.
    name: Mapped[str] = mapped_column(String(200))
    prompt: Mapped[str] = mapped_column(String(1000))
    negative_prompt: Mapped[str] = mapped_column(String(1000), server_default=text("''"))
    description: Mapped[str] = mapped_column(Text, server_default=text("''"))
    category: Mapped[str | None] = mapped_column(String(100))
    duration_seconds: Mapped[float | None] = mapped_column(Double)
    steps: Mapped[int | None]
    cfg_scale: Mapped[float | None] = mapped_column(Double)
    seed: Mapped[int | None] = mapped_column(BigInteger)
    engine_requested: Mapped[str] = mapped_column(String(100), server_default=text("''"))
    loop: Mapped[bool] = mapped_column(server_default=false())
    audio_format: Mapped[str] = mapped_column(String(20), server_default="wav_16")
    target_lufs: Mapped[float | None] = mapped_column(Double)
    created_by: Mapped[str | None] = mapped_column(String(200))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=_now)
    updated_at: Mapped[datetime] = mapped_column(UtcDateTime, default=_now, onupdate=_now)

    # The job. `attempt` only grows and fences writes; times are the database's seconds since 1970.
    generation_status: Mapped[SoundStatus] = mapped_column(_STATUS_TYPE, server_default="pending")
    generation_progress: Mapped[float] = mapped_column(Double, server_default=text("0"))
    progress_detail: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    error_message: Mapped[str | None] = mapped_column(Text)
    error_reason: Mapped[str | None] = mapped_column(String(64))
    priority: Mapped[int] = mapped_column(server_default=text("1"))
    request_id: Mapped[str] = mapped_column(String(36), unique=True, default=lambda: str(uuid4()))
    idempotency_key: Mapped[str | None] = mapped_column(String(255), unique=True)
    request_fingerprint: Mapped[str] = mapped_column(String(64), server_default=text("''"))
    attempt: Mapped[int] = mapped_column(server_default=text("0"))
    failure_count: Mapped[int] = mapped_column(server_default=text("0"))
    deferral_count: Mapped[int] = mapped_column(server_default=text("0"))
    lease_until: Mapped[float | None] = mapped_column(Double)
    next_attempt_at: Mapped[float | None] = mapped_column(Double)
    cancel_requested: Mapped[bool] = mapped_column(server_default=false())

    # What came of it. `file_path` is below the sounds folder, with forward slashes.
    file_path: Mapped[str | None] = mapped_column(String(512), unique=True)
    file_size_bytes: Mapped[int | None] = mapped_column(BigInteger)
    sha256: Mapped[str | None] = mapped_column(String(64))
    sample_rate_hertz: Mapped[int | None]
    channels: Mapped[int | None]
    frame_count: Mapped[int | None] = mapped_column(BigInteger)
    peak_dbfs: Mapped[float | None] = mapped_column(Double)
    loudness_lufs: Mapped[float | None] = mapped_column(Double)
    generation_seconds: Mapped[float | None] = mapped_column(Double)
    generation_model: Mapped[str | None] = mapped_column(String(100))
    model_revision: Mapped[str | None] = mapped_column(String(200))
    notes: Mapped[list[str]] = mapped_column(JSON, default=list)

    # What listeners make of it.
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

    @property
    def engine(self) -> str | None:
        """The engine that made it, else the one asked for, else None: left to the sidecar."""
        return self.generation_model or self.engine_requested or None
