"""Snoring: the flutter of the soft palate while inhaling, and a sigh while exhaling.

The palate flutters 25 to 70 times a second, with formants near 0.4, 1.2 and 2.5 kHz: D. Pevernagie
et al., "The acoustics of snoring", Sleep Medicine Reviews 14, 2010.
"""

import numpy as np

from envsound_server.engines.procedural.kind import Group, Kind
from envsound_server.engines.procedural.layers import Intensity, Place
from envsound_server.engines.procedural.models.events import (
    ENDLESS,
    Bouts,
    Event,
    Events,
    LogNormal,
)
from envsound_server.engines.procedural.models.voices import Utterance, scaled, utter, varied
from envsound_server.engines.procedural.source import Mono, Part, Source, decibels

_GAP = LogNormal(1.9, 0.06)
_BOUTS = Bouts((ENDLESS, ENDLESS), _GAP, _GAP, (0.02, 0.15), 0.6, cycle=2)
_OUT_DB = {Intensity.LIGHT: -8.0, Intensity.NORMAL: -14.0, Intensity.HEAVY: -14.0}

_IN = Utterance(
    seconds=1.99,
    pitch_hertz=((0.0, 50.3), (0.3, 63.0), (0.8, 71.7), (1.0, 42.3)),
    formants_hertz=(
        ((0.0, 210.0), (0.6, 288.0), (1.0, 216.0)),
        ((0.0, 856.0), (0.6, 1120.0), (1.0, 909.0)),
        ((0.0, 2190.0), (0.6, 2430.0)),
        ((0.0, 4280.0),),
    ),
    bandwidths_hertz=(81.0, 157.0, 198.0, 372.0),
    gains_db=(-6.0, -7.8, -9.2, -7.0),
    level_db=((0.0, -20.5), (0.3, -9.6), (0.75, 4.2), (0.95, -3.9), (1.0, -19.3)),
    breath_db=((0.0, -4.8), (0.6, -6.2), (1.0, -9.0)),
    breath_tilt_db=-2.1,
    jitter=0.069,
    wander=0.046,
    shimmer_db=3.4,
    subharmonic=0.2,
    attack_seconds=0.00088,
    grain_seconds=0.03,
    fade_seconds=0.08,
)
_OUT = Utterance(
    seconds=1.1,
    pitch_hertz=((0.0, 60.0),),
    formants_hertz=(((0.0, 450.0),), ((0.0, 1_000.0),), ((0.0, 2_300.0),), ((0.0, 4_000.0),)),
    bandwidths_hertz=(250.0, 300.0, 500.0, 1_200.0),
    gains_db=(0.0, -3.0, -9.0, -14.0),
    level_db=((0.0, -14.0), (0.2, 0.0), (0.5, -5.0), (1.0, -24.0)),
    breath_db=((0.0, 0.0),),
    fade_seconds=0.1,
)


def _make(part: Part) -> Source:
    out = np.float32(decibels(_OUT_DB[part.layer.intensity]))
    throat = scaled(_IN, pitch=float(part.generator().normal(1.0, 0.12)))

    def snore(draw: np.random.Generator, event: Event) -> Mono:
        if event.number % 2:
            return out * utter(draw, varied(draw, _OUT), has_voice=False)
        return utter(draw, varied(draw, throat, pitch=0.08, length=0.12))

    return Events(part, _BOUTS, snore, width=0.05, level_sigma_db=1.5)


KIND = Kind(
    name="snoring",
    chinese_name="打鼾",
    ucs="HMNSnor",
    group=Group.EVENT,
    english="snore, snores, snoring man, someone snoring, person snoring",
    chinese="打呼噜, 打鼾声, 鼾声, 呼噜, 睡觉打呼, 打呼, 打呼声, 打呼噜声, 打呼噜的声音, 呼噜呼噜, "
    "呼噜呼噜的鼾声, 呼噜连天, 呼呼大睡, 鼾声响起, 鼾声四起, 鼾声阵阵, 鼾声均匀, 打鼾的声音, "
    "打着鼾, 打着呼噜, 打着呼噜睡觉, 酣睡声, 熟睡的鼾声, 鼾睡, 睡着打呼, 睡觉打鼾, 睡觉打呼噜, "
    "阵阵鼾声, 均匀的鼾声, 人打呼噜, 男人打鼾, 男人打呼噜",
    heavy="如雷的鼾声, 雷鸣般的鼾声, 大声打鼾, 鼾声隆隆",
    light="微微的鼾声, 轻鼾, 低低的鼾声",
    examples=("someone snoring", "打呼噜"),
    make=_make,
    place=Place.ROOM,
    metres=(0.5, 2.0, 15.0),
    mix_db=-5.0,
)
