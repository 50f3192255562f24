"""An engine: a car's at idle, or revved if it is strong."""

import numpy as np

from envsound_server.audio.waveform import Samples
from envsound_server.engines.procedural.kind import Group, Kind
from envsound_server.engines.procedural.layers import Intensity, Pace, Place
from envsound_server.engines.procedural.models.engines import CombustionEngine, EngineBuild
from envsound_server.engines.procedural.models.noise import Drift
from envsound_server.engines.procedural.source import STEP_RATE_HERTZ, STEPS_PER_BLOCK, Part, Source

_BUILD = EngineBuild(
    cylinders=6,
    pulse_seconds=0.006,
    pipes_metres=(1.91, 0.46),
    reflection=0.55,
    muffler_hertz=1_090.0,
    unevenness=0.22,
    roughness=0.17,
    body_hertz=(520.0, 4_900.0),
    body_db=-1.0,
    body_quality=14.0,
    clatter=((60, -16), (150, -14), (700, -2), (2_000, 0), (5_000, -7), (14_000, -23)),
    clatter_db=-5.0,
    clatter_seconds=0.0052,
    steady_clatter=0.85,
)
"""A diesel engine of six cylinders, from beside its bonnet."""

_IDLE_TURNS_HERTZ = {Pace.SLOW: 11.0, Pace.NORMAL: 10.4, Pace.FAST: 24.0}
_REVVED = {Intensity.LIGHT: 0.0, Intensity.NORMAL: 0.0, Intensity.HEAVY: 3.5}


class _Idling:
    """A `Source`: an engine at idle, with occasional revving."""

    def __init__(self, part: Part) -> None:
        self._engine = CombustionEngine(part, _BUILD)
        draw = part.generator()
        self._turns_hertz = _IDLE_TURNS_HERTZ[part.layer.pace] * draw.uniform(0.94, 1.06)
        self._revved = _REVVED[part.layer.intensity]
        self._hunting = Drift(part.generator(), 0.6)
        self._pedal = Drift(part.generator(), 0.35)
        self._revs = 0.0

    def render(self) -> Samples:
        """Render a block (see `Source.render`)."""
        hunting, pedal = self._hunting.render()[0], self._pedal.render()[0]
        wanted = self._revved * np.clip(pedal + 0.4, 0.0, 1.0)
        revs = np.empty(STEPS_PER_BLOCK)
        for step, value in enumerate(wanted):
            # An engine accelerates faster under gas than it slows down without.
            rate_hertz = 4.0 if value > self._revs else 1.2
            self._revs += (value - self._revs) * min(1.0, rate_hertz / STEP_RATE_HERTZ)
            revs[step] = self._revs
        turns = self._turns_hertz * (1.0 + 0.012 * hunting + revs)
        load = 1.0 + 0.05 * hunting + 0.9 * np.maximum(wanted - revs, 0.0) + 0.3 * revs
        return self._engine.render(turns, load)


def _make(part: Part) -> Source:
    return _Idling(part)


KIND = Kind(
    name="engine",
    chinese_name="发动机",
    ucs="VEHCar",
    group=Group.BED,
    english="engines, engine idling, idling engine, engine running, running engine, motor, "
    "motors, car engine, car idling, idling car, car engine idling, truck engine, "
    "truck idling, diesel engine, generator, generators, diesel generator, "
    "petrol engine, gasoline engine, idling, tractor, lawnmower",
    chinese="引擎, 发动机声, 引擎声, 马达, 马达声, 怠速, 发动机怠速, 发电机, 柴油机, 汽车引擎, "
    "汽车发动机, 发动机的声音, 引擎的声音, 发动机运转, 引擎运转, 引擎发动, 发动汽车, 发动引擎, "
    "启动引擎, 引擎启动, 发动机启动, 汽车启动, 汽车发动, 汽车怠速, 引擎怠速, 汽车引擎声, "
    "汽车发动机声, 汽车马达, 汽油机, 柴油发动机, 柴油机声, 柴油机轰鸣, 内燃机, 摩托车引擎, 摩托艇, "
    "拖拉机, 拖拉机声, 马达运转, 马达转动, 发电机声, 发电机轰鸣, 突突突, 突突声, 引擎空转, "
    "发动机空转, 坦克, 坦克轰鸣, 轮机, 卡车引擎",
    heavy="revving, engine revving, revving engine, engine roaring, roaring engine, engine roar, "
    "引擎轰鸣, 发动机轰鸣, 马达轰鸣, 引擎咆哮, 发动机咆哮, 引擎嘶吼, 引擎的轰鸣, 引擎轰鸣声, "
    "发动机轰鸣声, 发动机的轰鸣, 马达轰鸣声, 马达的轰鸣, 引擎怒吼, 引擎轰响, 马达咆哮",
    light="引擎轻响, 引擎低鸣, 发动机低鸣",
    examples=("an engine idling", "发动机怠速"),
    make=_make,
    place=Place.DRY,
    metres=(1.5, 4.0, 60.0),
    gain_db=-7.2,
    mix_db=-1.0,
    doppler=True,
)
"""The engine."""
