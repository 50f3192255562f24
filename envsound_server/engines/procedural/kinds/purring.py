"""A cat that purrs: pulses of the larynx, breath in and breath out.

Rates and levels were measured on a recording: 22 to 27 pulses a second, a loud and a soft breath of
1.2 s each, most power from 100 to 450 Hz.
"""

import numpy as np

from envsound_server.engines.procedural.kind import Group, Kind
from envsound_server.engines.procedural.models.events import Bouts, Event, Events, LogNormal
from envsound_server.engines.procedural.models.voices import Utterance, utter, varied
from envsound_server.engines.procedural.source import Mono, Part, Source, decibels

_BREATH = LogNormal(1.27, 0.05)
_BOUTS = Bouts((1_000_000, 1_000_000), _BREATH, _BREATH, (0.0, 0.02), -1.0)
_SOFT_DB = -9.0

_LOUD = Utterance(
    seconds=1.44,
    pitch_hertz=((0.0, 22.4), (0.3, 22.6), (1.0, 22.0)),
    formants_hertz=(
        ((0.0, 224.0),),
        ((0.0, 277.0),),
        ((0.0, 327.0),),
        ((0.0, 1350.0),),
        ((0.0, 3000.0),),
        ((0.0, 7090.0),),
    ),
    bandwidths_hertz=(121.0, 71.2, 167.0, 149.0, 871.0, 3160.0),
    gains_db=(-1.0, -3.2, -9.5, -16.9, -39.5, -39.1),
    level_db=((0.0, -18.7), (0.15, -9.6), (0.25, 4.8), (0.5, -8.8), (1.0, -13.5)),
    breath_db=((0.0, -8.1), (0.25, -10.8), (0.6, -6.0), (1.0, -13.9)),
    breath_tilt_db=-1.5,
    jitter=0.071,
    wander=0.025,
    shimmer_db=1.5,
    attack_seconds=0.0014,
    grain_seconds=0.036,
    fade_seconds=0.06,
)


def _make(part: Part) -> Source:
    def breath(draw: np.random.Generator, event: Event) -> Mono:
        sound = utter(draw, varied(draw, _LOUD, pitch=0.03, tract=0.04, length=0.04))
        return sound if event.number % 2 == 0 else np.float32(decibels(_SOFT_DB)) * sound

    return Events(part, _BOUTS, breath, width=0.1, level_sigma_db=1.0)


KIND = Kind(
    name="purring",
    chinese_name="猫呼噜",
    ucs="ANMLCat",
    group=Group.BED,
    english="purr, purrs, cat purr, cat purrs, cat purring, purring cat, cats purring, "
    "contented cat",
    chinese="猫打呼噜, 猫咪打呼噜, 猫咪呼噜, 呼噜声, 猫的呼噜声, 猫呼噜声",
    examples=("a cat purring", "猫打呼噜"),
    make=_make,
    metres=(0.2, 0.5, 4.0),
    gain_db=0.0,
    mix_db=-8.0,
)
