"""A pig: grunts in bouts, occasionally a squeal.

Grunts of 0.1 to 0.4 s with pulses of 40 to 120 Hz, squeals of 0.5 to 1.5 kHz: E. Briefer et al.,
Scientific Reports 12, 3409, 2022.
"""

import numpy as np

from envsound_server.engines.procedural.kind import Group, Kind
from envsound_server.engines.procedural.layers import Intensity, Place
from envsound_server.engines.procedural.models.events import Bouts, Event, Events, LogNormal
from envsound_server.engines.procedural.models.voices import Utterance, scaled, utter, varied
from envsound_server.engines.procedural.source import Mono, Part, Source

_BOUTS = Bouts((3, 7), LogNormal(0.42, 0.3), LogNormal(1.2, 0.4), tail_seconds=0.4)
_SQUEALS = {Intensity.LIGHT: 0.0, Intensity.NORMAL: 0.08, Intensity.HEAVY: 0.35}

_GRUNT = Utterance(
    seconds=0.246,
    pitch_hertz=((0.0, 42.5), (0.3, 94.9), (1.0, 55.6)),
    formants_hertz=(
        ((0.0, 348.0), (0.4, 402.0), (1.0, 417.0)),
        ((0.0, 833.0), (0.4, 1170.0), (1.0, 690.0)),
        ((0.0, 2820.0),),
        ((0.0, 2750.0),),
    ),
    bandwidths_hertz=(111.0, 122.0, 169.0, 851.0),
    gains_db=(-9.2, -1.6, -7.2, -14.1),
    level_db=((0.0, -9.7), (0.25, 4.8), (0.6, -11.5), (1.0, -21.0)),
    breath_db=((0.0, -8.9), (0.5, -13.9), (1.0, -8.6)),
    breath_tilt_db=-1.7,
    jitter=0.071,
    wander=0.0076,
    shimmer_db=2.3,
    subharmonic=0.38,
    rough_hertz=35.0,
    rough_depth=0.36,
    attack_seconds=0.00024,
    fade_seconds=0.02,
)
_SQUEAL = Utterance(
    seconds=0.6,
    pitch_hertz=((0.0, 520.0), (0.3, 900.0), (0.7, 820.0), (1.0, 450.0)),
    formants_hertz=(((0.0, 1_300.0),), ((0.0, 2_500.0),), ((0.0, 4_200.0),), ((0.0, 6_500.0),)),
    bandwidths_hertz=(300.0, 400.0, 600.0, 900.0),
    gains_db=(0.0, -2.0, -6.0, -14.0),
    level_db=((0.0, -12.0), (0.2, 0.0), (0.8, -3.0), (1.0, -20.0)),
    breath_db=((0.0, -10.0),),
    jitter=0.06,
    wander=0.04,
    shimmer_db=2.5,
    subharmonic=0.4,
    rough_hertz=65.0,
    rough_depth=0.5,
    attack_seconds=0.0003,
    grain_seconds=0.01,
)


def _make(part: Part) -> Source:
    size = float(np.exp(0.12 * part.generator().standard_normal()))
    squeals = _SQUEALS[part.layer.intensity]

    def grunt(draw: np.random.Generator, event: Event) -> Mono:
        spoken = _SQUEAL if draw.random() < squeals else _GRUNT
        pig = scaled(spoken, pitch=size, tract=size)
        return utter(draw, varied(draw, pig, pitch=0.15, tract=0.08, length=0.35))

    return Events(part, _BOUTS, grunt, width=0.4, level_sigma_db=3.0)


KIND = Kind(
    name="pig",
    chinese_name="猪",
    ucs="ANMLFarm",
    group=Group.EVENT,
    english="pigs, pig grunting, pigs grunting, grunting pigs, pig grunts, oink, oinks, oinking, "
    "piglet, piglets, hog, hogs, swine, boar, wild boar, pigsty",
    chinese="猪叫, 猪叫声, 猪哼哼, 猪哼, 小猪, 野猪, 猪圈, 猪猡, 猪叫唤, 猪哼叫, 猪哼声, 猪哼哼叫, "
    "猪哼哼声, 猪的叫声, 猪声, 猪群, 猪栏, 猪棚, 老母猪, 母猪, 公猪, 肥猪, 小猪叫, 小猪哼哼, "
    "小猪崽, 猪崽, 猪仔, 野猪叫, 哼哼唧唧的猪, 养猪场, 哼哼的猪",
    heavy="squealing pig, squealing pigs, pig squeal, pigs squealing, 猪嚎, 杀猪, 杀猪声, 猪嚎叫, "
    "猪嚎叫声, 猪尖叫, 猪惨叫",
    examples=("pigs grunting in a sty", "猪哼哼"),
    make=_make,
    place=Place.ROOM,
    metres=(1.0, 4.0, 40.0),
    gain_db=-5.0,
    mix_db=-3.0,
)
