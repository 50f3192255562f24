"""Coins dropped on a table: bounces, a roll on the edge, and settling."""

import numpy as np

from envsound_server.engines.procedural.kind import Group, Kind
from envsound_server.engines.procedural.layers import Place
from envsound_server.engines.procedural.models.events import Bouts, Event, Events, LogNormal
from envsound_server.engines.procedural.models.impacts import (
    Body,
    Burst,
    bounces,
    mix,
    with_peak_one,
)
from envsound_server.engines.procedural.models.presence import WithPresence
from envsound_server.engines.procedural.models.shower import shower
from envsound_server.engines.procedural.source import Curve, Mono, Part, Source

_COIN = Body(
    7_530.0,
    17_000.0,
    5,
    0.0673,
    decay_exponent=0.837,
    level_exponent=0.108,
    spread=0.801,
    spacing=1.52,
)
_CONTACT_SECONDS = 0.000136
_SIZES = 0.0214
_TABLE = Burst(416.0, 5_900.0, 0.00616, attack_seconds=0.001)
_TABLE_DB = 4.38
_COINS = (2, 7)
_APART_SECONDS = 0.522
_SPIN_ODDS = 0.178
_BOUTS = Bouts((1, 2), LogNormal(1.6, 0.3), LogNormal(2.2, 0.3), tail_seconds=0.8)
_PRESENCE_DB = -44.9


def _blows(draw: np.random.Generator, seconds: float) -> tuple[Curve, Curve]:
    """Return onsets (s) and levels (dB) of a coin that bounces and may spin down."""
    blows = bounces(draw, draw.uniform(0.08, 0.2), 0.62, 9)
    onset, level = blows[-1]
    if draw.random() < _SPIN_ODDS:
        gap, left = draw.uniform(0.045, 0.07), draw.uniform(0.4, 0.9)
        while left > 0.0:
            onset, left, gap = onset + gap, left - gap, max(0.95 * gap, 0.012)
            blows.append((onset, level + draw.normal(4.0, 1.5)))
    onsets, levels = np.array(blows).T
    return onsets[onsets <= seconds], levels[onsets <= seconds]


def _coin(draw: np.random.Generator, seconds: float) -> Mono:
    """Return the sound of one dropped coin, limited in length."""
    modes = _COIN.modes_hertz(draw) * np.exp(_SIZES * draw.standard_normal())
    onsets, levels = _blows(draw, seconds)
    rung = shower(draw, _COIN, [modes], onsets, 10 ** (levels / 20), _CONTACT_SECONDS)
    parts = [(0.0, 0.0, rung)]
    for onset, level in zip(onsets[:6], levels[:6], strict=True):
        parts.append((float(onset), level + _TABLE_DB + draw.normal(0.0, 2.0), _TABLE.render(draw)))
    return mix(parts)


def _make(part: Part) -> Source:
    def drop(draw: np.random.Generator, event: Event) -> Mono:
        parts, start = [], 0.0
        for _ in range(int(draw.integers(*_COINS))):
            left = event.seconds_left - start
            if left < 0.0:
                break
            parts.append((start, draw.uniform(-6.0, 0.0), _coin(draw, left)))
            start += draw.exponential(_APART_SECONDS)
        return with_peak_one(mix(parts))

    return WithPresence(part, Events(part, _BOUTS, drop, width=0.25), _PRESENCE_DB)


KIND = Kind(
    name="coins",
    chinese_name="硬币",
    ucs="OBJCoin",
    group=Group.EVENT,
    english="coin, coins dropped on a table, coin drop, coins dropping, coins falling, "
    "dropping coins, coin falling, coin dropped, loose change, money, coin spinning, "
    "clinking coins, coins clinking",
    chinese="硬币声, 硬币落在桌上, 硬币掉落, 掉硬币, 铜钱, 金币, 钱币, 数钱, 硬币落地, 硬币叮当, "
    "硬币叮当声, 硬币碰撞, 硬币碰撞声, 硬币掉在地上, 硬币落地声, 硬币掉落声, 硬币撒落, "
    "硬币撒了一地, 抛硬币, 数硬币, 投币, 投硬币, 零钱, 铜板, 铜板声, 银币, 银元, 碎银, 铜钱声, "
    "铜钱叮当, 铜钱落地, 金币声, 金币落地, 金币叮当, 钱币声, 钱币碰撞, 钱袋, 钢镚, 钢镚儿, 存钱罐, "
    "铜子儿",
    examples=("coins dropped on a table", "硬币落在桌上"),
    make=_make,
    place=Place.ROOM,
    metres=(0.5, 1.5, 10.0),
    gain_db=-3.0,
    mix_db=-6.0,
)
