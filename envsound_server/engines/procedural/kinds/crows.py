"""Crows: harsh caws in series of two to five.

Measured on a recording of crows: caws of 0.2 to 0.35 s that rise and fall between 1.2 and 1.7 kHz,
a second resonance at 3.5 to 5 kHz, 0.3 to 0.5 s from one to the next.
"""

import numpy as np

from envsound_server.engines.procedural.kind import Group, Kind
from envsound_server.engines.procedural.layers import Intensity, Place
from envsound_server.engines.procedural.models.calls import Tone, Tract, call
from envsound_server.engines.procedural.models.events import Bouts, Event, LogNormal
from envsound_server.engines.procedural.models.flock import Caller, Flock
from envsound_server.engines.procedural.source import Mono, Part, Source

_CROWS = {Intensity.LIGHT: 1, Intensity.NORMAL: 3, Intensity.HEAVY: 7}
_TRACT = Tract(
    ((1_750.0, 560.0, 0.0), (2_200.0, 300.0, -22.0), (4_400.0, 520.0, -2.0)),
    tilt_db=-3.0,
    low_cut_hertz=810.0,
)
_BOUTS = Bouts((2, 5), LogNormal(0.48, 0.15), LogNormal(2.6, 0.5), tail_seconds=0.4)


def _make(part: Part) -> Source:
    draw = part.generator()
    return Flock(part, [_crow(draw, number) for number in range(_CROWS[part.layer.intensity])])


def _crow(draw: np.random.Generator, number: int) -> Caller:
    pitch, size = draw.uniform(470.0, 600.0), draw.uniform(0.93, 1.08)
    length = draw.uniform(0.23, 0.32)
    tone = Tone(0.039, 0.15, draw.uniform(0.28, 0.48), 0.35, draw.uniform(90.0, 130.0), 0.48)

    def caw(draw: np.random.Generator, event: Event) -> Mono:
        top = pitch * draw.normal(1.0, 0.04)
        pitches = top * np.array((0.77, 0.97, 1.0, 0.84, 0.68))
        opening = size * np.array((1.0, 1.0, 1.04, 1.0, 0.87)) * draw.normal(1.0, 0.02)
        seconds = length * draw.lognormal(0.0, 0.12)
        level = (0.0, 0.9, 1.0, 0.85, 0.0)
        return call(draw, seconds, pitches, level, _TRACT, tone, opening)

    far = min(0.15 * number, 0.7)
    return Caller(_BOUTS, caw, draw.uniform(-0.8, 0.8), -4.0 * min(number, 4), far)


KIND = Kind(
    name="crows",
    chinese_name="乌鸦",
    ucs="BIRDCrow",
    group=Group.EVENT,
    english="crow, crow cawing, crows cawing, caw, caws, cawing, raven, ravens, rook, rooks, "
    "jackdaw, jackdaws, crow call, crow calls, crows calling, raven croaking, "
    "murder of crows, flock of crows, magpie",
    chinese="乌鸦叫, 乌鸦叫声, 鸦, 鸦叫, 鸦鸣, 渡鸦, 寒鸦, 老鸦, 鸦群, 一群乌鸦, 乌鸦声, "
    "乌鸦的叫声, 乌鸦啼叫, 乌鸦鸣叫, 乌鸦嘶哑的叫声, 乌鸦哀鸣, 乌鸦聒噪, 鸦啼, 鸦声, 鸦噪, 寒鸦叫, "
    "寒鸦啼, 老鸹, 老鸦叫, 昏鸦, 乌啼, 群鸦, 群鸦乱叫, 鸦群乱叫, 呱呱的乌鸦, 月落乌啼, 老鸹叫, "
    "渡鸦叫, 黑鸦",
    examples=("crows cawing", "乌鸦叫"),
    make=_make,
    place=Place.FIELD,
    metres=(4.0, 14.0, 100.0),
    gain_db=-3.5,
    mix_db=-2.0,
)
