"""Wind over open land: air that rushes past ears and grass, in gusts."""

from envsound_server.engines.procedural.kind import Group, Kind
from envsound_server.engines.procedural.layers import Intensity, Pace, Surface
from envsound_server.engines.procedural.models.airflow import Rush, Whistle, Wind, WindSpeed
from envsound_server.engines.procedural.source import Part, Source

_RUSH = Rush(
    ((35, -6), (50, -5), (73, -2.5), (108, -2.5), (157, -1.5), (230, 0), (334, -4.5), (490, -10),
     (735, -15), (1_080, -20), (1_610, -26), (2_450, -32), (3_670, -39.5), (5_600, -46.5),
     (8_400, -50.5), (13_000, -55)),
    powers=(1.9, 2.5),
    corner_hertz=330.0,
)  # fmt: skip
"""After a recording of wind in the open: from 100 Hz to 8 kHz within 4 dB of it."""

_STRENGTHS = {Intensity.LIGHT: 0.85, Intensity.NORMAL: 1.15, Intensity.HEAVY: 1.5}
_GUSTINESS = 0.25
_PACES = {Pace.SLOW: 0.6, Pace.NORMAL: 1.0, Pace.FAST: 1.8}
_EDGES_HERTZ = (430.0, 690.0)


def _make(part: Part) -> Source:
    draw = part.generator()
    speed = WindSpeed(part, _GUSTINESS, _PACES[part.layer.pace])
    edges = [
        Whistle(hertz * draw.uniform(0.8, 1.25), level=0.02, onset=1.1, width=0.12)
        for hertz in _EDGES_HERTZ
    ]
    return Wind(part, speed, (_RUSH,), edges, strength=_STRENGTHS[part.layer.intensity])


KIND = Kind(
    name="wind",
    chinese_name="风",
    ucs="WIND",
    group=Group.BED,
    english="winds, windy, wind blowing, blowing wind, wind blows, gust, gusts, gusty, "
    "gusts of wind, gust of wind, wind gust, wind gusts, wind noise, desert wind, "
    "mountain wind",
    chinese="风声, 刮风, 起风, 风吹, 寒风, 阵风, 吹风, 风吹过, 北风, 海风, 山风, 冷风, 沙漠的风, "
    "晚风, 秋风",
    heavy="gale, gales, windstorm, windstorms, strong wind, storm wind, 大风, 狂风, 强风, "
    "烈风, 疾风",
    light="breeze, breezes, breezy, gentle wind, 微风, 轻风, 清风, 小风, 春风",
    examples=("wind over a plain", "荒原上的风"),
    make=_make,
    surfaces={Surface.LEAVES: "wind in the trees"},
    metres=(3.0, 6.0, 80.0),
    gain_db=-9.0,
    mix_db=-2.0,
)
"""The wind."""
