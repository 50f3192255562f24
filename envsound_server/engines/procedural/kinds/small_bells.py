"""Small bells: a string of pellet bells, shaken or on a trotting horse."""

from functools import cache

import numpy as np

from envsound_server.audio.waveform import SAMPLE_RATE_HERTZ, Samples
from envsound_server.engines.procedural.kind import Group, Kind
from envsound_server.engines.procedural.layers import Intensity, Place
from envsound_server.engines.procedural.models.events import PACE_FACTORS
from envsound_server.engines.procedural.models.grains import Scatter
from envsound_server.engines.procedural.models.modal import ring
from envsound_server.engines.procedural.source import (
    BLOCK_FRAMES,
    STEPS_PER_BLOCK,
    Curve,
    Mono,
    Part,
    Source,
)

_SHAKE_SECONDS = 0.34
_RATE_HERTZ = {Intensity.LIGHT: 60.0, Intensity.NORMAL: 130.0, Intensity.HEAVY: 240.0}
_RATIOS = np.array((1.0, 1.52, 2.03, 2.66, 3.4, 4.3))


@cache
def _bank() -> list[Mono]:
    """Return the pellets' knocks on 240 different small bells."""
    draw = np.random.default_rng(20_551)
    return [_knock(draw) for _ in range(240)]


def _knock(draw: np.random.Generator) -> Mono:
    modes = draw.uniform(2_300.0, 5_200.0) * _RATIOS * np.exp(0.05 * draw.standard_normal(6))
    decays = draw.uniform(0.03, 0.11) * (modes / modes[0]) ** -0.5
    gains = np.exp(0.6 * draw.standard_normal(6))
    rung = ring(modes, decays, gains, draw.uniform(0.0, 6.28, 6))
    return np.asarray(rung / np.abs(rung).max(), np.float32)


class _Shaken:
    """Implements `Source`: knocks that crowd together at each shake."""

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
    return _Shaken(part)


KIND = Kind(
    name="small bells",
    chinese_name="铃铛",
    ucs="BELLHand",
    group=Group.EVENT,
    english="small bell, sleigh bells, sleigh bell, jingle bells, jingle bell, jingling bells, "
    "bells jingling, hand bell, hand bells, handbell, handbells, little bell, little bells, "
    "tiny bell, tiny bells, cow bell, cow bells, cowbell, cowbells, jingling, jingles, jingle, "
    "tinkling, tinkling bells, tinkling bell, cat bell, dog bell, harness bells",
    chinese="铃铛声, 铃声, 小铃铛, 铃, 摇铃, 驼铃, 马铃, 牛铃, 银铃, 铃铛响, 叮当, 叮当声, "
    "叮铃, 雪橇铃, 串铃",
    examples=("sleigh bells", "铃铛声"),
    make=_make,
    place=Place.FOREST,
    metres=(1.0, 3.0, 40.0),
    mix_db=-6.0,
)
