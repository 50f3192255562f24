"""Rain that strikes a window pane, heard from within."""

from envsound_server.engines.procedural.kind import Group, Kind
from envsound_server.engines.procedural.models.rainfall import Drops, Rain, Rainfall
from envsound_server.engines.procedural.source import Part, Source

_RAIN = Rain(
    wash=(
        (50, -18),
        (79, -1),
        (126, 13),
        (252, 12),
        (400, 14),
        (504, 14),
        (1_600, 6),
        (3_200, -6),
        (5_100, -9),
        (8_100, -17),
        (12_800, -26),
        (16_100, -35),
    ),
    wash_db=6.9,
    drops=Drops(
        2_300.0,
        0.3,
        0.00138,
        bubble_share=0.00239,
        bubble_stretch=2.84,
        tap_share=0.0783,
        tap_hertz=3_000.0,
        tap_spread=0.567,
        tap_seconds=0.00744,
        burst_width=0.75,
        count=480,
    ),
    rate_hertz=700.0,
    exponent=1.9,
    near=Drops(
        3_950.0,
        0.519,
        0.00582,
        tap_share=0.0783,
        tap_hertz=1_260.0,
        tap_spread=0.567,
        tap_seconds=0.012,
        burst_width=0.6,
        count=320,
    ),
    near_rate_hertz=11.4,
    near_db=-7.8,
    near_sigma_db=6.7,
    gusts_db=1.0,
    coherence=0.303,
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
    gain_db=-10.6,
)
