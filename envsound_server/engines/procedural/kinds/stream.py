"""A stream: bubbles of all sizes over the rush of shallow water."""

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
            (60, -43),
            (125, -25),
            (250, -7),
            (500, 2),
            (1_000, 1),
            (2_000, -8),
            (4_000, -13),
            (8_000, -20),
            (16_000, -29),
        ),
        -12.0,
        depth_db=1.0,
        rate_hertz=4.2,
        bands=5,
        togetherness=0.3,
        coherence=0.5,
    ),
)


@cache
def _bubbles() -> Bank:
    draw = np.random.default_rng(101)
    radii = np.clip(0.0011 * np.exp(0.71 * draw.standard_normal(640)), 0.0002, 0.012)
    return Bank(minnaert_bubbles(radii, draw.uniform(0.0, 0.5, 640), 0.33))


_STREWN = (Strewn(_bubbles, 1_600.0, -6.8, exponent=2.46, flurry=0.36, flurry_hertz=8.0),)


def _make(part: Part) -> Source:
    return Texture(part, _BEDS, _STREWN)


KIND = Kind(
    name="stream",
    chinese_name="小溪",
    ucs="WATRFlow",
    group=Group.BED,
    english="streams, brook, brooks, creek, creeks, babbling brook, mountain stream, "
    "running water, flowing water, trickle, trickles, trickling, trickling water, "
    "rivulet, fountain, fountains, spring water",
    chinese="溪流, 溪水, 小溪流水, 流水, 流水声, 山泉, 泉水, 山涧, 溪涧, 喷泉, 潺潺流水, "
    "小河流水, 溪",
    examples=("a babbling brook", "潺潺的小溪"),
    make=_make,
    metres=(1.0, 3.0, 25.0),
    gain_db=4.0,
    mix_db=-2.0,
)
