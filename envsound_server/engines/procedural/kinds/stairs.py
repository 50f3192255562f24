"""Steps on wooden stairs: hollow treads, some of which creak under the weight."""

import numpy as np

from envsound_server.engines.procedural.kind import Group, Kind
from envsound_server.engines.procedural.layers import Place
from envsound_server.engines.procedural.models.events import Event, Events, LogNormal, steady
from envsound_server.engines.procedural.models.friction import Creak
from envsound_server.engines.procedural.models.impacts import Body, Burst, mixed, with_peak_one
from envsound_server.engines.procedural.models.presence import WithPresence
from envsound_server.engines.procedural.models.steps import Grit, Tread
from envsound_server.engines.procedural.source import Mono, Part, Source

_TREAD = Tread(
    floor=Body(50.0, 2_130.0, 12, 0.0333, decay_exponent=0.996, level_exponent=1.2),
    contact_seconds=0.00377,
    click=Burst(1_100.0, 8_650.0, 0.003),
    click_db=-10.8,
    toe_delay_seconds=LogNormal(0.1, 0.15),
    toe_db=-6.0,
    scuff=Burst(1_110.0, 2_800.0, 0.0477, 0.0296),
    scuff_db=-20.4,
    grit=Grit(44, 502.0, 2_500.0, 0.00105, 1.93, 0.0412, 0.0814, -2.94),
    grit_db=-4.05,
)
_GAP_SECONDS = 0.54
_PRESENCE_DB = -36.0
_CREAK = Creak(15.0, 273.0, 0.12, Body(240.0, 3_000.0, 26, 0.014, level_exponent=0.2))
_CREAK_DB = -14.7
_CREAK_ODDS = 0.4


def _make(part: Part) -> Source:
    own = part.generator()
    treads = [_TREAD.floor.modes_hertz(own) for _ in range(7)]

    def step(draw: np.random.Generator, event: Event) -> Mono:
        tread = treads[int(draw.integers(len(treads)))]
        parts = [(0.0, 0.0, _TREAD.step(draw, tread))]
        if draw.random() < _CREAK_ODDS:
            level = _CREAK_DB + draw.normal(0.0, 3.0)
            parts.append(
                (draw.uniform(0.02, 0.12), level, _CREAK.made(draw, draw.uniform(0.15, 0.4)))
            )
        return with_peak_one(mixed(parts))

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
    "footsteps on a staircase, steps going up stairs, creaking stairs",
    chinese="上楼梯的脚步声, 上楼梯, 下楼梯, 下楼, 楼梯, 爬楼梯, 楼梯上的脚步声, 下楼梯的脚步声",
    examples=("steps going up creaking wooden stairs", "上楼梯的脚步声"),
    make=_make,
    place=Place.ROOM,
    metres=(1.5, 4.0, 25.0),
    mix_db=-4.0,
)
