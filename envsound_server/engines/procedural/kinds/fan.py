"""An electric fan: blades that chop the air, a motor that hums, and a stand that shakes."""

from dataclasses import replace

from envsound_server.engines.procedural.kind import Group, Kind
from envsound_server.engines.procedural.layers import Intensity, Pace, Place
from envsound_server.engines.procedural.models.rotors import Machine, MachineBuild
from envsound_server.engines.procedural.source import Part, Source

_BUILD = MachineBuild(
    turns_hertz=14.0,
    rotor=((1, -11), (2, -15), (4, 0), (8, -2), (12, -21), (16, -27)),
    rotor_db=1.0,
    mains_db=-20.0,
    air=((50, -3), (110, -10), (250, 3), (490, 0), (1_080, -5), (2_450, -3), (5_600, -6),
         (12_000, -15)),
    blades=4,
    chop=0.05,
    waver=0.001,
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
    "air conditioners, air conditioning, ventilation, ventilator, ventilators, hvac, computer fan",
    chinese="电风扇, 电扇, 吊扇, 风扇声, 排气扇, 换气扇, 抽油烟机, 空调, 空调声, 空调机, 通风, 通风机",
    examples=("an electric fan", "电风扇"),
    make=_make,
    place=Place.ROOM,
    metres=(0.7, 2.0, 15.0),
    mix_db=-8.0,
)
"""The fan."""
