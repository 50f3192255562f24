"""The tables. A sound's row is at the same time the job that makes it."""

from backend.models.base import Base, UtcDateTime
from backend.models.catalogue import Category, Preset, Tag
from backend.models.listeners import Favorite, Rating, UsageAction, UsageLog
from backend.models.search_text import search_text, search_words
from backend.models.sounds import (
    EnvironmentSound,
    SoundOrigin,
    SoundStatus,
    SoundText,
    TagRelation,
    write_text,
)

__all__ = [
    "Base",
    "Category",
    "EnvironmentSound",
    "Favorite",
    "Preset",
    "Rating",
    "SoundOrigin",
    "SoundStatus",
    "SoundText",
    "Tag",
    "TagRelation",
    "UsageAction",
    "UsageLog",
    "UtcDateTime",
    "search_text",
    "search_words",
    "write_text",
]
