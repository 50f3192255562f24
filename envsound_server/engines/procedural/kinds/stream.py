"""A stream: bubbles of all sizes over the rush of shallow water."""

from functools import cache

from envsound_server.engines.procedural.kind import Group, Kind
from envsound_server.engines.procedural.models.drops import varied_bubbles, varied_bursts
from envsound_server.engines.procedural.models.particles import Bank
from envsound_server.engines.procedural.models.texture import Bed, GrainCloud, Texture
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
    return Bank(varied_bubbles(0.000972, 0.591, 0.469, 0.3))


@cache
def _splashes() -> Bank:
    return Bank(varied_bursts(5_800.0, 0.42, 0.46, 0.00177))


_STREWN = (
    GrainCloud(_bubbles, 500.0, -4.9, exponent=1.9, flurry=0.346, flurry_hertz=5.95),
    GrainCloud(_splashes, 326.0, -7.4, exponent=1.99, flurry=0.3, flurry_hertz=5.19),
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
    "rivulet, fountain, fountains, spring water, rill, beck",
    chinese="溪流, 溪水, 小溪流水, 流水, 流水声, 山泉, 泉水, 山涧, 溪涧, 喷泉, 潺潺流水, "
    "小河流水, 溪, 溪水声, 溪水流淌, 溪水流动, 溪水流过, 溪水潺潺, 溪水淙淙, 溪水叮咚, "
    "溪水的声音, 溪流声, 溪流潺潺, 溪流淙淙, 溪流叮咚, 溪流流淌, 溪流水声, 溪流的声音, "
    "小溪声, 小溪水声, 小溪流, 小溪流淌, 小溪潺潺, 小溪的声音, 小溪的流水声, "
    "小溪流淌的声音, 潺潺, 潺潺的溪水, 潺潺的溪流, 潺潺的溪水声, 潺潺溪水, 潺潺溪流, "
    "潺潺小溪, 潺潺的流水, 潺潺的流水声, 潺潺流水声, 潺潺水声, 潺潺的水声, 潺潺声, "
    "潺潺泉水, 淙淙, 淙淙流水, 淙淙的流水, 淙淙溪水, 淙淙的溪水, 淙淙泉水, 淙淙水声, "
    "叮咚泉水, 泉水叮咚, 叮咚的泉水, 泉声, 泉水声, 泉水流淌, 泉眼, 泉流, 山泉水, "
    "山泉水声, 山泉流淌, 山泉叮咚, 山泉淙淙, 清泉, 清泉石上流, 清泉流淌, 山溪流水, "
    "山间溪水, 山间溪流, 山间流水, 山涧流水, 山涧水声, 山涧溪水, 山涧溪流, 涧水, "
    "涧水潺潺, 涓涓细流, 涓涓流水, 涓涓溪流, 流水潺潺, 流水淙淙, 流水叮咚, 流水潺潺声, "
    "流水的声音, 流淌的溪水, 流淌的小溪, 水流潺潺, 水声潺潺, 小桥流水, 喷泉声, "
    "喷泉水声, 喷泉的声音, 水渠, 沟渠, 小河, 小河流淌, 小河潺潺, 小河流水声, 细流, "
    "溪涧流水",
    light="轻缓的溪流, 细小的溪流",
    examples=("a babbling brook", "潺潺的小溪"),
    make=_make,
    metres=(1.0, 3.0, 25.0),
    gain_db=-1.8,
    mix_db=-2.0,
)
