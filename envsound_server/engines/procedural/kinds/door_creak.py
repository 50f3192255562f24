"""A creaking door: stick-slip friction of the hinges, and the resonance of the boards."""

import numpy as np

from envsound_server.engines.procedural.kind import Group, Kind
from envsound_server.engines.procedural.layers import Place
from envsound_server.engines.procedural.models.events import Bouts, Event, Events, LogNormal
from envsound_server.engines.procedural.models.friction import (
    CONTROL_HERTZ,
    convolve,
    frame_curve,
    slips,
    wander,
)
from envsound_server.engines.procedural.models.impacts import (
    Body,
    band_noise,
    mix,
    with_peak_one,
)
from envsound_server.engines.procedural.models.presence import WithPresence
from envsound_server.engines.procedural.source import Curve, Mono, Part, Source

_HINGE = Body(
    760.0,
    6_410.0,
    46,
    0.00398,
    decay_exponent=0.264,
    level_exponent=0.814,
    spacing=1.27,
    spread=0.233,
)
_BOARDS = Body(225.0, 2_025.0, 24, 0.00938, level_exponent=0.822, spacing=1.3)
_BOARDS_DB = -24.0
_BREATH_HERTZ = (854.0, 5_124.0)
_BREATH_DB = -17.6
_CONTACT_SECONDS = 0.000261
_SLOW_HERTZ = 105.0
_FAST_HERTZ = 975.0
_FAST_SIGMA = 0.0518
_TURN_SECONDS = LogNormal(0.408, 0.3)
_HOLD_SECONDS = 0.0723
_SKEW = 0.761
_FLATNESS = 0.604
_JITTER = 0.0509
_SLIP_SPREAD = 0.163
_ROUGHNESS, _ROUGHNESS_HERTZ = 0.403, 42.8
_BEND, _BEND_HERTZ = 0.0777, 11.0
_LEVEL_EXPONENT = 0.215
_LENGTH_SECONDS = (1.82, 2.91)
_BOUTS = Bouts((1, 2), LogNormal(3.09, 0.15), LogNormal(3.64, 0.2), tail_seconds=1.0)
_PRESENCE_DB = -41.1
_RUMBLE = ((40, 0), (400, 0), (800, -18), (3_000, -37), (16_000, -57))
"""Spectrum of the ambient noise of street and house behind the door, Hz and dB."""


def _course(draw: np.random.Generator, steps: int) -> tuple[Curve, Curve]:
    """Return slip rates and levels of alternating movements and pauses of the hinge."""
    rates, levels = np.full(steps, _SLOW_HERTZ), np.zeros(steps)
    start = 0
    while start < steps - 4:
        count = min(steps - start, max(6, int(_TURN_SECONDS.draw(draw) * CONTROL_HERTZ)))
        at = np.linspace(0.0, 1.0, count)
        top = _FAST_HERTZ * float(np.exp(_FAST_SIGMA * draw.standard_normal()))
        skew, flatness = np.array((_SKEW, _FLATNESS)) * np.exp(0.15 * draw.standard_normal(2))
        rates[start : start + count] = (
            _SLOW_HERTZ * (top / _SLOW_HERTZ) ** np.sin(np.pi * at**skew) ** flatness
        )
        fade = np.minimum(1.0, 8.0 * np.minimum(at, 1.0 - at))
        levels[start : start + count] = fade * float(np.exp(0.25 * draw.standard_normal()))
        start += count + int(draw.exponential(_HOLD_SECONDS) * CONTROL_HERTZ)
    levels *= np.exp(_ROUGHNESS * wander(draw, steps, _ROUGHNESS_HERTZ))
    rates *= np.exp(_BEND * wander(draw, steps, _BEND_HERTZ))
    return rates, levels * (rates / _FAST_HERTZ) ** _LEVEL_EXPONENT


def _make(part: Part) -> Source:
    own = part.generator()
    hinge, boards = _HINGE.modes_hertz(own), _BOARDS.modes_hertz(own)

    def creak(draw: np.random.Generator, event: Event) -> Mono:
        seconds = min(float(draw.uniform(*_LENGTH_SECONDS)), max(event.seconds_left - 0.1, 0.3))
        rates, levels = _course(draw, max(8, int(seconds * CONTROL_HERTZ)))
        train = slips(draw, rates, levels, _JITTER, _SLIP_SPREAD)
        squeal = convolve(train, _HINGE.strike(draw, hinge, _CONTACT_SECONDS, 0.5))
        groan = convolve(train, _BOARDS.strike(draw, boards, 0.001, 0.5))
        breath = band_noise(draw, len(train), *_BREATH_HERTZ) * frame_curve(levels, len(train))
        parts = ((0.0, squeal), (_BOARDS_DB, groan), (_BREATH_DB, breath))
        return with_peak_one(mix((0.0, level, with_peak_one(sound)) for level, sound in parts))

    return WithPresence(part, Events(part, _BOUTS, creak, width=0.2), _PRESENCE_DB, _RUMBLE)


KIND = Kind(
    name="door creak",
    chinese_name="门吱呀",
    ucs="DOORCreak",
    group=Group.EVENT,
    english="creaky old door, creaky old door opens, creaky, a creaking door, creaking door, "
    "creaky door, door creaks, door creaking, squeaky door, squeaking door, "
    "creaking door opening slowly, creak, creaks, creaking, creaking hinge, "
    "squeaky hinges, squeaking hinges, creaking floorboards, creaking wood, "
    "rusty hinge, squeaky hinge, creaking gate, creaking floorboard, "
    "creaky floorboard",
    chinese="门吱呀一声打开, 吱呀, 吱呀声, 吱嘎, 吱嘎作响, 嘎吱声, 门轴声, 门吱吱响, 门吱呀一声, "
    "门吱呀作响, 门吱呀响, 门嘎吱响, 门嘎吱一声, 门嘎吱作响, 门吱嘎一声, 门吱嘎作响, 门吱吱作响, "
    "木门吱呀, 木门吱呀声, 木门吱呀作响, 木门吱呀一声, 木门嘎吱, 老门吱呀, 旧门吱呀, 门的吱呀声, "
    "开门的吱呀声, 吱呀一声, 吱呀的门, 吱呀的木门, 吱呀作响的门, 吱呀作响的木门, 嘎吱作响的门, "
    "嘎吱一声, 吱嘎一声, 吱嘎声, 吱扭, 吱扭一声, 吱吱呀呀, 咿呀一声, 门咿呀, 门轴吱呀, 门轴转动, "
    "合页声, 生锈的门, 生锈的铁门, 门缓缓打开, 门慢慢打开, 门缓缓推开, 嘎吱",
    examples=("a creaking door opening slowly", "门吱呀一声打开"),
    make=_make,
    place=Place.ROOM,
    metres=(0.8, 2.5, 20.0),
    gain_db=-3.0,
    mix_db=-5.0,
)
