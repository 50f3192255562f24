"""A train that passes on a jointed track; the blows' constants come from a search."""

from envsound_server.engines.procedural.kind import Group, Kind
from envsound_server.engines.procedural.layers import Pace, Place
from envsound_server.engines.procedural.models.impacts import Body, Burst
from envsound_server.engines.procedural.models.rails import Track, Train
from envsound_server.engines.procedural.source import Part, Source

_TRACK = Track(
    roll=((35, -20), (60, -7), (100, 0), (250, -1), (400, -3), (630, -5), (1_000, -9),
          (1_600, -14), (2_500, -18), (4_000, -25), (8_000, -33), (16_000, -46)),
    roll_db=-2.0,
    blow_db=-3.0,
    body=Body(290.0, 1_300.0, 26, 0.037, decay_exponent=0.4, level_exponent=0.74),
    contact_seconds=0.00033,
    click=Burst(960.0, 2_550.0, 0.055),
    click_db=-6.3,
    speed=15.8,
    tracks_apart_seconds=0.0165,
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
