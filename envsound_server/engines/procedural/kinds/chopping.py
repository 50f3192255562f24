"""Chopping of vegetables on a board: a crisp cut, and the knife on wood."""

import numpy as np

from envsound_server.engines.procedural.kind import Group, Kind
from envsound_server.engines.procedural.layers import Place
from envsound_server.engines.procedural.models.events import Bouts, Event, Events, LogNormal
from envsound_server.engines.procedural.models.impacts import Body, Burst, mix, with_peak_one
from envsound_server.engines.procedural.models.presence import WithPresence
from envsound_server.engines.procedural.source import Mono, Part, Source

_BOARD = Body(
    62.4,
    3_230.0,
    28,
    0.0242,
    decay_exponent=0.696,
    level_exponent=0.00836,
    spacing=1.78,
)
_CONTACT_SECONDS = 0.000509
_BLADE = Body(3_050.0, 5_280.0, 10, 0.0249, decay_exponent=0.84, level_exponent=-0.18, spacing=1.46)
_BLADE_DB = -28.9
_CUT = Burst(633.0, 5_980.0, 0.016, 0.006)
_CUT_DB = -17.6
_SNAP = Burst(189.0, 1_960.0, 0.00605, attack_seconds=0.0015)
_SNAP_DB = 8.79
_BOUTS = Bouts((5, 14), LogNormal(0.429, 0.1), LogNormal(1.1, 0.3), tail_seconds=0.2)
_PRESENCE_DB = -39.9


def _make(part: Part) -> Source:
    own = part.generator()
    board, blade = _BOARD.modes_hertz(own), _BLADE.modes_hertz(own)

    def chop(draw: np.random.Generator, event: Event) -> Mono:
        cut = draw.uniform(0.014, 0.028)
        contact = _CONTACT_SECONDS * float(np.exp(0.25 * draw.standard_normal()))
        return with_peak_one(
            mix(
                (
                    (0.0, _CUT_DB + draw.normal(0.0, 3.0), _CUT.render(draw)),
                    (cut, 0.0, _BOARD.strike(draw, board * draw.normal(1.0, 0.02), contact)),
                    (cut, _SNAP_DB + draw.normal(0.0, 2.0), _SNAP.render(draw)),
                    (cut, _BLADE_DB, _BLADE.strike(draw, blade * draw.normal(1.0, 0.01), 0.0005)),
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
    chinese="切菜声, 剁菜, 剁肉, 切肉, 菜刀, 砧板, 切东西, 切菜的声音, 剁菜声, 剁肉声, 剁馅, "
    "剁肉馅, 剁骨头, 切肉声, 切菜切肉, 切黄瓜, 切萝卜, 切葱, 切丝, 切片, 切丁, 切洋葱, 切水果, "
    "案板, 菜板, 菜刀声, 菜刀切菜, 刀切菜, 砧板声, 案板上切菜, 笃笃的切菜声, 切胡萝卜, 切土豆",
    heavy="猛剁, 用力剁",
    examples=("chopping vegetables", "切菜声"),
    make=_make,
    place=Place.ROOM,
    metres=(0.6, 2.0, 12.0),
    gain_db=-3.0,
    mix_db=-5.0,
)
