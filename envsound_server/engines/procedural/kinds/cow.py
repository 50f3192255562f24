"""A cow's moo: a low rising tone with closed mouth, then a rough tone with open mouth.

Pitch 80 to 200 Hz, 1 to 2.5 s, formants of a tract of 0.36 m: M. Padilla de la Torre et al.,
Applied Animal Behaviour Science 163, 2015, and measurements of a recording.
"""

import numpy as np

from envsound_server.engines.procedural.kind import Group, Kind
from envsound_server.engines.procedural.layers import Place
from envsound_server.engines.procedural.models.events import Bouts, Event, Events, LogNormal
from envsound_server.engines.procedural.models.voices import (
    Utterance,
    fitted,
    scaled,
    utter,
    varied,
)
from envsound_server.engines.procedural.source import Mono, Part, Source

_BOUTS = Bouts((1, 2), LogNormal(3.0, 0.25), LogNormal(3.2, 0.35), tail_seconds=1.6)
_COWS = 4


_MOO = Utterance(
    seconds=1.59,
    pitch_hertz=((0.0, 129.0), (0.35, 210.0), (0.55, 215.0), (0.9, 236.0), (1.0, 140.0)),
    formants_hertz=(
        ((0.0, 205.0), (0.35, 266.0), (0.55, 373.0), (1.0, 343.0)),
        ((0.0, 759.0), (0.35, 734.0), (0.55, 1320.0), (1.0, 852.0)),
        ((0.0, 1430.0), (0.55, 1320.0), (1.0, 1430.0)),
        ((0.0, 2200.0), (0.55, 2020.0)),
        ((0.0, 3260.0),),
    ),
    bandwidths_hertz=(68.8, 83.2, 132.0, 132.0, 634.0),
    gains_db=(-3.2, -9.9, -18.7, -16.6, -37.0),
    level_db=((0.0, -10.2), (0.2, -3.7), (0.5, -0.1), (0.85, 3.7), (1.0, -23.7)),
    breath_db=((0.0, -35.7), (0.35, -27.9), (0.8, -18.2)),
    breath_tilt_db=-1.1,
    jitter=0.011,
    wander=0.017,
    shimmer_db=1.1,
    attack_seconds=0.00053,
    grain_seconds=0.024,
    fade_seconds=0.1,
)


def _make(part: Part) -> Source:
    herd = np.exp(0.14 * part.generator().standard_normal(_COWS))

    def moo(draw: np.random.Generator, event: Event) -> Mono:
        size = float(draw.choice(herd))
        cow = scaled(_MOO, pitch=size, tract=size**0.4)
        cow = varied(draw, cow, pitch=0.04, tract=0.04, length=0.2)
        return utter(draw, fitted(cow, event.seconds_left, 0.6))

    return Events(part, _BOUTS, moo, width=0.6, level_sigma_db=2.5)


KIND = Kind(
    name="cow",
    chinese_name="牛",
    ucs="ANMLFarm",
    group=Group.EVENT,
    english="cows, moo, moos, mooing, cow moo, cow mooing, cows mooing, mooing cow, mooing cows, "
    "cattle, bull, bulls, ox, oxen, calf, calves, lowing",
    chinese="牛叫, 牛叫声, 哞, 哞哞, 奶牛, 母牛, 公牛, 黄牛, 水牛, 小牛, 牛群, 牛哞, 牛的叫声, "
    "哞哞叫, 哞哞声, 哞叫, 哞的一声, 老牛, 耕牛, 牦牛, 老黄牛, 母牛叫, 奶牛叫, 水牛叫, 黄牛叫, "
    "老牛叫, 奶牛哞叫, 牛犊, 牛儿",
    light="小牛犊, 小牛叫",
    examples=("cows mooing in a field", "牛叫"),
    make=_make,
    place=Place.FIELD,
    metres=(2.0, 8.0, 100.0),
    gain_db=-4.5,
    mix_db=0.0,
)
