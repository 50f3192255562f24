"""An electric fan: air noise modulated by the blades, motor hum, and a vibrating stand."""

from dataclasses import replace

from envsound_server.engines.procedural.kind import Group, Kind
from envsound_server.engines.procedural.layers import Intensity, Pace, Place
from envsound_server.engines.procedural.models.rotors import Machine, MachineBuild
from envsound_server.engines.procedural.source import Part, Source

_BUILD = MachineBuild(
    turns_hertz=22.4,
    rotor=((1, -13), (2, -17), (4, 0), (8, -3), (12, -6), (16, -12)),
    rotor_db=-8.0,
    mains=((2, 0), (4, -3), (6, -6), (8, -9), (12, -12)),
    mains_db=7.5,
    air=((50, -20), (110, -1), (250, -6), (490, 0), (1_080, -4.5), (2_450, -18), (5_600, -14),
         (12_000, -24)),
    blades=4,
    chop=0.26,
    waver=0.0011,
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
    "通风机, 风扇转动, 风扇转动声, 风扇嗡嗡声, 风扇嗡嗡, 风扇的声音, 风扇的嗡嗡声, 风扇运转, "
    "风扇呼呼, 电风扇声, 电风扇转动, 电扇声, 电扇转动, 电扇嗡嗡, 吊扇转动, 吊扇声, 吊扇嗡嗡, "
    "落地扇, 台扇, 鼓风机, 抽风机, 排风扇, 排风扇声, 抽油烟机声, 油烟机, 空调嗡嗡声, 空调嗡嗡, "
    "空调的嗡嗡声, 空调运转, 空调外机, 空调风, 空调的声音, 通风管道, 通风口, 换气扇声, 电脑风扇, "
    "机箱风扇, 散热风扇, 工业风扇, 冷气机, 冷风机, 中央空调, 暖风机, 送风机",
    examples=("an electric fan", "电风扇"),
    make=_make,
    place=Place.ROOM,
    metres=(0.7, 2.0, 15.0),
    gain_db=-11.0,
    mix_db=-8.0,
)
"""The fan."""
