"""Jangling keys on a ring, and a turning lock."""

import numpy as np

from envsound_server.audio.waveform import SAMPLE_RATE_HERTZ
from envsound_server.engines.procedural.kind import Group, Kind
from envsound_server.engines.procedural.layers import Place
from envsound_server.engines.procedural.models.events import Bouts, Event, Events, LogNormal
from envsound_server.engines.procedural.models.friction import convolve
from envsound_server.engines.procedural.models.impacts import Body, Burst, mix, with_peak_one
from envsound_server.engines.procedural.models.presence import WithPresence
from envsound_server.engines.procedural.models.shower import pieces, shower
from envsound_server.engines.procedural.source import Curve, Mono, Part, Source, frames_of

_KEY = Body(
    4_000.0,
    10_390.0,
    4,
    0.0425,
    decay_exponent=0.256,
    level_exponent=0.896,
    spacing=1.32,
    spread=0.401,
)
_KEYS = 8
_SIZES = 0.0679
_CONTACT_SECONDS = 0.000281
_COLLISIONS_HERTZ = 81.6
_JANGLE_SECONDS = (0.6, 1.44)
_SHAKES_HERTZ = (3.0, 5.0)
_EVENNESS = 0.907
_PEAKEDNESS = 2.45
_LEVEL_SIGMA = 1.12
_FOLLOWING = 0.891
_RUB = Burst(4_500.0, 10_800.0, 0.0578, 0.0289)
_RUB_DB = -20.0
_CLATTER = Burst(1_720.0, 12_000.0, 0.000643)
_CLATTER_DB = -11.8
_HANDLINGS = 4
_HAND = Burst(156.0, 780.0, 0.00765)
_HAND_DB = -29.3
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
_LOCK_ODDS = 0.35
_LOCK_DB = -10.0
_BOUTS = Bouts((4, 8), LogNormal(0.95, 0.15), LogNormal(1.4, 0.3), tail_seconds=0.6)
_PRESENCE_DB = -56.7
_HISS = ((40.0, 0.0), (16_000.0, 0.0))
"""Spectrum of the microphone noise at the high gain for such a small sound, Hz and dB."""


def _collisions(draw: np.random.Generator, seconds: float) -> tuple[Curve, Curve]:
    """Return onsets, from 0 on (s), and levels of the collisions within one jangle.

    The hand shakes the keys some four times a second, with more and stronger collisions each time.
    """
    time = np.linspace(0.0, seconds, 400)
    turns = draw.uniform(*_SHAKES_HERTZ) * time + draw.uniform(0.0, 1.0)
    shake = _EVENNESS + np.abs(np.sin(np.pi * turns)) ** _PEAKEDNESS
    shake *= np.sin(np.pi * (time / seconds) ** 0.7) ** 0.6 + 1e-6
    odds = np.cumsum(shake)
    count = max(4, int(draw.poisson(_COLLISIONS_HERTZ * seconds)))
    onsets = np.sort(np.interp(draw.random(count), odds / odds[-1], time))
    levels = np.exp(_LEVEL_SIGMA * draw.standard_normal(count)) * draw.choice((-1.0, 1.0), count)
    return onsets - onsets[0], levels * np.interp(onsets, time, shake) ** _FOLLOWING


def _make(part: Part) -> Source:
    own = part.generator()
    ring, lock = pieces(own, _KEY, _KEYS, _SIZES), _LOCK.modes_hertz(own)

    def jangle(draw: np.random.Generator, event: Event) -> Mono:
        seconds = min(draw.uniform(*_JANGLE_SECONDS), max(event.seconds_left, 0.1))
        onsets, levels = _collisions(draw, seconds)
        parts = [(0.0, 0.0, shower(draw, _KEY, ring, onsets, levels, _CONTACT_SECONDS))]
        train = np.zeros(frames_of(seconds) + 1, np.float32)
        train[(onsets * SAMPLE_RATE_HERTZ).astype(np.intp)] = levels
        clatter = with_peak_one(convolve(train, _CLATTER.render(draw)))
        parts.append((0.0, _CLATTER_DB, clatter))
        for onset in draw.uniform(0.0, seconds, _HANDLINGS):
            parts.append((onset, _RUB_DB + draw.normal(0.0, 3.0), _RUB.render(draw)))
            parts.append((onset, _HAND_DB + draw.normal(0.0, 4.0), _HAND.render(draw)))
        is_last = event.place_in_bout == event.bout_size - 1
        if is_last and draw.random() < _LOCK_ODDS:
            late = float(onsets.max()) + 0.1
            for onset in (late, late + draw.uniform(0.12, 0.3)):
                parts.append((onset, _LOCK_DB, _LOCK.strike(draw, lock, 0.0006)))
                parts.append((onset, _LOCK_DB - 2.0, _SNAP.render(draw)))
        return with_peak_one(mix(parts))

    return WithPresence(part, Events(part, _BOUTS, jangle, width=0.2), _PRESENCE_DB, _HISS)


KIND = Kind(
    name="keys",
    chinese_name="钥匙",
    ucs="OBJKey",
    group=Group.EVENT,
    english="key, keys jangling, keys jingling, jangling keys, jingling keys, bunch of keys, "
    "keychain, key in a lock, lock turns, lock, unlocking, unlocking a door, "
    "locking a door, turning a key, padlock, keyring, key ring, key in the lock",
    chinese="钥匙声, 钥匙开锁, 开锁, 锁门, 钥匙串, 一串钥匙, 上锁, 钥匙叮当, 钥匙响, 钥匙叮当声, "
    "钥匙叮当作响, 钥匙叮当响, 钥匙碰撞, 钥匙碰撞声, 钥匙转动, 钥匙转动声, 钥匙插入锁孔, "
    "钥匙插进锁孔, 钥匙开门, 钥匙开门声, 钥匙扣, 钥匙圈, 钥匙串声, 钥匙掉落, 掏钥匙, 掏出钥匙, "
    "找钥匙, 晃钥匙, 用钥匙开门, 用钥匙开锁, 开锁声, 锁门声, 上锁声, 门锁, 门锁声, 门锁转动, "
    "转动钥匙, 转动门锁, 锁孔, 锁眼, 锁头, 挂锁, 铁锁, 铜锁, 锁芯, 锁咔哒一声, 插钥匙, 打开门锁, "
    "反锁, 落锁",
    examples=("keys jangling, a lock turns", "钥匙开锁"),
    make=_make,
    place=Place.ROOM,
    metres=(0.5, 1.5, 10.0),
    gain_db=-3.0,
    mix_db=-7.0,
)
