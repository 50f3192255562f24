"""Rain on the ground, from a drizzle to a downpour."""

from envsound_server.engines.procedural.kind import Group, Kind
from envsound_server.engines.procedural.layers import Intensity, Surface
from envsound_server.engines.procedural.models.rainfall import Drops, Rain, Rainfall
from envsound_server.engines.procedural.source import Part, Source

_RAIN = Rain(
    wash=(
        (60, -14),
        (150, -12),
        (400, -6),
        (1_000, 1),
        (2_500, -1),
        (6_000, -5),
        (12_000, -9),
        (18_000, -14),
    ),
    wash_db=0.0,
    drops=Drops(
        7_000.0,
        0.3,
        0.003,
        bubble_share=0.3,
        bubble_stretch=1.7,
        tap_share=0.04,
        tap_hertz=2_800.0,
        tap_seconds=0.0035,
    ),
    rate_hertz=2_200.0,
    exponent=2.4,
    near=Drops(3_600.0, 0.5, 0.007, bubble_share=0.3, tap_share=0.05, tap_hertz=2_000.0),
    near_rate_hertz=25.0,
    near_db=-6.0,
)

_DOWNPOUR = Rain(
    wash=(
        (50, -14),
        (79, 2),
        (126, 7),
        (200, 10),
        (317, 9),
        (635, 12),
        (1_000, 11),
        (1_600, 8),
        (5_100, -4),
        (8_100, -7),
        (12_800, -15),
        (16_100, -21),
    ),
    wash_db=4.9,
    drops=Drops(
        4_420.0,
        0.2,
        0.0013,
        bubble_share=0.0898,
        bubble_stretch=1.65,
        tap_share=0.105,
        tap_hertz=1_500.0,
        tap_spread=0.426,
        tap_seconds=0.00638,
        burst_width=0.544,
        count=480,
    ),
    rate_hertz=968.0,
    exponent=2.84,
    near=Drops(
        4_350.0,
        0.339,
        0.00795,
        bubble_share=0.22,
        bubble_stretch=1.65,
        tap_share=0.105,
        tap_hertz=3_150.0,
        tap_spread=0.426,
        tap_seconds=0.0101,
        burst_width=0.406,
        count=320,
    ),
    near_rate_hertz=8.49,
    near_db=-11.6,
    near_sigma_db=6.71,
    gusts_db=0.4,
    coherence=0.243,
    measured_at=Intensity.HEAVY,
    level_db=-1.4,
)


def _make(part: Part) -> Source:
    is_heavy = part.layer.intensity is Intensity.HEAVY
    return Rainfall(part, _DOWNPOUR if is_heavy else _RAIN)


KIND = Kind(
    name="rain",
    chinese_name="雨",
    ucs="RAIN",
    group=Group.BED,
    english="rains, raining, rainy, rainfall, rainy day, rainy night, raindrop, raindrops, "
    "rain drops, rainwater, shower, showers, rain shower, rain showers, pitter-patter, "
    "patter of rain, sound of rain, falling rain",
    chinese="雨声, 下雨, 下雨声, 雨水, 雨滴, 雨点, 中雨, 阵雨, 雨天, 雨夜, 落雨, 淅沥, "
    "淅淅沥沥, 下雨的声音, 下起雨, 下起了雨, 下着雨, 下雨天, 下雨夜, 雨落, 雨落下, "
    "雨落下来, 雨声淅沥, 雨声滴答, 雨声沙沙, 雨声阵阵, 雨声响起, 雨淅淅沥沥, 雨淅沥, "
    "雨珠, 雨丝, 雨幕, 雨帘, 雨中, 雨里, 雨势, 雨季, 雨雾, 雨水声, 雨水滴落, 雨滴声, "
    "雨滴落下, 雨点声, 雨点落下, 雨滴答, 落雨声, 听雨, 淅淅沥沥的雨, 淅淅沥沥的雨声, "
    "淅沥的雨, 淅沥的雨声, 淅淅沥沥下着雨, 沙沙的雨声, 哗哗的雨声, 滴滴答答的雨, "
    "滴滴答答的雨声, 降雨, 秋雨, 夜雨, 冬雨, 梅雨, 冷雨, 寒雨, 连阴雨, 阴雨, 阴雨天, "
    "山雨, 江南雨, 黄梅雨, 苦雨, 暮雨, 晨雨, 雨夜里, 雨天里, 雨打在地上, 巴山夜雨",
    heavy="downpour, downpours, cloudburst, rainstorm, rainstorms, pouring rain, "
    "torrential rain, driving rain, monsoon, deluge, pouring down, 暴雨, 大雨, 豪雨, "
    "倾盆大雨, 瓢泼大雨, 骤雨, 大暴雨, 滂沱大雨, 瓢泼, 滂沱, 大雨滂沱, 暴雨倾盆, "
    "大雨倾盆, 大雨如注, 暴雨如注, 雨如注, 大雨哗哗, 大雨哗啦, 哗哗的大雨, 哗哗大雨, "
    "哗哗下雨, 雨哗哗地下, 雨哗啦啦地下, 哗啦啦的雨, 哗啦啦的雨声, 哗啦啦的大雨, "
    "大雨声, 暴雨声, 大雨倾盆而下, 暴雨倾盆而下, 急雨, 疾雨, 特大暴雨, 强降雨, 大雨滴, "
    "大雨点, 暴雨天, 暴雨夜, 大雨夜, 磅礴大雨, 大雨磅礴, 豆大的雨点, 豆大的雨滴, "
    "黄豆大的雨点, 泼天大雨, 冰冷的暴雨, 大雨天, 倾盆而下",
    light="drizzle, drizzles, drizzling, drizzly, sprinkle, sprinkling, light rain, "
    "gentle rain, 小雨, 细雨, 毛毛雨, 毛毛细雨, 蒙蒙细雨, 微雨, 小雨声, 小雨滴, "
    "小雨点, 小雨淅沥, 小雨淅淅沥沥, 淅沥小雨, 淅淅沥沥的小雨, 细雨绵绵, 绵绵细雨, "
    "细雨蒙蒙, 蒙蒙雨, 迷蒙细雨, 霏霏细雨, 细雨霏霏, 丝丝细雨, 细雨如丝, 细雨声, "
    "如丝细雨, 毛毛雨声, 牛毛细雨, 牛毛雨, 烟雨, 烟雨蒙蒙, 烟雨朦胧, 蒙蒙烟雨, "
    "江南烟雨, 轻雨, 疏雨, 微微细雨, 春雨淅沥, 蒙蒙的细雨, 如烟细雨, 太阳雨, 杏花雨, "
    "点点细雨, 微微的雨, 飘着细雨, 春雨, mizzle",
    examples=("steady rain", "下雨声"),
    surfaces={
        Surface.LEAVES: "rain on leaves",
        Surface.ROOF: "rain on a tin roof",
        Surface.WINDOW: "rain on a window",
        Surface.TENT: "rain on a tent",
        Surface.WATER: "rain on water",
    },
    make=_make,
    metres=(3.0, 8.0, 40.0),
    gain_db=-7.8,
)
