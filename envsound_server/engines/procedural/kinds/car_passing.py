"""A car that drives past: tyres and engine, from one side to the other."""

import numpy as np

from envsound_server.engines.procedural.kind import Group, Kind
from envsound_server.engines.procedural.layers import Intensity, Pace, Place
from envsound_server.engines.procedural.models.engines import EngineBuild
from envsound_server.engines.procedural.models.road import Road, Vehicle
from envsound_server.engines.procedural.source import Part, Source

_BUILD = EngineBuild(muffler_hertz=500.0, clatter_db=-20.0)
_SPEEDS = {Pace.SLOW: 9.0, Pace.NORMAL: 15.0, Pace.FAST: 24.0}
"""Metres a second: 30, 55 and 85 km/h."""

_LEVELS_DB = {Intensity.LIGHT: -3.0, Intensity.NORMAL: 0.0, Intensity.HEAVY: 3.0}
_GAP_SECONDS = 6.5


def _make(part: Part) -> Source:
    usual, level_db = _SPEEDS[part.layer.pace], _LEVELS_DB[part.layer.intensity]
    middle = min(3.2, 0.5 * part.duration_seconds)
    only_one = part.layer.count == 1

    def vehicle(draw: np.random.Generator, number: int, last_seconds: float) -> Vehicle:
        gap = _GAP_SECONDS * float(np.exp(0.25 * draw.standard_normal()))
        closest = middle * draw.uniform(0.85, 1.15) if number == 0 else last_seconds + gap
        speed = usual * float(np.exp(0.12 * draw.standard_normal()))
        return Vehicle(
            closest if number == 0 or not only_one else 1e9,
            speed if draw.random() < 0.5 else -speed,
            float(draw.uniform(3.5, 6.5)),
            level_db + float(draw.normal(3.0, 1.5)),
            level_db + float(draw.normal(1.0, 1.5)),
            float(draw.normal(0.0, 0.8)),
            float(draw.uniform(24.0, 40.0)),
            level_db + float(draw.normal(-3.0, 1.5)),
        )

    return Road(part, vehicle, _BUILD)


KIND = Kind(
    name="car passing",
    chinese_name="汽车驶过",
    ucs="VEHCar",
    group=Group.EVENT,
    english="car passing by, car passes, car passes by, passing car, passing cars, cars passing, "
    "car drives past, car driving past, car drives by, car driving by, car, cars, automobile, "
    "car pass, drive by, motorcar, car goes by, car approaching, car drives away, car drives off",
    chinese="汽车经过, 汽车, 车驶过, 一辆车驶过, 轿车驶过, 小汽车, 轿车, 汽车开过, 车开过, "
    "车辆驶过, "
    "汽车路过",
    heavy="speeding car, racing car, 汽车飞驰而过, 汽车疾驰而过",
    examples=("a car drives past", "汽车驶过"),
    make=_make,
    place=Place.STREET,
    metres=(3.0, 6.0, 90.0),
    mix_db=2.0,
)
"""The car passing."""
