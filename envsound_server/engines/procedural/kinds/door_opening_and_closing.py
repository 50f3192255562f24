"""A door that opens and closes: handle, latch, hinges, and the panel in its frame."""

import numpy as np

from envsound_server.engines.procedural.kind import Group, Kind
from envsound_server.engines.procedural.layers import Place
from envsound_server.engines.procedural.models.doors import LATCH, PANEL, RATTLE, Closing
from envsound_server.engines.procedural.models.events import Bouts, Event, Events, LogNormal
from envsound_server.engines.procedural.models.friction import Creak
from envsound_server.engines.procedural.models.impacts import Body, Burst, mixed, with_peak_one
from envsound_server.engines.procedural.models.presence import WithPresence
from envsound_server.engines.procedural.source import Mono, Part, Source

_SNAP = Burst(635.0, 11_100.0, 0.00352, attack_seconds=0.000341)
_SNAP_DB = 0.312
_OPENING_DB = -15.9
_CREAK = Creak(
    33.5,
    576.0,
    0.0521,
    Body(
        417.0,
        8_620.0,
        24,
        0.00437,
        level_exponent=0.64,
        spread=0.476,
        decay_exponent=0.767,
        spacing=2.13,
    ),
    breath_db=-12.0,
    slip_seconds=0.356,
)
_CREAK_DB = -16.3
_SWISH = Burst(317.0, 2_310.0, 0.308, 0.0594)
_SWISH_DB = -33.1
_SHUT = Closing(
    contact_seconds=0.00246,
    clack_db=4.06,
    rebound_db=2.0,
    latch_db=-9.68,
    rattle_db=-7.47,
    rattles=5,
)
_BOUTS = Bouts((1, 1), LogNormal(1.0), LogNormal(3.0, 0.3), tail_seconds=2.0)
_PRESENCE_DB = -46.5


def _make(part: Part) -> Source:
    own = part.generator()
    panel, latch, rattle = (body.modes_hertz(own) for body in (PANEL, LATCH, RATTLE))

    def door(draw: np.random.Generator, event: Event) -> Mono:
        parts, onset = [], 0.0
        for level in draw.normal(_OPENING_DB, 2.5, int(draw.integers(2, 4))):
            parts.append((onset, level, LATCH.struck(draw, latch, 0.0005)))
            parts.append((onset, level + _SNAP_DB, _SNAP.made(draw)))
            onset += draw.uniform(0.04, 0.11)
        parts.append((onset, _OPENING_DB, PANEL.struck(draw, panel, 0.004)))
        swing = min(draw.uniform(0.35, 0.8), max(event.seconds_left, 0.1))
        parts.append((onset + 0.03, _CREAK_DB + draw.normal(0.0, 3.0), _CREAK.made(draw, swing)))
        parts.append((onset, _SWISH_DB, _SWISH.made(draw)))
        held = onset + swing + draw.uniform(0.2, 0.9)
        shut = min(held, max(event.seconds_left - 0.5, 0.6))
        if shut < event.seconds_left:
            parts.append((max(shut - 0.3, 0.0), _SWISH_DB, _SWISH.made(draw)))
            parts.append((shut, 0.0, with_peak_one(_SHUT.made(draw, panel, latch, rattle))))
        return with_peak_one(mixed(parts))

    return WithPresence(part, Events(part, _BOUTS, door, width=0.25), _PRESENCE_DB)


KIND = Kind(
    name="door opening and closing",
    chinese_name="开门关门",
    ucs="DOORWood",
    group=Group.EVENT,
    english="a door opens and closes, door opens and closes, door, doors, door opening, "
    "door closing, opening door, closing door, door opens, door closes, opening a door, "
    "closing a door",
    chinese="开门和关门, 开门, 关门, 开门声, 关门声, 开关门, 门声, 房门",
    examples=("a door opens and closes", "开门和关门"),
    make=_make,
    place=Place.ROOM,
    metres=(1.0, 3.0, 25.0),
    gain_db=-3.0,
    mix_db=-2.0,
)
