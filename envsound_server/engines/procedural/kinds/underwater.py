"""The sound beneath the surface: a dull swell, and rising bubbles."""

from functools import cache

from envsound_server.engines.procedural.kind import Group, Kind
from envsound_server.engines.procedural.models.drops import varied_bubbles, varied_bursts
from envsound_server.engines.procedural.models.particles import Bank
from envsound_server.engines.procedural.models.texture import Bed, GrainCloud, Texture
from envsound_server.engines.procedural.source import Part, Source

_BEDS = (
    Bed(
        (
            (50, 18),
            (79, 22),
            (126, 17),
            (200, 19),
            (252, 17),
            (400, 9),
            (504, 3),
            (635, -7),
            (800, -12),
            (1_000, -12),
            (1_300, -14),
            (1_600, -28),
            (3_200, -53),
            (16_100, -53),
        ),
        -1.8,
        depth_db=2.0,
        rate_hertz=2.18,
        bands=9,
        togetherness=0.607,
        coherence=0.253,
    ),
)


@cache
def _bubbles() -> Bank:
    return Bank(varied_bubbles(0.0045, 0.5, 0.5, 0.856))


@cache
def _splashes() -> Bank:
    return Bank(varied_bursts(3_360.0, 0.466, 0.561, 0.00181))


_STREWN = (
    GrainCloud(_bubbles, 120.0, -10.1, exponent=2.4, flurry=0.985, flurry_hertz=1.5),
    GrainCloud(_splashes, 1.42, -52.7, exponent=1.47, flurry=0.239, flurry_hertz=3.79),
)


def _make(part: Part) -> Source:
    return Texture(part, _BEDS, _STREWN, current_db=1.23)


KIND = Kind(
    name="underwater",
    chinese_name="水下",
    ucs="AMBUndwtr",
    group=Group.BED,
    english="under water, underwater ambience, beneath the sea, beneath the surface, "
    "under the sea, deep sea, diving, scuba, scuba diving, submerged",
    chinese="水底, 水下的声音, 海底, 深海, 潜水, 水中, 水下声, 水下的世界, 水下世界, 水下环境, "
    "水下氛围, 水下环境音, 水底的声音, 水底世界, 水底声, 水里的世界, 水里的声音, 海底世界, "
    "海底的声音, 海里的声音, 深海的声音, 深水, 深水下, 深水里, 沉入水中, 沉入水底, 沉入海底, "
    "沉到水底, 沉入水下, 没入水中, 潜入水中, 潜入水下, 潜水声, 潜水的声音, 潜入海底, 海底深处, "
    "湖底, 河底, 在水下, 淹没在水中",
    examples=("underwater ambience", "水下的声音"),
    make=_make,
    gain_db=0.6,
    mix_db=-2.0,
)
