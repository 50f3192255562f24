"""Howling wolves: overlapping long tones that rise, hold and fall.

Pitch 300 to 700 Hz, two to six seconds, few harmonics: F. Harrington and L. D. Mech, "Wolf
howling and its role in territory maintenance", Behaviour 68, 1979.
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

_BOUTS = Bouts((2, 4), LogNormal(2.2, 0.35), LogNormal(6.0, 0.3), tail_seconds=2.5)
_WOLVES = 4

_HOWL = Utterance(
    seconds=3.3,
    pitch_hertz=((0.0, 259.0), (0.12, 477.0), (0.45, 472.0), (0.65, 369.0), (1.0, 273.0)),
    formants_hertz=(
        ((0.0, 373.0), (0.12, 562.0), (1.0, 461.0)),
        ((0.0, 884.0), (0.3, 1130.0), (1.0, 767.0)),
        ((0.0, 2480.0),),
    ),
    bandwidths_hertz=(126.0, 184.0, 386.0),
    gains_db=(1.4, -17.1, -30.2),
    level_db=((0.0, -21.7), (0.12, -6.5), (0.4, 1.4), (0.8, -7.9), (1.0, -20.5)),
    breath_db=((0.0, -25.8), (0.5, -33.4), (1.0, -26.9)),
    breath_tilt_db=-0.41,
    jitter=0.0075,
    wander=0.0048,
    shimmer_db=0.46,
    attack_seconds=0.0025,
    grain_seconds=0.016,
    fade_seconds=0.12,
)


def _make(part: Part) -> Source:
    pack = np.exp(0.2 * part.generator().standard_normal(_WOLVES))

    def howl(draw: np.random.Generator, event: Event) -> Mono:
        size = float(pack[(event.number + event.bout) % _WOLVES])
        wolf = varied(draw, scaled(_HOWL, size, size), pitch=0.06, length=0.25, warp=0.2)
        return utter(draw, fitted(wolf, event.seconds_left, 0.8))

    return Events(part, _BOUTS, howl, width=0.7, level_sigma_db=3.0)


KIND = Kind(
    name="wolf howl",
    chinese_name="狼嚎",
    ucs="ANMLWdog",
    group=Group.EVENT,
    english="wolf howls, wolf howling, wolves howling, wolves howl, howling wolf, "
    "howling wolves, wolf, wolves, wolf pack, pack of wolves, howl of a wolf, "
    "coyote, coyotes, werewolf",
    chinese="狼, 狼叫, 狼群, 狼嚎声, 狼嗥, 狼群嚎叫, 野狼, 狼嚎叫, 狼嚎叫声, 狼嗥声, 狼嗥叫, "
    "狼的嚎叫, 狼的嚎叫声, 狼的叫声, 狼叫声, 狼啸, 狼吼, 狼吼声, 狼鸣, 狼群嚎叫声, 狼群的嚎叫, "
    "狼群长嚎, 狼长嚎, 狼对月长嚎, 对月长嚎, 孤狼, 孤狼嚎叫, 饿狼, 恶狼, 野狼嚎叫, 野狼的嚎叫, "
    "野狼嗥叫, 野狼叫, 苍狼, 雪狼, 灰狼, 白狼, 郊狼, 头狼, 母狼, 声声狼嚎, 阵阵狼嚎, 狼嚎阵阵, "
    "凄厉的狼嚎, 嗥叫, 嚎叫的狼",
    heavy="群狼, 群狼嚎叫, 群狼齐嚎",
    examples=("wolves howling", "狼嚎"),
    make=_make,
    place=Place.FOREST,
    metres=(5.0, 40.0, 300.0),
    gain_db=-7.0,
    mix_db=-1.0,
)
