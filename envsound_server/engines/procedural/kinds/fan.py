"""An electric fan: blades that chop the air, a motor that hums, and a stand that shakes."""

from dataclasses import replace

from envsound_server.engines.procedural.kind import Group, Kind
from envsound_server.engines.procedural.layers import Intensity, Pace, Place
from envsound_server.engines.procedural.models.rotors import Machine, MachineBuild
from envsound_server.engines.procedural.source import Part, Source

_BUILD = MachineBuild(
    turns_hertz=24.0,
    rotor=((1, -14), (2, -18), (5, 0), (10, -3), (15, -17), (20, -23)),
    rotor_db=-13.0,
    mains=((2, 0), (4, -6), (6, -9), (8, -12), (12, -15)),
    mains_db=-5.0,
    air=((50, -14), (110, 2), (250, -1), (490, 0), (1_080, -2), (2_450, -17), (5_600, -16),
         (12_000, -26)),
    blades=5,
    chop=0.32,
    waver=0.002,
)  # fmt: skip
_SPEEDS = {Pace.SLOW: 0.6, Pace.NORMAL: 1.0, Pace.FAST: 1.4}
_FORCES = {Intensity.LIGHT: 0.75, Intensity.NORMAL: 1.0, Intensity.HEAVY: 1.3}


def _make(part: Part) -> Source:
    speed = _SPEEDS[part.layer.pace] * _FORCES[part.layer.intensity]
    return Machine(part, replace(_BUILD, turns_hertz=_BUILD.turns_hertz * speed))


KIND = Kind(
    name="fan",
    chinese_name="风扇",
    ucs="MACHFan",
    group=Group.BED,
    english="fans, electric fan, electric fans, ceiling fan, ceiling fans, desk fan, box fan, "
    "table fan, fan noise, fan running, exhaust fan, extractor fan, air conditioner, "
    "air conditioners, air conditioning, ventilation, ventilator, ventilators, hvac, "
    "computer fan",
    chinese="电风扇, 电扇, 吊扇, 风扇声, 排气扇, 换气扇, 抽油烟机, 空调, 空调声, 空调机, 通风, "
    "通风机",
    examples=("an electric fan", "电风扇"),
    make=_make,
    place=Place.ROOM,
    metres=(0.7, 2.0, 15.0),
    mix_db=-8.0,
)
"""The fan."""
