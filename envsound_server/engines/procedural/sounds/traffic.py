"""City traffic: cars that pass, each with its tyres and its engine, over the city's rumble.

A car is a moving point: level by distance, direction by bearing, and the engine's pitch by the
Doppler shift that comes with hearing it as it was when the sound set out (A. Farnell, "Designing
Sound", MIT Press, 2010, practical "Cars").
"""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from envsound_server.audio.waveform import CHANNEL_COUNT, SAMPLE_RATE_HERTZ, Samples
from envsound_server.engines.procedural.grains import OverlapBuffer, pan_gains
from envsound_server.engines.procedural.layers import Intensity, Pace
from envsound_server.engines.procedural.noise import Drift, EqualisedNoise, spectrum
from envsound_server.engines.procedural.source import (
    BLOCK_FRAMES,
    STEPS_PER_BLOCK,
    Curve,
    Mono,
    Part,
    decibels,
)

_SOUND_METRES_PER_SECOND = 340.0
_GAPS_SECONDS = {
    Intensity.LIGHT: (5.0, 11.0),
    Intensity.NORMAL: (2.2, 6.0),
    Intensity.HEAVY: (0.8, 2.6),
}
_RUMBLE_DB = {Intensity.LIGHT: -40.0, Intensity.NORMAL: -35.0, Intensity.HEAVY: -32.0}
_SPEEDS_METRES_PER_SECOND = {
    Pace.SLOW: (5.0, 8.0),
    Pace.NORMAL: (9.0, 14.0),
    Pace.FAST: (17.0, 26.0),
}
_NEAR_LANE_METRES, _FAR_LANE_METRES = 5.0, 9.0
_AUDIBLE_METRES = 110.0
_HORN_CHANCE = 0.06
_LONGEST_HORN_SECONDS = 1.0
_FIRINGS = 4
_WAVE_FRAMES = 4_096
_KNOT_FRAMES = 64
_KNOTS = BLOCK_FRAMES // _KNOT_FRAMES

_RUMBLE = spectrum(((25, -14), (50, -3), (90, 0), (220, -6), (600, -16), (1600, -28), (6000, -52)))
_TYRES_NEAR = spectrum(
    ((60, -12), (200, -5), (600, -1), (1000, 0), (2000, -3), (5000, -13), (12000, -30))
)
_TYRES_FAR = spectrum(
    ((60, -16), (200, -7), (500, -2), (900, -2), (1600, -12), (4000, -32), (9000, -58))
)


@dataclass(frozen=True, slots=True)
class _Car:
    """A car on a straight road.

    Attributes:
        nearest_frame: When it is nearest.
        metres: How near that is.
        metres_per_second: Its speed, > 0 from left to right.
        firing_hertz: Pitch of the engine.
        gain: Its level.
    """

    nearest_frame: int
    metres: float
    metres_per_second: float
    firing_hertz: float
    gain: float

    @property
    def audible_frames(self) -> int:
        """How long before and after its nearest point it is heard."""
        return int(_AUDIBLE_METRES / abs(self.metres_per_second) * SAMPLE_RATE_HERTZ)

    def track(self, frames: Curve) -> tuple[Curve, Curve]:
        """Distance (m) and place (-1 left to 1 right) at each of `frames`, float64 [n]."""
        along = (frames - self.nearest_frame) / SAMPLE_RATE_HERTZ * self.metres_per_second
        distance = np.sqrt(self.metres**2 + along**2)
        return distance, 0.9 * along / distance

    def level(self, distance: Curve) -> Curve:
        """Spreading and the ground's damping, faded out where the rumble covers it."""
        fade = np.clip(1.5 * (1.0 - distance / _AUDIBLE_METRES), 0.0, 1.0) ** 2
        return np.asarray(self.gain * (7.0 / distance) ** 1.3 * fade, np.float64)


class Traffic:
    """A street of three densities, with a far horn now and then."""

    def __init__(self, part: Part) -> None:
        """Sets the first cars under way."""
        self._draw = part.generator()
        self._gaps_seconds = _GAPS_SECONDS[part.layer.intensity]
        self._speeds = _SPEEDS_METRES_PER_SECOND[part.layer.pace]
        self._rumble = decibels(_RUMBLE_DB[part.layer.intensity]) * _RUMBLE
        self._swell = Drift(part.generator(), 0.4, 2)
        self._road = EqualisedNoise(part.generator(), coherence=0.3)
        self._horns = OverlapBuffer(int(_LONGEST_HORN_SECONDS * SAMPLE_RATE_HERTZ))
        self._exhaust = _exhaust_wave(self._draw)
        self._cars: list[_Car] = []
        self._next_frame = int(self._draw.uniform(-2.0, 1.5) * SAMPLE_RATE_HERTZ)

    def render(self, first_frame: int) -> Samples:
        """Renders a block; see `Source.render`."""
        self._send_cars(first_frame)
        self._sound_horns()
        last = first_frame + BLOCK_FRAMES
        near = [
            car
            for car in self._cars
            if first_frame - car.audible_frames < car.nearest_frame < last + car.audible_frames
        ]
        swell = np.exp(0.2 * self._swell.render())[:, :, None]
        block = self._road.render(self._rumble * swell + _tyres(near, first_frame))
        block += self._horns.pop()
        for car in near:
            block += self._engine(car, first_frame)
        return block

    def _send_cars(self, first_frame: int) -> None:
        """Sends out the cars that may be heard in this block, and forgets those long gone."""
        longest = int(_AUDIBLE_METRES / self._speeds[0] * SAMPLE_RATE_HERTZ)
        draw = self._draw
        while self._next_frame < first_frame + BLOCK_FRAMES + longest:
            speed = draw.uniform(*self._speeds) * draw.choice((-1.0, 1.0))
            metres = _NEAR_LANE_METRES if speed > 0 else _FAR_LANE_METRES
            firing_hertz, gain = draw.uniform(48.0, 85.0), draw.lognormal(0.0, 0.25)
            self._cars.append(_Car(self._next_frame, metres, speed, firing_hertz, gain))
            self._next_frame += int(draw.uniform(*self._gaps_seconds) * SAMPLE_RATE_HERTZ)
        self._cars = [car for car in self._cars if car.nearest_frame > first_frame - longest]

    def _sound_horns(self) -> None:
        draw = self._draw
        if draw.random() < _HORN_CHANCE:
            start = int(draw.integers(BLOCK_FRAMES))
            self._horns.add(start, _horn(draw), 0.012, draw.uniform(-0.8, 0.8))

    def _engine(self, car: _Car, first_frame: int) -> Samples:
        """The engine's tone as it arrives: what is heard now set out `distance / c` ago."""
        knots = first_frame + _KNOT_FRAMES * np.linspace(0.0, _KNOTS, _KNOTS + 1, dtype=np.float64)
        distance, place = car.track(knots)
        seconds = knots / SAMPLE_RATE_HERTZ - distance / _SOUND_METRES_PER_SECOND
        cycles = seconds * (car.firing_hertz / _FIRINGS)
        at = _lines(_WAVE_FRAMES * (cycles - np.floor(cycles[0]))).astype(np.intp)
        wave = self._exhaust[at % _WAVE_FRAMES]
        gains = 0.012 * car.level(distance) * pan_gains(place)
        return np.stack([wave * _lines(gain).astype(np.float32) for gain in gains])


def _tyres(cars: Iterable[_Car], first_frame: int) -> Curve:
    """The roll of all tyres, float64 [2, 64, 1025]; treble survives the ground only from near."""
    steps = np.linspace(first_frame, first_frame + BLOCK_FRAMES, STEPS_PER_BLOCK, dtype=np.float64)
    near = np.zeros((CHANNEL_COUNT, STEPS_PER_BLOCK))
    far = np.zeros_like(near)
    for car in cars:
        distance, place = car.track(steps)
        level = 0.12 * car.level(distance) * pan_gains(place)
        nearness = np.exp(-distance / 25.0)
        near += level * nearness
        far += level * (1.0 - nearness)
    return np.asarray(near[:, :, None] * _TYRES_NEAR + far[:, :, None] * _TYRES_FAR, np.float64)


def _lines(knots: Curve) -> Curve:
    """Straight lines between knots `_KNOT_FRAMES` apart, float64 [BLOCK_FRAMES]."""
    rise = np.arange(_KNOT_FRAMES) / _KNOT_FRAMES
    return np.asarray(knots[:-1, None] + np.diff(knots)[:, None] * rise, np.float64).ravel()


def _exhaust_wave(draw: np.random.Generator) -> Mono:
    """One engine cycle of four unequal firings, float32 [4096], RMS about 1."""
    at = np.arange(_WAVE_FRAMES) / _WAVE_FRAMES
    orders = np.arange(1, 33)
    levels = np.where(orders % _FIRINGS == 0, 1.0, 0.22) / (1.0 + (orders / 9.0) ** 2)
    waves = levels[:, None] * np.sin(2 * np.pi * (orders[:, None] * at + draw.random((32, 1))))
    return np.asarray(waves.sum(axis=0), np.float32)


def _horn(draw: np.random.Generator) -> Mono:
    """A car's two-tone horn some streets away, float32 [frames]."""
    seconds = draw.uniform(0.25, 0.9)
    time = np.arange(int(seconds * SAMPLE_RATE_HERTZ)) / SAMPLE_RATE_HERTZ
    orders = np.arange(1, 7)[:, None]
    tones = [
        (np.sin(2 * np.pi * hertz * orders * time) / orders).sum(axis=0) for hertz in (405, 510)
    ]
    edge = np.minimum(1.0, np.minimum(time, seconds - time) / 0.03)
    return np.asarray(edge * sum(tones), np.float32)
