"""A door that creaks: hinges that stick and slip, and the boards that answer."""

import numpy as np

from envsound_server.engines.procedural.kind import Group, Kind
from envsound_server.engines.procedural.layers import Place
from envsound_server.engines.procedural.models.events import Bouts, Event, Events, LogNormal
from envsound_server.engines.procedural.models.friction import Creak
from envsound_server.engines.procedural.models.impacts import Body
from envsound_server.engines.procedural.models.presence import WithPresence
from envsound_server.engines.procedural.source import Mono, Part, Source

_CREAK = Creak(
    65.4,
    1_270.0,
    0.0128,
    Body(
        731.0,
        5_740.0,
        47,
        0.00815,
        decay_exponent=0.372,
        level_exponent=1.0,
        spacing=1.07,
        spread=0.2,
    ),
    breath_db=-21.5,
    slip_seconds=0.163,
)
_LONGEST_SECONDS = (1.31, 3.82)
_BOUTS = Bouts((1, 3), LogNormal(2.4, 0.25), LogNormal(3.5, 0.3), tail_seconds=1.0)
_PRESENCE_DB = -34.5


def _make(part: Part) -> Source:
    def creak(draw: np.random.Generator, event: Event) -> Mono:
        seconds = min(float(draw.uniform(*_LONGEST_SECONDS)), max(event.seconds_left - 0.1, 0.3))
        return _CREAK.made(draw, seconds)

    return WithPresence(part, Events(part, _BOUTS, creak, width=0.2), _PRESENCE_DB)


KIND = Kind(
    name="door creak",
    chinese_name="门吱呀",
    ucs="DOORCreak",
    group=Group.EVENT,
    english="creaky old door, creaky old door opens, creaky, "
    "a creaking door, creaking door, creaky door, door creaks, door creaking, "
    "squeaky door, squeaking door, creaking door opening slowly, creak, creaks, "
    "creaking, creaking hinge, squeaky hinges, squeaking hinges, creaking floorboards, "
    "creaking wood",
    chinese="门吱呀一声打开, 门吱呀, 吱呀, 吱呀声, 吱嘎, 吱嘎作响, 嘎吱, 嘎吱声, 门轴声, 门吱吱响",
    examples=("a creaking door opening slowly", "门吱呀一声打开"),
    make=_make,
    place=Place.ROOM,
    metres=(0.8, 2.5, 20.0),
    gain_db=-3.0,
    mix_db=-5.0,
)
