"""A passing arrow: its swish, and occasionally the far bow and the far target."""

import numpy as np

from envsound_server.audio.waveform import CHANNEL_COUNT, SAMPLE_RATE_HERTZ, Samples
from envsound_server.engines.procedural.kind import Group, Kind
from envsound_server.engines.procedural.layers import Place
from envsound_server.engines.procedural.models.events import Bouts, Event, Events, LogNormal
from envsound_server.engines.procedural.models.grains import burst_grain
from envsound_server.engines.procedural.models.modal import ring
from envsound_server.engines.procedural.models.swishes import Swish, swish
from envsound_server.engines.procedural.source import Mono, Part, Source, decibels, frames_of

_BOUTS = Bouts((1, 1), LogNormal(1.2, 0.2), LogNormal(2.4, 0.3), (0.0, 0.03), 0.6)
_FLIGHT_SECONDS = (0.42, 0.58)
_STRING_DB, _HIT_DB = -20.0, -24.0
_STRING_SHARE = 0.3
"""Share of the shots with an audible bow."""

_WOOD_HERTZ = np.array((170.0, 260.0, 410.0, 640.0, 930.0, 1_380.0, 2_100.0))


def _make(part: Part) -> Source:
    def shot(draw: np.random.Generator, event: Event) -> Samples:
        flight = draw.uniform(*_FLIGHT_SECONDS)
        side = draw.choice((-1.0, 1.0)) * draw.uniform(0.4, 0.9)
        feathers = 1.0 + 0.35 * np.sin(
            2
            * np.pi
            * draw.uniform(50, 90)
            * np.arange(frames_of(flight + 0.1))
            / SAMPLE_RATE_HERTZ
        )
        what = Swish(flight, draw.uniform(430, 560), 0.56, 0.56, 1.9, -24.0, side, 0.1)
        hiss = swish(draw, what, feathers)
        late = draw.uniform(0.04, 0.09)
        shot = np.zeros((CHANNEL_COUNT, frames_of(late + flight + 0.7)), np.float32)
        if draw.random() < _STRING_SHARE:
            _add(shot, decibels(_STRING_DB) * _string(draw), 0.0)
        _add(shot, hiss, late)
        if event.seconds_left > late + flight:
            _add(shot, decibels(_HIT_DB) * _hit(draw), late + 0.9 * flight)
        return shot

    return Events(part, _BOUTS, shot, level_sigma_db=1.5)


def _add(shot: Samples, sound: Mono | Samples, seconds: float) -> None:
    """Add a sound to the shot at a time, s."""
    first = int(seconds * SAMPLE_RATE_HERTZ)
    room = shot[:, first : first + sound.shape[-1]]
    room += sound[..., : room.shape[1]]


def _string(draw: np.random.Generator) -> Mono:
    """Return the twang of the string and the bow's limbs, peak 1."""
    first = draw.uniform(85.0, 130.0)
    orders = np.array((1.0, 2.02, 3.05, 4.1, 5.2, 6.4, 8.1))
    gains = orders**-0.6 * np.exp(0.4 * draw.standard_normal(len(orders)))
    twang = ring(first * orders, 0.07 * orders**-0.7, gains, draw.uniform(0, 6, len(orders)))
    snap = burst_grain(draw, (500.0, 4_000.0), 0.006)
    twang[: len(snap)] += 0.8 * snap[: len(twang)]
    return np.asarray(twang / np.abs(twang).max(), np.float32)


def _hit(draw: np.random.Generator) -> Mono:
    """Return the thud of the point in wood and the vibration of the shaft, peak 1."""
    wood = _WOOD_HERTZ * draw.normal(1.0, 0.06, len(_WOOD_HERTZ))
    gains = (wood / wood[0]) ** -0.5 * np.exp(0.3 * draw.standard_normal(len(wood)))
    hertz = np.append(wood, draw.uniform(38.0, 55.0))
    decays = np.append(0.018 * (wood / wood[0]) ** -0.4, 0.13)
    hit = ring(hertz, decays, np.append(gains, 0.35))
    snap = burst_grain(draw, (900.0, 7_000.0), 0.002)
    hit[: len(snap)] += 0.5 * snap[: len(hit)]
    return np.asarray(hit / np.abs(hit).max(), np.float32)


KIND = Kind(
    name="arrow",
    chinese_name="箭",
    ucs="WEAPArro",
    group=Group.EVENT,
    english="arrows, arrow shot, arrow shots, arrow flying, arrow flies past, "
    "arrow flying past, arrows flying, arrows flying past, bow and arrow, "
    "shooting arrows, shooting an arrow, archery, archer, archers, bowshot, "
    "crossbow, crossbow bolt, arrow whizzes",
    chinese="箭矢, 射箭, 飞箭, 箭飞过, 放箭, 弓箭, 弓箭声, 箭声, 弩, 弩箭, 羽箭, 支箭飞过, 弓弦声, "
    "弓弦响, 弓弦, 拉弓, 拉弓射箭, 开弓, 开弓放箭, 箭羽, 箭头, 冷箭, 利箭, 弩箭声, 弩机, 弓弩, "
    "张弓搭箭, 射箭声, 飞箭声, 羽箭破空, 箭破空, 一箭射出, 箭射中靶子, 长弓, 放冷箭, 箭啸, 响箭",
    heavy="乱箭, 乱箭齐发, 弓弩齐发, 箭矢如雨",
    examples=("an arrow flies past", "一支箭飞过"),
    make=_make,
    place=Place.FOREST,
    metres=(1.0, 3.0, 30.0),
    gain_db=-1.5,
    mix_db=0.0,
)
"""The arrow."""
