"""A vacuum cleaner: a whining fast motor, and air noise of a narrow nozzle."""

from dataclasses import replace

from envsound_server.engines.procedural.kind import Group, Kind
from envsound_server.engines.procedural.layers import Intensity, Place
from envsound_server.engines.procedural.models.rotors import Machine, MachineBuild
from envsound_server.engines.procedural.source import Part, Source

_BUILD = MachineBuild(
    turns_hertz=540.0,
    rotor=((1, -8), (2, -8), (3, -16), (4, -20), (7, -6), (8, -10), (14, -14), (18, -20)),
    rotor_db=-2.0,
    mains_db=-26.0,
    air=((60, -18), (200, -6), (500, 1), (1_200, 0), (2_500, -1), (5_000, -12), (9_000, -21),
         (16_000, -31)),
    blades=1,
    chop=0.06,
    waver=0.006,
)  # fmt: skip
_FORCES = {Intensity.LIGHT: 0.8, Intensity.NORMAL: 1.0, Intensity.HEAVY: 1.15}


def _make(part: Part) -> Source:
    speed = _FORCES[part.layer.intensity]
    return Machine(part, replace(_BUILD, turns_hertz=_BUILD.turns_hertz * speed))


KIND = Kind(
    name="vacuum cleaner",
    chinese_name="吸尘器",
    ucs="MACHAppl",
    group=Group.BED,
    english="vacuum cleaners, vacuum, vacuums, vacuuming, hoover, hoovering, vacuum cleaning, "
    "hair dryer, hair dryers, hairdryer, hairdryers, blow dryer, leaf blower",
    chinese="吸尘, 吸尘器声, 吸尘机, 真空吸尘器, 吹风机, 电吹风, 吸尘器的声音, 吸尘器噪音, "
    "吸尘器轰鸣, 吸尘器嗡嗡声, 吸尘器工作, 吸尘器吸尘, 吸尘声, 用吸尘器, 扫地机器人, 扫地机, "
    "吹风机声, 吹风机的声音, 电吹风声, 吹头发, 吹头发的声音, 用吸尘器打扫, 手持吸尘器",
    examples=("a vacuum cleaner", "吸尘器"),
    make=_make,
    place=Place.ROOM,
    metres=(1.0, 2.5, 15.0),
    gain_db=-10.1,
    mix_db=0.0,
)
"""The vacuum cleaner."""
