"""A pot of boiling water: rising and bursting steam bubbles, and the rumble of the pot."""

from functools import cache

from envsound_server.engines.procedural.kind import Group, Kind
from envsound_server.engines.procedural.layers import Place
from envsound_server.engines.procedural.models.drops import varied_bubbles, varied_bursts
from envsound_server.engines.procedural.models.particles import Bank
from envsound_server.engines.procedural.models.texture import Bed, GrainCloud, Texture
from envsound_server.engines.procedural.source import Part, Source

_BEDS = (
    Bed(
        (
            (50, 25),
            (79, 12),
            (126, 3),
            (200, 0),
            (252, 2),
            (317, 1),
            (504, -9),
            (635, -2),
            (800, 7),
            (1_300, -2),
            (1_600, 2),
            (2_000, -1),
            (3_200, -2),
            (5_100, -1),
            (8_100, -11),
            (12_800, -13),
            (16_100, -25),
        ),
        -1.1,
        depth_db=2.0,
        rate_hertz=17.0,
        bands=10,
        togetherness=0.4,
        coherence=0.661,
    ),
)


@cache
def _bubbles() -> Bank:
    return Bank(varied_bubbles(0.0035, 0.3, 0.4, 0.5))


@cache
def _splashes() -> Bank:
    return Bank(varied_bursts(5_000.0, 0.4, 0.9, 0.004))


_STREWN = (
    GrainCloud(_bubbles, 250.0, -14.3, exponent=3.0, flurry=0.5, flurry_hertz=3.66, width=0.4),
    GrainCloud(_splashes, 600.0, -7.3, exponent=2.2, flurry=0.378, flurry_hertz=7.53),
)


def _make(part: Part) -> Source:
    return Texture(part, _BEDS, _STREWN, current_db=0.832)


KIND = Kind(
    name="boiling water",
    chinese_name="水沸",
    ucs="FOODCook",
    group=Group.BED,
    english="water boiling, boil, boiling, boiling pot, pot of boiling water, pot boiling, "
    "boiling kettle, kettle boiling, simmer, simmering, simmering pot, bubbling pot, "
    "bubbling cauldron, cauldron, kettle, samovar",
    chinese="水烧开, 水烧开了, 烧水, 烧开水, 沸水, 开水, 水开了, 煮水, 沸腾, 咕嘟, 煮锅, 水沸腾, "
    "炖, 水烧开的声音, 水开的声音, 开水沸腾, 开水翻滚, 沸水翻滚, 水咕嘟咕嘟, 咕嘟咕嘟, 咕嘟声, "
    "水壶, 烧水壶, 水壶烧开, 茶壶烧开, 煮茶, 煮汤, 煲汤, 炖汤, 煮粥, 熬粥, 熬药, 煎药, 煮饭, 煮面, "
    "热汤翻滚, 开锅, 锅里咕嘟, 水沸声, 沸腾的水, 沸腾的锅, 烧开, 煮沸, 水煮沸, 滚水, 火锅沸腾",
    examples=("a pot of water boiling", "水烧开了"),
    make=_make,
    place=Place.ROOM,
    metres=(0.5, 1.2, 10.0),
    gain_db=-0.8,
    mix_db=-8.0,
)
