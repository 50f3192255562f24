"""Fireworks: distant bursts of shells, some with crackling stars or a whistle before."""

import numpy as np

from envsound_server.engines.procedural.kind import Group, Kind
from envsound_server.engines.procedural.layers import Intensity, Place
from envsound_server.engines.procedural.models.blasts import Blast, mix_at
from envsound_server.engines.procedural.models.events import Bouts, Event, Events, LogNormal
from envsound_server.engines.procedural.models.grains import burst_grain
from envsound_server.engines.procedural.models.open_air import OpenAir
from envsound_server.engines.procedural.source import Mono, Part, Source

_SHELLS = {
    Intensity.LIGHT: Bouts((1, 3), LogNormal(0.9, 0.6), LogNormal(2.8, 0.4), (0.03, 0.25), 0.8),
    Intensity.NORMAL: Bouts((4, 14), LogNormal(0.55, 0.7), LogNormal(1.6, 0.5), (0.03, 0.25), 0.8),
    Intensity.HEAVY: Bouts((12, 40), LogNormal(0.28, 0.7), LogNormal(1.0, 0.5), (0.03, 0.25), 0.6),
}
_BURST = Blast(
    positive_seconds=0.003,
    wave=2.0,
    levels_db=(-11.0, -4.0, 0.0, 3.0, 0.0),
    decays_seconds=(0.25, 0.2325, 0.2162, 0.2011, 0.187),
    attack_seconds=0.001,
    echoes=6,
    echo_seconds=(0.05, 1.0),
    echo_db=-11.0,
    echo_low_pass_hertz=1500.0,
    raggedness=1.0,
    drive=5.0,
)
_CRACKLING_PART = 0.3


def _crackle(draw: np.random.Generator) -> list[tuple[float, Mono]]:
    """Return the crackling stars of a shell, with their times, s."""
    count = int(draw.integers(30, 80))
    times = 0.35 + draw.gamma(2.5, 0.25, count)
    levels = 0.08 * np.exp(0.6 * draw.standard_normal(count))
    bursts = [burst_grain(draw, (1_200.0, 9_000.0), 0.004) for _ in range(12)]
    return [
        (float(time), np.asarray(level * bursts[int(draw.integers(12))], np.float32))
        for time, level in zip(times, levels, strict=True)
    ]


def _make(part: Part) -> Source:
    def shell(draw: np.random.Generator, event: Event) -> Mono:
        far = draw.uniform(0.35, 1.0)
        parts = [(0.0, far * _BURST.render(draw, event.seconds_left))]
        if draw.random() < _CRACKLING_PART and event.seconds_left > 0.5:
            parts += _crackle(draw)
        return mix_at(parts, min(event.seconds_left + 0.02, 3.0))

    return OpenAir(
        part,
        Events(part, _SHELLS[part.layer.intensity], shell, width=0.7, level_sigma_db=2.0),
        -45.0,
    )


KIND = Kind(
    name="fireworks",
    chinese_name="烟花",
    ucs="FRWKComr",
    group=Group.EVENT,
    english="firework, fireworks display, fireworks show, fireworks exploding, "
    "firework display, fireworks going off, fireworks bursting, skyrockets, skyrocket, "
    "pyrotechnics",
    chinese="放烟花, 烟火, 焰火, 烟花爆竹, 烟花声, 礼花, 放烟火, 烟花绽放, 烟花绽开, 烟花表演, "
    "烟火声, 烟花声响, 烟花爆炸, 烟花炸开, 烟花盛开, 烟花齐放, 烟花升空, 烟花的声音, 烟花燃放, "
    "烟花汇演, 烟花大会, 放烟花声, 点烟花, 燃放烟花, 烟火大会, 烟火表演, 烟火绽放, 烟火升空, "
    "烟火齐放, 焰火晚会, 焰火表演, 焰火声, 放焰火, 礼花弹, 礼花绽放, 放礼花, 新年烟花, 花炮, "
    "冲天炮, 窜天猴, 烟花筒, 夜空中的烟花, 绽放的烟花",
    examples=("fireworks", "烟花"),
    make=_make,
    place=Place.STREET,
    metres=(30.0, 120.0, 900.0),
    gain_db=-5.0,
    mix_db=4.0,
)
