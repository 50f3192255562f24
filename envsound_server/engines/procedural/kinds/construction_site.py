"""A construction site: a jackhammer, hammers, engines, a reversing lorry."""

import numpy as np

from envsound_server.audio.waveform import SAMPLE_RATE_HERTZ, Samples
from envsound_server.engines.procedural.kind import Group, Kind, Member
from envsound_server.engines.procedural.layers import Place
from envsound_server.engines.procedural.models.events import Bouts, Event, Events, LogNormal
from envsound_server.engines.procedural.models.friction import CONTROL_HERTZ, convolve, slips
from envsound_server.engines.procedural.models.impacts import (
    Body,
    Burst,
    mix,
    with_peak_one,
)
from envsound_server.engines.procedural.source import Mono, Part, Source, frames_of

_BLOWS_HERTZ = (24.0, 30.0)
"""Rate of a breaker's blows: 1,300 to 1,900 per minute."""

_CHISEL = Body(420.0, 7_500.0, 26, 0.011, decay_exponent=0.2, level_exponent=0.15, spacing=1.2)
_GROUND = Burst(90.0, 1_400.0, 0.014)
_AIR = Burst(900.0, 9_000.0, 0.012)
_RUNS = Bouts((1, 3), LogNormal(3.2, 0.3), LogNormal(5.5, 0.3), tail_seconds=1.0)
_BEEPS = Bouts((4, 9), LogNormal(1.0, 0.01), LogNormal(14.0, 0.4), (3.0, 7.0), tail_seconds=0.5)
_BEEP_HERTZ = 1_250.0
_BEEP_LEVEL = 0.05
_BREAKER_LEVEL = 0.15


def _run(draw: np.random.Generator, event: Event) -> Mono:
    """Return one run of the jackhammer, peak 1."""
    seconds = min(float(draw.uniform(1.2, 3.4)), max(event.seconds_left, 0.4))
    steps = max(8, int(seconds * CONTROL_HERTZ))
    rate = float(draw.uniform(*_BLOWS_HERTZ))
    rates = rate * (1.0 - 0.25 * np.exp(-np.arange(steps) / (0.1 * CONTROL_HERTZ)))
    train = slips(draw, rates, np.ones(steps), 0.03, 0.18)
    modes = _CHISEL.modes_hertz(draw)
    blow = mix(
        (
            (0.0, 0.0, _CHISEL.strike(draw, modes, 0.0003, 0.2)),
            (0.0, -2.0, _GROUND.render(draw)),
            (0.012, -7.0, _AIR.render(draw)),
        )
    )
    return with_peak_one(convolve(train, blow))


def _beep(draw: np.random.Generator, event: Event) -> Mono:
    """Return one beep of a lorry's reversing alarm."""
    frames = frames_of(0.5)
    time = np.arange(frames) / SAMPLE_RATE_HERTZ
    tone = np.tanh(2.0 * np.sin(2 * np.pi * _BEEP_HERTZ * time))
    edge = np.minimum(1.0, np.minimum(time, 0.5 - time) / 0.004)
    return np.asarray(tone * np.maximum(edge, 0.0), np.float32)


class _Site:
    """A `Source`: the jackhammer and the reversing alarm."""

    def __init__(self, part: Part) -> None:
        self._breaker = Events(part, _RUNS, _run, width=0.4, level_sigma_db=2.0)
        self._alarm = Events(part, _BEEPS, _beep, width=0.6, level_sigma_db=0.5)

    def render(self) -> Samples:
        """Render a block (see `Source.render`)."""
        breaker = np.float32(_BREAKER_LEVEL) * self._breaker.render()
        alarm = np.float32(_BEEP_LEVEL) * self._alarm.render()
        return np.asarray(breaker + alarm, np.float32)


def _make(part: Part) -> Source:
    return _Site(part)


KIND = Kind(
    name="construction site",
    chinese_name="工地",
    ucs="AMBCnst",
    group=Group.BED,
    english="building site, construction sites, construction work, construction, roadworks, "
    "jackhammer, jackhammers, pneumatic drill, building works, demolition, "
    "bulldozer, excavator",
    chinese="建筑工地, 施工, 工地上, 施工现场, 电钻, 风镐, 施工声, 工地施工, 工地声, 工地噪音, "
    "工地噪声, 工地施工声, 建筑施工, 施工噪音, 施工噪声, 工地的噪音, 工地的声音, 工地机器, "
    "建筑工地噪音, 打桩, 打桩声, 打桩机, 挖掘机, 推土机, 起重机, 水泥搅拌机, 混凝土搅拌机, 电钻声, "
    "冲击钻, 钻机, 钻孔, 装修, 装修声, 装修噪音, 拆楼, 盖楼, 修路, 道路施工, 手提钻, 凿岩机, 电镐",
    examples=("a construction site", "建筑工地"),
    make=_make,
    members=(Member("city traffic", -1.0), Member("hammering", -13.0)),
    place=Place.STREET,
    metres=(5.0, 14.0, 200.0),
    gain_db=-7.0,
    mix_db=2.0,
)
"""The construction site."""
