"""Inside a train: the floor's rumble, muffled blows of the joints, small rattles."""

from envsound_server.engines.procedural.kind import Group, Kind
from envsound_server.engines.procedural.layers import Pace, Place
from envsound_server.engines.procedural.models.impacts import Body, Burst
from envsound_server.engines.procedural.models.rails import Track, Train
from envsound_server.engines.procedural.source import Part, Source

_TRACK = Track(
    roll=((30, -1), (45, 0), (63, -4), (100, -9), (160, -13), (250, -16), (400, -18), (630, -24),
          (1_000, -29), (1_600, -34), (2_500, -37), (5_000, -44), (12_000, -58)),
    roll_db=-4.5,
    blow_db=-3.0,
    body=Body(137.0, 822.0, 40, 0.038, decay_exponent=0.48, level_exponent=0.35),
    contact_seconds=0.002,
    click=Burst(122.0, 600.0, 0.007),
    click_db=0.3,
    speed=24.0,
    tracks_apart_seconds=0.04,
)  # fmt: skip
_SPEED_FACTORS = {Pace.SLOW: 0.65, Pace.NORMAL: 1.0, Pace.FAST: 1.6}


def _make(part: Part) -> Source:
    return Train(part, _TRACK, speed_factor=_SPEED_FACTORS[part.layer.pace])


KIND = Kind(
    name="inside a train",
    chinese_name="火车车厢",
    ucs="TRNInt",
    group=Group.BED,
    english="inside the train, train interior, train compartment, train carriage, "
    "railway carriage, "
    "inside a train compartment, in a train, on a train, on the train, train cabin, "
    "train ride, sleeping car, train compartment interior",
    chinese="车厢, 车厢里, 车厢内, 火车上, 列车上, 列车车厢, 火车车厢里, 火车里, 卧铺车厢",
    examples=("inside a train compartment", "火车车厢里"),
    make=_make,
    place=Place.ROOM,
    metres=(1.0, 2.0, 12.0),
    mix_db=-1.0,
)
"""Inside a train."""
