"""Hens: short low clucks in irregular series, occasionally a long cackle."""

import numpy as np

from envsound_server.engines.procedural.kind import Group, Kind
from envsound_server.engines.procedural.layers import Intensity, Place
from envsound_server.engines.procedural.models.calls import Tone, Tract, call
from envsound_server.engines.procedural.models.events import Bouts, Event, LogNormal
from envsound_server.engines.procedural.models.flock import Caller, Flock
from envsound_server.engines.procedural.source import Mono, Part, Source

_HENS = {Intensity.LIGHT: 2, Intensity.NORMAL: 4, Intensity.HEAVY: 8}
_TRACT = Tract(
    ((755.0, 124.0, 0.0), (2_200.0, 172.0, -9.0), (3_410.0, 430.0, -5.0)),
    tilt_db=-9.0,
    low_cut_hertz=245.0,
)
_TONE = Tone(0.05, 0.12, subharmonic=0.3, growl=0.44, growl_hertz=32.0, breath=0.045)
_CLUCK_HERTZ = np.array((645.0, 696.0, 651.0, 580.0))
_CACKLE_HERTZ = np.array((778.0, 873.0, 986.0, 975.0, 909.0, 820.0))
_BOUTS = Bouts((3, 9), LogNormal(0.46, 0.35), LogNormal(1.6, 0.6), tail_seconds=0.3)
_CACKLE_CHANCE = 0.45


def _make(part: Part) -> Source:
    draw = part.generator()
    return Flock(part, [_hen(draw, number) for number in range(_HENS[part.layer.intensity])])


def _hen(draw: np.random.Generator, number: int) -> Caller:
    pitch, size = draw.uniform(0.85, 1.18), draw.uniform(0.92, 1.08)

    def cluck(draw: np.random.Generator, event: Event) -> Mono:
        is_last = event.place_in_bout == event.bout_size - 1
        if is_last and event.bout_size > 4 and draw.random() < _CACKLE_CHANCE:
            seconds, level = draw.uniform(0.35, 0.55), (0.0, 0.7, 1.0, 0.8, 0.0)
            return call(draw, seconds, pitch * _CACKLE_HERTZ, level, _TRACT, _TONE, (size,))
        knots = pitch * draw.normal(1.0, 0.05) * _CLUCK_HERTZ
        seconds, loud = draw.uniform(0.045, 0.085), draw.uniform(0.4, 0.9)
        return loud * call(draw, seconds, knots, (0.0, 1.0, 0.6, 0.0), _TRACT, _TONE, (size,))

    far, level_db = min(0.1 * number, 0.5), -2.5 * min(number, 4)
    return Caller(_BOUTS, cluck, draw.uniform(-0.8, 0.8), level_db, far)


KIND = Kind(
    name="hens",
    chinese_name="母鸡",
    ucs="BIRDFowl",
    group=Group.EVENT,
    english="hen, hens clucking, hen clucking, cluck, clucks, clucking, chicken, chickens, "
    "chickens clucking, chicken coop, henhouse, hen house, poultry, chicken clucking, "
    "cackling hen",
    chinese="母鸡咯咯叫, 母鸡叫, 母鸡叫声, 鸡, 鸡群, 鸡舍, 鸡窝, 咯咯叫, 老母鸡, 咯咯哒, 母鸡咯咯, "
    "母鸡咯咯哒, 母鸡下蛋, 母鸡鸣叫, 母鸡的叫声, 鸡咯咯叫, 鸡咯咯, 咯咯嗒, 咯咯哒叫, 鸡群声, 鸡棚, "
    "养鸡场, 土鸡, 家鸡, 火鸡, 啄米, 雏鸡, 鸡仔, 鸡雏, 芦花鸡",
    light="小鸡叫, 小鸡叽叽, 小鸡叽叽叫, 小鸡叽叽喳喳",
    examples=("hens clucking in a yard", "母鸡咯咯叫"),
    make=_make,
    place=Place.FIELD,
    metres=(1.5, 4.0, 40.0),
    gain_db=-2.5,
    mix_db=-7.0,
)
