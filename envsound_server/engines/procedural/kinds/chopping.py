"""Vegetables chopped on a board: a crisp cut, and the knife on wood."""

import numpy as np

from envsound_server.engines.procedural.kind import Group, Kind
from envsound_server.engines.procedural.layers import Place
from envsound_server.engines.procedural.models.events import Bouts, Event, Events, LogNormal
from envsound_server.engines.procedural.models.impacts import Body, Burst, mixed, with_peak_one
from envsound_server.engines.procedural.models.presence import WithPresence
from envsound_server.engines.procedural.source import Mono, Part, Source

_BOARD = Body(
    68.3,
    4_660.0,
    35,
    0.0174,
    decay_exponent=0.871,
    level_exponent=-0.188,
    spacing=1.68,
    spread=0.831,
)
_CONTACT_SECONDS = 0.00121
_BLADE = Body(
    2_930.0,
    5_100.0,
    14,
    0.0204,
    level_exponent=-0.13,
    decay_exponent=0.725,
    spacing=1.12,
    spread=0.642,
)
_BLADE_DB = -15.7
_CUT = Burst(741.0, 5_640.0, 0.011, 0.00824)
_CUT_DB = -17.6
_SNAP = Burst(392.0, 4_070.0, 0.00761, attack_seconds=0.00108)
_SNAP_DB = 7.73
_BOUTS = Bouts((5, 14), LogNormal(0.366, 0.12), LogNormal(1.1, 0.3), tail_seconds=0.2)
_PRESENCE_DB = -38.8


def _make(part: Part) -> Source:
    own = part.generator()
    board, blade = _BOARD.modes_hertz(own), _BLADE.modes_hertz(own)

    def chop(draw: np.random.Generator, event: Event) -> Mono:
        cut = draw.uniform(0.015, 0.035)
        contact = _CONTACT_SECONDS * float(np.exp(0.25 * draw.standard_normal()))
        return with_peak_one(
            mixed(
                (
                    (0.0, _CUT_DB + draw.normal(0.0, 3.0), _CUT.made(draw)),
                    (cut, 0.0, _BOARD.struck(draw, board * draw.normal(1.0, 0.02), contact)),
                    (cut, _SNAP_DB + draw.normal(0.0, 2.0), _SNAP.made(draw)),
                    (cut, _BLADE_DB, _BLADE.struck(draw, blade, 0.0005)),
                )
            )
        )

    return WithPresence(part, Events(part, _BOUTS, chop, width=0.1), _PRESENCE_DB)


KIND = Kind(
    name="chopping",
    chinese_name="切菜",
    ucs="FOODKware",
    group=Group.EVENT,
    english="chopping vegetables, chopping food, cutting vegetables, slicing vegetables, chop, "
    "chops, knife on a chopping board, chopping board, cutting board",
    chinese="切菜声, 剁菜, 剁肉, 切肉, 菜刀, 砧板, 切东西",
    examples=("chopping vegetables", "切菜声"),
    make=_make,
    place=Place.ROOM,
    metres=(0.6, 2.0, 12.0),
    gain_db=-3.0,
    mix_db=-5.0,
)
