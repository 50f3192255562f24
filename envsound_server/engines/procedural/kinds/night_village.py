"""A village at night: crickets, a distant dog, and quiet ambient noise."""

from envsound_server.engines.procedural.kind import Group, Kind, Member
from envsound_server.engines.procedural.layers import Distance, Place
from envsound_server.engines.procedural.models.beds import NoiseBed
from envsound_server.engines.procedural.source import Part, Source

_MURMUR = ((35, -22), (73, -17), (108, -11), (157, -7.5), (230, -4), (334, -1.5), (490, 0),
           (735, -1), (1_080, -6), (1_610, -12.5), (2_450, -22.5), (3_670, -33), (5_600, -42),
           (16_000, -44))  # fmt: skip
"""Spectrum of far leaves, water and roads, measured on a recording of a village at night."""


def _make(part: Part) -> Source:
    return NoiseBed(part, _MURMUR, depth_db=0.6, rate_hertz=0.9, togetherness=0.4, coherence=0.3)


KIND = Kind(
    name="night village",
    chinese_name="乡村夜晚",
    ucs="AMBRurl",
    group=Group.BED,
    english="village at night, night in a village, village night, countryside at night, "
    "night in the countryside, quiet village, quiet village at night, rural night, "
    "farm at night",
    chinese="夜晚的村庄, 乡村的夜晚, 夜晚的乡村, 村庄夜晚, 乡间夜晚, 乡下的夜晚, 夜晚的村子, "
    "农村夜晚, 乡村之夜, 乡村夜, 乡村的夜, 乡村夜色, 乡村夏夜, 乡间的夜晚, 乡间之夜, 乡间的夜, "
    "乡野夜晚, 农村的夜晚, 农村的夜, 夜晚的农村, 夜晚的小村庄, 村庄的夜晚, 村庄之夜, 村庄的夜, "
    "村庄夜里, 山村的夜晚, 山村夜晚, 山村之夜, 山村的夜, 夜晚的山村, 寂静的村庄夜晚, 小村的夜晚, "
    "小村夜晚, 夜里的村庄, 夜里的村子, 夜里的乡村, 深夜的村庄, 深夜的村子, 深夜的乡村, 深夜的山村, "
    "村子的夜晚, 村子夜里, 村里的夜晚, 水乡的夜晚, 夏夜的村庄, 夏夜的乡村, 夏夜乡村, 夜色中的村庄, "
    "入夜的村庄, 夜村, 田园夜晚, 田园之夜",
    examples=("a village at night, a dog far away", "夜晚的村庄，远处狗叫"),
    make=_make,
    members=(
        Member("crickets", 4.0),
        Member("dog bark", -2.5, distance=Distance.DISTANT),
    ),
    place=Place.FIELD,
    metres=(3.0, 10.0, 60.0),
    gain_db=-3.5,
    mix_db=-8.0,
)
