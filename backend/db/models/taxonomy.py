"""The tables of categories, tags and the presets of the form."""

from datetime import datetime

from sqlalchemy import JSON, Double, ForeignKey, String, Text, text, true
from sqlalchemy.orm import Mapped, mapped_column, validates

from backend.db.models.base import Base, UtcDateTime, utc_now
from backend.db.texts.folding import name_key


class Named:
    """An entry that no other entry of its table shares the name with, however it is typed."""

    name_key: Mapped[str] = mapped_column(Text, unique=True, index=True)

    @validates("name")
    def _follow_name(self, _attribute: str, name: str) -> str:
        self.name_key = name_key(name)
        return name


class Category(Named, Base):
    """A category. A sound has one or none."""

    __tablename__ = "environment_sound_categories"
    __table_args__ = ({"sqlite_autoincrement": True},)

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(100), unique=True)
    description: Mapped[str] = mapped_column(Text, server_default=text("''"))
    icon: Mapped[str | None] = mapped_column(String(50))
    color: Mapped[str | None] = mapped_column(String(20))
    sort_order: Mapped[int] = mapped_column(server_default=text("0"))
    is_active: Mapped[bool] = mapped_column(server_default=true())
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=utc_now)
    updated_at: Mapped[datetime] = mapped_column(UtcDateTime, default=utc_now, onupdate=utc_now)


class Tag(Named, Base):
    """A tag. A sound has any number."""

    __tablename__ = "environment_sound_tags"
    __table_args__ = ({"sqlite_autoincrement": True},)

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(50), unique=True)
    description: Mapped[str] = mapped_column(Text, server_default=text("''"))
    color: Mapped[str | None] = mapped_column(String(20))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=utc_now)


class Preset(Named, Base):
    """Settings to start from, with templates and examples of prompts."""

    __tablename__ = "environment_sound_presets"
    __table_args__ = ({"sqlite_autoincrement": True},)

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(100), unique=True)
    description: Mapped[str] = mapped_column(Text, server_default=text("''"))
    category_id: Mapped[int | None] = mapped_column(
        ForeignKey("environment_sound_categories.id", ondelete="SET NULL"), index=True
    )
    duration_seconds: Mapped[float] = mapped_column(Double)
    steps: Mapped[int]
    cfg_scale: Mapped[float] = mapped_column(Double)
    prompt_templates: Mapped[list[str]] = mapped_column(JSON, default=list)
    example_prompts: Mapped[list[str]] = mapped_column(JSON, default=list)
    sort_order: Mapped[int] = mapped_column(server_default=text("0"))
    is_active: Mapped[bool] = mapped_column(server_default=true())
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=utc_now)
    updated_at: Mapped[datetime] = mapped_column(UtcDateTime, default=utc_now, onupdate=utc_now)
