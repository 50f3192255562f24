"""Places and situations of fiction, with what is heard there.

A new one is an entry in the table of its region.
"""

from collections.abc import Mapping
from types import MappingProxyType

from envsound_server.engines.procedural.reading.lexicon.places.china import CHINA
from envsound_server.engines.procedural.reading.lexicon.places.country import COUNTRY
from envsound_server.engines.procedural.reading.lexicon.places.homes import HOMES
from envsound_server.engines.procedural.reading.lexicon.places.nature import NATURE
from envsound_server.engines.procedural.reading.lexicon.places.occasions import OCCASIONS
from envsound_server.engines.procedural.reading.lexicon.places.public_buildings import (
    PUBLIC_BUILDINGS,
)
from envsound_server.engines.procedural.reading.lexicon.places.town import TOWN
from envsound_server.engines.procedural.reading.lexicon.places.war_and_court import WAR_AND_COURT
from envsound_server.engines.procedural.reading.lexicon.places.water import WATER
from envsound_server.engines.procedural.reading.situation import (
    Condition,
    Era,
    Season,
    Situation,
    TimeOfDay,
)

SITUATIONS: tuple[Situation, ...] = (
    *NATURE,
    *WATER,
    *COUNTRY,
    *TOWN,
    *HOMES,
    *PUBLIC_BUILDINGS,
    *WAR_AND_COURT,
    *OCCASIONS,
    *CHINA,
)
"""All of them."""

NOT_HEARD_DURING: Mapping[Condition, frozenset[str]] = MappingProxyType(
    {
        TimeOfDay.DAWN: frozenset({"bees", "cicadas"}),
        TimeOfDay.DAY: frozenset({"owl", "wolf howl"}),
        TimeOfDay.DUSK: frozenset({"bees", "rooster", "woodpecker"}),
        TimeOfDay.NIGHT: frozenset(
            {
                "bees",
                "cicadas",
                "crows",
                "duck",
                "hens",
                "rooster",
                "seagulls",
                "songbirds",
                "woodpecker",
            }
        ),
        Season.SPRING: frozenset({"cicadas", "footsteps in snow"}),
        Season.SUMMER: frozenset({"blizzard", "footsteps in snow"}),
        Season.AUTUMN: frozenset({"bees", "cicadas", "frogs", "footsteps in snow"}),
        Season.WINTER: frozenset({"bees", "cicadas", "crickets", "frogs", "songbirds"}),
        Era.HISTORICAL: frozenset(
            {
                "airplane",
                "alarm clock",
                "car horn",
                "car passing",
                "city traffic",
                "construction site",
                "electric buzz",
                "engine",
                "fan",
                "helicopter",
                "keyboard typing",
                "machine hum",
                "siren",
                "static",
                "telephone ringing",
                "typewriter",
                "vacuum cleaner",
                "vinyl crackle",
                "washing machine",
            }
        ),
        Era.MODERN: frozenset(),
    }
)
"""Kinds that drop out of a situation under a condition; what a prompt names itself stays."""
