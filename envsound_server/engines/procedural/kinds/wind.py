"""Wind over open land: gusts of air past ears and grass."""

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
"""Spectrum after a recording of wind in the open, within 4 dB from 100 Hz to 8 kHz."""

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
    "mountain wind, draught",
    chinese="风声, 刮风, 起风, 风吹, 寒风, 阵风, 吹风, 风吹过, 北风, 海风, 山风, 冷风, "
    "沙漠的风, 晚风, 秋风, 风吹声, 风吹的声音, 风吹过的声音, 风吹动, 风吹来, 风吹着, "
    "风起, 风在吹, 风的声音, 风声阵阵, 风声响起, 风声飒飒, 风声萧萧, 风萧萧, 风飒飒, "
    "风呼呼吹, 风刮过, 风刮着, 刮风声, 刮起风, 刮起了风, 起风了, 吹来的风, 吹来一阵风, "
    "阵阵风声, 冬风, 夏风, 秋风萧瑟, 秋风瑟瑟, 秋风萧萧, 西风萧瑟, 秋风扫过, 夜风, "
    "晨风, 凉风, 热风, 江风, 河风, 山谷的风, 山顶的风, 山间的风, 高原的风, 海上的风, "
    "荒漠风声, 山谷风声, 野风, 林风, 长风, 朔风, 寒风瑟瑟, 冷风飕飕, 寒风声, 阴风, "
    "阴风阵阵, 穿堂风, 过堂风, 季风, 风沙, 萧瑟的秋风, 瑟瑟秋风, 风中, 暖风, 气流声, "
    "东风, 西风, 南风, 风吹草低见牛羊",
    heavy="gale, gales, windstorm, windstorms, strong wind, storm wind, 大风, 狂风, 强风, "
    "烈风, 疾风, 大风声, 狂风大作, 狂风四起, 狂风阵阵, 狂风骤起, 狂风乱作, 狂风声, "
    "狂风席卷, 狂风扫过, 大风骤起, 大风刮过, 大风四起, 大风天, 劲风, 疾风骤起, "
    "疾风阵阵, 暴烈的风, 强劲的风, 强劲的北风, 巨风, 烈风阵阵, 风力强劲, 旋风, 龙卷风, "
    "狂躁的风, 风势猛烈, squall",
    light="breeze, breezes, breezy, gentle wind, 微风, 轻风, 清风, 小风, 春风, 柔风, 和风, "
    "和风习习, 微风习习, 微风轻拂, 微风拂面, 微风拂过, 微风吹拂, 微风吹过, 微风阵阵, "
    "微微的风, 清风徐来, 清风拂面, 清风习习, 清风阵阵, 清风拂过, 习习微风, 习习凉风, "
    "凉风习习, 凉风徐来, 晚风轻拂, 晚风习习, 晚风吹拂, 春风拂面, 春风轻拂, 春风吹拂, "
    "春风习习, 温和的风, 惠风, 惠风和畅, 熏风, 薰风, 轻风拂面, 轻风吹过, 暖风轻拂, "
    "丝丝微风, 小风声, 风轻轻地吹, 风轻轻吹过, 风轻轻吹, 煦风, zephyr",
    examples=("wind over a plain", "荒原上的风"),
    make=_make,
    surfaces={Surface.LEAVES: "wind in the trees"},
    metres=(3.0, 6.0, 80.0),
    gain_db=-9.0,
    mix_db=-2.0,
)
"""The wind."""
