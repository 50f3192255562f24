"""Layers of a scene: the values that the interpretation of a prompt yields."""

from dataclasses import dataclass
from enum import Enum


class Intensity(Enum):
    """The strength of a sound."""

    LIGHT = "light"
    NORMAL = ""
    HEAVY = "heavy"


class Distance(Enum):
    """The distance of a sound."""

    NEAR = "near"
    NORMAL = ""
    DISTANT = "distant"


class Pace(Enum):
    """The rate of events."""

    SLOW = "slow"
    NORMAL = ""
    FAST = "fast"


class Surface(Enum):
    """The surface of a sound, which selects another kind (`Kind.surfaces`)."""

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
    """The place of a sound, which sets its acoustics."""

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
    """The motion of a sound relative to the listener."""

    STILL = ""
    APPROACHING = "approaching"
    RECEDING = "receding"
    PASSING = "passing by"
    LEFT_TO_RIGHT = "from left to right"
    RIGHT_TO_LEFT = "from right to left"


class Swell(Enum):
    """The course of a sound's level from its start to its end."""

    STEADY = ""
    RISING = "growing louder"
    FALLING = "fading away"


@dataclass(frozen=True, slots=True, order=True)
class Moment:
    """A time within a sound of unknown length.

    Attributes:
        fraction: Position as a part of the whole sound, 0 to 1.
        seconds: Offset from that, s, negative before it.
    """

    fraction: float = 0.0
    seconds: float = 0.0

    def of(self, duration_seconds: float) -> float:
        """Return the time in a sound of that length, clipped to it, s."""
        return min(max(self.fraction * duration_seconds + self.seconds, 0.0), duration_seconds)

    def __str__(self) -> str:
        parts = [f"{self.fraction:.0%}"] if self.fraction or not self.seconds else []
        parts += [f"{self.seconds:g} s"] if self.seconds else []
        return " and ".join(parts)


START = Moment(0.0)
END = Moment(1.0)


@dataclass(frozen=True, slots=True)
class Layer:
    """One sound of a scene and its description.

    Attributes:
        kind: Name of a `Kind`.
        intensity: Its strength.
        distance: Its distance.
        pace: The rate of its events.
        place: Its acoustics, or None for the kind's own.
        motion: Its motion from its start to its end.
        count: Number of events, >= 1, or None for as many as fit naturally.
        every_seconds: Time from one event, or one natural group of events, to the next, s, or None
            for the kind's own.
        start: Its start.
        end: Its end.
        swell: The course of its level from its start to its end.
        is_sudden: Whether it begins without a fade.
        level_db: Level relative to its natural level in a mix, dB.
    """

    kind: str
    intensity: Intensity = Intensity.NORMAL
    distance: Distance = Distance.NORMAL
    pace: Pace = Pace.NORMAL
    place: Place | None = None
    motion: Motion = Motion.STILL
    count: int | None = None
    every_seconds: float | None = None
    start: Moment = START
    end: Moment = END
    swell: Swell = Swell.STEADY
    is_sudden: bool = False
    level_db: float = 0.0

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
            "" if self.every_seconds is None else f"every {self.every_seconds:g} s",
            "suddenly" if self.is_sudden else "",
            "" if self.start == START else f"from {self.start}",
            "" if self.end == END else f"until {self.end}",
            self.swell.value,
        )
        return " ".join(word for word in words if word)
