"""The sound beneath the surface: a dull swell, and bubbles that rise past the ear."""

from functools import cache

import numpy as np

from envsound_server.engines.procedural.kind import Group, Kind
from envsound_server.engines.procedural.models.drops import minnaert_bubbles
from envsound_server.engines.procedural.models.particles import Bank
from envsound_server.engines.procedural.models.texture import Bed, Strewn, Texture
from envsound_server.engines.procedural.source import Part, Source

_BEDS = (
    Bed(
        (
            (60, -3),
            (125, -6),
            (250, -2),
            (500, -11),
            (1_000, -23),
            (2_000, -39),
            (4_000, -55),
            (8_000, -70),
        ),
        -11.8,
        depth_db=1.2,
        rate_hertz=5.0,
        bands=9,
        togetherness=0.6,
        coherence=0.3,
    ),
)


@cache
def _bubbles() -> Bank:
    draw = np.random.default_rng(101)
    radii = np.clip(0.0058 * np.exp(0.7 * draw.standard_normal(640)), 0.0002, 0.012)
    return Bank(minnaert_bubbles(radii, draw.uniform(0.0, 0.34, 640), 0.54))


_STREWN = (Strewn(_bubbles, 87.0, -8.0, exponent=2.15, flurry=1.05, flurry_hertz=1.0),)


def _make(part: Part) -> Source:
    return Texture(part, _BEDS, _STREWN, current_db=2.0)


KIND = Kind(
    name="underwater",
    chinese_name="水下",
    ucs="AMBUndwtr",
    group=Group.BED,
    english="under water, underwater ambience, beneath the sea, beneath the surface, "
    "under the sea, deep sea, diving, scuba, scuba diving, submerged",
    chinese="水底, 水下的声音, 海底, 深海, 潜水, 水中",
    examples=("underwater ambience", "水下的声音"),
    make=_make,
    gain_db=6.2,
    mix_db=-2.0,
)
