"""Clashing swords: rebounds of two blades, and a sliding edge."""

import numpy as np

from envsound_server.engines.procedural.kind import Group, Kind
from envsound_server.engines.procedural.layers import Place
from envsound_server.engines.procedural.models.events import (
    Bouts,
    Event,
    Events,
    LogNormal,
)
from envsound_server.engines.procedural.models.friction import convolve
from envsound_server.engines.procedural.models.impacts import (
    Body,
    Burst,
    band_noise,
    mix,
    with_peak_one,
)
from envsound_server.engines.procedural.models.presence import WithPresence
from envsound_server.engines.procedural.source import (
    Curve,
    Mono,
    Part,
    Source,
    frames_of,
)

_BLADE = Body(
    1_370.0,
    7_760.0,
    8,
    0.0608,
    decay_exponent=0.178,
    level_exponent=-0.0482,
    spacing=1.86,
    spread=0.75,
)
_SHORTER = 1.5
"""Pitch ratio of the second blade to the first."""

_BEND = 0.0125
_CONTACT_SECONDS = 0.000476
_REBOUNDS = 0.248
_REBOUND = LogNormal(0.032, 0.4)
_EDGE = Burst(600.0, 1_200.0, 0.00797)
_EDGE_DB = 0.43
_SLIDE_HERTZ = (2_930.0, 11_720.0)
_SLIDE_DB = 0.0
_SLIDE_ODDS = 0.2
_BOUTS = Bouts((2, 5), LogNormal(0.997, 0.35), LogNormal(1.8, 0.3), tail_seconds=0.5)
_PRESENCE_DB = -52.5


def _slide(draw: np.random.Generator, blade: Curve) -> Mono:
    """Return the slide of an edge along a ringing blade, peak 1."""
    frames = frames_of(draw.uniform(0.08, 0.3))
    push = np.sin(np.pi * np.linspace(0.0, 1.0, frames, dtype=np.float32) ** np.float32(0.6))
    rub = with_peak_one(band_noise(draw, frames, *_SLIDE_HERTZ) * push)
    rung = with_peak_one(convolve(rub, _BLADE.strike(draw, blade, 0.0001, 0.4)))
    return with_peak_one(mix(((0.0, 0.0, rub), (0.0, 0.0, rung))))


def _make(part: Part) -> Source:
    own = part.generator()
    blades = [_BLADE.modes_hertz(own) * size for size in (1.0, _SHORTER)]

    def clash(draw: np.random.Generator, event: Event) -> Mono:
        parts = []
        onset = level = 0.0
        for _ in range(1 + int(draw.poisson(_REBOUNDS))):
            parts.append((onset, level + _EDGE_DB + draw.normal(0.0, 2.0), _EDGE.render(draw)))
            for blade in blades:
                struck = _BLADE.strike(draw, blade * draw.normal(1.0, _BEND), _CONTACT_SECONDS, 1.0)
                parts.append((onset, level + draw.normal(-2.0, 2.0), struck))
            onset += _REBOUND.draw(draw)
            level -= draw.uniform(2.0, 7.0)
        if draw.random() < _SLIDE_ODDS:
            slide = _slide(draw, blades[0] * draw.normal(1.0, _BEND))
            parts.append((0.015, _SLIDE_DB + draw.normal(0.0, 3.0), slide))
        return with_peak_one(mix(parts))

    return WithPresence(part, Events(part, _BOUTS, clash, width=0.35), _PRESENCE_DB)


KIND = Kind(
    name="sword clash",
    chinese_name="刀剑",
    ucs="WEAPSwrd",
    group=Group.EVENT,
    english="swords clashing, sword clashes, sword, swords, clashing swords, sword fight, "
    "sword fighting, swordfight, clash of swords, blades clashing, fencing, duel, "
    "clash of steel, rapier, sabre",
    chinese="刀剑碰撞, 刀剑声, 刀剑相击, 兵器碰撞, 剑声, 击剑, 刀光剑影, 拼剑, 金属碰撞, 刀剑相交, "
    "刀剑交击, 刀剑交鸣, 刀剑交锋, 刀剑相撞, 刀剑相碰, 刀剑碰撞声, 刀剑撞击, 刀剑撞击声, 刀剑交错, "
    "刀剑交加, 刀剑铿锵, 刀剑铮鸣, 刀剑的碰撞声, 刀剑的声音, 刀剑打斗, 刀剑厮杀, 刀剑格斗, "
    "刀枪剑戟, 刀枪碰撞, 刀兵相接, 刀兵之声, 刀来剑往, 刀锋相撞, 双剑相交, 双剑相击, 双刀相撞, "
    "长剑相交, 长剑相击, 长剑交击, 长剑碰撞, 宝剑相击, 利剑相交, 剑与剑碰撞, 剑击, 剑击声, 剑鸣, "
    "剑斗, 比剑, 斗剑, 击剑声, 兵刃, 兵刃相交, 兵刃相接, 兵刃相击, 兵刃碰撞, 兵刃交击, 兵器声, "
    "兵器相交, 兵器相击, 兵器相撞, 兵器交击, 兵器撞击, 兵器碰撞声, 金铁交鸣, 金铁交击, 金戈之声, "
    "金戈交鸣, 铿锵的刀剑声, 短兵相接, 白刃战, 拼刀, 刀声, 金属撞击, 金属撞击声, 金属碰撞声, "
    "金属交击声, 锵的一声, 武士刀, 长剑, 宝剑, 刀剑出鞘",
    examples=("swords clashing", "刀剑碰撞"),
    make=_make,
    place=Place.FIELD,
    metres=(1.5, 4.0, 60.0),
    gain_db=-2.0,
    mix_db=2.0,
)
