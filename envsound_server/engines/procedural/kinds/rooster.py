"""A rooster: a crow of four syllables, the last one long.

Lengths and pitches after published measurements of crowing: 1.5 to 2.5 s in all, harmonics of
400 to 900 Hz, most energy at 0.8 to 3 kHz.
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
    (
        (900.0, 450.0, -2.0),
        (1_750.0, 500.0, 0.0),
        (2_900.0, 700.0, -5.0),
        (4_600.0, 1_200.0, -14.0),
    ),
    tilt_db=-4.0,
    floor_db=-28.0,
)
_SYLLABLES = (
    (0.0, 0.24, (430.0, 560.0, 640.0, 600.0), 0.7),
    (0.30, 0.15, (640.0, 720.0, 700.0), 0.8),
    (0.50, 0.32, (640.0, 800.0, 860.0, 820.0), 1.0),
    (0.86, 0.95, (700.0, 860.0, 880.0, 850.0, 790.0, 700.0, 560.0, 430.0), 0.95),
)
"""Onset (s), length (s), pitch (Hz) and level of each."""
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
            tone = Tone(0.009, 0.08, 0.35 if number == 0 else 0.12, 0.15, 55.0, 0.12)
            envelope = (0.0, 0.85, 1.0, 0.95, 0.85, 0.6, 0.0)
            opening = size * np.array((0.8, 1.0, 1.08, 1.05, 0.95, 0.8))
            pitches = pitch * np.array(knots) * draw.normal(1.0, 0.015)
            sound = level * call(draw, length, pitches, envelope, _TRACT, tone, opening)
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
    "cockcrow, cock crow, crowing rooster, crowing, cock-a-doodle-doo, cock a doodle doo",
    chinese="公鸡打鸣, 公鸡叫, 公鸡啼, 公鸡啼叫, 鸡鸣, 鸡叫, 鸡啼, 打鸣, 雄鸡, 雄鸡报晓, 大公鸡, "
    "喔喔叫",
    examples=("a rooster crowing", "公鸡打鸣"),
    make=_make,
    place=Place.FIELD,
    metres=(3.0, 10.0, 150.0),
    mix_db=-1.0,
)
