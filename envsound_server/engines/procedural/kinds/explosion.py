"""An explosion: a long pressure wave, a burning roar and falling debris."""

import numpy as np

from envsound_server.engines.procedural.kind import Group, Kind
from envsound_server.engines.procedural.layers import Place
from envsound_server.engines.procedural.models.blasts import Blast
from envsound_server.engines.procedural.models.events import Bouts, Event, Events, LogNormal
from envsound_server.engines.procedural.source import Mono, Part, Source

_SHOTS = Bouts((1, 1), LogNormal(5.0, 0.3), LogNormal(5.0, 0.3), (0.03, 0.2), 2.0)
_BLAST = Blast(
    positive_seconds=0.012,
    wave=1.2,
    levels_db=(2.0, 2.0, -3.0, -8.0, -15.0),
    decays_seconds=(1.1, 0.75, 0.5, 0.35, 0.22),
    attack_seconds=0.004,
    echoes=16,
    echo_seconds=(0.08, 1.4),
    echo_db=-12.0,
    echo_low_pass_hertz=900.0,
)


def _make(part: Part) -> Source:
    def shot(draw: np.random.Generator, event: Event) -> Mono:
        return _BLAST.fired(draw, event.seconds_left)

    return Events(part, _SHOTS, shot, width=0.4, level_sigma_db=1.5)


KIND = Kind(
    name="explosion",
    chinese_name="爆炸",
    ucs="EXPLReal",
    group=Group.EVENT,
    english="explosions, explode, explodes, exploding, blast, blasts, bomb, bombs, bomb blast, bombs exploding, bomb explosion, detonation, detonations, boom, big explosion, grenade, missile strike, shelling",
    chinese="爆炸声, 一声爆炸, 爆破, 炸弹, 轰炸, 炸弹爆炸, 爆炸响, 手榴弹, 爆炸巨响, 炸响, 轰的一声",
    examples=("an explosion", "爆炸"),
    make=_make,
    place=Place.FOREST,
    metres=(15.0, 60.0, 800.0),
    mix_db=6.0,
)
"""The kind."""
