"""Seagulls: mewing cries and laughing series.

Measured on a recording of gulls: cries of 0.2 to 0.4 s whose pitch arches from 1.0 to 1.4 and back
to 0.9 kHz, with harmonics to 8 kHz. Series of about eight cries of 0.2 s
with a rough undertone are as A. Anikin ("Soundgen", 2019) describes them.
"""

import numpy as np

from envsound_server.engines.procedural.kind import Group, Kind
from envsound_server.engines.procedural.layers import Intensity, Place
from envsound_server.engines.procedural.models.calls import Tone, Tract, call
from envsound_server.engines.procedural.models.events import Bouts, Event, LogNormal
from envsound_server.engines.procedural.models.flock import Caller, Flock
from envsound_server.engines.procedural.source import Mono, Part, Source

_GULLS = {Intensity.LIGHT: 2, Intensity.NORMAL: 4, Intensity.HEAVY: 8}
_TRACT = Tract(
    ((1_390.0, 290.0, 0.0), (3_300.0, 1_400.0, -9.5), (5_500.0, 1_270.0, -17.5)),
    tilt_db=1.0,
    low_cut_hertz=1_250.0,
)
_PITCH_HERTZ = 1_070.0
_MEWS = Bouts((1, 3), LogNormal(0.75, 0.2), LogNormal(2.4, 0.5), tail_seconds=0.5)
_LAUGHS = Bouts((5, 9), LogNormal(0.3, 0.06), LogNormal(4.0, 0.4), tail_seconds=0.4)


def _make(part: Part) -> Source:
    draw = part.generator()
    return Flock(part, [_gull(draw, number) for number in range(_GULLS[part.layer.intensity])])


def _gull(draw: np.random.Generator, number: int) -> Caller:
    pitch = _PITCH_HERTZ * draw.uniform(0.88, 1.12)
    size, laughs = draw.uniform(0.93, 1.08), number % 2 == 0
    tone = Tone(0.027, 0.12, draw.uniform(0.0, 0.1), 0.13, 140.0, 0.45)

    def cry(draw: np.random.Generator, event: Event) -> Mono:
        along = event.place_in_bout / max(event.bout_size - 1, 1)
        if laughs:
            seconds = 0.17 * draw.lognormal(0.0, 0.08)
            knots = np.array((0.66, 0.97, 1.0, 0.9, 0.8)) * (1.06 - 0.14 * along)
        else:
            seconds = 0.37 * draw.lognormal(0.0, 0.2)
            knots = np.array((0.8, 0.95, 1.0, 0.97, 0.9, 0.81))
        knots = pitch * knots * draw.normal(1.0, 0.025)
        opening = size * np.array((0.88, 1.05, 1.1, 1.0, 0.96))
        return call(draw, seconds, knots, (0.0, 0.9, 1.0, 0.7, 0.0), _TRACT, tone, opening)

    far, level_db = min(0.12 * number, 0.7), -3.5 * min(number, 4)
    return Caller(_LAUGHS if laughs else _MEWS, cry, draw.uniform(-0.8, 0.8), level_db, far)


KIND = Kind(
    name="seagulls",
    chinese_name="海鸥",
    ucs="BIRDSea",
    group=Group.EVENT,
    english="seagull, gull, gulls, sea gull, sea gulls, seagull cry, seagull cries, "
    "seagulls crying, seagulls calling, gulls crying, gulls calling, seabird, seabirds, "
    "sea bird, sea birds, tern, terns, gulls screaming",
    chinese="海鸥叫, 海鸥叫声, 海鸟, 鸥鸟, 鸥, 海鸥鸣叫, 海鸟叫, 海鸟鸣叫, 海鸥声, 海鸥鸣叫声, "
    "海鸥的叫声, 海鸥啼叫, 海鸥啼鸣, 海鸥盘旋, 海鸥飞翔, 海鸥鸣, 海鸥群, 鸥鸣, 鸥鸟鸣叫, 鸥鸟叫, "
    "鸥群, 群鸥, 沙鸥, 鸥鹭, 燕鸥, 海燕, 信天翁, 鸬鹚, 鹈鹕, 海鸟声, 海鸟的叫声, 海鸟盘旋, "
    "海鸥嘎嘎叫, 水鸟, 水鸟叫",
    examples=("seagulls over a harbour", "海鸥"),
    make=_make,
    place=Place.FIELD,
    metres=(5.0, 14.0, 100.0),
    gain_db=-4.0,
    mix_db=-3.0,
)
