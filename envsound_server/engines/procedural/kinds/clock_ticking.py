"""A ticking clock: the two pallets of an escapement and the resonance of the case."""

import numpy as np

from envsound_server.engines.procedural.kind import Group, Kind
from envsound_server.engines.procedural.layers import Place
from envsound_server.engines.procedural.models.blasts import mix_at
from envsound_server.engines.procedural.models.events import Event, Events, steady
from envsound_server.engines.procedural.models.grains import burst_grain
from envsound_server.engines.procedural.models.modal import ring
from envsound_server.engines.procedural.models.open_air import OpenAir
from envsound_server.engines.procedural.source import Curve, Mono, Part, Source

_TICKS = steady(0.55, 0.004)
_MODES = 40
_LOG_CASE = (float(np.log(530.0)), float(np.log(8_800.0)))
"""The case's modes lie from 530 Hz to 8.8 kHz, evenly over the octaves."""

_DECAY_SECONDS, _DECAY_SLOPE, _LEVEL_SLOPE = 0.022, -0.42, -0.68
"""Decay of a mode of 2 kHz, and the exponents by which decay and level fall with frequency."""

_LOCK_SECONDS, _UNLOCK_LEVEL = 0.066, 0.48
"""Time from the tooth's release to its impact on the next pallet, and the release's level."""

_CLICK_HERTZ, _CLICK_SECONDS, _CLICK_LEVEL = (560.0, 4_100.0), 0.004, 2.5


def _make(part: Part) -> Source:
    made = part.generator()
    case = np.exp(made.uniform(*_LOG_CASE, (2, _MODES)))
    case[1] *= 0.966

    def tick(draw: np.random.Generator, event: Event) -> Mono:
        modes = case[event.number % 2]
        lock = draw.uniform(0.9, 1.1) * _LOCK_SECONDS
        parts = [(0.0, _UNLOCK_LEVEL * _struck(draw, modes)), (lock, _struck(draw, modes))]
        sound = mix_at(parts, 0.35)
        return np.asarray(0.9 * sound / np.abs(sound).max(), np.float32)

    ticks = Events(part, _TICKS, tick, width=0.05, level_sigma_db=0.7)
    return OpenAir(part, ticks, -42.0)


def _struck(draw: np.random.Generator, modes: Curve) -> Mono:
    """Return the response of the case to one blow."""
    decays = _DECAY_SECONDS * (modes / 2_000.0) ** _DECAY_SLOPE * draw.uniform(0.7, 1.3, _MODES)
    gains = (modes / 2_000.0) ** _LEVEL_SLOPE * np.exp(0.5 * draw.standard_normal(_MODES))
    sound = ring(modes, decays, gains, draw.uniform(0.0, 2 * np.pi, _MODES))
    sound /= np.abs(sound).max()
    click = burst_grain(draw, _CLICK_HERTZ, _CLICK_SECONDS)
    click *= _CLICK_LEVEL / np.abs(click).max()
    length = min(len(sound), len(click))
    sound[:length] += click[:length]
    return sound


KIND = Kind(
    name="clock ticking",
    chinese_name="时钟",
    ucs="CLOCKTick",
    group=Group.EVENT,
    english="clock, clocks, clock ticks, ticking clock, ticking clocks, tick tock, ticktock, "
    "tick, ticks, ticking, grandfather clock, pendulum, wristwatch, pocket watch, "
    "watch ticking, ticking watch, wall clock, clockwork, second hand, metronome, "
    "mantel clock, old clock, stopwatch",
    chinese="时钟滴答, 钟表, 钟, 挂钟, 座钟, 滴答, 嘀嗒, 滴答声, 嘀嗒声, 钟摆, 秒针, 手表, 怀表, "
    "摆钟, 落地钟, 时钟的滴答声, 时钟声, 钟表声, 滴滴答答, 钟表滴答, 钟表滴答声, 钟表的滴答声, "
    "钟表嘀嗒, 钟滴答, 钟的滴答声, 时钟嘀嗒, 时钟嘀嗒声, 时钟滴答声, 时钟滴答作响, 时钟滴答滴答, "
    "滴答滴答, 嘀嗒嘀嗒, 滴嗒, 滴嗒声, 嘀嘀嗒嗒, 滴滴嗒嗒, 滴答作响, 嘀嗒作响, 秒针声, 秒针走动, "
    "秒针滴答, 钟摆声, 钟摆摆动, 钟摆摇动, 挂钟滴答, 挂钟声, 座钟滴答, 石英钟, 壁钟, 墙上的钟, "
    "墙上的挂钟, 老钟, 台钟, 怀表滴答, 手表滴答, 手表声, 秒表, 定时器, 计时器, 钟摆滴答, 老式座钟, "
    "腕表",
    examples=("a clock ticking in a quiet room", "时钟滴答"),
    make=_make,
    place=Place.ROOM,
    metres=(0.5, 2.0, 10.0),
    mix_db=-10.0,
)
