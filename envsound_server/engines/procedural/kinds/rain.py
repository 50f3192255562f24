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
    chinese="雨声, 下雨, 下雨声, 雨水, 雨滴, 雨点, 中雨, 阵雨, 雨天, 雨夜, 落雨, 淅沥, 淅淅沥沥",
    heavy="downpour, downpours, cloudburst, rainstorm, rainstorms, pouring rain, torrential rain, "
    "driving rain, monsoon, deluge, pouring down, 暴雨, 大雨, 豪雨, 倾盆大雨, 瓢泼大雨, 骤雨, "
    "大暴雨, 滂沱大雨",
    light="drizzle, drizzles, drizzling, drizzly, sprinkle, sprinkling, light rain, gentle rain, "
    "小雨, 细雨, 毛毛雨, 毛毛细雨, 蒙蒙细雨, 微雨, 春雨",
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
