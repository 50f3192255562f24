"""Rain on stretched cloth, such as a tent or an umbrella, from beneath."""

from envsound_server.engines.procedural.kind import Group, Kind
from envsound_server.engines.procedural.models.rainfall import Drops, Rain, Rainfall
from envsound_server.engines.procedural.source import Part, Source

_RAIN = Rain(
    wash=(
        (60, -12),
        (150, -11),
        (400, -5),
        (1_000, 1),
        (2_500, -1),
        (6_000, -12),
        (12_000, -17),
        (18_000, -24),
    ),
    wash_db=-5.0,
    drops=Drops(
        2_800.0,
        0.46,
        0.0048,
        tap_share=0.64,
        tap_hertz=560.0,
        tap_spread=0.6,
        tap_seconds=0.003,
        tap_modes=6,
        burst_width=0.35,
    ),
    rate_hertz=800.0,
    exponent=1.86,
    near=Drops(
        2_400.0,
        0.5,
        0.002,
        tap_share=0.64,
        tap_hertz=390.0,
        tap_spread=0.6,
        tap_seconds=0.005,
        burst_width=0.6,
    ),
    near_rate_hertz=40.0,
    near_db=-1.0,
)


def _make(part: Part) -> Source:
    return Rainfall(part, _RAIN)


KIND = Kind(
    name="rain on a tent",
    chinese_name="雨打帐篷",
    ucs="RAINClth",
    group=Group.BED,
    english="rain on tent, rain on canvas, rain on a tarp, rain on an umbrella, "
    "rain on umbrella, rain on an awning, rain on cloth, rain in a tent",
    chinese="雨打在帐篷上, 雨打在雨伞上, 雨打雨伞, 雨打伞, 雨打篷布, 雨落帐篷, 雨打帐篷声, "
    "雨打在帐篷, 雨打在伞上, 雨打在伞面上, 雨打在雨棚上, 雨打在雨篷上, 雨打雨棚, 雨打雨篷, "
    "雨打油纸伞, 雨打在油纸伞上, 雨打船篷, 雨打乌篷船, 雨打乌篷, 雨打篷船, 雨打帆布, 雨打在篷布上, "
    "雨打在帆布上, 雨敲打帐篷, 雨敲打着帐篷, 雨敲帐篷, 雨敲打雨伞, 雨敲伞面, 雨敲打伞面, "
    "雨点打在伞上, 雨点打在雨伞上, 雨点打在帐篷上, 雨点敲打帐篷, 雨滴打在伞上, 雨滴打在雨伞上, "
    "雨滴打在帐篷上, 雨滴敲打帐篷, 雨水打在帐篷上, 雨水打在伞上, 雨水敲打帐篷, 雨落在帐篷上, "
    "雨落在伞上, 雨落在雨伞上, 雨落伞面, 雨点落在帐篷上, 雨点落在伞上, 帐篷上的雨声, 帐篷上的雨, "
    "伞上的雨声, 伞上的雨, 雨伞上的雨声, 帐篷里听雨",
    examples=("rain on a tent", "雨打在雨伞上"),
    make=_make,
    metres=(3.0, 8.0, 40.0),
    gain_db=-4.6,
)
