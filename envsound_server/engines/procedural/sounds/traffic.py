"""City traffic: cars that pass, each with its tyres and its engine, over the city's rumble.

A car is a moving point: level by distance, direction by bearing, and the engine's pitch by the
Doppler shift that comes with hearing it as it was when the sound set out (A. Farnell, "Designing
Sound", MIT Press, 2010, practical "Cars").
"""

from dataclasses import dataclass

import numpy as np

from envsound_server.audio.waveform import SAMPLE_RATE_HERTZ, Samples
from envsound_server.engines.procedural.grains import OverlapBuffer, pan_gains
from envsound_server.engines.procedural.layers import Intensity, Pace
from envsound_server.engines.procedural.noise import Drift, EqualisedNoise, spectrum
from envsound_server.engines.procedural.source import (
    BLOCK_FRAMES,
    HOP_FRAMES,
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
_RUMBLE_DB = {Intensity.LIGHT: -42.0, Intensity.NORMAL: -35.0, Intensity.HEAVY: -31.0}
_SPEEDS_METRES_PER_SECOND = {
    Pace.SLOW: (5.0, 8.0),
    Pace.NORMAL: (9.0, 14.0),
    Pace.FAST: (17.0, 26.0),
}
_HORN_CHANCE = 0.06
_AUDIBLE_METRES = 110.0

_RUMBLE = spectrum(((25, -14), (50, -3), (90, 0), (220, -6), (600, -16), (1600, -28), (6000, -52)))
_TYRES = spectrum(
    ((60, -16), (200, -8), (600, -3), (1000, 0), (1900, -5), (4500, -17), (10000, -34))
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

    def is_audible(self, first_frame: int) -> bool:
        """Whether any of it is left from `first_frame` on."""
        gone = (
            self.nearest_frame + _AUDIBLE_METRES / abs(self.metres_per_second) * SAMPLE_RATE_HERTZ
        )
        return first_frame < gone

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
        self._horns = OverlapBuffer(int(1.2 * SAMPLE_RATE_HERTZ))
        self._exhaust = _exhaust_wave(self._draw)
        self._cars: list[_Car] = []
        self._next_frame = int(self._draw.uniform(-2.0, 1.5) * SAMPLE_RATE_HERTZ)

    def render(self, first_frame: int) -> Samples:
        """Renders a block; see `Source.render`."""
        self._send_cars(first_frame)
        frames = first_frame + HOP_FRAMES * (1.0 + np.arange(STEPS_PER_BLOCK))
        spectra = self._rumble * np.exp(0.2 * self._swell.render())[:, :, None]
        for car in self._cars:
            distance, place = car.track(frames)
            tyres = 0.12 * car.level(distance) * pan_gains(place)
            # The nearer, the more of the treble survives the ground and the air.
            spectra += tyres[:, :, None] * _TYRES ** (0.75 + 0.02 * distance[:, None])
        block = self._road.render(spectra) + self._horns.pop()
        for car in self._cars:
            block += self._engine(car, first_frame)
        return block

    def _send_cars(self, first_frame: int) -> None:
        slowest = self._speeds[0]
        horizon = first_frame + BLOCK_FRAMES + int(_AUDIBLE_METRES / slowest * SAMPLE_RATE_HERTZ)
        draw = self._draw
        while self._next_frame < horizon:
            speed = draw.uniform(*self._speeds) * draw.choice((-1.0, 1.0))
            metres = 5.0 if speed > 0 else 9.0
            gain = draw.lognormal(0.0, 0.25)
            car = _Car(self._next_frame, metres, speed, draw.uniform(48.0, 85.0), gain)
            self._cars.append(car)
            self._next_frame += int(draw.uniform(*self._gaps_seconds) * SAMPLE_RATE_HERTZ)
        self._cars = [car for car in self._cars if car.is_audible(first_frame)]
        if draw.random() < _HORN_CHANCE:
            start = int(draw.integers(BLOCK_FRAMES))
            self._horns.add(start, _horn(draw), 0.012, draw.uniform(-0.8, 0.8))

    def _engine(self, car: _Car, first_frame: int) -> Samples:
        """The engine's tone as it arrives: what is heard now set out `distance / c` ago."""
        frames = np.arange(first_frame, first_frame + BLOCK_FRAMES, 16).astype(np.float64)
        distance, place = car.track(frames)
        seconds = frames / SAMPLE_RATE_HERTZ - distance / _SOUND_METRES_PER_SECOND
        every = np.arange(BLOCK_FRAMES) / 16.0
        cycles = np.interp(every, np.arange(len(frames)), seconds * car.firing_hertz / 4.0)
        wave = self._exhaust[(len(self._exhaust) * (cycles % 1.0)).astype(np.intp)]
        gains = 0.012 * car.level(distance) * pan_gains(place)
        knots = np.arange(len(frames))
        return np.stack([wave * np.interp(every, knots, gain) for gain in gains]).astype(np.float32)


def _exhaust_wave(draw: np.random.Generator) -> Mono:
    """One engine cycle of four unequal firings, float32 [4096], RMS about 1."""
    at = np.arange(4_096) / 4_096
    orders = np.arange(1, 33)
    levels = np.where(orders % 4 == 0, 1.0, 0.22) / (1.0 + (orders / 9.0) ** 2)
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
