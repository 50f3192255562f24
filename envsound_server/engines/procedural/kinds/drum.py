"""War drums: a large skin, a heavy stick, and a slow pattern of beats."""

import numpy as np

from envsound_server.engines.procedural.kind import Group, Kind
from envsound_server.engines.procedural.layers import Place
from envsound_server.engines.procedural.models.events import Bouts, Event, Events, LogNormal
from envsound_server.engines.procedural.models.impacts import Burst, mix, push, with_peak_one
from envsound_server.engines.procedural.models.modal import ring
from envsound_server.engines.procedural.models.presence import OUTDOORS, WithPresence
from envsound_server.engines.procedural.source import Mono, Part, Source

_SKIN_HERTZ = (55.0, 95.0)
_RATIOS = np.array((1.0, 1.59, 2.14, 2.3, 2.65, 2.92, 3.16, 3.5, 3.6, 4.06, 4.6, 5.13, 5.6, 6.2))
"""Modes of an ideal skin (N. Fletcher and T. Rossing, "The Physics of Musical Instruments")."""

_DECAY_SECONDS = 0.21
_STICK = Burst(500.0, 3_030.0, 0.00474, attack_seconds=0.000738)
_STICK_DB = -9.0
_SHELL = Burst(74.7, 1_250.0, 0.0584, attack_seconds=0.000812)
_SHELL_DB = -8.0
_PATTERNS_DB = ((0, -7, -3, -7), (0, -6, -6, -2, -6, -6), (0, -9, 0, -9, -4, -4, -4, -4))
_BEAT_SECONDS = 0.25
_BOUTS = Bouts((1_000_000, 1_000_000), LogNormal(_BEAT_SECONDS, 0.035), LogNormal(_BEAT_SECONDS))
_PRESENCE_DB = -45.0


def _make(part: Part) -> Source:
    own = part.generator()
    skin = own.uniform(*_SKIN_HERTZ) * _RATIOS * own.normal(1.0, 0.015, len(_RATIOS))
    pattern = _PATTERNS_DB[int(own.integers(len(_PATTERNS_DB)))]

    def beat(draw: np.random.Generator, event: Event) -> Mono:
        level = float(pattern[event.number % len(pattern)])
        gains = np.exp(0.5 * draw.standard_normal(len(skin))) * push(skin, 0.004)
        gains[0] *= 0.5
        decays = _DECAY_SECONDS * _RATIOS**-0.8 * draw.uniform(0.85, 1.15, len(skin))
        rung = with_peak_one(ring(skin * draw.normal(1.0, 0.006), decays, gains))
        return mix(
            (
                (0.0, level, rung),
                (0.0, level + _STICK_DB + draw.normal(0.0, 1.5), _STICK.render(draw)),
                (0.0, level + _SHELL_DB, _SHELL.render(draw)),
            )
        )

    return WithPresence(part, Events(part, _BOUTS, beat, width=0.2), _PRESENCE_DB, OUTDOORS)


KIND = Kind(
    name="drum",
    chinese_name="鼓",
    ucs="MUSCPerc",
    group=Group.EVENT,
    english="drums, drumming, drumbeat, drum beat, drum beats, drumbeats, war drum, "
    "war drums, big drum, bass drum, taiko, drum roll, timpani, kettledrum, bongo, "
    "tom tom, snare drum",
    chinese="战鼓, 鼓声, 擂鼓, 敲鼓, 打鼓, 大鼓, 鼓点, 战鼓声, 鼓点声, 鼓声阵阵, 阵阵鼓声, "
    "鼓声隆隆, 隆隆鼓声, 隆隆的鼓声, 鼓声咚咚, 咚咚的鼓声, 鼓响, 鼓乐, 敲鼓声, 打鼓声, 擂鼓声, "
    "擂战鼓, 擂响战鼓, 敲响战鼓, 战鼓擂响, 战鼓隆隆, 战鼓齐鸣, 战鼓雷鸣, 擂鼓助威, 击鼓, 击鼓声, "
    "击鼓鸣冤, 更鼓, 更鼓声, 暮鼓, 堂鼓, 腰鼓, 手鼓, 皮鼓, 小鼓, 军鼓, 定音鼓, 太鼓, 架子鼓, "
    "爵士鼓, 铜鼓, 花鼓, 羯鼓, 拨浪鼓, 鼓手, 咚咚鼓声, 鼓槌, 部落鼓声",
    heavy="战鼓擂动, 鼓声雷动, 激昂的鼓声, 鼓声如雷",
    examples=("war drums", "战鼓"),
    make=_make,
    place=Place.FIELD,
    metres=(3.0, 12.0, 200.0),
    gain_db=-3.0,
    mix_db=4.0,
)
