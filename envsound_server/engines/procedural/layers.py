"""Layers of a scene: the values that the prompt's reader gives to it."""

from dataclasses import dataclass
from enum import Enum


class Intensity(Enum):
    """Strength of a sound."""

    LIGHT = "light"
    NORMAL = ""
    HEAVY = "heavy"


class Distance(Enum):
    """Distance of a sound."""

    NEAR = "near"
    NORMAL = ""
    DISTANT = "distant"


class Pace(Enum):
    """Speed at which events follow each other."""

    SLOW = "slow"
    NORMAL = ""
    FAST = "fast"


class Surface(Enum):
    """Surface that it falls on or blows through. It selects another kind (`Kind.surfaces`)."""

    LEAVES = "leaves"
    ROOF = "roof"
    WINDOW = "window"
    TENT = "tent"
    WATER = "water"
    WOOD = "wood"
    STONE = "stone"
    GRAVEL = "gravel"
    SNOW = "snow"
    STAIRS = "stairs"


class Place(Enum):
    """Place in which a sound is heard."""

    DRY = ""
    ROOM = "in a room"
    CORRIDOR = "in a corridor"
    HALL = "in a hall"
    CHURCH = "in a church"
    CAVE = "in a cave"
    STREET = "in a street"
    FOREST = "in a forest"
    FIELD = "in an open field"
    UNDERWATER = "under water"
    OUTSIDE_WINDOW = "outside the window"
    THROUGH_WALL = "through a wall"


class Motion(Enum):
    """Motion of a sound against the listener."""

    STILL = ""
    APPROACHING = "approaching"
    RECEDING = "receding"
    PASSING = "passing by"
    LEFT_TO_RIGHT = "from left to right"
    RIGHT_TO_LEFT = "from right to left"


@dataclass(frozen=True, slots=True)
class Layer:
    """One sound and how it was described.

    Attributes:
        kind: Name of a `Kind`.
        intensity: How strong.
        distance: How far away.
        pace: How fast its events follow each other.
        place: Where it is heard; None for the kind's own place.
        motion: How it moves over the whole sound.
        count: How many events there are to be, >= 1; None for as many as fit naturally.
    """

    kind: str
    intensity: Intensity = Intensity.NORMAL
    distance: Distance = Distance.NORMAL
    pace: Pace = Pace.NORMAL
    place: Place | None = None
    motion: Motion = Motion.STILL
    count: int | None = None

    def __str__(self) -> str:
        times = "" if self.count is None else "once" if self.count == 1 else f"{self.count} times"
        words = (
            self.distance.value,
            self.intensity.value,
            self.pace.value,
            self.kind,
            self.place.value if self.place else "",
            self.motion.value,
            times,
        )
        return " ".join(word for word in words if word)
