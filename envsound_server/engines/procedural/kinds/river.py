"""A river: broadband noise of much water, and bubbles where it breaks."""

from functools import cache

from envsound_server.engines.procedural.kind import Group, Kind
from envsound_server.engines.procedural.models.drops import varied_bubbles, varied_bursts
from envsound_server.engines.procedural.models.particles import Bank
from envsound_server.engines.procedural.models.texture import Bed, GrainCloud, Texture
from envsound_server.engines.procedural.source import Part, Source

_BEDS = (
    Bed(
        (
            (50, -44),
            (79, -46),
            (126, -18),
            (200, -2),
            (635, 11),
            (800, 10),
            (1_000, 12),
            (1_300, 11),
            (3_200, 2),
            (5_100, -4),
            (8_100, -6),
            (12_800, -13),
            (16_100, -23),
        ),
        -3.7,
        depth_db=3.5,
        rate_hertz=8.0,
        bands=20,
        togetherness=0.1,
        coherence=0.202,
    ),
)


@cache
def _bubbles() -> Bank:
    return Bank(varied_bubbles(0.000894, 0.549, 0.143, 0.229))


@cache
def _splashes() -> Bank:
    return Bank(varied_bursts(5_780.0, 0.416, 0.46, 0.00179))


_STREWN = (
    GrainCloud(_bubbles, 356.0, -4.9, exponent=1.72, flurry=0.328, flurry_hertz=10.8),
    GrainCloud(_splashes, 310.0, -9.5, exponent=1.71, flurry=0.255, flurry_hertz=2.4),
)


def _make(part: Part) -> Source:
    return Texture(part, _BEDS, _STREWN, current_db=0.895)


KIND = Kind(
    name="river",
    chinese_name="河流",
    ucs="WATRFlow",
    group=Group.BED,
    english="rivers, river flowing, river flow, rushing river, rushing water, rapids, "
    "white water, torrent, wide river, canal, weir",
    chinese="河, 河水, 大河, 江水, 江河, 江, 湍流, 急流, 激流, 流淌的河水, 河水流淌, 河流声, "
    "河流的声音, 河水声, 河水哗哗, 河水哗哗流淌, 河水流动, 河水流动声, 河水流过, "
    "河水潺潺, 河水奔流, 河水奔腾, 河水的声音, 河流流淌, 河流流动, 河流水声, 大江, "
    "江流, 江涛, 江声, 江水声, 江水流淌, 江水奔流, 江水滔滔, 江水东流, 大江东去, 长江, "
    "黄河, 河川, 运河, 护城河, 流动的河水, 流淌的河流, 流淌的江水, 奔流的河水, "
    "哗哗的河水, 哗哗的河水声, 哗哗流淌的河水, 激流声, 急流声, 流水哗哗, 水流声, "
    "哗哗流水, 哗哗的流水声, 河面, 大河奔流, 水流",
    heavy="滔滔江水, 滔滔河水, 奔腾的河水, 奔腾的江水, 奔腾的河流, 奔涌的河水, 咆哮的河水, "
    "咆哮的江水, 咆哮的黄河, 河水咆哮, 江水咆哮, 洪水, 洪流, 山洪, 山洪暴发, 急流奔腾, 江水翻滚, "
    "洪水咆哮, 洪水滔滔, 湍流咆哮",
    light="平缓的河水, 河水缓缓流淌, 河水缓缓流过, 河水轻轻流淌, 静静流淌的河, 静静的河水",
    examples=("a wide river flowing fast", "湍急的河水"),
    make=_make,
    metres=(3.0, 10.0, 100.0),
    gain_db=-2.8,
)
