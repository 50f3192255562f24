"""A stream: bubbles of all sizes over the rush of shallow water."""

from functools import cache

from envsound_server.engines.procedural.kind import Group, Kind
from envsound_server.engines.procedural.models.drops import unlike_bubbles, unlike_bursts
from envsound_server.engines.procedural.models.particles import Bank
from envsound_server.engines.procedural.models.texture import Bed, Strewn, Texture
from envsound_server.engines.procedural.source import Part, Source

_BEDS = (
    Bed(
        (
            (50, -43),
            (79, -46),
            (126, -18),
            (200, -2),
            (317, 3),
            (504, 9),
            (635, 10),
            (800, 10),
            (1_000, 12),
            (1_600, 8),
            (2_000, 7),
            (3_200, 3),
            (5_100, -6),
            (8_100, -8),
            (12_800, -15),
            (16_100, -23),
        ),
        -5.1,
        depth_db=3.0,
        rate_hertz=12.0,
        bands=16,
        togetherness=0.0975,
        coherence=0.551,
    ),
)


@cache
def _bubbles() -> Bank:
    return Bank(unlike_bubbles(0.000972, 0.591, 0.469, 0.3))


@cache
def _splashes() -> Bank:
    return Bank(unlike_bursts(5_800.0, 0.42, 0.46, 0.00177))


_STREWN = (
    Strewn(_bubbles, 500.0, -4.9, exponent=1.9, flurry=0.346, flurry_hertz=5.95),
    Strewn(_splashes, 326.0, -7.4, exponent=1.99, flurry=0.3, flurry_hertz=5.19),
)


def _make(part: Part) -> Source:
    return Texture(part, _BEDS, _STREWN, current_db=0.486)


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
    gain_db=-1.8,
    mix_db=-2.0,
)
