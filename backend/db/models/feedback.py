"""The tables of favourites and ratings, and of the log of all uses."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from backend.db.models.base import Base, UtcDateTime, utc_now


class UsageAction(StrEnum):
    """The kinds of use of a sound, text in the database."""

    GENERATE = "generate"
    UPLOAD = "upload"
    REGENERATE = "regenerate"
    UPDATE = "update"
    CANCEL = "cancel"
    DELETE = "delete"
    PLAY = "play"
    DOWNLOAD = "download"
    FAVORITE = "favorite"
    UNFAVORITE = "unfavorite"
    RATE = "rate"


class Favorite(Base):
    """A favourite sound of somebody."""

    __tablename__ = "environment_sound_favorites"
    __table_args__ = (Index("ix_environment_sound_favorites_user_name", "user_name", "sound_id"),)

    sound_id: Mapped[int] = mapped_column(
        ForeignKey("environment_sounds.id", ondelete="CASCADE"), primary_key=True
    )
    user_name: Mapped[str] = mapped_column(String(200), primary_key=True)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=utc_now)


class Rating(Base):
    """The stars that somebody gives a sound, one rating a person."""

    __tablename__ = "environment_sound_ratings"
    __table_args__ = (CheckConstraint("rating BETWEEN 1 AND 5", name="range"),)

    sound_id: Mapped[int] = mapped_column(
        ForeignKey("environment_sounds.id", ondelete="CASCADE"), primary_key=True
    )
    user_name: Mapped[str] = mapped_column(String(200), primary_key=True)
    rating: Mapped[int]
    updated_at: Mapped[datetime] = mapped_column(UtcDateTime, default=utc_now, onupdate=utc_now)


class UsageLog(Base):
    """One use of a sound with its user, time and address. It outlives the sound."""

    __tablename__ = "environment_sound_usage_logs"
    __table_args__ = (
        Index("ix_environment_sound_usage_logs_sound_id", "sound_id", "id"),
        Index("ix_environment_sound_usage_logs_user_name", "user_name", "id"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    sound_id: Mapped[int | None] = mapped_column(
        ForeignKey("environment_sounds.id", ondelete="SET NULL")
    )
    action: Mapped[str] = mapped_column(String(20))
    user_name: Mapped[str] = mapped_column(String(200))
    client_address: Mapped[str] = mapped_column(String(64))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=utc_now)
    detail: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
