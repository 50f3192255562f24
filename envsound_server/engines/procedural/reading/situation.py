"""Places and situations of fiction: what is heard there, and when."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import TypeAlias

from envsound_server.engines.procedural.kind import Member
from envsound_server.engines.procedural.layers import Place


class TimeOfDay(Enum):
    """Time of day."""

    DAWN = "dawn"
    DAY = "day"
    DUSK = "dusk"
    NIGHT = "night"


class Season(Enum):
    """Season."""

    SPRING = "spring"
    SUMMER = "summer"
    AUTUMN = "autumn"
    WINTER = "winter"


class Era(Enum):
    """Age: motors and loudspeakers came with the modern one, about 1910."""

    HISTORICAL = "historical"
    MODERN = "modern"


Condition: TypeAlias = TimeOfDay | Season | Era

USUAL: tuple[Condition, ...] = (TimeOfDay.DAY, Era.MODERN)
"""Conditions that nobody needs to tell."""


@dataclass(frozen=True, slots=True)
class Situation:
    """A place or situation and what is heard there.

    Attributes:
        name: English name, lower case, unique: "harbour".
        english: Other phrases that name it, lower case, parted by commas.
        chinese: Phrases that name it in simplified Chinese, parted by commas.
        always: What is heard whenever it is.
        during: What is heard besides, while a condition holds.
        usual: Conditions that hold unless the prompt names others of their type.
        place: Acoustics of all that sounds in it; None: each kind's own.
        is_behind: Whether it is heard behind the sounds that a prompt places in it ("a quarrel in a
            tavern"); else it then only gives them its acoustics ("footsteps in a church").
    """

    name: str
    english: str
    chinese: str
    always: tuple[Member, ...] = ()
    during: Mapping[Condition, tuple[Member, ...]] = field(default_factory=dict)
    usual: tuple[Condition, ...] = USUAL
    place: Place | None = None
    is_behind: bool = False
