"""Wagons: iron-tyred wheels on stones, and the loose parts of the wagon."""

from functools import cache

import numpy as np

from envsound_server.audio.waveform import Samples
from envsound_server.engines.procedural.models.beds import NoiseBed
from envsound_server.engines.procedural.models.grains import Scatter
from envsound_server.engines.procedural.models.impacts import Body, Burst, mix, with_peak_one
from envsound_server.engines.procedural.models.noise import Drift, Ramp
from envsound_server.engines.procedural.source import STEP_RATE_HERTZ, STEPS_PER_BLOCK, Mono, Part

_ROLL = ((40, -2), (90, 2), (200, 0), (500, -4), (1_200, -7), (3_000, -13), (8_000, -24))
_STONE = Body(160.0, 4_500.0, 22, 0.014, decay_exponent=0.4, level_exponent=0.4)
_WOOD = Body(240.0, 3_000.0, 18, 0.022, level_exponent=0.4)
_HARNESS = Body(2_600.0, 12_000.0, 8, 0.03, level_exponent=0.0)
_CRUNCH = Burst(600.0, 6_000.0, 0.01)
_TURN_HERTZ = 0.9
_JOLTS_HERTZ = 34.0
_RATTLES_HERTZ = 7.0
_CHINKS_HERTZ = 3.0
_ROLL_GAIN, _JOLT_GAIN, _RATTLE_GAIN, _CHINK_GAIN = 0.9, 0.12, 0.14, 0.05
_BANK = 64
_SEED = 4711


class Wagon:
    """A `Source`: the wheels and the body of a wagon."""

    def __init__(self, part: Part) -> None:
        """Set up the roughness of the road."""
        draw = part.generator()
        stones, boards, harness = _banks()
        self._roll = NoiseBed(part, _ROLL, depth_db=2.5, rate_hertz=3.0, togetherness=0.7)
        self._jolts = Scatter(part.generator(), stones)
        self._rattles = Scatter(part.generator(), boards)
        self._chinks = Scatter(part.generator(), harness)
        self._rough = Drift(part.generator(), 2.5)
        self._ramp = Ramp()
        self._turn = float(draw.uniform(0.0, 2 * np.pi))

    def render(self) -> Samples:
        """Render a block (see `Source.render`)."""
        steps = np.arange(1, STEPS_PER_BLOCK + 1)
        turning = self._turn + 2 * np.pi * _TURN_HERTZ / STEP_RATE_HERTZ * steps
        self._turn = float(turning[-1])
        rough = np.exp(0.35 * self._rough.render()[0] + 0.25 * np.sin(turning))
        roll = _ROLL_GAIN * self._ramp.render(rough) * self._roll.render()
        jolts = _JOLT_GAIN * self._jolts.render(_JOLTS_HERTZ * rough, 1.2, 0.5)
        rattles = _RATTLE_GAIN * self._rattles.render(_RATTLES_HERTZ * rough**2, 1.2, 0.4)
        chinks = _CHINK_GAIN * self._chinks.render(_CHINKS_HERTZ * rough, 1.2, 0.4)
        return np.asarray(roll + jolts + rattles + chinks, np.float32)


@cache
def _banks() -> tuple[list[Mono], list[Mono], list[Mono]]:
    """Return the banks of blows on stones, boards and harness, shared by all wagons."""
    draw = np.random.default_rng(_SEED)
    return (
        _bank(draw, _STONE, 0.0006, -6.0),
        _bank(draw, _WOOD, 0.001, -14.0),
        _bank(draw, _HARNESS, 0.0002, -30.0),
    )


def _bank(
    draw: np.random.Generator, body: Body, contact_seconds: float, crunch_db: float
) -> list[Mono]:
    """Return a bank of blows on bodies of one sort."""
    made = []
    for _ in range(_BANK):
        modes = body.modes_hertz(draw) * np.exp(0.15 * draw.standard_normal())
        blow = body.strike(draw, modes, contact_seconds, 0.3)
        made.append(with_peak_one(mix(((0.0, 0.0, blow), (0.0, crunch_db, _CRUNCH.render(draw))))))
    return made
