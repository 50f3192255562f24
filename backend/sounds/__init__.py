"""The use cases of the sound library."""

from backend.sounds.change import Change, SoundChanges
from backend.sounds.credits import Credits, CreditSheet
from backend.sounds.feedback import Feedback, Liking, Rated
from backend.sounds.order import SortKey
from backend.sounds.query import SoundQuery
from backend.sounds.read import Page, SoundReader
from backend.sounds.rows import relative_path
from backend.sounds.watching import Changes, Watching

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
    "Watching",
    "relative_path",
]
