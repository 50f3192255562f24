"""Rain on a window pane, from within."""

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
    chinese="雨打在窗户上, 雨打窗, 雨敲窗, 雨打玻璃, 雨敲打窗户, 雨点敲打窗户, 窗上的雨, "
    "雨打在窗上, 雨打在玻璃上, 雨打在玻璃窗上, 雨打在窗户, 雨打在车窗上, 雨打在窗台上, "
    "雨打在窗棂上, 雨打在窗玻璃上, 雨打玻璃窗, 雨打窗户声, 雨打窗棂, 雨打车窗, 雨打窗台, 雨打窗纸, "
    "雨打西窗, 雨打窗玻璃, 雨打落地窗, 雨敲打窗, 雨敲打窗棂, 雨敲打玻璃, 雨敲打玻璃窗, 雨敲打着窗, "
    "雨敲打着窗户, 雨敲打着玻璃, 雨敲打着窗棂, 雨敲打车窗, 雨敲窗户, 雨敲窗棂, 雨敲玻璃, "
    "雨敲玻璃窗, 雨敲西窗, 雨点打在窗上, 雨点打在窗户上, 雨点打在玻璃上, 雨点打在玻璃窗上, "
    "雨点打在车窗上, 雨点打窗, 雨点敲窗, 雨点敲打玻璃, 雨点敲打着窗户, 雨点敲打着玻璃, "
    "雨点敲打着窗棂, 雨点敲打窗棂, 雨点敲打车窗, 雨点敲打玻璃窗, 雨滴打在窗上, 雨滴打在窗户上, "
    "雨滴打在玻璃上, 雨滴打在玻璃窗上, 雨滴打在车窗上, 雨滴敲打窗户, 雨滴敲打玻璃, 雨滴敲窗, "
    "雨滴敲打着窗户, 雨滴敲打窗棂, 雨水打在窗户上, 雨水打在玻璃上, 雨水打在窗上, 雨水拍打窗户, "
    "雨水拍打车窗, 雨水拍打玻璃, 雨水敲打窗户, 雨水敲打玻璃, 雨拍打窗户, 雨拍打着窗户, 雨拍窗, "
    "雨落在窗户上, 雨落在玻璃上, 雨落在窗上, 雨落在窗台上, 雨落窗台, 雨点落在窗户上, "
    "雨点落在玻璃上, 窗上的雨声, 窗户上的雨, 窗户上的雨声, 玻璃上的雨, 玻璃上的雨声, 玻璃窗上的雨, "
    "雨水顺着窗户流下, 冷雨敲窗, 夜雨敲窗, 秋雨敲窗",
    heavy="暴雨打在窗户上, 暴雨敲窗, 暴雨拍打窗户, 大雨打在窗户上, 暴雨敲打窗户, 大雨敲打窗户, "
    "大雨拍打窗户, 暴雨砸在窗户上, 骤雨打窗, 急雨打窗",
    light="细雨打在窗户上, 小雨打在窗户上, 细雨敲窗, 小雨敲窗",
    examples=("rain against the window", "雨打在窗户上"),
    make=_make,
    metres=(3.0, 8.0, 40.0),
    gain_db=-10.6,
)
