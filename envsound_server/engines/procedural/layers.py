"""What can be heard and how: the words that the engine thinks in."""

from dataclasses import dataclass
from enum import Enum


class Sound(Enum):
    """What the engine can make; the value is its name for people."""

    RAIN = "rain"
    THUNDER = "thunder"
    WIND = "wind"
    WAVES = "ocean waves"
    STREAM = "stream"
    FIRE = "fire"
    BIRDS = "birds"
    CRICKETS = "crickets"
    TRAFFIC = "city traffic"
    CAFE = "café murmur"
    CLOCK = "clock"
    MACHINE = "machine hum"


class Intensity(Enum):
    """How strong."""

    LIGHT = "light"
    NORMAL = ""
    HEAVY = "heavy"


class Distance(Enum):
    """How far away."""

    NEAR = "near"
    NORMAL = ""
    DISTANT = "distant"


class Pace(Enum):
    """How fast its events follow each other."""

    SLOW = "slow"
    NORMAL = ""
    FAST = "fast"


class Surface(Enum):
    """What it falls on or blows through."""

    NONE = ""
    LEAVES = "on leaves"
    ROOF = "on a tin roof"
    WINDOW = "on a window"
    WATER = "on water"


SURFACES_OF: dict[Sound, frozenset[Surface]] = {
    Sound.RAIN: frozenset({Surface.LEAVES, Surface.ROOF, Surface.WINDOW, Surface.WATER}),
    Sound.WIND: frozenset({Surface.LEAVES}),
}
"""The surfaces that change how a sound is made; any other pairing cannot be rendered."""


@dataclass(frozen=True, slots=True)
class Layer:
    """One sound and how it was described."""

    sound: Sound
    intensity: Intensity = Intensity.NORMAL
    distance: Distance = Distance.NORMAL
    pace: Pace = Pace.NORMAL
    surface: Surface = Surface.NONE

    def __str__(self) -> str:
        surface = self.surface.value
        if surface and self.sound is Sound.WIND:
            surface = "in the leaves"
        words = (
            self.distance.value,
            self.intensity.value,
            self.pace.value,
            self.sound.value,
            surface,
        )
        return " ".join(word for word in words if word)
