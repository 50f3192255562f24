"""A rooster: a crow of four syllables, the last one long.

A crow lasts 1.5 to 2.5 s. Pitch, resonances and hoarseness come from a search within 0.4 to 1.1 kHz
of pitch and 0.6 to 4 kHz of resonances.
"""

import numpy as np

from envsound_server.audio.waveform import SAMPLE_RATE_HERTZ
from envsound_server.engines.procedural.kind import Group, Kind
from envsound_server.engines.procedural.layers import Intensity, Place
from envsound_server.engines.procedural.models.calls import Tone, Tract, call
from envsound_server.engines.procedural.models.events import Bouts, Event, LogNormal
from envsound_server.engines.procedural.models.flock import Caller, Flock
from envsound_server.engines.procedural.source import Mono, Part, Source

_ROOSTERS = {Intensity.LIGHT: 1, Intensity.NORMAL: 2, Intensity.HEAVY: 4}
_TRACT = Tract(
    ((984.0, 144.0, -1.0), (1_920.0, 190.0, 0.0), (2_590.0, 300.0, -0.7)),
    tilt_db=-9.5,
    low_cut_hertz=1_000.0,
)
_TONE = Tone(0.0014, 0.1, subharmonic=0.055, growl=0.53, growl_hertz=73.0, breath=0.78)
_SYLLABLES = (
    (0.0, 0.3, (710.0, 887.0, 931.0, 887.0), 0.7),
    (0.35, 0.2, (749.0, 833.0, 791.0), 0.97),
    (0.6, 0.285, (636.0, 822.0, 848.0, 805.0), 1.0),
    (0.925, 0.72, (806.0, 988.0, 1_008.0, 988.0, 974.0, 958.0, 940.0, 658.0), 0.95),
)
"""Onset (s), length (s), pitch (Hz) and level of each."""
_OPENING = np.array((0.8, 1.0, 1.08, 1.05, 0.95, 0.8))
"""Opening of the beak over a syllable. It closes during the last one."""

_BOUTS = Bouts((1, 1), LogNormal(4.0), LogNormal(4.5, 0.35), tail_seconds=1.9)


def _make(part: Part) -> Source:
    draw = part.generator()
    count = _ROOSTERS[part.layer.intensity]
    return Flock(part, [_rooster(draw, number) for number in range(count)])


def _rooster(draw: np.random.Generator, number: int) -> Caller:
    pitch, size, stretch = (
        draw.uniform(0.88, 1.12),
        draw.uniform(0.92, 1.08),
        draw.uniform(0.9, 1.15),
    )
    last = draw.uniform(0.8, 1.25)

    def crow(draw: np.random.Generator, event: Event) -> Mono:
        out = np.zeros(int(2.6 * stretch * SAMPLE_RATE_HERTZ), np.float32)
        for number, (onset, seconds, knots, level) in enumerate(_SYLLABLES):
            start = int(stretch * onset * SAMPLE_RATE_HERTZ * draw.normal(1.0, 0.015))
            if start >= event.seconds_left * SAMPLE_RATE_HERTZ:
                break
            length = stretch * seconds * (last if number == 3 else 1.0) * draw.normal(1.0, 0.04)
            envelope = (0.0, 0.85, 1.0, 0.95, 0.85, 0.6, 0.0)
            opening = (
                size * _OPENING * np.linspace(*((1.0, 0.77) if number == 3 else (0.83, 1.0)), 6)
            )
            pitches = pitch * np.array(knots) * draw.normal(1.0, 0.015)
            sound = level * call(draw, length, pitches, envelope, _TRACT, _TONE, opening)
            sound = sound[: len(out) - start]
            out[start : start + len(sound)] += sound
        return out

    far, level_db = min(0.3 * number, 0.8), -10.0 * min(number, 2)
    return Caller(_BOUTS, crow, draw.uniform(-0.5, 0.5), level_db, far)


KIND = Kind(
    name="rooster",
    chinese_name="公鸡",
    ucs="BIRDFowl",
    group=Group.EVENT,
    english="roosters, rooster crowing, roosters crowing, cock crowing, cockerel, cockerels, "
    "cockcrow, cock crow, crowing rooster, crowing, cock-a-doodle-doo, "
    "cock a doodle doo, rooster crows",
    chinese="公鸡打鸣, 公鸡叫, 公鸡啼, 公鸡啼叫, 鸡鸣, 鸡叫, 鸡啼, 打鸣, 雄鸡, 雄鸡报晓, 大公鸡, "
    "喔喔叫, 公鸡鸣叫, 公鸡啼鸣, 公鸡啼明, 公鸡报晓, 公鸡的叫声, 公鸡的打鸣声, 公鸡的啼叫, "
    "公鸡打鸣声, 公鸡喔喔叫, 公鸡喔喔, 公鸡叫声, 雄鸡啼鸣, 雄鸡一唱, 雄鸡高唱, 雄鸡打鸣, 雄鸡叫, "
    "雄鸡啼叫, 雄鸡鸣叫, 雄鸡唱晓, 金鸡报晓, 鸡鸣声, 鸡鸣声声, 鸡叫声, 鸡啼声, 鸡打鸣, 鸡打鸣声, "
    "鸡叫头遍, 鸡叫三遍, 鸡叫了三遍, 鸡鸣报晓, 鸡鸣三遍, 打鸣声, 报晓, 报晓鸡鸣, 喔喔, 喔喔喔, "
    "喔喔的鸡鸣, 晨鸡, 司晨, 金鸡啼鸣, 五更鸡鸣, 鸡报晓",
    examples=("a rooster crowing", "公鸡打鸣"),
    make=_make,
    place=Place.FIELD,
    metres=(3.0, 10.0, 150.0),
    mix_db=-1.0,
)
