"""A waterfall: dense steady noise of falling water, and the boil where it lands."""

from functools import cache

from envsound_server.engines.procedural.kind import Group, Kind
from envsound_server.engines.procedural.models.drops import unlike_bubbles
from envsound_server.engines.procedural.models.particles import Bank
from envsound_server.engines.procedural.models.texture import Bed, Strewn, Texture
from envsound_server.engines.procedural.source import Part, Source

_BEDS = (
    Bed(
        (
            (50, -6),
            (79, -5),
            (252, 10),
            (317, 10),
            (400, 6),
            (504, 7),
            (635, 11),
            (800, 10),
            (1_000, 11),
            (1_600, 10),
            (3_200, 0),
            (5_100, -5),
            (12_800, -11),
            (16_100, -15),
        ),
        -2.8,
        depth_db=0.4,
        rate_hertz=4.76,
        bands=15,
        togetherness=0.8,
        coherence=0.341,
    ),
)


@cache
def _bubbles() -> Bank:
    return Bank(unlike_bubbles(0.00108, 0.57, 0.501, 0.536))


_STREWN = (Strewn(_bubbles, 500.0, -6.3, exponent=3.08, flurry=0.3, flurry_hertz=1.22),)


def _make(part: Part) -> Source:
    return Texture(part, _BEDS, _STREWN, current_db=0.2)


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
    gain_db=-1.7,
    mix_db=2.0,
)
