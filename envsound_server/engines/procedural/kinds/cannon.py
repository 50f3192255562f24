"""A cannon: a deep muzzle blast with a long tail of echoes."""

import numpy as np

from envsound_server.engines.procedural.kind import Group, Kind
from envsound_server.engines.procedural.layers import Place
from envsound_server.engines.procedural.models.blasts import Blast
from envsound_server.engines.procedural.models.events import Bouts, Event, Events, LogNormal
from envsound_server.engines.procedural.models.open_air import OpenAir
from envsound_server.engines.procedural.source import Mono, Part, Source

_SHOTS = Bouts((1, 1), LogNormal(4.2, 0.35), LogNormal(4.2, 0.35), (0.03, 0.2), 1.5)
_BLAST = Blast(
    positive_seconds=0.006,
    wave=2.0,
    levels_db=(2.0, 3.0, 1.0, -3.0, -12.0),
    decays_seconds=(0.4, 0.32, 0.256, 0.2048, 0.1638),
    attack_seconds=0.001,
    echoes=8,
    echo_seconds=(0.08, 1.6),
    echo_db=-9.0,
    echo_low_pass_hertz=700.0,
    raggedness=0.9,
    drive=5.0,
)


def _make(part: Part) -> Source:
    def shot(draw: np.random.Generator, event: Event) -> Mono:
        return _BLAST.render(draw, event.seconds_left)

    return OpenAir(part, Events(part, _SHOTS, shot, width=0.4, level_sigma_db=1.5), -45.0)


KIND = Kind(
    name="cannon",
    chinese_name="炮声",
    ucs="GUNCano",
    group=Group.EVENT,
    english="cannons, cannon fire, cannon shot, cannon shots, cannon firing, cannon fires, "
    "cannons firing, artillery, artillery fire, howitzer, mortar, mortars, gun battery, "
    "cannonade, cannon blast, cannon salute",
    chinese="大炮, 炮, 开炮, 火炮, 炮火, 炮击, 炮轰, 礼炮, 加农炮, 炮声隆隆, 大炮声, 炮响, 放炮, "
    "大炮轰鸣, 大炮开火, 火炮声, 火炮轰鸣, 炮火声, 炮火连天, 炮火轰鸣, 炮声轰鸣, 隆隆炮声, "
    "隆隆的炮声, 轰隆的炮声, 炮弹, 炮弹声, 炮弹爆炸, 炮响声, 鸣炮, 号炮, 排炮, 火炮齐射, 迫击炮, "
    "榴弹炮, 加农炮声, 红衣大炮, 土炮, 炮台开火, 炮战, 炮轰声, 炮击声, 开炮声, 舰炮, 高射炮, 重炮",
    heavy="万炮齐发, 万炮齐鸣, 炮火纷飞, 炮声如雷",
    examples=("cannon fire", "炮声"),
    make=_make,
    place=Place.FOREST,
    metres=(15.0, 80.0, 1000.0),
    gain_db=-5.0,
    mix_db=6.0,
)
