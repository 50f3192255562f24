"""The use cases of the sound library."""

from backend.sounds.change import Change, SoundChanges
from backend.sounds.credits import Credits, CreditSheet
from backend.sounds.feedback import Feedback, Liking, Rated
from backend.sounds.query import SortKey, SoundQuery
from backend.sounds.read import Changes, Page, SoundReader
from backend.sounds.rows import relative_path

__all__ = [
    "Change",
    "Changes",
    "CreditSheet",
    "Credits",
    "Feedback",
    "Liking",
    "Page",
    "Rated",
    "SortKey",
    "SoundChanges",
    "SoundQuery",
    "SoundReader",
    "relative_path",
]
