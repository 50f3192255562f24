"""An owl: a soft, nearly pure hoot, a pause, a very short hoot and a long quavering one.

The rhythm is the tawny owl's. The hoot of a recording has 900 Hz and falls at its end by a fifth of
an octave. Tawny owls hoot between 500 and 900 Hz.
"""

import numpy as np

from envsound_server.engines.procedural.kind import Group, Kind
from envsound_server.engines.procedural.layers import Intensity, Place
from envsound_server.engines.procedural.models.calls import Tone, Tract, call
from envsound_server.engines.procedural.models.events import Bouts, Event, LogNormal
from envsound_server.engines.procedural.models.flock import Caller, Flock
from envsound_server.engines.procedural.source import Mono, Part, Source, frames_of

_OWLS = {Intensity.LIGHT: 1, Intensity.NORMAL: 2, Intensity.HEAVY: 3}
_PITCH_HERTZ = (560.0, 720.0)
_TRACT = Tract(((630.0, 100.0, 0.0), (1_400.0, 100.0, -32.0)), tilt_db=-5.6, floor_db=-46.0)
_TONE = Tone(jitter=0.0005, shimmer=0.087, growl=0.057, growl_hertz=25.0, breath=0.037)
_QUAVER_HERTZ, _QUAVER_OF_PITCH, _QUAVER_OF_LEVEL = 10.0, 0.019, 0.074
_KNOTS_HERTZ = 60.0
_BOUTS = Bouts((1, 1), LogNormal(4.0, 0.1), LogNormal(5.5, 0.25), tail_seconds=2.4)
_PHRASE = ((0.0, 0.4), (1.45, 0.1), (1.65, 0.65))
"""Onset and length of the hoots, s."""


def _make(part: Part) -> Source:
    draw = part.generator()
    owls = [_owl(draw, number) for number in range(_OWLS[part.layer.intensity])]
    return Flock(part, owls)


def _owl(draw: np.random.Generator, number: int) -> Caller:
    pitch = draw.uniform(*_PITCH_HERTZ) * 0.88 ** (number % 2)
    stretch = draw.uniform(0.9, 1.15)

    def phrase(draw: np.random.Generator, event: Event) -> Mono:
        end = stretch * (_PHRASE[-1][0] + _PHRASE[-1][1]) + 0.1
        out = np.zeros(frames_of(end), np.float32)
        for onset, seconds in _PHRASE:
            at = stretch * onset * draw.normal(1.0, 0.02)
            if at >= event.seconds_left:
                break
            hoot = _hoot(draw, pitch, stretch * seconds * draw.uniform(0.92, 1.08))
            start = frames_of(at)
            hoot = hoot[: len(out) - start]
            out[start : start + len(hoot)] += hoot
        return out

    return Caller(_BOUTS, phrase, draw.uniform(-0.6, 0.6), -9.0 * number, 0.25 + 0.3 * number)


def _hoot(draw: np.random.Generator, pitch_hertz: float, seconds: float) -> Mono:
    count = max(8, int(seconds * _KNOTS_HERTZ))
    along = np.linspace(0.0, 1.0, count)
    quaver = np.sin(2 * np.pi * _QUAVER_HERTZ * draw.normal(1.0, 0.05) * along * seconds)
    arch = np.interp(along, (0.0, 0.2, 0.5, 0.8, 1.0), (0.82, 0.99, 1.0, 0.99, 0.73))
    level = np.interp(along, (0.0, 0.3, 0.6, 0.85, 1.0), (0.0, 0.3, 1.0, 0.8, 0.0))
    pitch = pitch_hertz * draw.normal(1.0, 0.01) * arch * (1.0 + _QUAVER_OF_PITCH * quaver)
    level = level * (1.0 + _QUAVER_OF_LEVEL * quaver)
    opening = (pitch_hertz / 600.0,)
    return draw.uniform(0.8, 1.0) * call(draw, seconds, pitch, level, _TRACT, _TONE, opening)


KIND = Kind(
    name="owl",
    chinese_name="猫头鹰",
    ucs="BIRDPrey",
    group=Group.EVENT,
    english="owls, owl hoot, owl hoots, owl hooting, hoot, hoots, hooting, hoot of an owl, "
    "owl call, owl calls, owl calling, barn owl, tawny owl, great horned owl, "
    "screech owl",
    chinese="猫头鹰叫, 猫头鹰叫声, 猫头鹰的叫声, 夜枭, 枭, 鸮, 夜猫子, 咕咕声, 猫头鹰声, "
    "猫头鹰叫唤, 猫头鹰鸣叫, 猫头鹰啼叫, 猫头鹰咕咕, 猫头鹰咕咕叫, 猫头鹰的啼叫, 夜枭叫, 夜枭声, "
    "夜枭啼叫, 夜枭的叫声, 夜枭鸣叫, 枭鸣, 枭叫, 枭啼, 枭声, 鸱鸮, 鸮鸣, 鸮叫, 雕鸮, 夜猫子叫, "
    "角鸮, 仓鸮, 夜鸮",
    examples=("an owl hooting", "猫头鹰叫"),
    make=_make,
    place=Place.FOREST,
    metres=(4.0, 14.0, 120.0),
    mix_db=-5.0,
)
