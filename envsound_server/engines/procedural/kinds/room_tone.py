"""Room tone: the ambient noise of a quiet room."""

import numpy as np

from envsound_server.audio.waveform import Samples
from envsound_server.engines.procedural.kind import Group, Kind
from envsound_server.engines.procedural.models.beds import NoiseBed
from envsound_server.engines.procedural.models.rotors import Harmonics, Turning
from envsound_server.engines.procedural.source import Part, Source, decibels

_AIR = ((35, 0), (50, -2), (73, -5.5), (108, -8), (157, -13), (230, -16), (334, -19), (490, -24),
        (735, -28), (1_080, -32), (1_610, -36), (2_450, -37), (8_400, -39),
        (16_000, -40))  # fmt: skip
"""Spectrum after recordings of a library and an office, without their visitors."""

_HUM = ((2, 0), (4, -8), (6, -12), (1, -10))
_HUM_DB = -15.5


class _Room:
    """A `Source`: the air of a house, and a trace of mains hum."""

    def __init__(self, part: Part) -> None:
        self._air = NoiseBed(
            part, _AIR, depth_db=2.8, rate_hertz=0.23, band_count=5, coherence=0.45
        )
        self._mains = Turning(part, 50.0, 0.0002)
        self._hum = Harmonics(part, _HUM, wander_db=2.0, wander_hertz=0.1)
        self._hum_gain = np.float32(decibels(_HUM_DB))

    def render(self) -> Samples:
        """Render a block (see `Source.render`)."""
        hum = self._hum_gain * self._hum.render(self._mains.render())
        return np.asarray(self._air.render() + hum, np.float32)


def _make(part: Part) -> Source:
    return _Room(part)


KIND = Kind(
    name="room tone",
    chinese_name="室内底噪",
    ucs="AMBRoom",
    group=Group.BED,
    english="quiet room, empty room, silent room, room ambience, room ambiance, room noise, "
    "quiet office, quiet house, quiet library, indoor ambience, silence, quiet interior",
    chinese="安静房间, 安静的房间, 房间底噪, 空房间, 空荡的房间, 室内环境音, 寂静, 安静的图书馆, "
    "安静的室内, 房间声音, 房间环境音, 房间背景音, 安静的房间声, 安静的屋子, 安静的屋里, "
    "安静的卧室, 安静的客厅, 安静的书房, 安静的教室, 安静的办公室, 安静的大厅, 安静室内, "
    "安静的空间, 空荡荡的房间, 空荡荡的屋子, 空旷的房间, 空屋, 空屋子, 空教室, 寂静的屋子, "
    "寂静无声, 静寂, 死寂, 底噪, 房间里很安静, 屋里很安静, 室内安静, 静悄悄的房间, 室内静谧, "
    "室内氛围, 静谧的房间, 静谧的室内",
    examples=("quiet room tone", "安静房间"),
    make=_make,
    gain_db=-3.0,
    mix_db=-14.0,
)
"""The room tone."""
