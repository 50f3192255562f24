"""A cannon: a deep muzzle blast that rolls over the land."""

import numpy as np

from envsound_server.engines.procedural.kind import Group, Kind
from envsound_server.engines.procedural.layers import Place
from envsound_server.engines.procedural.models.blasts import Blast
from envsound_server.engines.procedural.models.events import Bouts, Event, Events, LogNormal
from envsound_server.engines.procedural.source import Mono, Part, Source

_SHOTS = Bouts((1, 1), LogNormal(4.2, 0.35), LogNormal(4.2, 0.35), (0.03, 0.2), 1.5)
_BLAST = Blast(
    positive_seconds=0.006,
    wave=1.3,
    levels_db=(2.0, 3.0, -2.0, -8.0, -16.0),
    decays_seconds=(0.6, 0.35, 0.2, 0.12, 0.07),
    attack_seconds=0.0015,
    echoes=20,
    echo_seconds=(0.1, 1.8),
    echo_db=-11.0,
    echo_low_pass_hertz=700.0,
)


def _make(part: Part) -> Source:
    def shot(draw: np.random.Generator, event: Event) -> Mono:
        return _BLAST.fired(draw, event.seconds_left)

    return Events(part, _SHOTS, shot, width=0.4, level_sigma_db=1.5)


KIND = Kind(
    name="cannon",
    chinese_name="炮声",
    ucs="GUNCano",
    group=Group.EVENT,
    english="cannons, cannon fire, cannon shot, cannon shots, cannon firing, cannon fires, cannons firing, artillery, artillery fire, howitzer, mortar, mortars, gun battery, cannonade, cannon blast, cannon salute",
    chinese="大炮, 炮, 开炮, 火炮, 炮火, 炮击, 炮轰, 礼炮, 加农炮, 炮声隆隆, 大炮声, 炮响, 放炮",
    examples=("cannon fire", "炮声"),
    make=_make,
    place=Place.FIELD,
    metres=(15.0, 80.0, 1000.0),
    mix_db=6.0,
)
"""The kind."""
