"""A waterfall: dense steady noise of falling water, and the boil where it lands."""

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
            (60, -18),
            (125, -10),
            (250, 2),
            (500, 2),
            (1_000, 0),
            (2_000, -7),
            (4_000, -13),
            (8_000, -22),
            (16_000, -31),
        ),
        -9.6,
        depth_db=0.4,
        rate_hertz=3.8,
        bands=15,
        togetherness=0.4,
        coherence=0.4,
    ),
)


@cache
def _bubbles() -> Bank:
    draw = np.random.default_rng(101)
    radii = np.clip(0.002 * np.exp(0.57 * draw.standard_normal(640)), 0.0002, 0.012)
    return Bank(minnaert_bubbles(radii, draw.uniform(0.0, 0.5, 640), 0.63))


_STREWN = (Strewn(_bubbles, 1_100.0, -8.0, exponent=2.0, flurry=0.6, flurry_hertz=5.4),)


def _make(part: Part) -> Source:
    return Texture(part, _BEDS, _STREWN, current_db=0.6)


KIND = Kind(
    name="waterfall",
    chinese_name="瀑布",
    ucs="WATRFall",
    group=Group.BED,
    english="waterfalls, cascade, cascades, cataract, water falls, falling water",
    chinese="飞瀑, 瀑布声, 瀑布水声, 大瀑布",
    examples=("a waterfall", "瀑布"),
    make=_make,
    metres=(5.0, 20.0, 150.0),
    gain_db=4.0,
    mix_db=2.0,
)
