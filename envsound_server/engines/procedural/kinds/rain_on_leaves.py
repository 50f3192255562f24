"""Rain in a wood: drops and drips on leaves, and the rustle of far leaves."""

from envsound_server.engines.procedural.kind import Group, Kind
from envsound_server.engines.procedural.models.rainfall import Drops, Rain, Rainfall
from envsound_server.engines.procedural.source import Part, Source

_RAIN = Rain(
    wash=(
        (60, -2),
        (150, -8),
        (400, -13),
        (1_000, -7),
        (2_500, -7),
        (6_000, -13),
        (12_000, -21),
        (18_000, -31),
    ),
    wash_db=-5.0,
    drops=Drops(
        2_650.0,
        0.6,
        0.0011,
        tap_share=0.41,
        tap_hertz=2_300.0,
        tap_spread=0.6,
        tap_seconds=0.002,
        tap_modes=6,
        burst_width=0.72,
    ),
    rate_hertz=530.0,
    exponent=2.06,
    near=Drops(
        3_900.0,
        0.5,
        0.0055,
        tap_share=0.41,
        tap_hertz=1_600.0,
        tap_spread=0.6,
        tap_seconds=0.0032,
        burst_width=0.6,
    ),
    near_rate_hertz=31.0,
    near_db=-6.0,
)


def _make(part: Part) -> Source:
    return Rainfall(part, _RAIN)


KIND = Kind(
    name="rain on leaves",
    chinese_name="雨打树叶",
    ucs="RAINVege",
    group=Group.BED,
    english="rain on foliage, rain in leaves, rain on the leaves, raindrops on leaves, "
    "rain in the trees, rain on trees",
    chinese="雨打在树叶上, 雨打芭蕉, 雨落树叶, 树叶上的雨, 雨打叶子, 雨打在叶子上, 雨打在芭蕉上, "
    "雨打在芭蕉叶上, 雨打在落叶上, 雨打在竹叶上, 雨打在树上, 雨打在草地上, 雨打在荷叶上, "
    "雨打芭蕉叶, 雨打芭蕉声, 雨打梧桐, 雨打树叶声, 雨打竹叶, 雨打竹林, 雨打荷叶, 雨打残荷, "
    "雨打枯荷, 雨打树林, 雨打树梢, 雨打梨花, 雨打花瓣, 雨打草叶, 雨敲打树叶, 雨敲打着树叶, "
    "雨敲打叶子, 雨敲打芭蕉, 雨敲芭蕉, 雨敲竹叶, 雨敲树叶, 雨点打在树叶上, 雨点打在叶子上, "
    "雨点打在芭蕉上, 雨点打在芭蕉叶上, 雨点打在荷叶上, 雨点敲打树叶, 雨点敲打叶子, 雨点敲打着树叶, "
    "雨点落在树叶上, 雨点落在叶子上, 雨滴打在树叶上, 雨滴打在叶子上, 雨滴打在芭蕉叶上, "
    "雨滴敲打树叶, 雨滴落在树叶上, 雨滴落在叶子上, 雨水打在树叶上, 雨水打在叶子上, 雨水落在树叶上, "
    "雨水敲打树叶, 雨落在树叶上, 雨落在叶子上, 雨落在芭蕉叶上, 雨落在荷叶上, 雨落在树林里, "
    "雨落在竹林里, 雨落芭蕉, 雨落叶子, 雨落梧桐, 梧桐雨, 树叶上的雨声, 叶子上的雨声, 叶子上的雨, "
    "荷叶上的雨, 荷叶上的雨声, 芭蕉叶上的雨声, 芭蕉雨, 林中雨声, 雨林里的雨, 留得枯荷听雨声",
    examples=("rain on leaves", "雨打在树叶上"),
    make=_make,
    metres=(3.0, 8.0, 40.0),
    gain_db=-4.8,
)
