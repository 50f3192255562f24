"""Inside a train: the floor's rumble, a motor below it, muffled impacts at the joints."""

import numpy as np

from envsound_server.audio.waveform import Samples
from envsound_server.engines.procedural.kind import Group, Kind
from envsound_server.engines.procedural.layers import Pace, Place
from envsound_server.engines.procedural.models.impacts import Body, Burst
from envsound_server.engines.procedural.models.rails import Track, Train
from envsound_server.engines.procedural.models.rotors import Harmonics, Turning
from envsound_server.engines.procedural.source import Part, Source, decibels

_TRACK = Track(
    roll=((35, 0), (50, 0), (73, -2), (108, -8), (157, -11.5), (230, -14.5), (334, -16), (490, -21),
          (735, -27), (1_080, -32), (1_610, -38), (2_450, -40), (3_670, -45), (5_600, -49),
          (8_400, -52), (12_600, -61)),
    roll_db=-2.2,
    blow_db=-5.0,
    body=Body(158.0, 800.0, 40, 0.055, decay_exponent=0.41, level_exponent=0.18),
    contact_seconds=0.00195,
    click=Burst(142.0, 580.0, 0.0074),
    click_db=0.7,
    speed=26.0,
    tracks_apart_seconds=0.04,
)  # fmt: skip
_SPEED_FACTORS = {Pace.SLOW: 0.65, Pace.NORMAL: 1.0, Pace.FAST: 1.6}
_MOTOR_HERTZ = 37.0
_MOTOR = ((1, -8), (2, -4), (4, 0), (5, -8), (8, -6), (12, -14), (16, -12), (24, -20))
_MOTOR_DB = -4.5


class _Carriage:
    """A `Source`: the train on its track, and a motor under the floor."""

    def __init__(self, part: Part) -> None:
        factor = _SPEED_FACTORS[part.layer.pace]
        self._train = Train(part, _TRACK, speed_factor=factor)
        self._turning = Turning(part, _MOTOR_HERTZ * factor, 0.004)
        self._motor = Harmonics(part, _MOTOR, wander_db=2.0)

    def render(self) -> Samples:
        """Render a block (see `Source.render`)."""
        motor = np.float32(decibels(_MOTOR_DB)) * self._motor.render(self._turning.render())
        return self._train.render() + motor


def _make(part: Part) -> Source:
    return _Carriage(part)


KIND = Kind(
    name="inside a train",
    chinese_name="火车车厢",
    ucs="TRNInt",
    group=Group.BED,
    english="inside the train, train interior, train compartment, train carriage, "
    "railway carriage, "
    "inside a train compartment, in a train, on a train, on the train, train cabin, "
    "train ride, sleeping car, train compartment interior",
    chinese="车厢, 车厢里, 车厢内, 火车上, 列车上, 列车车厢, 火车车厢里, 火车里, 卧铺车厢, 火车内, "
    "火车车厢内, 列车车厢里, 列车里, 列车内, 高铁上, 高铁车厢, 高铁车厢里, 动车上, 绿皮车厢, "
    "绿皮火车车厢, 卧铺, 硬座车厢, 硬卧车厢, 软卧, 车厢晃动, 车厢摇晃, 在火车上, 在列车上, 坐火车, "
    "乘火车, 坐地铁, 坐高铁, 夜行列车上, 车厢中, 有轨电车上",
    examples=("inside a train compartment", "火车车厢里"),
    make=_make,
    place=Place.ROOM,
    metres=(1.0, 2.0, 12.0),
    gain_db=-7.5,
    mix_db=-1.0,
)
"""Inside a train."""
