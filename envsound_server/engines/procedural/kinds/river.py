"""A river: the broad rush of much water, and bubbles where it breaks."""

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
            (60, -33),
            (125, -21),
            (250, -5),
            (500, 4),
            (1_000, -2),
            (2_000, -3),
            (4_000, -11),
            (8_000, -16),
            (16_000, -31),
        ),
        0.0,
        depth_db=1.2,
        rate_hertz=2.5,
        bands=6,
        togetherness=0.3,
        coherence=0.4,
    ),
)


@cache
def _bubbles() -> Bank:
    draw = np.random.default_rng(101)
    radii = np.clip(0.0016 * np.exp(0.45 * draw.standard_normal(640)), 0.0002, 0.012)
    return Bank(minnaert_bubbles(radii, draw.uniform(0.0, 0.12, 640), 0.3))


_STREWN = (Strewn(_bubbles, 480.0, 0.5, exponent=1.74, flurry=0.42, flurry_hertz=9.0),)


def _make(part: Part) -> Source:
    return Texture(part, _BEDS, _STREWN)


KIND = Kind(
    name="river",
    chinese_name="河流",
    ucs="WATRFlow",
    group=Group.BED,
    english="rivers, river flowing, river flow, rushing river, rushing water, rapids, "
    "white water, torrent, wide river, canal, weir",
    chinese="河, 河水, 大河, 江水, 江河, 江, 湍流, 急流, 激流, 流淌的河水, 河水流淌",
    examples=("a wide river flowing fast", "湍急的河水"),
    make=_make,
    metres=(3.0, 10.0, 100.0),
    gain_db=-5.9,
)
