"""An alarm clock: a clockwork hammer between two small steel bells."""

import numpy as np

from envsound_server.engines.procedural.kind import Group, Kind
from envsound_server.engines.procedural.layers import Place
from envsound_server.engines.procedural.models.bells import Partials, make_bell
from envsound_server.engines.procedural.models.events import Bouts, Event, Events, LogNormal
from envsound_server.engines.procedural.models.ringers import hammer_strokes
from envsound_server.engines.procedural.source import Mono, Part, Source

_RINGINGS = Bouts((1, 1), LogNormal(7.5, 0.1), LogNormal(7.5, 0.1), (0.02, 0.1))
_RINGING_SECONDS = 6.5
_STROKES_HERTZ = 20.0

_PARTIALS: Partials = (
    (1.0, 0.0),
    (1.72, -4.0),
    (2.43, -3.0),
    (3.3, -6.0),
    (4.4, -8.0),
    (5.7, -10.0),
)


def _make(part: Part) -> Source:
    made = part.generator()
    pitch = made.uniform(1_350.0, 1_600.0)
    bells = [
        make_bell(made, pitch * ratio, _PARTIALS, quality=4_000.0, warble_hertz=6.0)
        for ratio in (1.0, made.uniform(1.04, 1.13))
    ]

    def ringing(draw: np.random.Generator, event: Event) -> Mono:
        seconds = min(_RINGING_SECONDS * draw.uniform(0.9, 1.1), event.seconds_left)
        strokes_hertz = _STROKES_HERTZ * draw.uniform(0.96, 1.04)
        tail_seconds = min(1.2, event.seconds_left)
        return hammer_strokes(draw, bells, strokes_hertz, seconds, tail_seconds=tail_seconds)

    return Events(part, _RINGINGS, ringing, width=0.1, level_sigma_db=0.5)


KIND = Kind(
    name="alarm clock",
    chinese_name="闹钟",
    ucs="ALRMClok",
    group=Group.EVENT,
    english="alarm clocks, alarm clock ringing, alarm clock rings, ringing alarm clock, "
    "wake up alarm, alarm rings, alarm ringing, alarm bell, alarm bells, school bell, alarm, "
    "alarms, morning alarm, clock alarm, bell alarm, fire alarm bell, school bell ringing",
    chinese="闹钟响, 闹铃, 闹钟声, 闹钟铃声, 起床铃, 上课铃, 下课铃, 警铃, 电铃, 闹铃声, 闹钟响起, "
    "学校铃声, 闹钟铃响, 闹钟的铃声, 闹铃响, 铃声大作, 上课铃声, 下课铃声, 放学铃, 放学铃声, 课铃, "
    "校铃, 打铃, 电铃声, 警铃声, 数字闹钟, 电子闹钟, 闹钟滴滴, 火警铃, 预备铃",
    examples=("an alarm clock rings", "闹钟响了"),
    make=_make,
    place=Place.ROOM,
    metres=(0.5, 2.0, 12.0),
    gain_db=-2.0,
    mix_db=0.0,
)
