"""A blizzard: strong gusts, whistling edges, and hissing snow."""

from envsound_server.engines.procedural.kind import Group, Kind
from envsound_server.engines.procedural.layers import Intensity, Pace
from envsound_server.engines.procedural.models.airflow import Rush, Whistle, Wind, WindSpeed
from envsound_server.engines.procedural.source import Part, Source

_RUSH = Rush(
    ((40, -7), (110, -4.5), (230, 0), (490, -1), (1_080, -7), (2_450, -30), (5_600, -36),
     (13_000, -46)),
    powers=(1.8, 1.5),
    corner_hertz=360.0,
)  # fmt: skip
_SNOW = Rush(
    ((600, -40), (2_000, -6), (5_000, 0), (9_000, -6), (15_000, -16)),
    powers=(1.5, 1.8),
    level_db=-34.0,
)
_STRENGTHS = {Intensity.LIGHT: 0.95, Intensity.NORMAL: 1.25, Intensity.HEAVY: 1.6}
_PACES = {Pace.SLOW: 0.8, Pace.NORMAL: 1.3, Pace.FAST: 2.0}
_GUSTINESS = 0.22
_EDGES_HERTZ = (390.0, 560.0, 880.0)


def _make(part: Part) -> Source:
    draw = part.generator()
    speed = WindSpeed(part, _GUSTINESS, _PACES[part.layer.pace])
    edges = [
        Whistle(hertz * draw.uniform(0.85, 1.18), level=0.005, onset=0.94, bend=0.5, width=0.04)
        for hertz in _EDGES_HERTZ
    ]
    strength = _STRENGTHS[part.layer.intensity]
    return Wind(part, speed, (_RUSH, _SNOW), edges, strength=strength)


KIND = Kind(
    name="blizzard",
    chinese_name="暴风雪",
    ucs="WIND",
    group=Group.BED,
    english="blizzards, snowstorm, snowstorms, snow storm, snow storms, winter storm, "
    "winter blizzard, ice storm, polar storm, arctic wind, polar wind, whiteout",
    chinese="风雪, 大风雪, 暴雪, 雪暴, 雪夜寒风, 风雪交加, 漫天风雪, 雪暴声, 暴风大雪, 风雪声, "
    "风雪漫天, 狂风暴雪, 狂风大雪, 雪地狂风, 大风大雪, 暴风雪声, 风雪夜, 顶风冒雪, 风卷雪花, "
    "白毛风, 雪虐风饕, 朔风卷雪",
    examples=("a winter blizzard", "暴风雪"),
    make=_make,
    metres=(2.0, 5.0, 60.0),
    gain_db=-7.4,
    mix_db=0.0,
)
"""The blizzard."""
