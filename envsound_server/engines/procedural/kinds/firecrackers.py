"""Firecrackers: a string of successive small blasts."""

import numpy as np

from envsound_server.audio.waveform import Samples
from envsound_server.engines.procedural.kind import Group, Kind
from envsound_server.engines.procedural.layers import Place
from envsound_server.engines.procedural.models.blasts import Blast
from envsound_server.engines.procedural.models.events import Bouts, Event, Events, LogNormal
from envsound_server.engines.procedural.models.grains import pan_gains
from envsound_server.engines.procedural.source import Mono, Part, Source

_STRING = Bouts((40, 160), LogNormal(0.069, 0.6), LogNormal(1.7, 0.4), (0.02, 0.15), 0.1)
_BLAST = Blast(
    positive_seconds=0.0005,
    wave=1.33,
    levels_db=(-40.0, -6.7, -10.2, 3.8, 7.0),
    decays_seconds=(0.1, 0.098, 0.096, 0.094, 0.092),
    attack_seconds=0.0014,
    echoes=4,
    echo_seconds=(0.006, 0.3),
    echo_db=-16.3,
    echo_low_pass_hertz=2_800.0,
    raggedness=0.86,
    drive=4.7,
)


_VARIETY = 40
"""Number of different bangs of a sound, rendered as needed."""


def _make(part: Part) -> Source:
    bangs: list[Mono] = []

    def bang(draw: np.random.Generator, event: Event) -> Samples:
        if len(bangs) < _VARIETY:
            bangs.append(_BLAST.render(draw, event.seconds_left))
        sound = bangs[-1] if len(bangs) < _VARIETY else bangs[int(draw.integers(_VARIETY))]
        level = 0.4 * float(np.exp(0.2 * draw.standard_normal()))
        return np.asarray(level * pan_gains(draw.uniform(-0.5, 0.5))[:, None] * sound * 2**0.5)

    return Events(part, _STRING, bang, level_sigma_db=0.0)


KIND = Kind(
    name="firecrackers",
    chinese_name="鞭炮",
    ucs="FRWKComr",
    group=Group.EVENT,
    english="firecracker, fire crackers, string of firecrackers, firecrackers going off, "
    "firecrackers exploding, petards, petard, bangers",
    chinese="放鞭炮, 鞭炮声, 爆竹, 爆竹声, 炮竹, 鞭炮齐鸣, 炮仗, 放爆竹, 放炮仗, 噼里啪啦的鞭炮, "
    "鞭炮齐鸣声, 鞭炮响, 鞭炮响起, 鞭炮噼里啪啦, 鞭炮噼啪, 鞭炮噼啪响, 噼里啪啦的鞭炮声, "
    "噼里啪啦放鞭炮, 噼噼啪啪的鞭炮声, 噼啪的鞭炮声, 点鞭炮, 点燃鞭炮, 燃放鞭炮, 鞭炮阵阵, "
    "鞭炮声阵阵, 鞭炮声声, 鞭炮声此起彼伏, 爆竹声声, 爆竹响, 爆竹齐鸣, 点爆竹, 燃放爆竹, 爆竹噼啪, "
    "炮仗声, 炮竹声, 二踢脚, 摔炮, 小鞭炮, 挂鞭, 鞭炮的声音, 爆竹声中",
    examples=("a string of firecrackers", "放鞭炮"),
    make=_make,
    place=Place.STREET,
    metres=(4.0, 12.0, 150.0),
    gain_db=-3.5,
    mix_db=2.0,
)
