"""A passing car: tyres and engine, from one side to the other."""

import numpy as np

from envsound_server.engines.procedural.kind import Group, Kind
from envsound_server.engines.procedural.layers import Intensity, Pace, Place
from envsound_server.engines.procedural.models.engines import EngineBuild
from envsound_server.engines.procedural.models.fades import FadedIn
from envsound_server.engines.procedural.models.road import Road, Vehicle
from envsound_server.engines.procedural.source import Part, Source

_BUILD = EngineBuild(muffler_hertz=500.0, clatter_db=-20.0)
_SPEEDS = {Pace.SLOW: 9.0, Pace.NORMAL: 15.0, Pace.FAST: 24.0}
"""Metres per second: 30, 55 and 85 km/h."""

_LEVELS_DB = {Intensity.LIGHT: -3.0, Intensity.NORMAL: 0.0, Intensity.HEAVY: 3.0}
_GAP_SECONDS = 6.5
_LEAST_GAP_SECONDS = 2.0
_HEARD_SECONDS = 26.0
"""Length of the pass at the usual speed, s."""

_MOST = 16


def _make(part: Part) -> Source:
    layer = part.layer
    usual, level_db = _SPEEDS[layer.pace], _LEVELS_DB[layer.intensity]
    middle = min(3.2, 0.5 * part.duration_seconds)
    gap_seconds, unevenness, most, count = _GAP_SECONDS, 0.25, 5, 1 if layer.count == 1 else None
    if layer.every_seconds is not None:
        gap_seconds, unevenness = max(layer.every_seconds, _LEAST_GAP_SECONDS), 0.025
        most = min(2 + int(_HEARD_SECONDS / gap_seconds), _MOST)
        count = layer.count

    def vehicle(draw: np.random.Generator, number: int, last_seconds: float) -> Vehicle:
        gap = gap_seconds * float(np.exp(unevenness * draw.standard_normal()))
        closest = middle * draw.uniform(0.85, 1.15) if number == 0 else last_seconds + gap
        speed = usual * float(np.exp(0.12 * draw.standard_normal()))
        return Vehicle(
            closest if count is None or number < count else 1e9,
            speed if draw.random() < 0.5 else -speed,
            float(draw.uniform(3.5, 6.5)),
            level_db + float(draw.normal(3.0, 1.5)),
            level_db + float(draw.normal(1.0, 1.5)),
            float(draw.normal(0.0, 0.8)),
            float(draw.uniform(24.0, 40.0)),
            level_db + float(draw.normal(-3.0, 1.5)),
        )

    return FadedIn(part, Road(part, vehicle, _BUILD, most=most))


KIND = Kind(
    name="car passing",
    chinese_name="汽车驶过",
    ucs="VEHCar",
    group=Group.EVENT,
    english="car passing by, car passes, car passes by, passing car, passing cars, cars passing, "
    "car drives past, car driving past, car drives by, car driving by, car, cars, automobile, "
    "car pass, drive by, motorcar, car goes by, car approaching, car drives away, car drives off",
    chinese="汽车经过, 汽车, 车驶过, 一辆车驶过, 轿车驶过, 小汽车, 轿车, 汽车开过, 车开过, "
    "车辆驶过, 汽车路过, 汽车声, 汽车的声音, 汽车飞驰, 汽车行驶, 车子驶过, 车子开过, 车子经过, "
    "车经过, 开车, 开车声, 行车, 驾车, 货车, 卡车, 大卡车, 公交车, 公共汽车, 巴士, 出租车, 的士, "
    "吉普车, 越野车, 跑车, 小轿车, 老爷车, 机动车, 摩托车, 疾驶而过的汽车, 汽车开走, 汽车驶来",
    heavy="speeding car, racing car, 汽车飞驰而过, 汽车疾驰而过, 汽车急驶而过, 飞车",
    examples=("a car drives past", "汽车驶过"),
    make=_make,
    place=Place.STREET,
    metres=(3.0, 6.0, 90.0),
    mix_db=2.0,
    passes=True,
)
"""The car passing."""
