"""Horses: four hooves in the order of their gait.

Phases of the legs within a stride are those of E. Muybridge's plates and of the manuals: the walk
has four even beats, the trot two of diagonal pairs, the gallop three or four and a pause.
"""

from dataclasses import dataclass

import numpy as np

from envsound_server.engines.procedural.layers import Intensity, Pace
from envsound_server.engines.procedural.models.events import PACE_FACTORS, Event, Events, steady
from envsound_server.engines.procedural.models.impacts import Body, Burst, mix, with_peak_one
from envsound_server.engines.procedural.source import Curve, Mono, Part, Source


@dataclass(frozen=True, slots=True)
class Gait:
    """The gait of a horse.

    Attributes:
        stride_seconds: Time from one fall of a hoof to its next, s.
        phases: Phases of the four hooves within a stride, 0 to 1.
        strength_db: Level, dB.
    """

    stride_seconds: float
    phases: tuple[float, float, float, float]
    strength_db: float


WALK = Gait(1.05, (0.0, 0.25, 0.5, 0.75), -3.0)
TROT = Gait(0.72, (0.0, 0.03, 0.5, 0.53), 0.0)
GALLOP = Gait(0.45, (0.0, 0.12, 0.3, 0.46), 2.0)


@dataclass(frozen=True, slots=True)
class Hoof:
    """The impact of a hoof on the ground.

    Attributes:
        wall: Modes of the hollow horn.
        contact_seconds: Contact time, s.
        shoe: Modes of the iron, damped by the hoof.
        shoe_db: Level of the iron, dB.
        ground: Noise of the ground.
        ground_db: Level of that noise, dB.
        weight: Noise of the descending weight.
        weight_db: Level of that noise, dB.
    """

    wall: Body
    contact_seconds: float
    shoe: Body
    shoe_db: float
    ground: Burst
    ground_db: float
    weight: Burst
    weight_db: float

    def fall(self, draw: np.random.Generator, wall: Curve, shoe: Curve) -> Mono:
        """Return one fall of a hoof, peak 1."""
        contact = self.contact_seconds * float(np.exp(0.3 * draw.standard_normal()))
        strike = draw.uniform(0.0, 0.012)
        parts = (
            (strike, 0.0, self.wall.strike(draw, wall * draw.normal(1.0, 0.03), contact)),
            (0.0, self.shoe_db + draw.normal(0.0, 3.0), self.shoe.strike(draw, shoe, 0.0003)),
            (strike, self.ground_db + draw.normal(0.0, 2.5), self.ground.render(draw)),
            (strike, self.weight_db + draw.normal(0.0, 2.0), self.weight.render(draw)),
        )
        return with_peak_one(mix(parts))


def gait_of(part: Part) -> Gait:
    """Return the gait: a gallop if strong or fast, a walk if weak or slow, otherwise a trot."""
    pace, intensity = part.layer.pace, part.layer.intensity
    if intensity is Intensity.HEAVY or pace is Pace.FAST:
        return GALLOP
    return WALK if intensity is Intensity.LIGHT or pace is Pace.SLOW else TROT


def hooves(part: Part, hoof: Hoof) -> Source:
    """Return the source of an endless run of hooves."""
    own, gait = part.generator(), gait_of(part)
    walls = [hoof.wall.modes_hertz(own) * own.normal(1.0, 0.1) for _ in range(4)]
    shoes = [hoof.shoe.modes_hertz(own) for _ in range(4)]
    unequal_db = own.normal(0.0, 1.5, 4)
    natural = PACE_FACTORS[part.layer.pace]

    def stride(draw: np.random.Generator, event: Event) -> Mono:
        parts = []
        for leg, phase in enumerate(gait.phases):
            late = float(np.clip(draw.normal(0.01, 0.006), 0.0, 0.03))
            onset = phase * gait.stride_seconds + late
            if onset > event.seconds_left:
                break
            level = gait.strength_db + unequal_db[leg] + draw.normal(0.0, 1.5)
            parts.append((onset, level, hoof.fall(draw, walls[leg], shoes[leg])))
        return mix(parts) if parts else np.zeros(1, np.float32)

    timing = steady(gait.stride_seconds / natural, 0.025, tail_seconds=0.3)
    return Events(part, timing, stride, width=0.15, level_sigma_db=1.0)
