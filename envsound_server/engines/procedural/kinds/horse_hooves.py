"""Hooves of a shod horse on cobblestones: hollow horn, damped iron, stone."""

from envsound_server.engines.procedural.kind import Group, Kind
from envsound_server.engines.procedural.layers import Place
from envsound_server.engines.procedural.models.hooves import Hoof, hooves
from envsound_server.engines.procedural.models.impacts import Body, Burst
from envsound_server.engines.procedural.models.presence import OUTDOORS, WithPresence
from envsound_server.engines.procedural.source import Part, Source

_HOOF = Hoof(
    wall=Body(
        843.0,
        1_440.0,
        11,
        0.0079,
        decay_exponent=0.449,
        level_exponent=0.888,
        spacing=1.0,
        spread=0.385,
    ),
    contact_seconds=0.000934,
    shoe=Body(
        2_080.0,
        13_000.0,
        35,
        0.00774,
        level_exponent=0.0689,
        decay_exponent=0.628,
        spacing=2.32,
        spread=1.1,
    ),
    shoe_db=-16.7,
    ground=Burst(529.0, 3_180.0, 0.0181, attack_seconds=0.000396),
    ground_db=-8.9,
    weight=Burst(37.9, 200.0, 0.0529, attack_seconds=0.0002),
    weight_db=-14.1,
)
_PRESENCE_DB = -39.2


def _make(part: Part) -> Source:
    return WithPresence(part, hooves(part, _HOOF), _PRESENCE_DB, OUTDOORS)


KIND = Kind(
    name="horse hooves",
    chinese_name="马蹄",
    ucs="FEETHors",
    group=Group.EVENT,
    english="horse, horses, hooves, hoof, hoofbeats, horse trotting, horses trotting, "
    "horse on cobblestones, horse trotting on cobblestones, "
    "hooves on cobblestones, trotting horse, clip-clop, clip clop, horse riding, "
    "horseback riding, horse walking, trot, horse hoofbeats",
    chinese="马蹄声, 马匹, 骑马, 马跑, 马蹄哒哒, 哒哒的马蹄, 马走路",
    heavy="galloping horse, galloping horses, horse galloping, horses galloping, gallop, "
    "galloping, 奔马, 骏马奔腾, 马奔跑, 策马奔腾, 万马奔腾",
    light="walking horse, 慢走的马",
    examples=("a horse trotting on cobblestones", "马蹄声"),
    make=_make,
    place=Place.STREET,
    metres=(2.0, 6.0, 60.0),
    gain_db=-3.0,
    mix_db=-1.0,
)
