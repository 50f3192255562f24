"""A train that passes on a jointed track. The blows' constants come from a search."""

from envsound_server.engines.procedural.kind import Group, Kind
from envsound_server.engines.procedural.layers import Pace, Place
from envsound_server.engines.procedural.models.impacts import Body, Burst
from envsound_server.engines.procedural.models.rails import Track, Train
from envsound_server.engines.procedural.source import Part, Source

_TRACK = Track(
    roll=((35, -14), (50, -11), (73, -1), (108, 0), (157, -1.5), (230, -0.5), (334, -1), (490, -3),
          (735, -5.5), (1_080, -9), (1_610, -13), (2_450, -17), (3_670, -23), (5_600, -28.5),
          (8_400, -32), (12_600, -40), (16_000, -46)),
    roll_db=-2.2,
    blow_db=-2.3,
    body=Body(262.0, 1_220.0, 26, 0.036, decay_exponent=0.41, level_exponent=0.74),
    contact_seconds=0.00036,
    click=Burst(1_000.0, 3_800.0, 0.057),
    click_db=-5.7,
    speed=15.6,
    tracks_apart_seconds=0.018,
)  # fmt: skip
_SPEED_FACTORS = {Pace.SLOW: 0.65, Pace.NORMAL: 1.0, Pace.FAST: 1.6}


def _make(part: Part) -> Source:
    return Train(part, _TRACK, speed_factor=_SPEED_FACTORS[part.layer.pace])


KIND = Kind(
    name="train",
    chinese_name="火车",
    ucs="TRNClak",
    group=Group.BED,
    english="trains, train passing, passing train, freight train, goods train, railway, railroad, "
    "train on tracks, train tracks, steam train, locomotive, train going by, clickety clack, "
    "train rolling by, rail traffic",
    chinese="列车, 火车声, 火车驶过, 货运列车, 货车车厢, 铁路, 铁轨, 火车经过, 蒸汽火车, 绿皮火车",
    heavy="express train, 特快列车",
    examples=("a train passing", "火车驶过"),
    make=_make,
    place=Place.FIELD,
    metres=(3.0, 8.0, 300.0),
    gain_db=-8.0,
    mix_db=3.0,
    doppler=True,
)
"""The train."""
