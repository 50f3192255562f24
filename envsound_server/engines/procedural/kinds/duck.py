"""Ducks: loud nasal quacks in falling series, and soft single quacks.

The mallard's decrescendo call: two to ten quacks of 0.15 to 0.3 s, each shorter and weaker than the
last. Resonances near 1.9 and 2.7 kHz (1.6 and 2.7 in A. Anikin's "Soundgen", 2019).
"""

import numpy as np

from envsound_server.engines.procedural.kind import Group, Kind
from envsound_server.engines.procedural.layers import Intensity, Place
from envsound_server.engines.procedural.models.calls import Tone, Tract, call
from envsound_server.engines.procedural.models.events import Bouts, Event, LogNormal
from envsound_server.engines.procedural.models.flock import Caller, Flock
from envsound_server.engines.procedural.source import Mono, Part, Source

_DUCKS = {Intensity.LIGHT: 1, Intensity.NORMAL: 3, Intensity.HEAVY: 6}
_TRACT = Tract(
    ((1_920.0, 434.0, 0.0), (2_710.0, 225.0, -4.7), (3_850.0, 380.0, -9.9)),
    tilt_db=0.85,
    low_cut_hertz=263.0,
)
_BOUTS = Bouts((2, 7), LogNormal(0.42, 0.12), LogNormal(1.8, 0.5), tail_seconds=0.4)


def _make(part: Part) -> Source:
    draw = part.generator()
    return Flock(part, [_duck(draw, number) for number in range(_DUCKS[part.layer.intensity])])


def _duck(draw: np.random.Generator, number: int) -> Caller:
    pitch, size = draw.uniform(207.0, 294.0), draw.uniform(0.92, 1.08)
    tone = Tone(0.02, 0.12, draw.uniform(0.25, 0.5), 0.09, 130.0, 0.09)

    def quack(draw: np.random.Generator, event: Event) -> Mono:
        along = event.place_in_bout / max(event.bout_size - 1, 1)
        knots = (
            pitch * draw.normal(1.0, 0.03) * np.array((0.85, 1.05, 1.0, 0.8)) * (1.05 - 0.1 * along)
        )
        seconds = (0.31 - 0.11 * along) * draw.lognormal(0.0, 0.1)
        opening = size * np.array((0.83, 1.0, 1.03, 0.92)) * draw.normal(1.0, 0.015)
        sound = call(draw, seconds, knots, (0.0, 0.9, 1.0, 0.7, 0.0), _TRACT, tone, opening)
        return (1.0 - 0.5 * along) * sound

    far, level_db = min(0.12 * number, 0.5), -4.0 * min(number, 3)
    return Caller(_BOUTS, quack, draw.uniform(-0.8, 0.8), level_db, far)


KIND = Kind(
    name="duck",
    chinese_name="鸭",
    ucs="BIRDFowl",
    group=Group.EVENT,
    english="ducks, duck quacking, ducks quacking, quack, quacks, quacking, mallard, "
    "mallards, duck pond, duckling, ducklings, flock of ducks, goose, geese",
    chinese="鸭子, 鸭子叫, 鸭叫, 鸭叫声, 鸭子叫声, 嘎嘎叫, 野鸭, 鸭群, 小鸭子, 水鸭, 鸭子叫唤, "
    "鸭子嘎嘎叫, 鸭子嘎嘎, 鸭子的叫声, 鸭子声, 鸭鸣, 鸭声, 鸭儿, 嘎嘎, 嘎嘎声, 老鸭, 小鸭, 绿头鸭, "
    "野鸭叫, 野鸭声, 母鸭, 鸭棚",
    examples=("ducks quacking", "鸭子叫"),
    make=_make,
    place=Place.FIELD,
    metres=(2.0, 5.0, 60.0),
    gain_db=-2.0,
    mix_db=-4.0,
)
