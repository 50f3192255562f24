"""Rain on a roof of sheet metal, whose panels ring under each drop."""

from envsound_server.engines.procedural.kind import Group, Kind
from envsound_server.engines.procedural.models.rainfall import Drops, Rain, Rainfall
from envsound_server.engines.procedural.source import Part, Source

_RAIN = Rain(
    wash=(
        (60, -22),
        (150, -15),
        (400, -7),
        (1_000, 1),
        (2_500, 3),
        (6_000, 1),
        (12_000, -10),
        (18_000, -19),
    ),
    wash_db=-1.0,
    drops=Drops(
        5_500.0,
        0.45,
        0.0014,
        tap_share=0.5,
        tap_hertz=4_500.0,
        tap_spread=0.6,
        tap_seconds=0.0036,
        tap_modes=6,
    ),
    rate_hertz=1_200.0,
    exponent=2.17,
    near=Drops(
        2_000.0,
        0.5,
        0.004,
        tap_share=0.6,
        tap_hertz=3_000.0,
        tap_spread=0.6,
        tap_seconds=0.007,
        tap_modes=8,
        burst_width=0.6,
    ),
    near_rate_hertz=22.0,
    near_db=-7.0,
)


def _make(part: Part) -> Source:
    return Rainfall(part, _RAIN)


KIND = Kind(
    name="rain on a tin roof",
    chinese_name="雨打铁皮屋顶",
    ucs="RAINMetl",
    group=Group.BED,
    english="rain on a roof, rain on roof, rain on a metal roof, rain on metal, "
    "rain on the roof, rain on a car roof, rain on a rooftop, rain on tin, "
    "rain on a car",
    chinese="雨打屋顶, 雨敲打铁皮屋顶, 雨打铁皮, 雨敲铁皮, 雨打车顶, 雨打瓦片",
    examples=("rain on a tin roof at night", "雨敲打铁皮屋顶"),
    make=_make,
    metres=(3.0, 8.0, 40.0),
    gain_db=-7.1,
)
