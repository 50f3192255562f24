"""A humming machine: a motor behind thin vibrating walls."""

from dataclasses import replace

from envsound_server.engines.procedural.kind import Group, Kind
from envsound_server.engines.procedural.layers import Pace, Place
from envsound_server.engines.procedural.models.rotors import Machine, MachineBuild
from envsound_server.engines.procedural.source import Part, Source

_BUILD = MachineBuild(
    turns_hertz=32.9,
    rotor=((1, -6), (2, 0), (3, -6), (4, -4), (6, -8), (10, -10), (14, -14)),
    rotor_db=-10.7,
    mains=((2, 0), (4, -3), (6, -8), (8, -14), (12, -20)),
    mains_db=1.9,
    air=((45, -8.6), (75, -6.6), (108, 1.4), (160, -2.1), (230, 0.9), (335, -4.1), (490, -9.1),
         (735, -24.3), (1_080, -26.3), (1_600, -28.3), (2_450, -31.3), (3_700, -36.3),
         (8_400, -40.3), (12_600, -45.3)),
    blades=2,
    chop=0.5,
)  # fmt: skip
"""Spectrum of the air, near the mean of two recordings of dryers and a laundry room."""

_SPEEDS = {Pace.SLOW: 0.7, Pace.NORMAL: 1.0, Pace.FAST: 1.4}


def _make(part: Part) -> Source:
    return Machine(part, replace(_BUILD, turns_hertz=_BUILD.turns_hertz * _SPEEDS[part.layer.pace]))


KIND = Kind(
    name="machine hum",
    chinese_name="机器嗡鸣",
    ucs="MACHMisc",
    group=Group.BED,
    english="machine, machines, machinery, machine humming, machines humming, "
    "machine running, humming machine, machine noise, hum, hums, humming, "
    "refrigerator, refrigerators, fridge, fridges, fridge hum, refrigerator hum, "
    "freezer, engine room, server room, server, servers, data center, data centre, "
    "factory, factories, factory machines, industrial hum, compressor, boiler room, "
    "dryer, tumble dryer, clothes dryer, appliance, pump, coffee machine",
    chinese="机器, 机器声, 机器的嗡嗡声, 机器嗡嗡声, 机器运转, 机器轰鸣, 嗡鸣, 冰箱, 冰箱声, 机械, "
    "机械声, 电机, 机房, 服务器, 工厂, 压缩机, 烘干机, 水泵, 机舱, 机器的声音, 机器轰鸣声, "
    "机器的轰鸣, 机器的轰鸣声, 机器隆隆, 机器隆隆作响, 机器嗡嗡, 机器嗡嗡作响, 机器嗡鸣声, "
    "机器运转声, 机器运行, 机器运行声, 机器噪音, 机器噪声, 机器转动, 机床, 车床, 机械运转, "
    "机械运转声, 机械轰鸣, 机械嗡鸣, 嗡鸣声, 持续的嗡鸣, 冰箱嗡嗡, 冰箱嗡嗡声, 冰箱的嗡嗡声, "
    "冰箱嗡鸣, 冰箱运转, 冰箱压缩机, 冰柜, 电机声, 电机嗡嗡, 电机运转, 电动机, 电动机声, "
    "服务器机房, 服务器嗡嗡声, 机房噪音, 机房嗡鸣, 工厂机器, 工厂机器声, 工厂噪音, 工厂轰鸣, "
    "车间机器, 流水线, 压缩机声, 水泵声, 烘干机声, 锅炉房, 轮机舱, 涡轮机, 涡轮, 纺织机, 印刷机, "
    "飞船机舱, 飞船嗡鸣, 机器声隆隆, 嗡嗡的机器声, 嗡嗡的机器",
    examples=("a machine humming", "机器的嗡嗡声"),
    make=_make,
    place=Place.ROOM,
    metres=(1.0, 2.5, 20.0),
    gain_db=-6.8,
    mix_db=-6.0,
)
"""The humming machine."""
