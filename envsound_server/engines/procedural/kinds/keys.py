"""Keys that jangle on a ring, and a lock that turns."""

import numpy as np

from envsound_server.engines.procedural.kind import Group, Kind
from envsound_server.engines.procedural.layers import Place
from envsound_server.engines.procedural.models.events import Bouts, Event, Events, LogNormal
from envsound_server.engines.procedural.models.impacts import Body, Burst, mixed, with_peak_one
from envsound_server.engines.procedural.models.presence import WithPresence
from envsound_server.engines.procedural.models.shower import pieces, shower
from envsound_server.engines.procedural.source import Mono, Part, Source

_KEY = Body(
    3_000.0,
    11_800.0,
    27,
    0.0064,
    decay_exponent=0.0879,
    level_exponent=-0.0236,
    spread=0.608,
    spacing=1.25,
)
_KEYS = 8
_SIZES = 0.286
_CONTACT_SECONDS = 0.000111
_SHAKE_SECONDS = 0.0911
_CHINKS = 13
_SPREAD_SECONDS = 0.0798
_RUB = Burst(4_000.0, 14_000.0, 0.03, 0.02)
_RUB_DB = -12.0
_HAND = Burst(400.0, 3_000.0, 0.008)
_HAND_DB = -8.0
_LOCK = Body(
    915.0,
    4_650.0,
    45,
    0.00886,
    level_exponent=-0.15,
    decay_exponent=0.555,
    spacing=1.89,
    spread=0.433,
)
_SNAP = Burst(1_000.0, 8_580.0, 0.00374, attack_seconds=0.000229)
_LOCK_ODDS = 0.25
_BOUTS = Bouts((1, 3), LogNormal(1.3, 0.3), LogNormal(2.4, 0.35), tail_seconds=0.6)
_PRESENCE_DB = -50.4


def _make(part: Part) -> Source:
    own = part.generator()
    ring, lock = pieces(own, _KEY, _KEYS, _SIZES), _LOCK.modes_hertz(own)

    def jangle(draw: np.random.Generator, event: Event) -> Mono:
        shakes = int(draw.integers(3, 7))
        starts = np.cumsum(_SHAKE_SECONDS * np.exp(0.25 * draw.standard_normal(shakes)))
        onsets = np.repeat(starts - starts[0], _CHINKS)
        onsets = onsets + draw.gamma(1.5, _SPREAD_SECONDS, len(onsets))
        levels = draw.exponential(0.5, len(onsets)) ** 1.2 + 0.03
        keys = shower(draw, _KEY, ring, onsets, levels, _CONTACT_SECONDS)
        parts = [(0.0, 0.0, keys)]
        for start in starts - starts[0]:
            rub_db = _RUB_DB + draw.normal(0.0, 3.0)
            parts.append((start, rub_db, _RUB.made(draw, draw.uniform(0.6, 1.6))))
            parts.append((start, _HAND_DB + draw.normal(0.0, 4.0), _HAND.made(draw)))
        if draw.random() < _LOCK_ODDS:
            late = float(onsets.max()) + 0.1
            for onset in (late, late + draw.uniform(0.12, 0.3)):
                parts.append((onset, -6.0, _LOCK.struck(draw, lock, 0.0006)))
                parts.append((onset, -8.0, _SNAP.made(draw)))
        return with_peak_one(mixed(parts))

    return WithPresence(part, Events(part, _BOUTS, jangle, width=0.2), _PRESENCE_DB)


KIND = Kind(
    name="keys",
    chinese_name="钥匙",
    ucs="OBJKey",
    group=Group.EVENT,
    english="key, keys jangling, keys jingling, jangling keys, jingling keys, bunch of keys, "
    "keychain, key in a lock, lock turns, lock, unlocking, unlocking a door, "
    "locking a door, turning a key",
    chinese="钥匙声, 钥匙开锁, 开锁, 锁门, 钥匙串, 一串钥匙, 锁, 上锁, 钥匙叮当",
    examples=("keys jangling, a lock turns", "钥匙开锁"),
    make=_make,
    place=Place.ROOM,
    metres=(0.5, 1.5, 10.0),
    gain_db=-3.0,
    mix_db=-7.0,
)
