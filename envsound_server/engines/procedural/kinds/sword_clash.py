"""Swords that clash: two blades, and the edge that slides along."""

import numpy as np

from envsound_server.engines.procedural.kind import Group, Kind
from envsound_server.engines.procedural.layers import Place
from envsound_server.engines.procedural.models.events import Bouts, Event, Events, LogNormal
from envsound_server.engines.procedural.models.impacts import Body, Burst, mixed, with_peak_one
from envsound_server.engines.procedural.models.presence import WithPresence
from envsound_server.engines.procedural.source import Mono, Part, Source

_BLADE = Body(
    680.0,
    15_900.0,
    45,
    0.0865,
    decay_exponent=0.244,
    level_exponent=0.396,
    spread=0.971,
    spacing=1.5,
)
_CONTACT_SECONDS = 0.000365
_EDGE = Burst(2_110.0, 12_800.0, 0.004, attack_seconds=0.000729)
_EDGE_DB = 7.65
_SLIDE = Burst(4_330.0, 9_790.0, 0.0775, 0.0248)
_SLIDE_DB = -16.8
_SLIDE_ODDS = 0.204
_BOUTS = Bouts((2, 5), LogNormal(0.929, 0.35), LogNormal(1.8, 0.3), tail_seconds=0.5)
_PRESENCE_DB = -45.4


def _make(part: Part) -> Source:
    own = part.generator()
    blades = [_BLADE.modes_hertz(own) for _ in range(2)]

    def clash(draw: np.random.Generator, event: Event) -> Mono:
        parts = [(0.0, _EDGE_DB + draw.normal(0.0, 2.0), _EDGE.made(draw))]
        for blade in blades:
            bent = blade * draw.normal(1.0, 0.05)
            parts.append((0.0, draw.normal(-2.0, 2.0), _BLADE.struck(draw, bent, _CONTACT_SECONDS)))
        if draw.random() < _SLIDE_ODDS:
            parts.append((0.02, _SLIDE_DB + draw.normal(0.0, 3.0), _SLIDE.made(draw)))
        return with_peak_one(mixed(parts))

    return WithPresence(part, Events(part, _BOUTS, clash, width=0.35), _PRESENCE_DB)


KIND = Kind(
    name="sword clash",
    chinese_name="刀剑",
    ucs="WEAPSwrd",
    group=Group.EVENT,
    english="swords clashing, sword clashes, sword, swords, clashing swords, sword fight, "
    "sword fighting, swordfight, clash of swords, blades clashing, fencing, duel",
    chinese="刀剑碰撞, 刀剑声, 刀剑相击, 兵器碰撞, 剑声, 击剑, 刀光剑影, 拼剑, 金属碰撞",
    examples=("swords clashing", "刀剑碰撞"),
    make=_make,
    place=Place.FIELD,
    metres=(1.5, 4.0, 60.0),
    gain_db=-2.0,
    mix_db=2.0,
)
