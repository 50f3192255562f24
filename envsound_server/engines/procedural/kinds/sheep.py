"""Bleating sheep: a nasal voice with a tremor.

Pitch 120 to 300 Hz, tremor of 7 to 10 Hz, formants from 700 Hz on: F. Sèbe et al., Animal
Behaviour 80, 2010, and measurements of a recording of a flock.
"""

from dataclasses import replace

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

_BOUTS = Bouts((1, 3), LogNormal(1.3, 0.4), LogNormal(1.8, 0.4), tail_seconds=0.9)
_FLOCK = 6


_BLEAT = Utterance(
    seconds=1.04,
    pitch_hertz=((0.0, 149.0), (0.15, 169.0), (0.7, 185.0), (1.0, 154.0)),
    formants_hertz=(
        ((0.0, 443.0), (0.15, 785.0), (0.8, 625.0), (1.0, 519.0)),
        ((0.0, 1300.0), (0.15, 1860.0), (1.0, 1450.0)),
        ((0.0, 2280.0),),
        ((0.0, 3840.0),),
        ((0.0, 6250.0),),
    ),
    bandwidths_hertz=(168.0, 249.0, 167.0, 413.0, 1040.0),
    gains_db=(-5.0, -3.0, 2.3, -11.0, -21.2),
    level_db=((0.0, -14.1), (0.12, 0.4), (0.7, -8.5), (1.0, -22.6)),
    breath_db=((0.0, -13.4), (1.0, -26.5)),
    breath_tilt_db=-1.8,
    jitter=0.046,
    wander=0.013,
    shimmer_db=1.4,
    subharmonic=0.12,
    rough_hertz=12.0,
    rough_depth=0.43,
    attack_seconds=0.00037,
    grain_seconds=0.014,
    fade_seconds=0.05,
)


def _make(part: Part) -> Source:
    flock = np.exp(0.25 * part.generator().standard_normal(_FLOCK))

    def bleat(draw: np.random.Generator, event: Event) -> Mono:
        size = float(draw.choice(flock))
        sheep = scaled(_BLEAT, pitch=size, tract=size**0.4)
        sheep = replace(sheep, rough_hertz=_BLEAT.rough_hertz * draw.uniform(0.85, 1.2))
        sheep = varied(draw, sheep, pitch=0.04, tract=0.05, length=0.25)
        return utter(draw, fitted(sheep, event.seconds_left, 0.5))

    return Events(part, _BOUTS, bleat, width=0.7, level_sigma_db=3.0)


KIND = Kind(
    name="sheep",
    chinese_name="羊",
    ucs="ANMLFarm",
    group=Group.EVENT,
    english="sheep bleating, bleating sheep, bleat, bleats, bleating, baa, lamb, lambs, goat, "
    "goats, goat bleating, flock of sheep, herd of goats, ewe, ewes",
    chinese="羊叫, 羊叫声, 咩, 咩咩, 咩咩叫, 绵羊, 山羊, 羊羔, 小羊, 羊群, 羊咩咩叫, 羊咩咩, 羊咩, "
    "羊的叫声, 羊叫唤, 咩咩声, 咩咩的叫声, 咩叫, 咩的一声, 绵羊叫, 绵羊咩咩叫, 山羊叫, 山羊咩咩叫, "
    "羊羔叫, 羊群叫声, 羊群咩咩, 小羊羔, 小羊叫, 母羊, 公羊, 放羊, 羊圈, 羊栏, 羊儿, 羔羊",
    light="小羊羔叫, 羊羔咩咩",
    examples=("sheep bleating", "羊叫"),
    make=_make,
    place=Place.FIELD,
    metres=(2.0, 7.0, 80.0),
    gain_db=-5.0,
    mix_db=-1.0,
)
