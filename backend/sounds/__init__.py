"""What clients do with the sounds that there are: look, listen, change."""

from backend.sound_rows import relative_path
from backend.sounds.changing import Change, Changing
from backend.sounds.credits import Credits, CreditSheet
from backend.sounds.listening import Liking, Listening, Rated
from backend.sounds.query import SortKey, SoundQuery
from backend.sounds.reading import Changes, Page, Sounds

__all__ = [
    "Change",
    "Changes",
    "Changing",
    "CreditSheet",
    "Credits",
    "Liking",
    "Listening",
    "Page",
    "Rated",
    "SortKey",
    "SoundQuery",
    "Sounds",
    "relative_path",
]
