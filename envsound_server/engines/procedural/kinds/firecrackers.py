"""Firecrackers: a string of small charges that set each other off."""

import numpy as np

from envsound_server.audio.waveform import Samples
from envsound_server.engines.procedural.kind import Group, Kind
from envsound_server.engines.procedural.layers import Place
from envsound_server.engines.procedural.models.blasts import Blast
from envsound_server.engines.procedural.models.events import Bouts, Event, Events, LogNormal
from envsound_server.engines.procedural.models.grains import pan_gains
from envsound_server.engines.procedural.source import Part, Source

_STRING = Bouts((40, 160), LogNormal(0.07, 0.75), LogNormal(1.6, 0.4), (0.02, 0.15), 0.1)
_BLAST = Blast(
    positive_seconds=0.00035,
    wave=1.6,
    levels_db=(-18.0, -8.0, -1.0, 0.0, -3.0),
    decays_seconds=(0.03, 0.022, 0.014, 0.009, 0.006),
    echoes=8,
    echo_seconds=(0.012, 0.18),
    echo_db=-12.0,
    echo_low_pass_hertz=4_000.0,
)


def _make(part: Part) -> Source:
    def bang(draw: np.random.Generator, event: Event) -> Samples:
        level = min(0.5 * float(np.exp(0.55 * draw.standard_normal())), 1.3)
        sound = _BLAST.fired(draw, event.seconds_left)
        return np.asarray(level * pan_gains(draw.uniform(-0.5, 0.5))[:, None] * sound * 2**0.5)

    return Events(part, _STRING, bang, level_sigma_db=0.0)


KIND = Kind(
    name="firecrackers",
    chinese_name="鞭炮",
    ucs="FRWKComr",
    group=Group.EVENT,
    english="firecracker, fire crackers, string of firecrackers, firecrackers going off, "
    "firecrackers exploding, petards, petard, bangers",
    chinese="放鞭炮, 鞭炮声, 爆竹, 爆竹声, 炮竹, 鞭炮齐鸣, 炮仗, 放爆竹, 放炮仗, 噼里啪啦的鞭炮",
    examples=("a string of firecrackers", "放鞭炮"),
    make=_make,
    place=Place.STREET,
    metres=(4.0, 12.0, 150.0),
    mix_db=2.0,
)
"""The kind."""
