"""A helicopter: blade slap, a tail rotor, and a turbine."""

import numpy as np

from envsound_server.audio.waveform import Samples
from envsound_server.engines.procedural.kind import Group, Kind
from envsound_server.engines.procedural.layers import Intensity, Pace
from envsound_server.engines.procedural.models.engines import CombustionEngine, EngineBuild
from envsound_server.engines.procedural.models.noise import Drift
from envsound_server.engines.procedural.models.rotors import Harmonics, Turning
from envsound_server.engines.procedural.source import Part, Source, decibels

_BLADES = EngineBuild(
    cylinders=2,
    strokes=2,
    pulse_seconds=0.014,
    pipes_metres=(),
    muffler_hertz=720.0,
    unevenness=0.07,
    roughness=0.06,
    body_db=-60.0,
    clatter=((60, -3), (150, -7), (400, 0), (1_000, -6), (2_500, -20), (6_000, -17), (14_000, -29)),
    clatter_db=-3.9,
    clatter_seconds=0.0195,
    steady_clatter=0.5,
)
"""A pulse of pressure and a burst of turbulence per blade."""

_ROTOR_TURNS_HERTZ = 7.4
"""Rotor speed of two-bladed light helicopters: 395 to 530 turns per minute."""

_TAIL_RATIO = 5.1
_TAIL = ((2, 0), (4, -5), (6, -10), (8, -14), (10, -18), (1, -12))
_TAIL_DB = -22.0
_TURBINE_HERTZ = 710.0
_TURBINE = ((1, -4), (2, -8), (3, 0), (5, -10), (7, -14))
_TURBINE_DB = -21.0
_PACES = {Pace.SLOW: 0.75, Pace.NORMAL: 1.0, Pace.FAST: 1.25}
_SLAP = {Intensity.LIGHT: 0.7, Intensity.NORMAL: 1.0, Intensity.HEAVY: 1.5}


class _Helicopter:
    """A `Source`: the parts that share a rotation."""

    def __init__(self, part: Part) -> None:
        draw = part.generator()
        self._turns_hertz = _ROTOR_TURNS_HERTZ * _PACES[part.layer.pace] * draw.uniform(0.95, 1.05)
        self._slap = _SLAP[part.layer.intensity]
        self._blades = CombustionEngine(part, _BLADES)
        self._wander = Drift(part.generator(), 0.25, 2)
        self._tail_turning = Turning(part, self._turns_hertz * _TAIL_RATIO, 0.003)
        self._tail = Harmonics(part, _TAIL, wander_db=2.5, wander_hertz=0.8)
        self._turbine_turning = Turning(part, _TURBINE_HERTZ, 0.004)
        self._turbine = Harmonics(part, _TURBINE, wander_db=2.0, wander_hertz=0.8)

    def render(self) -> Samples:
        """Render a block (see `Source.render`)."""
        speed, slap = self._wander.render()
        turns = self._turns_hertz * (1.0 + 0.008 * speed)
        block = self._blades.render(turns, self._slap * np.exp(0.18 * slap))
        block += np.float32(decibels(_TAIL_DB)) * self._tail.render(self._tail_turning.render())
        block += np.float32(decibels(_TURBINE_DB)) * self._turbine.render(
            self._turbine_turning.render()
        )
        return block


def _make(part: Part) -> Source:
    return _Helicopter(part)


KIND = Kind(
    name="helicopter",
    chinese_name="直升机",
    ucs="AEROHeli",
    group=Group.BED,
    english="helicopters, chopper, choppers, helicopter rotor, helicopter blades, "
    "helicopter flying, helicopter hovering, hovering helicopter, "
    "helicopter overhead, copter, rotorcraft",
    chinese="直升飞机, 直升机声, 直升机螺旋桨, 直升机盘旋, 螺旋桨, 直升机的声音, 直升机轰鸣, "
    "直升机轰鸣声, 直升机掠过, 直升机起飞, 直升机降落, 直升机旋翼, 直升机旋翼声, 旋翼, 旋翼声, "
    "旋翼机, 螺旋桨声, 螺旋桨转动, 螺旋桨轰鸣, 直升飞机声, 武装直升机, 救援直升机",
    examples=("a helicopter", "直升机"),
    make=_make,
    metres=(10.0, 14.0, 300.0),
    gain_db=-4.3,
    mix_db=2.0,
    doppler=True,
)
"""The helicopter."""
