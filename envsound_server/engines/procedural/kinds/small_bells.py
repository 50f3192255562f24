"""Small bells: a string of pellet bells, shaken or on a trotting horse."""

from functools import cache

import numpy as np

from envsound_server.audio.waveform import SAMPLE_RATE_HERTZ, Samples
from envsound_server.engines.procedural.kind import Group, Kind
from envsound_server.engines.procedural.layers import Intensity, Place
from envsound_server.engines.procedural.models.events import PACE_FACTORS
from envsound_server.engines.procedural.models.grains import Scatter
from envsound_server.engines.procedural.models.modal import ring
from envsound_server.engines.procedural.models.spells import in_spells
from envsound_server.engines.procedural.source import (
    BLOCK_FRAMES,
    STEPS_PER_BLOCK,
    Curve,
    Mono,
    Part,
    Source,
)

_SHAKE_SECONDS = 0.34
_SPELL_SECONDS = 1.0
_RATE_HERTZ = {Intensity.LIGHT: 60.0, Intensity.NORMAL: 130.0, Intensity.HEAVY: 240.0}
_RATIOS = np.array((1.0, 1.52, 2.03, 2.66, 3.4, 4.3))


@cache
def _bank() -> list[Mono]:
    """Return the bank of pellet impacts on 240 different small bells."""
    draw = np.random.default_rng(20_551)
    return [_knock(draw) for _ in range(240)]


def _knock(draw: np.random.Generator) -> Mono:
    modes = draw.uniform(2_300.0, 5_200.0) * _RATIOS * np.exp(0.05 * draw.standard_normal(6))
    decays = draw.uniform(0.03, 0.11) * (modes / modes[0]) ** -0.5
    gains = np.exp(0.6 * draw.standard_normal(6))
    rung = ring(modes, decays, gains, draw.uniform(0.0, 6.28, 6))
    return np.asarray(rung / np.abs(rung).max(), np.float32)


class _Shaken:
    """A `Source`: impacts in clusters at each shake."""

    def __init__(self, part: Part) -> None:
        self._draw = part.generator()
        self._scatter = Scatter(part.generator(), _bank(), ears_frames=0)
        self._rate_hertz = _RATE_HERTZ[part.layer.intensity]
        self._shake_seconds = _SHAKE_SECONDS * PACE_FACTORS[part.layer.pace]
        self._phase = 0.0

    def render(self) -> Samples:
        """Render a block (see `Source.render`)."""
        return 0.16 * self._scatter.render(self._rates(), spread=1.0, width=0.5)

    def _rates(self) -> Curve:
        step = BLOCK_FRAMES / STEPS_PER_BLOCK / SAMPLE_RATE_HERTZ / self._shake_seconds
        steps = step * np.exp(0.15 * self._draw.standard_normal(STEPS_PER_BLOCK))
        phases = self._phase + np.cumsum(steps)
        self._phase = float(phases[-1])
        return self._rate_hertz * (0.12 + 3.0 * np.exp(-5.0 * np.mod(phases, 1.0)))


def _make(part: Part) -> Source:
    return in_spells(part, _Shaken(part), _SPELL_SECONDS, 0.25)


KIND = Kind(
    name="small bells",
    chinese_name="铃铛",
    ucs="BELLHand",
    group=Group.EVENT,
    english="small bell, sleigh bells, sleigh bell, jingle bells, jingle bell, "
    "jingling bells, bells jingling, hand bell, hand bells, handbell, handbells, "
    "little bell, little bells, tiny bell, tiny bells, cow bell, cow bells, cowbell, "
    "cowbells, jingling, jingles, jingle, tinkling, tinkling bells, tinkling bell, "
    "cat bell, dog bell, harness bells, doorbell",
    chinese="铃铛声, 小铃铛, 铃, 摇铃, 驼铃, 马铃, 牛铃, 银铃, 铃铛响, 叮当, 叮当声, 叮铃, 雪橇铃, "
    "串铃, 铃铛叮当, 铃铛叮当响, 铃铛叮当作响, 铃铛叮铃, 铃铛作响, 铃铛响声, 铃铛轻响, 铃铛摇动, "
    "铃铛摇响, 铃响, 铃响声, 铃声响起, 铃声叮当, 叮铃铃, 叮铃声, 叮铃作响, 叮叮当当, "
    "叮叮当当的铃声, 叮当作响, 叮当响, 叮当的铃声, 叮铃叮铃, 摇铃声, 摇响铃铛, 摇铃铛, 摇动铃铛, "
    "手摇铃, 手铃, 晚餐铃, 铜铃, 铜铃声, 铜铃叮当, 银铃声, 小铃, 小铃声, 金铃, 驼铃声, 驼铃叮当, "
    "驼铃阵阵, 驼铃声声, 骆驼铃, 骆驼铃声, 骆驼的铃声, 马铃声, 马铃叮当, 牛铃声, 牛铃叮当, 羊铃, "
    "猫铃铛, 串铃声, 脚铃, 脚铃声, 店门铃铛, 雪橇铃声, 雪橇铃铛, 雪橇的铃声, 圣诞铃声, 圣诞铃铛, "
    "车铃, 道铃, 三清铃, 铃儿, 铃儿响叮当, 铃音, 铃铛清响, 清脆的铃铛声, 铃声, 自行车铃, "
    "自行车铃声, 车铃声",
    examples=("sleigh bells", "铃铛声"),
    make=_make,
    place=Place.FOREST,
    metres=(1.0, 3.0, 40.0),
    mix_db=-6.0,
)
