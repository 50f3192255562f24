"""A washing machine: a reversing motor, and laundry falling into water."""

import numpy as np

from envsound_server.audio.waveform import Samples
from envsound_server.engines.procedural.kind import Group, Kind
from envsound_server.engines.procedural.layers import Intensity, Place
from envsound_server.engines.procedural.models.noise import Drift, EqualisedNoise, spectrum
from envsound_server.engines.procedural.models.rotors import Machine, MachineBuild
from envsound_server.engines.procedural.source import (
    STEP_RATE_HERTZ,
    STEPS_PER_BLOCK,
    Curve,
    Part,
    Source,
)

_BUILD = MachineBuild(
    turns_hertz=37.0,
    rotor=((1, -8), (2, -4), (4, 0), (5, -8), (8, -6), (12, -14), (16, -12), (24, -20)),
    rotor_db=-4.5,
    mains_db=-6.0,
    air=((48, -10), (73, -4.5), (108, 0), (157, -6), (230, -3.5), (334, -7.5), (490, -14.5),
         (735, -15.5), (1_080, -19.5), (1_610, -24), (2_450, -29), (3_670, -36), (5_600, -43),
         (8_400, -52), (12_600, -64)),
    blades=4,
    chop=0.3,
    drift_db=2.2,
)  # fmt: skip
"""Spectrum of the air, measured on a recording of a washing machine."""

_SLOSH = spectrum(((120, -10), (350, 0), (900, -3), (2_500, -4), (7_000, -17), (16_000, -23)))
_SLOSH_GAIN = 0.056
_DRUM_TURNS_HERTZ = 0.88
_DRUM_FINS = 3
_WASH_SECONDS = (9.0, 14.0)
_SPIN_FACTORS = {Intensity.LIGHT: 0.8, Intensity.NORMAL: 1.0, Intensity.HEAVY: 2.1}


class _Washing:
    """A `Source`: the motor and the water, both controlled by the drum."""

    def __init__(self, part: Part) -> None:
        self._machine = Machine(part, _BUILD)
        self._is_spinning = part.layer.intensity is Intensity.HEAVY
        self._factor = _SPIN_FACTORS[part.layer.intensity]
        self._draw = part.generator()
        self._slosh = EqualisedNoise(part.generator(), coherence=0.3)
        self._load = Drift(part.generator(), 1.5)
        self._step = 0
        self._turn_steps = int(self._draw.uniform(*_WASH_SECONDS) * STEP_RATE_HERTZ)
        self._drum = float(self._draw.random())

    def render(self) -> Samples:
        """Render a block (see `Source.render`)."""
        rest = self._rest()
        drum = self._drum + np.cumsum(rest) * _DRUM_TURNS_HERTZ / STEP_RATE_HERTZ
        self._drum = float(drum[-1])
        load = self._load.render()[0]
        lift = np.sin(2 * np.pi * _DRUM_FINS * drum)
        speed = self._factor * (0.35 + 0.65 * rest) * (1.0 + 0.006 * lift + 0.004 * load)
        block = self._machine.run(speed)
        if not self._is_spinning:
            fall = np.maximum(lift, 0.0) ** 3 * np.exp(0.5 * load) * rest
            block += self._slosh.render(_SLOSH_GAIN * (0.3 + fall)[:, None] * _SLOSH)
        return block

    def _rest(self) -> Curve:
        """Return the speed of the drum: 1, and close to 0 during a reversal."""
        if self._is_spinning:
            return np.ones(STEPS_PER_BLOCK)
        steps = self._step + np.arange(STEPS_PER_BLOCK)
        self._step = int(steps[-1]) + 1
        from_end = np.abs((steps % self._turn_steps) - 0.5 * self._turn_steps)
        seconds = (0.5 * self._turn_steps - from_end) / STEP_RATE_HERTZ
        return np.asarray(np.clip(seconds / 0.6 - 0.3, 0.02, 1.0))


def _make(part: Part) -> Source:
    return _Washing(part)


KIND = Kind(
    name="washing machine",
    chinese_name="洗衣机",
    ucs="MACHAppl",
    group=Group.BED,
    english="washing machines, washer, laundry machine, laundry, laundry room, dishwasher, "
    "dishwashers, washing clothes, doing laundry",
    chinese="洗衣机声, 洗衣房, 洗碗机, 滚筒洗衣机, 洗衣机的声音, 洗衣机运转, 洗衣机运转声, "
    "洗衣机转动, 洗衣机转动声, 洗衣机工作, 洗衣机滚动, 洗衣机轰鸣, 洗衣机嗡嗡声, "
    "洗衣机洗衣服, 洗衣机滚筒, 洗衣机噪音, 滚筒洗衣机声, 波轮洗衣机, 洗衣机洗涤, "
    "洗碗机声, 洗衣机洗衣",
    heavy="spin cycle, washing machine spinning, spinning washing machine, 洗衣机脱水, 甩干, "
    "洗衣机甩干, 甩干桶, 洗衣机甩干声, 洗衣机高速运转, 脱水机",
    examples=("a washing machine", "洗衣机"),
    make=_make,
    place=Place.ROOM,
    metres=(1.0, 2.5, 15.0),
    gain_db=-8.0,
    mix_db=-5.0,
)
"""The washing machine."""
