"""A ship horn: a deep diaphragm horn with an echo from the shore."""

import numpy as np

from envsound_server.engines.procedural.kind import Group, Kind
from envsound_server.engines.procedural.layers import Place
from envsound_server.engines.procedural.models.events import Bouts, Event, Events, LogNormal
from envsound_server.engines.procedural.models.horns import AirHorn, harmonics_db, period
from envsound_server.engines.procedural.models.open_air import OpenAir
from envsound_server.engines.procedural.source import Mono, Part, Source

_BLASTS = Bouts((1, 2), LogNormal(4.5, 0.15), LogNormal(5.5, 0.3), (0.05, 0.25), 2.0)
_LENGTH = LogNormal(2.8, 0.2)
_PITCH_HERTZ = (115.0, 160.0)
_SPECTRUM = ((60, -17), (226, 0), (452, 3), (904, -7), (2_260, -32))


def _make(part: Part) -> Source:
    made = part.generator()
    pitch = float(made.uniform(*_PITCH_HERTZ))
    pitches = (pitch, pitch * float(made.uniform(1.19, 1.27)))[: int(made.integers(1, 3))]
    horn = AirHorn(
        pitches,
        tuple(period(harmonics_db(hertz, _SPECTRUM), n) for n, hertz in enumerate(pitches)),
        attack_seconds=0.2,
        release_seconds=0.1,
        dip=0.07,
        fall=0.16,
        unrest=0.0005,
        roughness=0.01,
        breath=0.08,
    )

    def blast(draw: np.random.Generator, event: Event) -> Mono:
        return horn.render(draw, min(_LENGTH.draw(draw), 5.0), event.seconds_left)

    blasts = Events(part, _BLASTS, blast, width=0.3, level_sigma_db=0.8)
    return OpenAir(part, blasts, -42.0)


KIND = Kind(
    name="ship horn",
    chinese_name="汽笛",
    ucs="BOATHorn",
    group=Group.EVENT,
    english="ship's horn, ships horn, ship horns, ship's horns, foghorn, foghorns, fog horn, "
    "fog horns, boat horn, boat horns, ship whistle, ship's whistle, ferry horn, steamer horn, "
    "steamship horn, ship blowing its horn, ship's foghorn",
    chinese="轮船汽笛, 轮船汽笛声, 汽笛声, 轮船鸣笛, 雾号, 雾笛, 船笛, 船鸣笛, 船的汽笛, "
    "轮船的汽笛, 轮船的汽笛声, 汽笛长鸣, 船舶鸣笛, 货轮鸣笛, 渡轮汽笛, 轮船的鸣笛, 轮船鸣笛声, "
    "轮船鸣汽笛, 轮船笛声, 轮船拉响汽笛, 汽笛鸣响, 汽笛响, 汽笛响起, 汽笛一声, 汽笛声声, 汽笛轰鸣, "
    "鸣汽笛, 拉响汽笛, 拉汽笛, 船汽笛, 船的鸣笛, 船喇叭, 船号, 船只鸣笛, 大船鸣笛, 大船汽笛, "
    "邮轮汽笛, 邮轮鸣笛, 渡轮鸣笛, 货船鸣笛, 货轮汽笛, 巨轮鸣笛, 港口汽笛, 码头汽笛, 雾号声, "
    "雾笛声, 雾角, 灯塔雾号, 船鸣, 渡轮的汽笛",
    examples=("a ship's horn in the fog", "轮船汽笛"),
    make=_make,
    place=Place.FOREST,
    metres=(40.0, 250.0, 2_000.0),
    gain_db=0.5,
    mix_db=2.0,
)
