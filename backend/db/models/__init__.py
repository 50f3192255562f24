"""The tables. A sound's row is at the same time the job that makes it."""

from backend.db.models.base import Base, UtcDateTime
from backend.db.models.discarded_request import DiscardedRequest
from backend.db.models.feedback import Favorite, Rating, UsageAction, UsageLog
from backend.db.models.metadata_mark import MetadataMark
from backend.db.models.sounds import (
    EnvironmentSound,
    SoundOrigin,
    SoundStatus,
    SoundText,
    TagRelation,
    write_text,
)
from backend.db.models.taxonomy import Category, Preset, Tag
from backend.db.texts.folding import name_key, sort_key
from backend.db.texts.search_text import search_terms, search_text

__all__ = [
    "Base",
    "Category",
    "DiscardedRequest",
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
    "name_key",
    "search_terms",
    "search_text",
    "sort_key",
    "write_text",
]
