"""Rain on a roof of sheet metal, with resonant panels."""

from envsound_server.engines.procedural.kind import Group, Kind
from envsound_server.engines.procedural.models.rainfall import Drops, Rain, Rainfall
from envsound_server.engines.procedural.source import Part, Source

_RAIN = Rain(
    wash=(
        (60, -22),
        (150, -17),
        (400, -4),
        (1_000, 2),
        (2_500, 4),
        (6_000, 1),
        (12_000, -11),
        (18_000, -18),
    ),
    wash_db=-2.6,
    drops=Drops(
        4_800.0,
        0.5,
        0.0014,
        tap_share=0.37,
        tap_hertz=5_000.0,
        tap_spread=0.6,
        tap_seconds=0.0036,
        tap_modes=6,
        burst_width=0.34,
    ),
    rate_hertz=1_200.0,
    exponent=2.14,
    near=Drops(
        1_000.0,
        0.5,
        0.004,
        tap_share=0.4,
        tap_hertz=3_500.0,
        tap_spread=0.6,
        tap_seconds=0.006,
        burst_width=0.6,
    ),
    near_rate_hertz=15.0,
    near_db=-6.4,
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
    chinese="雨打屋顶, 雨敲打铁皮屋顶, 雨打铁皮, 雨敲铁皮, 雨打车顶, 雨打瓦片, 雨打在屋顶上, "
    "雨打在铁皮上, 雨打在铁皮屋顶上, 雨打在屋檐上, 雨打在瓦片上, 雨打在瓦上, 雨打在车顶上, "
    "雨打在房顶上, 雨打屋檐, 雨打瓦, 雨打房顶, 雨打青瓦, 雨打黛瓦, 雨打铁棚, 雨打铁皮棚, "
    "雨打铁皮声, 雨打铁皮屋, 雨敲打屋顶, 雨敲打着屋顶, 雨敲打瓦片, 雨敲打着瓦片, 雨敲打屋檐, "
    "雨敲屋顶, 雨敲瓦, 雨敲屋瓦, 雨敲打车顶, 雨敲铁皮屋顶, 雨敲铁皮棚, 雨点打在屋顶上, "
    "雨点打在铁皮上, 雨点打在铁皮屋顶上, 雨点打在瓦片上, 雨点打在车顶上, 雨点敲打屋顶, "
    "雨点敲打铁皮屋顶, 雨点敲打着屋顶, 雨点敲打瓦片, 雨滴打在屋顶上, 雨滴打在铁皮上, "
    "雨滴打在铁皮屋顶上, 雨滴打在瓦片上, 雨滴敲打屋顶, 雨滴敲打铁皮屋顶, 雨水打在屋顶上, "
    "雨水打在铁皮上, 雨水敲打屋顶, 雨水敲打铁皮屋顶, 雨落在屋顶上, 雨落在铁皮上, 雨落在铁皮屋顶上, "
    "雨落在瓦片上, 雨落在屋檐上, 雨落屋顶, 雨落瓦片, 雨落青瓦, 雨点落在屋顶上, 雨点落在铁皮屋顶上, "
    "屋顶上的雨声, 屋顶上的雨, 屋顶雨声, 铁皮屋顶上的雨声, 铁皮屋顶上的雨, 铁皮屋顶雨声, "
    "铁皮上的雨声, 瓦上的雨声, 瓦片上的雨声, 车顶上的雨声, 屋檐雨声",
    examples=("rain on a tin roof at night", "雨敲打铁皮屋顶"),
    make=_make,
    metres=(3.0, 8.0, 40.0),
    gain_db=-6.3,
)
