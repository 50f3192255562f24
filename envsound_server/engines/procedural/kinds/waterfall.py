"""A waterfall: dense steady noise of falling water, and the turbulence at its foot."""

from functools import cache

from envsound_server.engines.procedural.kind import Group, Kind
from envsound_server.engines.procedural.models.drops import varied_bubbles
from envsound_server.engines.procedural.models.particles import Bank
from envsound_server.engines.procedural.models.texture import Bed, GrainCloud, Texture
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
    return Bank(varied_bubbles(0.00108, 0.57, 0.501, 0.536))


_STREWN = (GrainCloud(_bubbles, 500.0, -6.3, exponent=3.08, flurry=0.3, flurry_hertz=1.22),)


def _make(part: Part) -> Source:
    return Texture(part, _BEDS, _STREWN, current_db=0.2)


KIND = Kind(
    name="waterfall",
    chinese_name="瀑布",
    ucs="WATRFall",
    group=Group.BED,
    english="waterfalls, cascade, cascades, cataract, water falls, falling water",
    chinese="飞瀑, 瀑布声, 瀑布水声, 大瀑布, 瀑布轰鸣, 瀑布轰鸣声, 瀑布的声音, 瀑布的轰鸣, "
    "瀑布的轰鸣声, 瀑布的水声, 瀑布飞泻, 瀑布飞流, 瀑布飞溅, 瀑布倾泻, 瀑布奔流, 瀑布奔腾, "
    "瀑布落下, 瀑布流水, 瀑布哗哗, 瀑布流下, 瀑布水流, 飞流直下, 飞流瀑布, 飞泉, 水帘, 悬泉, 悬瀑, "
    "山间瀑布, 轰鸣的瀑布, 飞泻的瀑布, 奔流的瀑布, 哗哗的瀑布, 银瀑, 跌水, 叠水",
    heavy="咆哮的瀑布, 磅礴的瀑布, 壮观的瀑布, 瀑布咆哮, 飞流直下三千尺, 雷鸣般的瀑布, 瀑布如雷, "
    "大瀑布轰鸣",
    light="小瀑布, 小小的瀑布, 细小的瀑布",
    examples=("a waterfall", "瀑布"),
    make=_make,
    metres=(5.0, 20.0, 150.0),
    gain_db=-1.7,
    mix_db=2.0,
)
