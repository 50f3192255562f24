"""A gunshot: the muzzle blast of a hand gun and its echoes."""

import numpy as np

from envsound_server.engines.procedural.kind import Group, Kind
from envsound_server.engines.procedural.layers import Intensity, Place
from envsound_server.engines.procedural.models.blasts import Blast
from envsound_server.engines.procedural.models.events import Bouts, Event, Events, LogNormal
from envsound_server.engines.procedural.source import Mono, Part, Source

_SHOTS = {
    Intensity.LIGHT: Bouts((1, 1), LogNormal(0.7, 0.5), LogNormal(3.6, 0.4), (0.03, 0.2), 0.8),
    Intensity.NORMAL: Bouts((1, 1), LogNormal(0.7, 0.5), LogNormal(2.2, 0.5), (0.03, 0.2), 0.8),
    Intensity.HEAVY: Bouts((3, 9), LogNormal(0.4, 0.5), LogNormal(1.4, 0.4), (0.03, 0.2), 0.6),
}
_BLAST = Blast(
    positive_seconds=0.0015,
    wave=2.2,
    levels_db=(-1.0, 2.0, -3.0, -3.0, -4.0),
    decays_seconds=(0.15, 0.1335, 0.1188, 0.1057, 0.0941),
    attack_seconds=0.0006,
    echoes=15,
    echo_seconds=(0.04, 1.4),
    echo_db=-18.0,
    echo_low_pass_hertz=900.0,
    raggedness=0.55,
    drive=6.0,
)


def _make(part: Part) -> Source:
    def shot(draw: np.random.Generator, event: Event) -> Mono:
        return _BLAST.render(draw, event.seconds_left)

    return Events(part, _SHOTS[part.layer.intensity], shot, width=0.4, level_sigma_db=1.5)


KIND = Kind(
    name="gunshot",
    chinese_name="枪声",
    ucs="GUNPis",
    group=Group.EVENT,
    english="gunshots, gun, guns, gunfire, gun shot, gun shots, gun firing, pistol, "
    "pistol shot, pistol shots, rifle, rifle shot, rifle shots, shooting, "
    "shots fired, shot fired, gun fire, shotgun, shotgun blast, revolver, "
    "firing a gun, sniper shot, musket",
    chinese="枪, 开枪, 一声枪响, 枪响, 枪击, 射击, 手枪, 步枪, 手枪声, 步枪声, 枪击声, 放枪, 打枪, "
    "枪声响起, 枪声四起, 枪声阵阵, 枪声不断, 枪声此起彼伏, 枪响声, 枪鸣, 砰的一声枪响, 砰砰的枪声, "
    "开枪声, 开了一枪, 开了枪, 开火, 枪战, 枪战声, 枪火, 枪弹, 子弹, 子弹声, 子弹横飞, 射击声, "
    "扫射, 扫射声, 机枪, 机枪声, 机枪扫射, 机关枪, 机关枪扫射, 冲锋枪, 左轮手枪, 步枪开火, 来复枪, "
    "猎枪, 猎枪声, 火枪, 火枪声, 火绳枪, 霰弹枪, 狙击枪, 卡宾枪, 驳壳枪, 盒子炮, 土枪, 鸣枪, "
    "鸣枪示警, 发令枪, 打靶, 交火, 交火声, 走火",
    heavy="枪声如爆豆, 枪声大作",
    examples=("a gunshot", "一声枪响"),
    make=_make,
    place=Place.STREET,
    metres=(3.0, 15.0, 300.0),
    gain_db=-5.0,
    mix_db=6.0,
)
