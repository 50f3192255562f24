"""Steps on wooden stairs: hollow treads, some of them creaking."""

import numpy as np

from envsound_server.engines.procedural.kind import Group, Kind
from envsound_server.engines.procedural.layers import Place
from envsound_server.engines.procedural.models.events import Event, Events, LogNormal, steady
from envsound_server.engines.procedural.models.friction import Creak
from envsound_server.engines.procedural.models.impacts import Body, Burst, mix, with_peak_one
from envsound_server.engines.procedural.models.presence import WithPresence
from envsound_server.engines.procedural.models.steps import Grit, Tread
from envsound_server.engines.procedural.source import Mono, Part, Source

_TREAD = Tread(
    floor=Body(79.9, 2_270.0, 12, 0.0159, decay_exponent=0.915, level_exponent=1.2),
    contact_seconds=0.00793,
    click=Burst(1_360.0, 6_910.0, 0.003),
    click_db=-11.3,
    toe_delay_seconds=LogNormal(0.0676, 0.15),
    toe_db=-8.96,
    scuff=Burst(616.0, 2_370.0, 0.0353, 0.0298),
    scuff_db=-12.5,
    grit=Grit(40, 418.0, 3_490.0, 0.000672, 2.29, 0.0592, 0.078, -6.81),
    grit_db=-3.18,
)
_GAP_SECONDS = 0.483
_PRESENCE_DB = -32.0
_CREAK = Creak(18.4, 106.0, 0.12, Body(240.0, 3_000.0, 26, 0.014, level_exponent=0.2))
_CREAK_DB = -18.2
_CREAK_ODDS = 0.35


def _make(part: Part) -> Source:
    own = part.generator()
    treads = [_TREAD.floor.modes_hertz(own) for _ in range(7)]

    def step(draw: np.random.Generator, event: Event) -> Mono:
        tread = treads[int(draw.integers(len(treads)))]
        parts = [(0.0, 0.0, _TREAD.step(draw, tread))]
        if draw.random() < _CREAK_ODDS:
            level = _CREAK_DB + draw.normal(0.0, 3.0)
            parts.append(
                (draw.uniform(0.02, 0.12), level, _CREAK.render(draw, draw.uniform(0.15, 0.4)))
            )
        return with_peak_one(mix(parts))

    timing = steady(_GAP_SECONDS, 0.06, tail_seconds=0.4)
    events = Events(part, timing, step, width=0.2, level_sigma_db=2.0)
    return WithPresence(part, events, _PRESENCE_DB)


KIND = Kind(
    name="stairs",
    chinese_name="上楼",
    ucs="FEETHmn",
    group=Group.EVENT,
    english="steps going up creaking wooden stairs, footsteps on stairs, steps on stairs, "
    "walking up stairs, walking upstairs, climbing stairs, going upstairs, "
    "going downstairs, walking down stairs, walking downstairs, staircase, "
    "footsteps on a staircase, steps going up stairs, creaking stairs, "
    "footsteps on the stairs",
    chinese="上楼梯的脚步声, 上楼梯, 下楼梯, 下楼, 楼梯, 爬楼梯, 楼梯上的脚步声, 下楼梯的脚步声, "
    "上楼声, 上楼的声音, 上楼的脚步声, 下楼声, 下楼的声音, 下楼的脚步声, 上下楼, 上下楼梯, "
    "上楼下楼, 走上楼, 走上楼梯, 走下楼梯, 走下楼, 走楼梯, 登楼, 跑上楼, 跑下楼, 跑上楼梯, "
    "跑下楼梯, 冲上楼, 冲下楼, 奔上楼, 奔下楼, 爬楼, 爬上楼梯, 爬楼梯声, 爬楼梯的声音, 楼梯声, "
    "楼梯脚步声, 楼梯上的脚步, 楼梯上响起脚步声, 楼梯间的脚步声, 楼梯里的脚步声, 楼道里的脚步声, "
    "踏上楼梯, 踩楼梯, 踩着楼梯, 踩在楼梯上, 木楼梯, 木楼梯上的脚步声, 木楼梯吱呀, 楼梯吱呀, "
    "楼梯吱呀作响, 楼梯嘎吱作响, 吱呀作响的楼梯, 登上台阶, 上台阶, 下台阶, 走上台阶, "
    "台阶上的脚步声, 走下台阶, 拾级而上, 阁楼楼梯",
    examples=("steps going up creaking wooden stairs", "上楼梯的脚步声"),
    make=_make,
    place=Place.ROOM,
    metres=(1.5, 4.0, 25.0),
    gain_db=-3.0,
    mix_db=-4.0,
)
