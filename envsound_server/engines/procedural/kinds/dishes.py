"""Dishes and cutlery: impacts of plates and forks."""

import numpy as np

from envsound_server.engines.procedural.kind import Group, Kind
from envsound_server.engines.procedural.layers import Place
from envsound_server.engines.procedural.models.events import Bouts, Event, Events, LogNormal
from envsound_server.engines.procedural.models.impacts import (
    Body,
    Burst,
    bounces,
    mix,
)
from envsound_server.engines.procedural.models.presence import WithPresence
from envsound_server.engines.procedural.models.shower import pieces, shower
from envsound_server.engines.procedural.source import Mono, Part, Source

_PLATE = Body(
    1_740.0,
    23_000.0,
    13,
    0.0335,
    decay_exponent=0.934,
    level_exponent=-0.305,
    spread=1.1,
    spacing=2.13,
)
_FORK = Body(
    1_550.0,
    15_200.0,
    26,
    0.082,
    decay_exponent=0.754,
    level_exponent=-0.0949,
    spread=0.405,
    spacing=1.04,
)
_PLATE_CONTACT_SECONDS = 0.00016
_FORK_CONTACT_SECONDS = 0.000218
_TABLE = Burst(104.0, 1_640.0, 0.0184, attack_seconds=0.0011)
_TABLE_DB = 2.0
_PLATE_ODDS = 0.95
_SIZES = 0.11
_BOUTS = Bouts((3, 9), LogNormal(0.331, 0.6), LogNormal(1.2, 0.4), tail_seconds=0.4)
_PRESENCE_DB = -49.0


def _make(part: Part) -> Source:
    own = part.generator()
    plates, forks = pieces(own, _PLATE, 12, _SIZES), pieces(own, _FORK, 12, _SIZES)

    def clink(draw: np.random.Generator, event: Event) -> Mono:
        has_plate = draw.random() < _PLATE_ODDS
        body, sorts = (_PLATE, plates) if has_plate else (_FORK, forks)
        contact = _PLATE_CONTACT_SECONDS if has_plate else _FORK_CONTACT_SECONDS
        blows = bounces(draw, draw.uniform(0.03, 0.11), 0.65, int(draw.integers(1, 6)))
        onsets, levels_db = np.array(blows).T
        mine = [sorts[int(i)] for i in draw.integers(0, len(sorts), 2)]
        made = shower(draw, body, mine, onsets, 10 ** (levels_db / 20), contact)
        parts = [(0.0, draw.normal(0.0, 4.0), made)]
        if has_plate:
            parts.append((0.0, _TABLE_DB, _TABLE.render(draw)))
        return np.asarray(0.8 * mix(parts), np.float32)

    events = Events(part, _BOUTS, clink, width=0.5, level_sigma_db=3.0)
    return WithPresence(part, events, _PRESENCE_DB)


KIND = Kind(
    name="dishes",
    chinese_name="餐具",
    ucs="FOODTware",
    group=Group.EVENT,
    english="dishes and cutlery, dish, plates, plate, cutlery, silverware, crockery, forks, "
    "knives and forks, fork, spoon, spoons, tableware, clinking dishes, dishes clinking, "
    "washing dishes, doing the dishes, clinking glasses, cups, bowls, clinking plates",
    chinese="餐具声, 碗碟碰撞声, 碗碟, 碗筷, 盘子, 洗碗, 刀叉, 杯盘, 碰杯, 碗筷碰撞, 勺子, 碗碟声, "
    "碗碟叮当, 碗碟碰撞, 碗盘, 碗盘声, 碗盘碰撞, 盘子声, 盘子碰撞, 盘碗, 锅碗瓢盆, 碗筷声, "
    "碗筷碰撞声, 碗筷叮当, 筷子, 筷子声, 餐具碰撞, 餐具碰撞声, 餐具叮当, 餐具叮当声, 刀叉声, "
    "刀叉碰撞, 刀叉碰撞声, 刀叉叮当, 杯盘声, 杯盘碰撞, 杯盘交错, 杯碟, 杯碟声, 茶杯碰撞, 茶具, "
    "茶具声, 瓷器碰撞, 碰杯声, 干杯, 推杯换盏, 觥筹交错, 酒杯碰撞, 酒杯相碰, 玻璃杯碰撞, 杯子碰撞, "
    "洗碗声, 收拾碗筷, 摆碗筷, 摆餐具, 汤匙, 勺子声, 勺子搅动, 勺子碰杯, 搅拌咖啡, 叉子, 吃饭声, "
    "刷碗, 碗碟碰撞的声音",
    examples=("dishes and cutlery", "碗碟碰撞声"),
    make=_make,
    place=Place.ROOM,
    metres=(0.7, 2.5, 15.0),
    gain_db=-7.0,
    mix_db=-6.0,
)
