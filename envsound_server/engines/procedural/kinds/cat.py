"""A cat's meow: opening and closing formants over a rising and falling pitch.

Pitch 400 to 800 Hz, 0.5 to 1 s: S. Schötz et al., "Phonetic methods in cat vocalization studies",
Fonetik 2019.
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

_BOUTS = Bouts((1, 3), LogNormal(1.3, 0.25), LogNormal(2.2, 0.4), tail_seconds=0.8)


_MEOW = Utterance(
    seconds=0.825,
    pitch_hertz=((0.0, 365.0), (0.2, 533.0), (0.5, 610.0), (0.8, 584.0), (1.0, 367.0)),
    formants_hertz=(
        ((0.0, 551.0), (0.4, 1420.0), (0.75, 1070.0), (1.0, 616.0)),
        ((0.0, 1760.0), (0.4, 3800.0), (0.75, 2360.0), (1.0, 1420.0)),
        ((0.0, 2780.0), (0.4, 3220.0), (1.0, 2380.0)),
        ((0.0, 5790.0),),
        ((0.0, 9600.0),),
    ),
    bandwidths_hertz=(168.0, 180.0, 324.0, 608.0, 1080.0),
    gains_db=(-9.0, 4.0, -13.5, -21.2, -27.9),
    level_db=((0.0, -19.4), (0.15, -8.8), (0.4, 1.9), (0.8, -6.2), (1.0, -22.9)),
    breath_db=((0.0, -19.7), (1.0, -22.1)),
    breath_tilt_db=-1.5,
    jitter=0.0058,
    wander=0.014,
    shimmer_db=1.6,
    rough_hertz=28.0,
    rough_depth=0.22,
    attack_seconds=0.00039,
    grain_seconds=0.012,
    fade_seconds=0.04,
)


def _make(part: Part) -> Source:
    pitch = float(np.exp(0.12 * part.generator().standard_normal()))

    def meow(draw: np.random.Generator, event: Event) -> Mono:
        cat = scaled(_MEOW, pitch=pitch, tract=pitch**0.5)
        cat = varied(draw, cat, pitch=0.06, tract=0.06, length=0.2)
        return utter(draw, fitted(cat, event.seconds_left, 0.4))

    return Events(part, _BOUTS, meow, width=0.2, level_sigma_db=2.0)


KIND = Kind(
    name="cat",
    chinese_name="猫",
    ucs="ANMLCat",
    group=Group.EVENT,
    english="cats, cat meow, cat meows, cat meowing, cats meowing, meowing cat, meow, meows, "
    "meowing, mewing, miaow, kitten, kittens, kitty, tomcat, feline, cat meowed, "
    "yowl, mewling",
    chinese="猫叫, 猫咪, 猫叫声, 喵, 喵喵, 喵喵叫, 猫咪叫, 猫叫的声音, 猫的叫声, 喵喵声, 喵的一声, "
    "喵呜, 喵喵叫声, 野猫, 黑猫, 花猫, 老猫, 猫儿, 家猫, 流浪猫, 公猫, 母猫, 小花猫, 猫哭, 猫叫春, "
    "猫咪叫声, 喵喵的叫声, 猫嘶叫, 猫群",
    light="小奶猫, 幼猫, 小猫叫, 奶猫, 小猫咪, 猫仔",
    examples=("a cat meowing", "猫叫"),
    make=_make,
    place=Place.ROOM,
    metres=(0.8, 2.5, 25.0),
    gain_db=-4.5,
    mix_db=-4.0,
)
