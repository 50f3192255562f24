"""A car horn: two electric diaphragms a third apart."""

import numpy as np

from envsound_server.audio.waveform import SAMPLE_RATE_HERTZ
from envsound_server.engines.procedural.kind import Group, Kind
from envsound_server.engines.procedural.layers import Place
from envsound_server.engines.procedural.models.events import Bouts, Event, Events, LogNormal
from envsound_server.engines.procedural.models.horns import (
    envelope,
    flutter,
    harmonics_db,
    period,
    tone,
)
from envsound_server.engines.procedural.source import Mono, Part, Source, frames_of

_HONKS = Bouts((1, 3), LogNormal(0.75, 0.3), LogNormal(2.6, 0.4), (0.02, 0.15), 0.7)
_LENGTH = LogNormal(0.42, 0.45)
_PITCHES_HERTZ = (405.0, 505.0)
_SPECTRUM = (
    (400, -8), (800, -6), (1_600, -2), (2_400, 0), (3_200, -3), (5_000, -12), (9_000, -26)
)  # fmt: skip


def _make(part: Part) -> Source:
    made = part.generator()
    tuning = made.uniform(0.88, 1.08)
    discs = [
        (pitch * tuning, period(harmonics_db(pitch, _SPECTRUM), number))
        for number, pitch in enumerate(_PITCHES_HERTZ)
    ]

    def honk(draw: np.random.Generator, event: Event) -> Mono:
        held = frames_of(min(_LENGTH.draw(draw), 1.6))
        frames = min(held + frames_of(0.2), frames_of(event.seconds_left))
        sound = np.zeros(frames, np.float32)
        time = np.arange(frames) / SAMPLE_RATE_HERTZ
        for pitch, wave in discs:
            start = 1.0 - 0.04 * np.exp(-time / 0.02)
            unrest = 1.0 + 0.0015 * flutter(draw, frames, 20.0)
            sound += tone(wave, pitch * start * unrest, draw.uniform())
        sound *= envelope(frames, 0.008, 0.022, held)
        return np.asarray(0.25 * sound, np.float32)

    return Events(part, _HONKS, honk, width=0.4)


KIND = Kind(
    name="car horn",
    chinese_name="汽车喇叭",
    ucs="VEHHorn",
    group=Group.EVENT,
    english="car horns, car honking, cars honking, honk, honks, honking, honking horn, "
    "honking horns, horn honking, horns honking, car honks, honking cars, honking car, "
    "vehicle horn, auto horn, taxi horn, truck horn, horn, horns, beeping cars, beep beep, "
    "hoot of a car",
    chinese="汽车喇叭声, 喇叭, 喇叭声, 按喇叭, 鸣笛, 车喇叭, 汽车鸣笛, 鸣喇叭, 车喇叭声, "
    "汽车按喇叭, 嘀嘀, 车喇叭响, 喇叭响, 喇叭响声, 按响喇叭, 按了喇叭, 按了一声喇叭, 鸣笛声, "
    "鸣喇叭声, 汽车的喇叭声, 汽车鸣喇叭, 嘀嘀声, 滴滴喇叭, 出租车喇叭, 卡车喇叭, 喇叭长鸣, "
    "此起彼伏的喇叭声, 刺耳的喇叭声, 喇叭的声音, 轿车鸣笛, 卡车鸣笛, 嘟嘟的喇叭声",
    examples=("a car horn", "汽车喇叭"),
    make=_make,
    place=Place.STREET,
    metres=(3.0, 12.0, 120.0),
    gain_db=-5.0,
    mix_db=2.0,
    doppler=True,
)
