"""A pot of boiling water: steam bubbles that rise and burst, and the rumble of the pot."""

from functools import cache

import numpy as np

from envsound_server.engines.procedural.kind import Group, Kind
from envsound_server.engines.procedural.layers import Place
from envsound_server.engines.procedural.models.drops import minnaert_bubbles
from envsound_server.engines.procedural.models.particles import Bank
from envsound_server.engines.procedural.models.texture import Bed, Strewn, Texture
from envsound_server.engines.procedural.source import Part, Source

_BEDS = (
    Bed(
        (
            (60, -2),
            (125, -19),
            (250, -17),
            (500, -11),
            (1_000, -17),
            (2_000, -13),
            (4_000, -19),
            (8_000, -28),
            (16_000, -30),
        ),
        -1.4,
        depth_db=2.6,
        rate_hertz=17.0,
        bands=10,
        togetherness=0.23,
        coherence=0.7,
    ),
)


@cache
def _bubbles() -> Bank:
    draw = np.random.default_rng(101)
    radii = np.clip(0.0035 * np.exp(0.8 * draw.standard_normal(640)), 0.0002, 0.012)
    return Bank(minnaert_bubbles(radii, draw.uniform(0.0, 0.14, 640), 1.1))


_STREWN = (Strewn(_bubbles, 225.0, -5.0, exponent=2.4, flurry=0.87, flurry_hertz=3.0, width=0.4),)


def _make(part: Part) -> Source:
    return Texture(part, _BEDS, _STREWN)


KIND = Kind(
    name="boiling water",
    chinese_name="水沸",
    ucs="FOODCook",
    group=Group.BED,
    english="water boiling, boil, boiling, boiling pot, pot of boiling water, pot boiling, "
    "boiling kettle, kettle boiling, simmer, simmering, simmering pot, bubbling pot, "
    "bubbling cauldron, cauldron",
    chinese="水烧开, 水烧开了, 烧水, 烧开水, 沸水, 开水, 水开了, 煮水, 沸腾, 咕嘟, 煮锅, 水沸腾, "
    "炖",
    examples=("a pot of water boiling", "水烧开了"),
    make=_make,
    place=Place.ROOM,
    metres=(0.5, 1.2, 10.0),
    gain_db=-3.8,
    mix_db=-8.0,
)
