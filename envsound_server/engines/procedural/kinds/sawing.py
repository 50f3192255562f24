"""Sawing of wood by hand: impacts of teeth, forth and back, with board and blade."""

import numpy as np

from envsound_server.engines.procedural.kind import Group, Kind
from envsound_server.engines.procedural.layers import Place
from envsound_server.engines.procedural.models.events import Bouts, Event, Events, LogNormal
from envsound_server.engines.procedural.models.impacts import Body
from envsound_server.engines.procedural.models.presence import WithPresence
from envsound_server.engines.procedural.models.saws import Stroke
from envsound_server.engines.procedural.source import Mono, Part, Source

_STROKE = Stroke(
    teeth_hertz=420.0,
    jitter=0.35,
    board=Body(260.0, 4_500.0, 30, 0.006, decay_exponent=0.3, level_exponent=0.1),
    blade=Body(900.0, 9_000.0, 14, 0.03, level_exponent=0.2),
    blade_db=-12.0,
    rasp_low_hertz=900.0,
    rasp_high_hertz=7_000.0,
    rasp_db=0.0,
)
_STROKE_SECONDS = 0.34
_PULL_DB = -5.0
_BOUTS = Bouts((12, 26), LogNormal(0.46, 0.06), LogNormal(1.6, 0.3), tail_seconds=0.4)
_PRESENCE_DB = -42.0


def _make(part: Part) -> Source:
    own = part.generator()
    board, blade = _STROKE.board.modes_hertz(own), _STROKE.blade.modes_hertz(own)

    def stroke(draw: np.random.Generator, event: Event) -> Mono:
        is_pull = event.place_in_bout % 2 == 1
        seconds = _STROKE_SECONDS * float(np.exp(0.08 * draw.standard_normal()))
        made = _STROKE.render(draw, seconds, board, blade, 0.8 if is_pull else 1.0)
        return np.asarray(made * 10 ** ((_PULL_DB if is_pull else 0.0) / 20), np.float32)

    return WithPresence(part, Events(part, _BOUTS, stroke, width=0.1), _PRESENCE_DB)


KIND = Kind(
    name="sawing",
    chinese_name="锯木",
    ucs="TOOLHand",
    group=Group.EVENT,
    english="saw, saws, sawing wood, wood sawing, hand saw, handsaw, sawing a plank, "
    "sawing timber, sawing a board, hacksaw, chainsaw, chain saw",
    chinese="锯木头, 锯木声, 锯子, 锯木板, 拉锯, 手锯, 锯东西, 锯木头声, 锯木头的声音, 锯木板声, "
    "锯子声, 锯子锯木头, 锯树, 锯木材, 锯木料, 锯板, 锯条, 锯声, 电锯, 电锯声, 链锯, 油锯, 手锯声, "
    "钢锯, 拉锯声, 拉大锯, 木匠锯木头, 木匠锯木, 木匠锯木声, 伐木, 伐木声, 锯木厂, 锯断木头",
    examples=("sawing wood", "锯木头"),
    make=_make,
    place=Place.ROOM,
    metres=(1.0, 3.0, 30.0),
    gain_db=-4.0,
    mix_db=-3.0,
)
