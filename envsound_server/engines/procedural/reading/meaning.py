"""What a phrase of a prompt can mean."""

from dataclasses import dataclass
from enum import Enum, auto

from envsound_server.engines.procedural.layers import (
    Distance,
    Intensity,
    Motion,
    Pace,
    Place,
    Surface,
)


class Role(Enum):
    """What a phrase does in a prompt."""

    SOUND = auto()
    MODIFIER = auto()
    NEGATION = auto()
    UNDOING = auto()
    ALTERNATIVE = auto()
    JOIN = auto()
    PAUSE = auto()
    FILLER = auto()
    UNKNOWN = auto()


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a phrase means.

    Attributes:
        role: `NEGATION` leaves the next sound out ("without"), `UNDOING` the next modifier
            ("not"); `JOIN` and `PAUSE` part clauses; `FILLER` says nothing about the sound.
        sounds: Names of the kinds that it names.
        intensity: How strong it makes them, or None.
        distance: How far it puts them, or None.
        pace: How fast it makes them, or None.
        surface: What they fall on, or None.
        place: Where they are heard, or None.
        motion: How they move, or None.
        count: How many events there are, or None.
        follows: Whether it speaks of the sound before it ("in the distance").
    """

    role: Role
    sounds: tuple[str, ...] = ()
    intensity: Intensity | None = None
    distance: Distance | None = None
    pace: Pace | None = None
    surface: Surface | None = None
    place: Place | None = None
    motion: Motion | None = None
    count: int | None = None
    follows: bool = False
