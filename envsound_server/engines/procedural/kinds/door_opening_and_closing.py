"""An opening and closing door: handle, latch, hinges, and the panel in its frame."""

import numpy as np

from envsound_server.engines.procedural.kind import Group, Kind
from envsound_server.engines.procedural.layers import Place
from envsound_server.engines.procedural.models.doors import RATTLE
from envsound_server.engines.procedural.models.events import Bouts, Event, Events, LogNormal
from envsound_server.engines.procedural.models.friction import Creak
from envsound_server.engines.procedural.models.impacts import (
    Body,
    Burst,
    bounces,
    mix,
    with_peak_one,
)
from envsound_server.engines.procedural.models.presence import WithPresence
from envsound_server.engines.procedural.source import Curve, Mono, Part, Source

_PANEL = Body(88.3, 588.3, 37, 0.107, decay_exponent=0.307, level_exponent=0.244, spacing=1.6)
_LATCH = Body(443.0, 6_933.0, 22, 0.005, decay_exponent=1.0, level_exponent=-0.447, spacing=1.32)
_SNAP = Burst(880.0, 7_170.0, 0.002, 0.0004)
_SNAP_DB = -3.86
_AIR = Burst(90.6, 1_820.0, 0.0222, 0.002)
_AIR_DB = 3.5
_CLACK = Burst(400.0, 2_990.0, 0.00921)
_SWING = Burst(288.0, 1_860.0, 0.25, 0.12)
_SWING_DB = -31.0
_CREAK = Creak(
    33.5,
    328.0,
    0.06,
    Body(
        417.0,
        8_620.0,
        24,
        0.00437,
        decay_exponent=0.767,
        level_exponent=0.64,
        spacing=2.13,
    ),
    breath_db=-12.0,
    slip_seconds=0.356,
)
_CREAK_DB = -22.8
_REBOUND_DB = -0.174
_CONTACT_SECONDS = 0.0011
_HANDLE_DB = -6.6
_OPEN_SECONDS = LogNormal(0.652, 0.2)
_POP_DB = -6.85
_POP_SOFTNESS = 2.0
_POP_CLACK_DB = -13.6
_CLACK_DB = 6.0
_LATCH_DB = -5.55
_RATTLE_DB = -4.84
_HANDLE_BACK_DB = -14.2
_BOUTS = Bouts((1, 1), LogNormal(1.0), LogNormal(3.09, 0.2), tail_seconds=1.5)
_PRESENCE_DB = -51.9

_Parts = list[tuple[float, float, Mono]]
"""Onset (s), level (dB) and sound of each."""


def _make(part: Part) -> Source:
    own = part.generator()
    panel, latch, rattle = (body.modes_hertz(own) for body in (_PANEL, _LATCH, RATTLE))

    def door(draw: np.random.Generator, event: Event) -> Mono:
        parts: _Parts = []
        opened = 0.0
        for _ in range(int(draw.integers(2, 4))):
            parts += _click(draw, latch, opened, _HANDLE_DB + draw.normal(0.0, 2.5))
            opened += draw.uniform(0.05, 0.12)
        pop_db = _POP_DB + draw.normal(0.0, 1.5)
        parts += _contact(draw, panel, opened, pop_db, _POP_SOFTNESS, _POP_CLACK_DB)
        parts.append((opened, _SWING_DB + draw.normal(0.0, 2.0), _SWING.render(draw)))
        creak = _CREAK.render(draw, min(draw.uniform(0.3, 0.6), max(event.seconds_left, 0.1)))
        parts.append((opened + 0.05, _CREAK_DB + draw.normal(0.0, 3.0), creak))
        shut = opened + _OPEN_SECONDS.draw(draw)
        if shut < event.seconds_left:
            parts.append((max(shut - 0.35, 0.0), _SWING_DB, _SWING.render(draw)))
            parts += _closing(draw, panel, latch, rattle, shut)
        return with_peak_one(mix(parts))

    return WithPresence(part, Events(part, _BOUTS, door, width=0.25), _PRESENCE_DB)


def _closing(
    draw: np.random.Generator, panel: Curve, latch: Curve, rattle: Curve, shut: float
) -> _Parts:
    """Return the latch, the panel in its frame, and the returning handle."""
    parts = _click(draw, latch, shut, _LATCH_DB)
    parts += _click(draw, latch, shut + draw.uniform(0.015, 0.03), _LATCH_DB - 3.0)
    parts += _contact(draw, panel, shut + 0.012, 0.0, 1.0, _CLACK_DB)
    for onset, level in bounces(draw, draw.uniform(0.05, 0.09), 0.7, 4):
        rattled = RATTLE.strike(draw, rattle, 0.001)
        parts.append((shut + 0.042 + onset, _RATTLE_DB + level, rattled))
    return parts + _click(draw, latch, shut + draw.uniform(0.12, 0.25), _HANDLE_BACK_DB)


def _click(draw: np.random.Generator, latch: Curve, onset: float, level: float) -> _Parts:
    """Return one click of bolt and spring."""
    bent = latch * draw.normal(1.0, 0.02)
    return [
        (onset, level, _LATCH.strike(draw, bent, 0.0004)),
        (onset, level + _SNAP_DB, _SNAP.render(draw)),
    ]


def _contact(
    draw: np.random.Generator,
    panel: Curve,
    onset: float,
    level: float,
    softness: float,
    clack_db: float,
) -> _Parts:
    """Return the contact of panel and frame, in two blows."""
    parts = []
    for late, weaker in ((0.0, 0.0), (draw.uniform(0.025, 0.06), _REBOUND_DB)):
        contact = _CONTACT_SECONDS * softness * float(np.exp(0.2 * draw.standard_normal()))
        struck = _PANEL.strike(draw, panel * draw.normal(1.0, 0.02), contact)
        at, blow_db = onset + late, level + weaker
        parts.append((at, blow_db, struck))
        parts.append((at, blow_db + _AIR_DB, _AIR.render(draw)))
        parts.append((at, blow_db + clack_db, _CLACK.render(draw)))
    return parts


KIND = Kind(
    name="door opening and closing",
    chinese_name="开门关门",
    ucs="DOORWood",
    group=Group.EVENT,
    english="a door opens and closes, door opens and closes, door opening, "
    "door closing, opening door, closing door, door opens, door closes, opening a door, "
    "closing a door",
    chinese="开门和关门, 开门, 关门, 开门声, 关门声, 开关门, 门声, 开门的声音, 关门的声音, 门打开, "
    "门打开了, 门关上, 门关上了, 打开门, 打开了门, 打开房门, 关上门, 关上了门, 关上房门, 拉开门, "
    "推门, 推门声, 推开门, 推开房门, 推门而入, 推门进来, 拉门, 拉门声, 门开了, 门关了, 门开合, "
    "门开关, 门开的声音, 门关的声音, 门响, 门被推开, 门被打开, 门被关上, 掩上门, 带上门, 合上门, "
    "房门打开, 房门关上, 大门打开, 大门关上, 木门打开, 木门关上, 推开木门, 推开大门, 打开大门, "
    "关上大门, 开门进来, 进门声, 关门离开, 门板声, 车门声, 关车门, 开车门, 门开了又关, 推开柴门, "
    "夺门而出",
    examples=("a door opens and closes", "开门和关门"),
    make=_make,
    place=Place.ROOM,
    metres=(1.0, 3.0, 25.0),
    gain_db=-3.0,
    mix_db=-2.0,
)
