"""An explosion: a long pressure wave, a roar of fire and falling debris."""

import numpy as np

from envsound_server.engines.procedural.kind import Group, Kind
from envsound_server.engines.procedural.layers import Place
from envsound_server.engines.procedural.models.blasts import Blast
from envsound_server.engines.procedural.models.events import Bouts, Event, Events, LogNormal
from envsound_server.engines.procedural.models.open_air import OpenAir
from envsound_server.engines.procedural.source import Mono, Part, Source

_SHOTS = Bouts((1, 1), LogNormal(4.2, 0.35), LogNormal(4.2, 0.35), (0.03, 0.2), 2.0)
_BLAST = Blast(
    positive_seconds=0.03,
    wave=2.3,
    levels_db=(-0.4, 1.8, -1.9, -0.4, -4.3),
    decays_seconds=(0.411, 0.329, 0.264, 0.211, 0.169),
    attack_seconds=0.0012,
    echoes=8,
    echo_seconds=(0.126, 1.0),
    echo_db=-16.5,
    echo_low_pass_hertz=740.0,
    raggedness=0.52,
    drive=4.9,
)


def _make(part: Part) -> Source:
    def shot(draw: np.random.Generator, event: Event) -> Mono:
        return _BLAST.render(draw, event.seconds_left)

    return OpenAir(part, Events(part, _SHOTS, shot, width=0.4, level_sigma_db=1.5), -45.0)


KIND = Kind(
    name="explosion",
    chinese_name="爆炸",
    ucs="EXPLReal",
    group=Group.EVENT,
    english="explosions, explode, explodes, exploding, blast, blasts, bomb, bombs, bomb blast, "
    "bombs exploding, bomb explosion, detonation, detonations, boom, big explosion, "
    "grenade, missile strike, dynamite",
    chinese="爆炸声, 一声爆炸, 爆破, 炸弹, 轰炸, 炸弹爆炸, 爆炸响, 手榴弹, 爆炸巨响, 炸响, "
    "轰的一声, 爆炸的声音, 爆炸巨响声, 爆炸声响, 爆炸声四起, 爆炸声响起, 大爆炸, 引爆, 炸弹声, "
    "炸弹引爆, 炸药, 炸药爆炸, 爆破声, 轰炸声, 狂轰滥炸, 轰隆一声巨响, 轰隆一声, 轰然一声, "
    "轰的一声巨响, 轰的一声爆炸, 一声巨响, 巨响, 炸开, 爆裂声, 手雷爆炸, 地雷爆炸, 手榴弹爆炸, "
    "炸弹落下, 煤气爆炸, 瓦斯爆炸, 爆鸣, 爆燃, 爆炸声不断",
    heavy="惊天动地的爆炸, 惊天巨响, 惊天动地的巨响, 核爆, 核爆炸",
    light="小爆炸",
    examples=("an explosion", "爆炸"),
    make=_make,
    place=Place.FOREST,
    metres=(15.0, 60.0, 800.0),
    gain_db=-4.0,
    mix_db=6.0,
)
