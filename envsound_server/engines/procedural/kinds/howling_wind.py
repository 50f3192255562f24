"""A howling wind: whistling gaps in a wall, with a pitch that follows the gusts."""

from envsound_server.engines.procedural.kind import Group, Kind
from envsound_server.engines.procedural.layers import Intensity, Pace
from envsound_server.engines.procedural.models.airflow import Rush, Whistle, Wind, WindSpeed
from envsound_server.engines.procedural.source import Part, Source

_RUSH = Rush(
    ((40, 0), (110, 2), (230, 0), (490, -3), (1_080, -6.5), (2_450, -30), (5_600, -38),
     (13_000, -48)),
    powers=(1.7, 2.8),
    corner_hertz=300.0,
)  # fmt: skip
"""Spectrum of the air alone, without the tones of the gaps."""

_STRENGTHS = {Intensity.LIGHT: 0.75, Intensity.NORMAL: 1.0, Intensity.HEAVY: 1.35}
_PACES = {Pace.SLOW: 0.6, Pace.NORMAL: 1.0, Pace.FAST: 1.8}
_GUSTINESS = 0.34
_GAPS_HERTZ = (440.0, 620.0, 980.0)


def _make(part: Part) -> Source:
    draw = part.generator()
    speed = WindSpeed(part, _GUSTINESS, _PACES[part.layer.pace])
    gaps = [
        Whistle(hertz * draw.uniform(0.85, 1.18), level=0.042, onset=0.72, bend=0.4, width=0.02)
        for hertz in _GAPS_HERTZ
    ]
    return Wind(part, speed, (_RUSH,), gaps, strength=_STRENGTHS[part.layer.intensity])


KIND = Kind(
    name="howling wind",
    chinese_name="呼啸的风",
    ucs="WINDTonl",
    group=Group.BED,
    english="wind howling, howling winds, wind howls, whistling wind, wind whistling, "
    "wind whistles, wind through a gap, wind through the cracks, wind in the chimney, "
    "wind through a chimney, howling gale, moaning wind, wind moaning, wailing wind",
    chinese="呼啸的寒风, 呼啸的北风, 呼啸的狂风, 寒风呼啸, 狂风呼啸, 北风呼啸, 风呼啸, 风声呼啸, "
    "呼啸风声, 呼啸的风声, 风的呼啸, 鬼哭狼嚎的风, 狂风怒号, 狂风怒吼, 狂风咆哮, 狂风嘶吼, "
    "北风怒号, 北风怒吼, 朔风怒号, 朔风呼啸, 朔风凛冽, 寒风怒号, 寒风怒吼, 寒风嘶吼, 秋风怒号, "
    "大风呼啸, 冷风呼啸, 山风呼啸, 海风呼啸, 夜风呼啸, 阴风呼啸, 阴风怒号, 风呼呼地吹, 风呼呼, "
    "呼呼的风声, 呼呼风声, 呼呼的北风, 呼呼的寒风, 呼呼的大风, 风怒号, 风怒吼, 风声怒号, 风嘶吼, "
    "风咆哮, 怒号的风, 怒吼的风, 咆哮的风, 咆哮的狂风, 呼啸的大风, 呼啸的冷风, 呼啸的海风, "
    "呼啸的山风, 呼啸的夜风, 呼啸的秋风, 呼啸的朔风, 呼啸北风, 呼啸寒风, 风在呼啸, 风在怒吼, "
    "风呜呜地吹, 呜呜的风声, 呜呜风声, 凄厉的风, 凄厉的风声, 风声凄厉, 凛冽的寒风, 寒风凛冽, "
    "寒风刺骨, 刺骨的寒风, 鬼哭狼嚎的风声, 风声鬼哭狼嚎, 怒号的狂风, 尖啸的风, 风尖啸",
    light="风轻轻呜咽, 呜咽的风, 风声呜咽",
    examples=("wind howling through a gap", "呼啸的寒风"),
    make=_make,
    metres=(2.0, 5.0, 60.0),
    gain_db=-10.5,
    mix_db=-2.0,
)
"""The howling wind."""
