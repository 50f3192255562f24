"""Passing road vehicles: tyres, the reflection from the road, engine, each in its own lane.

Tyre noise peaks about 1 kHz and dominates above 50 km/h (U. Sandberg and J. Ejsmont, "Tyre/Road
Noise Reference Book", 2002). The level follows the inverse distance, and the reflection from the
road moves a comb filter through the spectrum as the distance changes. Band levels were measured on
three recordings of roads and a highway.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from envsound_server.audio.waveform import CHANNEL_COUNT, SAMPLE_RATE_HERTZ, Samples
from envsound_server.engines.procedural.models.engines import CombustionEngine, EngineBuild
from envsound_server.engines.procedural.models.grains import pan_gains
from envsound_server.engines.procedural.models.noise import (
    FREQUENCIES_HERTZ,
    EqualisedNoise,
    spectrum,
)
from envsound_server.engines.procedural.source import (
    BLOCK_FRAMES,
    HOP_FRAMES,
    STEPS_PER_BLOCK,
    Curve,
    Part,
    decibels,
)

_SPEED_OF_SOUND = 343.0
_OCTAVES = np.log2(np.maximum(FREQUENCIES_HERTZ, 20.0) / 1_000.0)
_AIR_DB_PER_METRE = 0.00011
"""Loss of treble over grass and asphalt, dB per metre and hertz."""

TYRES = spectrum(
    ((40, -8), (63, -3), (125, -7), (300, -10), (700, 0), (1_000, 1), (1_600, -4), (2_500, -11),
     (4_000, -17), (8_000, -27), (16_000, -40))
)  # fmt: skip
RUMBLE = spectrum(
    ((30, -4), (55, 0), (90, -1), (160, -5), (300, -13), (700, -24), (2_000, -38), (8_000, -60))
)


@dataclass(frozen=True, slots=True)
class Vehicle:
    """The parameters of a passing vehicle.

    Attributes:
        closest_seconds: Time of its closest point, s from the first block's start.
        speed: Metres per second, negative from right to left.
        lane_metres: Distance at its closest point, m.
        tyres_db: Level of the tyres at 7.5 m, dB.
        rumble_db: Level of body and engine at 7.5 m, dB.
        tilt: Spectral tilt of its tyres relative to the usual, dB per octave around 1 kHz.
        turns_hertz: Speed of its crankshaft, Hz, or 0 for an inaudible engine.
        engine_db: Level of the engine at 7.5 m, dB.
    """

    closest_seconds: float
    speed: float
    lane_metres: float
    tyres_db: float
    rumble_db: float
    tilt: float = 0.0
    turns_hertz: float = 0.0
    engine_db: float = 0.0


class Passing:
    """One passing vehicle: the spectrum of its noise, and its engine."""

    def __init__(self, part: Part, vehicle: Vehicle, build: EngineBuild | None = None) -> None:
        """Set up its spectrum and its engine."""
        self._vehicle = vehicle
        tyres = decibels(vehicle.tyres_db) * TYRES * 10 ** (vehicle.tilt * _OCTAVES / 20)
        rumble = decibels(vehicle.rumble_db) * RUMBLE
        self._power = 0.0625 * (tyres**2 + rumble**2)
        self._engine = CombustionEngine(part, build) if build and vehicle.turns_hertz else None

    @property
    def has_engine(self) -> bool:
        """Return whether its engine is audible."""
        return self._engine is not None

    def is_over(self, seconds: float) -> bool:
        """Return whether it has moved out of audible range."""
        way = abs(self._vehicle.speed) * (seconds - self._vehicle.closest_seconds)
        return way > 25.0 * self._vehicle.lane_metres + 60.0

    def render(self, first_frame: int) -> tuple[Curve, Samples | None]:
        """Return the power of its noise and the sound of its engine.

        Args:
            first_frame: First frame of the block.

        Returns:
            Power for each channel, control step and bin, float64 [2, steps, bins], and the block of
            the engine, or None if it is inaudible.
        """
        vehicle = self._vehicle
        steps = first_frame + HOP_FRAMES * (np.arange(STEPS_PER_BLOCK) + 0.5)
        way = vehicle.speed * (steps / SAMPLE_RATE_HERTZ - vehicle.closest_seconds)
        metres = np.hypot(way, vehicle.lane_metres)
        pans = pan_gains(0.85 * way / metres) * 2**0.5
        power = self._power * _road_power(metres) * ((7.5 / metres) ** 2)[:, None]
        engine = None if self._engine is None else self._motor(way, metres, pans)
        return (pans**2)[:, :, None] * power, engine

    def _motor(self, way: Curve, metres: Curve, pans: Curve) -> Samples:
        """Return the engine with the Doppler shift of its speed towards the listener."""
        assert self._engine is not None
        towards = -self._vehicle.speed * way / metres
        turns = self._vehicle.turns_hertz * _SPEED_OF_SOUND / (_SPEED_OF_SOUND - towards)
        gain = decibels(self._vehicle.engine_db) * np.minimum(7.5 / metres, 4.0)
        block = self._engine.render(turns, gain)
        return np.asarray(block * np.repeat(pans, HOP_FRAMES, axis=1), np.float32)


def _road_power(metres: Curve) -> npt.NDArray[np.float32]:
    """Return the power response of air and road reflection per distance, float32 [n, bins]."""
    # Tyres are 0.15 m, the listener 1.6 m above the road: the reflected path is 2 h1 h2 / d longer.
    longer_seconds = 2 * 0.15 * 1.6 / metres / _SPEED_OF_SOUND
    turns = np.outer(2 * np.pi * longer_seconds, FREQUENCIES_HERTZ).astype(np.float32)
    comb = np.float32(1.3 / 2.4) + np.float32(1.1 / 2.4) * np.cos(turns)
    losses = np.outer(-_AIR_DB_PER_METRE * metres * 0.2303, FREQUENCIES_HERTZ)
    return comb * np.exp(losses.astype(np.float32))


class Road:
    """A `Source`: vehicles that come one after another."""

    def __init__(
        self,
        part: Part,
        vehicle: Callable[[np.random.Generator, int, float], Vehicle],
        build: EngineBuild | None = None,
        *,
        under_way: float = 0.0,
        most: int = 5,
        most_engines: int = 2,
    ) -> None:
        """Set up the road.

        Args:
            part: The part to play.
            vehicle: Draws a vehicle, given its number and the closest time of the one before, s.
            build: Engine of vehicles whose `turns_hertz` is set.
            under_way: Time of the traffic before the first block, s.
            most: Upper limit of simultaneous vehicles. Others come later.
            most_engines: Upper limit of simultaneous engines. Other vehicles only roll.
        """
        self._part, self._draw_vehicle, self._build = part, vehicle, build
        self._draw = part.generator()
        self._frame = int(under_way * SAMPLE_RATE_HERTZ)
        self._most, self._most_engines, self._count = most, most_engines, 0
        self._next = vehicle(self._draw, 0, 0.0)
        self._passing: list[Passing] = []
        self._noise = EqualisedNoise(part.generator(), coherence=0.4)

    def render(self) -> Samples:
        """Render a block (see `Source.render`)."""
        seconds = self._frame / SAMPLE_RATE_HERTZ
        while self._begins(seconds) and len(self._passing) < self._most:
            engines = sum(passing.has_engine for passing in self._passing)
            build = self._build if engines < self._most_engines else None
            self._passing.append(Passing(self._part, self._next, build))
            self._count += 1
            last = self._next.closest_seconds
            self._next = self._draw_vehicle(self._draw, self._count, last)
        block = np.zeros((CHANNEL_COUNT, BLOCK_FRAMES), np.float32)
        power = np.zeros(1)
        for passing in self._passing:
            more, engine = passing.render(self._frame)
            power = power + more
            if engine is not None:
                block += engine
        if self._passing:
            # Powers of independent noises add up, so one noise renders them all.
            block += self._noise.render(np.sqrt(power))
        self._frame += BLOCK_FRAMES
        self._passing = [p for p in self._passing if not p.is_over(seconds)]
        return block

    def _begins(self, seconds: float) -> bool:
        """Return whether the next vehicle is in audible range."""
        way = abs(self._next.speed) * (self._next.closest_seconds - seconds)
        return way < 25.0 * self._next.lane_metres + 60.0
