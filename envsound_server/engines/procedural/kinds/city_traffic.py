"""City traffic: the rumble of a whole town, and single cars of the next street."""

import numpy as np

from envsound_server.audio.waveform import Samples
from envsound_server.engines.procedural.kind import Group, Kind
from envsound_server.engines.procedural.layers import Distance, Intensity, Pace, Place
from envsound_server.engines.procedural.models.beds import NoiseBed
from envsound_server.engines.procedural.models.engines import EngineBuild
from envsound_server.engines.procedural.models.road import Road, Vehicle
from envsound_server.engines.procedural.source import Part, Source, decibels

_TOWN = ((30, -6), (50, 0), (90, 0), (160, -3), (300, -7), (700, -10), (1_000, -12), (2_000, -20),
         (4_000, -29), (10_000, -42))  # fmt: skip
_BUILD = EngineBuild(muffler_hertz=480.0, clatter_db=-24.0, roughness=0.35, unevenness=0.3)
_GAPS_SECONDS = {Intensity.LIGHT: 5.0, Intensity.NORMAL: 2.9, Intensity.HEAVY: 1.6}
_PACES = {Pace.SLOW: 1.6, Pace.NORMAL: 1.0, Pace.FAST: 0.65}
_BUSY_DB = {Intensity.LIGHT: -3.0, Intensity.NORMAL: 0.0, Intensity.HEAVY: 5.0}
_MOST = {Intensity.LIGHT: 2, Intensity.NORMAL: 4, Intensity.HEAVY: 6}
_TOWN_DB = {Distance.NEAR: -18.0, Distance.NORMAL: -13.0, Distance.DISTANT: 6.0}


class _Traffic:
    """A `Source`: the distant town and the near street."""

    def __init__(self, part: Part) -> None:
        self._town = NoiseBed(
            part, _TOWN, depth_db=1.6, rate_hertz=0.25, togetherness=0.6, coherence=0.3
        )
        town_db = _TOWN_DB[part.layer.distance] + _BUSY_DB[part.layer.intensity]
        self._town_gain = np.float32(0.75 * decibels(town_db))
        gap_seconds = _GAPS_SECONDS[part.layer.intensity] * _PACES[part.layer.pace]
        self._street = Road(
            part,
            _DrawVehicle(gap_seconds, _BUSY_DB[part.layer.intensity]),
            _BUILD,
            under_way=8.0,
            most=_MOST[part.layer.intensity],
        )

    def render(self) -> Samples:
        """Render a block (see `Source.render`)."""
        block: Samples = self._town_gain * self._town.render() + self._street.render()
        return block


class _DrawVehicle:
    """A generator of vehicles: cars, a van, occasionally a lorry or a motorcycle."""

    def __init__(self, gap_seconds: float, level_db: float) -> None:
        self._gap_seconds, self._level_db = gap_seconds, level_db

    def __call__(self, draw: np.random.Generator, number: int, last_seconds: float) -> Vehicle:
        gap = self._gap_seconds * float(draw.exponential(1.0) + 0.15)
        speed = float(draw.uniform(4.0, 9.0))
        is_heavy = draw.random() < 0.18
        return Vehicle(
            last_seconds + gap,
            speed if draw.random() < 0.5 else -speed,
            float(draw.uniform(7.0, 15.0)),
            self._level_db + float(draw.normal(-6.0, 2.0)),
            self._level_db + float(draw.normal(5.5 if is_heavy else 3.5, 2.0)),
            float(draw.normal(0.0, 1.0)),
            float(draw.uniform(16.0, 26.0) if is_heavy else draw.uniform(26.0, 46.0)),
            self._level_db + float(draw.normal(10.0 if is_heavy else 7.0, 2.0)),
        )


def _make(part: Part) -> Source:
    return _Traffic(part)


KIND = Kind(
    name="city traffic",
    chinese_name="城市车流",
    ucs="AMBTraf",
    group=Group.BED,
    english="traffic, road, roads, highway, car traffic, vehicles, motorway, busy road, "
    "road traffic, street traffic, traffic noise, traffic jam, rush hour, city ambience",
    chinese="车流, 马路, 车声, 交通, 公路, 车流声, 车, 高速公路, 交通声, 车来车往, 马路上, "
    "堵车, 车辆声, 车辆行驶, 车辆来往, 来往车辆, 来往的车辆, 来往的汽车, 过往车辆, "
    "过往的车辆, 车流不息, 川流不息的车流, 川流不息的车辆, 马路上的车, 马路上的车声, "
    "马路车流, 街道车流, 街道车声, 街车, 城市交通, 城市街头, 城市噪音, 城市噪声, "
    "都市车流, 都市噪音, 交通噪音, 交通噪声, 公路上的车, 公路车流, 公路噪音, 高架桥, "
    "高速路, 快速路, 国道, 车道, 大马路, 繁华街道, 晚高峰, 早高峰, 车来车往的街道, "
    "塞车, 交通堵塞, 车辆",
    heavy="交通高峰, 车流如潮, 拥堵的街道",
    examples=("city traffic", "城市车流"),
    make=_make,
    place=Place.STREET,
    metres=(5.0, 12.0, 300.0),
    mix_db=-1.0,
)
"""City traffic."""
