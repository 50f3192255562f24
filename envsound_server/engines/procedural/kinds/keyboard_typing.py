"""Typing on a computer keyboard: press and release of each key.

Measured on a recording: runs of 6 to 15 keys, about 0.12 s apart, pauses of about 0.5 s. A key's
click is strongest at 2 to 3 kHz, falls by 6 dB in 6 ms and is followed by that of its release. The
other constants come from a search within these ranges.
"""

import numpy as np

from envsound_server.engines.procedural.kind import Group, Kind
from envsound_server.engines.procedural.layers import Place
from envsound_server.engines.procedural.models.bursts import add, clack
from envsound_server.engines.procedural.models.events import Bouts, Event, Events, LogNormal
from envsound_server.engines.procedural.source import Curve, Mono, Part, Source, frames_of

_BOUTS = Bouts((5, 14), LogNormal(0.115, 0.32), LogNormal(0.5, 0.5), tail_seconds=0.15)
_DOWN = (
    (500, -22), (700, -15), (1_000, -8), (1_270, -7), (1_600, -8), (2_500, 0),
    (3_200, -3), (4_500, -11), (8_000, -9), (11_000, -14), (18_000, -24),
)  # fmt: skip
_UP = ((500, -26), (1_000, -14), (2_000, -6), (3_200, 0), (6_000, -5), (12_000, -12), (18_000, -20))
_KEYS = 40
_MODES_OF_A_KEY = 30
_LOWEST_MODE_HERTZ, _HIGHEST_MODE_HERTZ = 1_000.0, 11_000.0
_DECAY_SECONDS, _NOISE_DB = 0.0022, -15.0
_HELD_SECONDS = 0.079
_DESK_HERTZ = np.array((127.0, 203.0, 292.0))
_DESK = ((50.0, 0.0), (500.0, 0.0))
_DESK_SECONDS, _DESK_LEVEL = 0.01, 0.107
_SPACE_CHANCE = 0.17
_SPACE_HERTZ = 0.78


def _make(part: Part) -> Source:
    keys = _keys(part.generator())

    def stroke(draw: np.random.Generator, event: Event) -> Mono:
        return _stroke(draw, keys[int(draw.integers(_KEYS))])

    return Events(part, _BOUTS, stroke, width=0.15, level_sigma_db=1.6)


def _keys(draw: np.random.Generator) -> Curve:
    """Return the modes of each key, float64 [keys, modes], Hz."""
    low, high = np.log(_LOWEST_MODE_HERTZ), np.log(_HIGHEST_MODE_HERTZ)
    return np.asarray(np.exp(draw.uniform(low, high, (_KEYS, _MODES_OF_A_KEY))), np.float64)


def _stroke(draw: np.random.Generator, key: Curve) -> Mono:
    """Return one keystroke: the finger, the bottom of the key, the desk, and the release."""
    is_space = draw.random() < _SPACE_CHANCE
    modes = key * (_SPACE_HERTZ if is_space else 1.0)
    held = draw.lognormal(np.log(_HELD_SECONDS), 0.2)
    bottom = frames_of(draw.uniform(0.004, 0.012))
    out = np.zeros(frames_of(held + 0.1))
    touch = clack(draw, 1.1 * modes, _UP, 0.6 * _DECAY_SECONDS, _NOISE_DB)
    desk = clack(draw, _DESK_HERTZ * draw.normal(1.0, 0.03), _DESK, _DESK_SECONDS, -40.0)
    up = clack(draw, modes * draw.uniform(0.95, 1.2), _UP, 0.8 * _DECAY_SECONDS, _NOISE_DB)
    add(out, 0, touch, draw.uniform(0.04, 0.12))
    add(out, bottom, clack(draw, modes, _DOWN, _DECAY_SECONDS, _NOISE_DB), 1.4 if is_space else 1.0)
    add(out, bottom, desk, _DESK_LEVEL * (2.0 if is_space else 1.0))
    add(out, frames_of(held), up, draw.uniform(0.12, 0.3))
    return np.asarray(0.2 * out, np.float32)


KIND = Kind(
    name="keyboard typing",
    chinese_name="键盘",
    ucs="CMPTKey",
    group=Group.EVENT,
    english="keyboard, keyboards, typing on a keyboard, computer keyboard, typing, "
    "mechanical keyboard, keyboard clicks, keyboard clicking, keystroke, keystrokes, "
    "typing on a computer, typing on a laptop, computer typing, laptop keyboard, "
    "someone typing, keyboard clatter, key presses",
    chinese="敲键盘, 键盘声, 打字, 打字声, 键盘敲击, 键盘打字, 机械键盘, 敲击键盘, 电脑键盘, "
    "键盘敲击声, 敲键盘声, 打字的声音, 敲键盘的声音, 键盘的声音, 键盘敲打声, 键盘敲打, 敲打键盘, "
    "敲打键盘声, 敲打键盘的声音, 键盘打字声, 键盘噼啪, 键盘噼啪作响, 键盘噼里啪啦, "
    "噼里啪啦的键盘声, 噼里啪啦敲键盘, 噼啪的键盘声, 敲击键盘声, 敲击键盘的声音, 电脑打字, "
    "电脑打字声, 机械键盘声, 按键声, 敲代码, 码字, 噼里啪啦打字, 键鼠, 手指敲击键盘, 敲字",
    examples=("typing on a keyboard", "敲键盘"),
    make=_make,
    place=Place.ROOM,
    metres=(0.5, 1.0, 6.0),
    mix_db=-10.0,
)
