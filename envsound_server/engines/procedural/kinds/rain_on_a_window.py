"""Rain that strikes a window pane, heard from within."""

from envsound_server.engines.procedural.kind import Group, Kind
from envsound_server.engines.procedural.models.rainfall import Drops, Rain, Rainfall
from envsound_server.engines.procedural.source import Part, Source

_RAIN = Rain(
    wash=(
        (60, -14),
        (150, -4),
        (400, -3),
        (1_000, 1),
        (2_500, -4),
        (6_000, -14),
        (12_000, -23),
        (18_000, -32),
    ),
    wash_db=3.0,
    drops=Drops(
        5_400.0, 0.45, 0.0028, tap_share=0.4, tap_hertz=2_300.0, tap_spread=0.6, tap_seconds=0.01
    ),
    rate_hertz=830.0,
    exponent=2.0,
    near=Drops(
        2_400.0, 0.5, 0.008, tap_share=0.4, tap_hertz=1_650.0, tap_spread=0.6, tap_seconds=0.017
    ),
    near_rate_hertz=7.0,
    near_db=-7.0,
)


def _make(part: Part) -> Source:
    return Rainfall(part, _RAIN)


KIND = Kind(
    name="rain on a window",
    chinese_name="雨打窗户",
    ucs="RAINGlas",
    group=Group.BED,
    english="rain on window, rain on windows, rain on glass, rain against a window, "
    "rain against the window, rain against the glass, rain on a window pane, "
    "rain on a windowpane, raindrops on the window",
    chinese="雨打在窗户上, 雨打窗, 雨敲窗, 雨打玻璃, 雨敲打窗户, 雨点敲打窗户, 窗上的雨",
    examples=("rain against the window", "雨打在窗户上"),
    make=_make,
    metres=(3.0, 8.0, 40.0),
    gain_db=-8.8,
)
