"""Elements that the tables of places share: short names, and recurring parts."""

from collections.abc import Mapping
from types import MappingProxyType

from envsound_server.engines.procedural.kind import Member
from envsound_server.engines.procedural.layers import Distance, Intensity
from envsound_server.engines.procedural.reading.situation import (
    Condition,
    Era,
    Season,
    TimeOfDay,
)

DAWN, DAY, DUSK, NIGHT = TimeOfDay.DAWN, TimeOfDay.DAY, TimeOfDay.DUSK, TimeOfDay.NIGHT
SPRING, SUMMER, AUTUMN, WINTER = Season.SPRING, Season.SUMMER, Season.AUTUMN, Season.WINTER
HISTORICAL, MODERN = Era.HISTORICAL, Era.MODERN

LIGHT, HEAVY, NORMAL = Intensity.LIGHT, Intensity.HEAVY, Intensity.NORMAL
FAR = Distance.DISTANT


def light(kind: str, mix_db: float = 0.0) -> Member:
    """Return a weak part of a scene."""
    return Member(kind, mix_db, LIGHT)


def heavy(kind: str, mix_db: float = 0.0) -> Member:
    """Return a strong part of a scene."""
    return Member(kind, mix_db, HEAVY)


def far(kind: str, mix_db: float = 0.0, intensity: Intensity = NORMAL) -> Member:
    """Return a distant part of a scene."""
    return Member(kind, mix_db, intensity, FAR)


BIRDS_BY_TIME: Mapping[Condition, tuple[Member, ...]] = MappingProxyType(
    {
        DAWN: (heavy("songbirds"),),
        DAY: (Member("songbirds", -2.0),),
        DUSK: (light("songbirds", -4.0),),
        NIGHT: (Member("crickets", -1.0),),
    }
)
"""Songbirds, loudest at dawn, and crickets at night."""

FEW_BIRDS_BY_TIME: Mapping[Condition, tuple[Member, ...]] = MappingProxyType(
    {
        DAWN: (Member("songbirds", -4.0),),
        DAY: (light("songbirds", -6.0),),
        NIGHT: (light("crickets", -4.0),),
    }
)
"""Songbirds and crickets behind something louder."""

FARM_BY_TIME: Mapping[Condition, tuple[Member, ...]] = MappingProxyType(
    {
        DAWN: (Member("rooster", -1.0), Member("songbirds", -2.0)),
        DAY: (Member("hens", -2.0),),
        DUSK: (far("dog bark", -3.0),),
        NIGHT: (Member("crickets", -1.0), far("dog bark", -2.0)),
    }
)
"""A rooster at dawn, hens by day, dogs and crickets at night."""
