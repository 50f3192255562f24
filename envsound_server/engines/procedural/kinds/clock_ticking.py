"""A clock that ticks: the two pallets of an escapement and the case that answers."""

import numpy as np

from envsound_server.engines.procedural.kind import Group, Kind
from envsound_server.engines.procedural.layers import Place
from envsound_server.engines.procedural.models.events import Event, Events, steady
from envsound_server.engines.procedural.models.grains import burst_grain
from envsound_server.engines.procedural.models.modal import ring
from envsound_server.engines.procedural.source import Mono, Part, Source

_TICKS = steady(0.5, 0.004)
_MODES = 14


def _make(part: Part) -> Source:
    made = part.generator()
    pallets = [_modes(made, pitch) for pitch in made.uniform(0.9, 1.1) * np.array((1.0, 0.86))]

    def tick(draw: np.random.Generator, event: Event) -> Mono:
        modes = pallets[event.number % 2]
        decays = 0.012 * (modes / 1_500.0) ** -0.5 * draw.uniform(0.7, 1.3, _MODES)
        gains = np.exp(0.4 * draw.standard_normal(_MODES))
        sound = ring(modes, decays, gains, draw.uniform(0.0, 6.28, _MODES))
        sound /= np.abs(sound).max()
        click = burst_grain(draw, (2_000.0, 9_000.0), 0.0015)
        length = min(len(sound), len(click))
        sound[:length] += 0.25 * click[:length]
        return np.asarray(0.8 * sound, np.float32)

    return Events(part, _TICKS, tick, width=0.05, level_sigma_db=0.7)


def _modes(made: np.random.Generator, pitch: float) -> np.ndarray:
    return pitch * np.exp(made.uniform(np.log(500.0), np.log(7_000.0), _MODES))


KIND = Kind(
    name="clock ticking",
    chinese_name="时钟",
    ucs="CLOCKTick",
    group=Group.EVENT,
    english="clock, clocks, clock ticks, ticking clock, ticking clocks, tick tock, ticktock, tick, "
    "ticks, ticking, grandfather clock, pendulum, wristwatch, pocket watch, watch ticking, "
    "ticking watch, wall clock, clockwork, second hand, metronome, mantel clock, old clock",
    chinese="时钟滴答, 钟表, 钟, 挂钟, 座钟, 滴答, 嘀嗒, 滴答声, 嘀嗒声, 钟摆, 秒针, 手表, 怀表, 摆钟, "
    "落地钟, 时钟的滴答声, 时钟声, 钟表声, 滴滴答答",
    examples=("a clock ticking in a quiet room", "时钟滴答"),
    make=_make,
    place=Place.ROOM,
    metres=(0.5, 2.0, 10.0),
    mix_db=-10.0,
)
"""The kind."""
