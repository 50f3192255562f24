"""A body that falls to the floor: knees, trunk, arms, clothes, and the boards below."""

import numpy as np

from envsound_server.engines.procedural.kind import Group, Kind
from envsound_server.engines.procedural.layers import Place
from envsound_server.engines.procedural.models.events import Bouts, Event, Events, LogNormal
from envsound_server.engines.procedural.models.impacts import Body, Burst, mixed, with_peak_one
from envsound_server.engines.procedural.models.presence import WithPresence
from envsound_server.engines.procedural.source import Mono, Part, Source

_FLOOR = Body(
    64.0, 439.0, 55, 0.0625, decay_exponent=0.404, level_exponent=0.463, spacing=1.09, spread=0.334
)
_CONTACT_SECONDS = 0.00423
_FLESH = Burst(43.4, 524.0, 0.0261, 0.0022)
_FLESH_DB = -7.65
_SLAP = Burst(879.0, 6_380.0, 0.0128, attack_seconds=0.000419)
_SLAP_DB = -13.6
_CLOTH = Burst(250.0, 3_410.0, 0.2, 0.0667)
_CLOTH_DB = -26.1
_BOUTS = Bouts((1, 1), LogNormal(1.0), LogNormal(4.0, 0.35), tail_seconds=0.8)
_PRESENCE_DB = -52.0


def _make(part: Part) -> Source:
    modes = _FLOOR.modes_hertz(part.generator())

    def fall(draw: np.random.Generator, event: Event) -> Mono:
        trunk = draw.uniform(0.1, 0.22)
        blows = [(0.0, -9.0), (trunk, 0.0)]
        blows += [(trunk + draw.uniform(0.06, 0.3), draw.uniform(-20.0, -9.0)) for _ in range(2)]
        parts = [(0.0, _CLOTH_DB, _CLOTH.made(draw)), (trunk + 0.1, _CLOTH_DB, _CLOTH.made(draw))]
        for onset, level in blows:
            contact = _CONTACT_SECONDS * float(np.exp(0.3 * draw.standard_normal()))
            parts.append((onset, level, _FLOOR.struck(draw, modes, contact)))
            parts.append((onset, level + _FLESH_DB, _FLESH.made(draw)))
            parts.append((onset, level + _SLAP_DB + draw.normal(0.0, 3.0), _SLAP.made(draw)))
        return with_peak_one(mixed(parts))

    return WithPresence(part, Events(part, _BOUTS, fall, width=0.2), _PRESENCE_DB)


KIND = Kind(
    name="body fall",
    chinese_name="倒地",
    ucs="FGHTBf",
    group=Group.EVENT,
    english="a body falls to the floor, body falls, body falling, falling body, someone falls, "
    "person falls, fall to the floor, falls to the floor, falls down, falling down, "
    "thud, thuds, thump, thumps, heavy thud, body hits the floor, collapse",
    chinese="人倒在地上, 倒地声, 摔倒, 跌倒, 倒下, 摔倒在地, 倒在地上, 扑通, 咚的一声, 闷响",
    examples=("a body falls to the floor", "人倒在地上"),
    make=_make,
    place=Place.ROOM,
    metres=(1.0, 3.0, 20.0),
    gain_db=-3.0,
    mix_db=0.0,
)
