"""Places and situations of fiction, and their sounds under various conditions."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import TypeAlias

from envsound_server.engines.procedural.kind import Member
from envsound_server.engines.procedural.layers import Place


class TimeOfDay(Enum):
    """The time of day."""

    DAWN = "dawn"
    DAY = "day"
    DUSK = "dusk"
    NIGHT = "night"


class Season(Enum):
    """The season."""

    SPRING = "spring"
    SUMMER = "summer"
    AUTUMN = "autumn"
    WINTER = "winter"


class Era(Enum):
    """The era: motors and loudspeakers belong to the modern one, from about 1910."""

    HISTORICAL = "historical"
    MODERN = "modern"


Condition: TypeAlias = TimeOfDay | Season | Era

USUAL: tuple[Condition, ...] = (TimeOfDay.DAY, Era.MODERN)
"""Conditions that apply by default."""


@dataclass(frozen=True, slots=True)
class Situation:
    """A place or situation and its sounds.

    Attributes:
        name: English name, lower case, unique: "harbour".
        english: Other phrases that name it, lower case, parted by commas.
        chinese: Phrases that name it in simplified Chinese, parted by commas.
        always: Its sounds under all conditions.
        during: Additional sounds under a condition.
        usual: Conditions that apply unless the prompt names others of their type.
        place: Acoustics of its sounds, or None for each kind's own.
        is_behind: Whether its sounds are added behind those that a prompt places in it ("a quarrel
            in a tavern"). Otherwise it only provides their acoustics ("footsteps in a church").
    """

    name: str
    english: str
    chinese: str
    always: tuple[Member, ...] = ()
    during: Mapping[Condition, tuple[Member, ...]] = field(default_factory=dict)
    usual: tuple[Condition, ...] = USUAL
    place: Place | None = None
    is_behind: bool = False
