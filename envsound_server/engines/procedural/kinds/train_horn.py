"""A train horn: a chord of air chimes, blown long and short before a crossing."""

import numpy as np

from envsound_server.engines.procedural.kind import Group, Kind
from envsound_server.engines.procedural.layers import Place
from envsound_server.engines.procedural.models.events import Bouts, Event, Events, LogNormal
from envsound_server.engines.procedural.models.horns import AirHorn, harmonics_db, period
from envsound_server.engines.procedural.models.open_air import OpenAir
from envsound_server.engines.procedural.source import Mono, Part, Source

_BLASTS = Bouts((2, 4), LogNormal(4.5, 0.12), LogNormal(5.5, 0.3), (0.05, 0.25), 1.2)
_LONG_SECONDS, _SHORT_SECONDS = 3.3, 1.1
_CHORD_HERTZ = (240.0, 285.0, 320.0, 380.0, 480.0)
"""Five air chimes in the spacing of North American locomotives (D# F# G# B D#), set low."""

_DETUNING = 0.009
"""Detuning of each, as a part of its pitch."""

_SPECTRUM = ((60, -24), (615, 0), (1_230, 0), (2_460, -3), (6_150, -30))


def _make(part: Part) -> Source:
    tuning = part.generator().normal(1.0, _DETUNING, len(_CHORD_HERTZ))
    horn = AirHorn(
        tuple(float(pitch) for pitch in tuning * _CHORD_HERTZ),
        tuple(period(harmonics_db(pitch, _SPECTRUM), n) for n, pitch in enumerate(_CHORD_HERTZ)),
        attack_seconds=0.1,
        release_seconds=0.2,
        dip=0.06,
        fall=0.3,
        unrest=0.006,
        roughness=0.12,
        breath=0.18,
    )

    def blast(draw: np.random.Generator, event: Event) -> Mono:
        is_short = event.bout_size > 2 and event.place_in_bout == event.bout_size - 2
        length = (_SHORT_SECONDS if is_short else _LONG_SECONDS) * draw.uniform(0.75, 1.2)
        return horn.render(draw, length, event.seconds_left)

    blasts = Events(part, _BLASTS, blast, width=0.3, level_sigma_db=0.8)
    return OpenAir(part, blasts, -45.0)


KIND = Kind(
    name="train horn",
    chinese_name="火车汽笛",
    ucs="TRNHorn",
    group=Group.EVENT,
    english="train horns, train whistle, train whistles, steam whistle, steam whistles, "
    "locomotive horn, locomotive whistle, train whistling, train hooting, train honking, "
    "steam train whistle, whistle of a train, railway whistle, train blowing its horn",
    chinese="火车汽笛声, 火车鸣笛, 火车鸣笛声, 火车的汽笛, 火车的汽笛声, 火车笛声, 火车喇叭, "
    "列车鸣笛, 列车汽笛, 蒸汽汽笛, 火车拉响汽笛, 火车的鸣笛, 火车的鸣笛声, 火车的笛声, 火车笛, "
    "火车长鸣, 火车鸣汽笛, 火车鸣喇叭, 火车鸣叫, 火车喇叭声, 火车汽笛长鸣, 火车汽笛响起, "
    "火车汽笛鸣响, 火车拉汽笛, 火车拉响了汽笛, 列车的汽笛, 列车的汽笛声, 列车的鸣笛声, 列车汽笛声, "
    "列车鸣笛声, 列车拉响汽笛, 列车笛声, 蒸汽火车的汽笛, 蒸汽火车汽笛, 蒸汽火车鸣笛, 机车鸣笛, "
    "机车汽笛, 地铁鸣笛, 动车鸣笛, 高铁鸣笛, 火车呜呜",
    examples=("a train whistle in the distance", "远处火车汽笛"),
    make=_make,
    place=Place.FOREST,
    metres=(20.0, 120.0, 420.0),
    gain_db=-3.5,
    mix_db=2.0,
    doppler=True,
)
