"""The tables. A sound's row is at the same time the job that makes it."""

from backend.db.models.base import Base, UtcDateTime
from backend.db.models.feedback import Favorite, Rating, UsageAction, UsageLog
from backend.db.models.metadata_mark import MetadataMark
from backend.db.models.search_text import search_text, search_words
from backend.db.models.sounds import (
    EnvironmentSound,
    SoundOrigin,
    SoundStatus,
    SoundText,
    TagRelation,
    write_text,
)
from backend.db.models.taxonomy import Category, Preset, Tag

__all__ = [
    "Base",
    "Category",
    "EnvironmentSound",
    "Favorite",
    "MetadataMark",
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
