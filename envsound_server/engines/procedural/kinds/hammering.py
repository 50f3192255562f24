"""A blacksmith at work: a hammer, hot iron, a ringing anvil, and taps in between."""

import numpy as np

from envsound_server.engines.procedural.kind import Group, Kind
from envsound_server.engines.procedural.layers import Place
from envsound_server.engines.procedural.models.events import Bouts, Event, Events, LogNormal
from envsound_server.engines.procedural.models.impacts import Body, Burst, mix, with_peak_one
from envsound_server.engines.procedural.models.presence import WithPresence
from envsound_server.engines.procedural.source import Mono, Part, Source

_ANVIL = Body(
    1_550.0,
    18_000.0,
    39,
    0.0954,
    decay_exponent=0.0947,
    level_exponent=0.186,
    spread=0.388,
    spacing=1.01,
)
_CONTACT_SECONDS = 0.000155
_STOCK = Body(
    262.0, 1_710.0, 30, 0.0225, level_exponent=0.611, decay_exponent=0.3, spacing=1.4, spread=0.484
)
_STOCK_DB = -15.0
_CLICK = Burst(632.0, 13_800.0, 0.01, attack_seconds=0.000296)
_CLICK_DB = 7.42
_TAP_ODDS = 0.153
_BOUTS = Bouts((4, 9), LogNormal(0.69, 0.1), LogNormal(2.0, 0.3), tail_seconds=0.6)
_PRESENCE_DB = -49.6


def _make(part: Part) -> Source:
    own = part.generator()
    anvil, stock = _ANVIL.modes_hertz(own), _STOCK.modes_hertz(own)

    def blow(draw: np.random.Generator) -> Mono:
        return mix(
            (
                (0.0, draw.normal(-2.0, 2.0), _ANVIL.strike(draw, anvil, _CONTACT_SECONDS)),
                (0.0, _STOCK_DB, _STOCK.strike(draw, stock * draw.normal(1.0, 0.03), 0.001)),
                (0.0, _CLICK_DB + draw.normal(0.0, 2.0), _CLICK.render(draw)),
            )
        )

    def strike(draw: np.random.Generator, event: Event) -> Mono:
        parts = [(0.0, 0.0, blow(draw))]
        if draw.random() < _TAP_ODDS:
            onset = draw.uniform(0.16, 0.24)
            parts += [(onset, draw.uniform(-18.0, -10.0), blow(draw))]
        return with_peak_one(mix(parts))

    return WithPresence(part, Events(part, _BOUTS, strike, width=0.15), _PRESENCE_DB)


KIND = Kind(
    name="hammering",
    chinese_name="锤打",
    ucs="TOOLHand",
    group=Group.EVENT,
    english="a blacksmith hammering, blacksmith, blacksmiths, hammer, hammers, hammer blows, "
    "anvil, smithy, forge, hammering metal, hammering nails, hammering a nail, "
    "mallet, hammer blow",
    chinese="铁匠打铁, 打铁, 打铁声, 铁匠, 铁匠铺, 锤子, 锤击, 敲钉子, 铁锤, 锤打声, 锤子声, "
    "锤子敲打, 锤子敲打声, 锤子敲击, 锤子砸, 锤击声, 锤子敲钉子, 捶打, 捶打声, "
    "捶打铁器, 铁锤敲打, 铁锤声, 铁锤砸, 铁锤敲击, 抡锤, 抡大锤, 大锤, 榔头, 榔头声, "
    "敲榔头, 敲钉子声, 钉钉子, 钉钉子声, 钉木板, 打钉子, 铁匠锤打, 铁匠敲打, "
    "铁匠的锤声, 铁匠铺的打铁声, 铁匠打铁声, 叮叮当当的打铁声, 打铁的声音, 锻打, 锻造, "
    "锻铁, 铁砧, 铁砧声, 敲铁砧, 铸剑, 敲击铁砧, 凿石头, 凿石, 石匠, 石匠凿石, "
    "敲敲打打, 叮叮当当敲打",
    examples=("a blacksmith hammering", "铁匠打铁"),
    make=_make,
    place=Place.ROOM,
    metres=(1.5, 4.0, 60.0),
    gain_db=-2.0,
    mix_db=1.0,
)
