"""Rain on a lake: splashes, and the bubbles of drops beneath the surface."""

from envsound_server.engines.procedural.kind import Group, Kind
from envsound_server.engines.procedural.models.rainfall import Drops, Rain, Rainfall
from envsound_server.engines.procedural.source import Part, Source

_RAIN = Rain(
    wash=(
        (60, -28),
        (150, -16),
        (400, -11),
        (1_000, -4),
        (2_500, -6),
        (6_000, -9),
        (12_000, -13),
        (18_000, -21),
    ),
    wash_db=1.0,
    drops=Drops(7_000.0, 0.42, 0.0013, bubble_share=0.7, rise=30.0),
    rate_hertz=1_800.0,
    exponent=2.3,
    near=Drops(2_800.0, 0.5, 0.008, bubble_share=0.8, rise=25.0, burst_width=0.6),
    near_rate_hertz=24.0,
    near_db=-4.0,
)


def _make(part: Part) -> Source:
    return Rainfall(part, _RAIN)


KIND = Kind(
    name="rain on water",
    chinese_name="雨落水面",
    ucs="RAINWatr",
    group=Group.BED,
    english="rain on a lake, rain on a pond, rain on a river, rain on puddles, rain on the sea, "
    "rain on a puddle, rain into water",
    chinese="雨落在湖面, 雨落湖面, 雨打水面, 雨打湖面, 雨落池塘, 水面上的雨, 雨落在水面, "
    "雨落在水面上, 雨落在湖面上, 雨落在湖上, 雨落在湖里, 雨落在池塘里, 雨落在池塘, 雨落在水里, "
    "雨落在河面上, 雨落在河里, 雨落在江面上, 雨落在水坑里, 雨落在水洼里, 雨落在海面上, 雨落水面声, "
    "雨落江面, 雨落河面, 雨落湖心, 雨落湖水, 雨落海面, 雨打在水面上, 雨打在水面, 雨打在湖面上, "
    "雨打在湖面, 雨打在池塘里, 雨打在水坑里, 雨打在河面上, 雨打池塘, 雨打河面, 雨打江面, 雨打水洼, "
    "雨打水坑, 雨打海面, 雨敲打水面, 雨敲打湖面, 雨敲打着湖面, 雨点打在水面上, 雨点打在湖面上, "
    "雨点落在水面上, 雨点落在湖面上, 雨点落在池塘里, 雨点落入水中, 雨点敲打湖面, 雨点敲打水面, "
    "雨滴落在水面上, 雨滴落在湖面上, 雨滴落在池塘里, 雨滴打在水面上, 雨滴打在湖面上, 雨滴落入水中, "
    "雨水落在湖面上, 雨水落在水面上, 雨水落入池塘, 湖面上的雨, 湖面上的雨声, 湖上的雨, 湖上的雨声, "
    "水面上的雨声, 池塘里的雨, 池塘里的雨声, 池塘雨声, 湖面雨声, 水面雨声, 江上的雨",
    examples=("rain on a lake", "雨落在湖面"),
    make=_make,
    metres=(3.0, 8.0, 40.0),
    gain_db=-8.6,
)
