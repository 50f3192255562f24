"""A howling wind: gusts that make a gap in a wall sing, at a pitch that follows them."""

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
"""The air alone, without the tones of the gaps."""

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
    "呼啸风声, 呼啸的风声, 风的呼啸, 鬼哭狼嚎的风",
    examples=("wind howling through a gap", "呼啸的寒风"),
    make=_make,
    metres=(2.0, 5.0, 60.0),
    gain_db=-10.5,
    mix_db=-2.0,
)
"""The howling wind."""
