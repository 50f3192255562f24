"""Wheels on rails: the rolling noise of steel on steel, and the impact of every axle at a joint.

Axles come in pairs (a bogie), two bogies to a car, so the blows have the rhythm of the train: gaps
follow from car length, bogie distance and speed. Measured on two recordings of trains: three to
four blows a second, roll strongest from 80 to 700 Hz.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from envsound_server.audio.waveform import SAMPLE_RATE_HERTZ, Samples
from envsound_server.engines.procedural.models.beds import NoiseBed
from envsound_server.engines.procedural.models.grains import OverlapBuffer
from envsound_server.engines.procedural.models.impacts import Body, Burst, mix, with_peak_one
from envsound_server.engines.procedural.models.noise import Drift
from envsound_server.engines.procedural.source import BLOCK_FRAMES, Mono, Part, decibels

AXLES_METRES = (1.6, 4.1, 15.9, 18.4)
"""Axles of a car of 20 m with bogies of 2.5 m."""

_CAR_METRES = 20.0
_LONGEST_SECONDS = 0.8


@dataclass(frozen=True, slots=True)
class Track:
    """The parameters of a train on its track.

    Attributes:
        roll: Spectrum of the rolling noise, (Hz, dB).
        roll_db: Its level, dB, where 0 is an RMS of 0.1.
        blow_db: Peak level of a usual blow, dB.
        body: The resonating body: rail, sleepers, the car's floor.
        contact_seconds: Contact time of wheel and rail, s.
        click: The noise of the contact.
        click_db: Its level relative to the body, dB.
        speed: Metres per second.
        tracks_apart_seconds: Delay of the other rail's joint, s.
    """

    roll: Sequence[tuple[float, float]]
    roll_db: float
    blow_db: float
    body: Body
    contact_seconds: float
    click: Burst
    click_db: float
    speed: float
    tracks_apart_seconds: float


class Train:
    """A `Source`: a train on a jointed track, from beside it or from inside."""

    def __init__(self, part: Part, track: Track, *, speed_factor: float = 1.0) -> None:
        """Set up roll and axles.

        Args:
            part: The part to play.
            track: Parameters of the train.
            speed_factor: Times the track's usual speed.
        """
        self._track = track
        self._roll = NoiseBed(
            part, track.roll, depth_db=1.8, rate_hertz=0.9, togetherness=0.6, coherence=0.45
        )
        self._draw = part.generator()
        self._sway = Drift(part.generator(), 0.15)
        self._modes = track.body.modes_hertz(self._draw)
        self._blows = OverlapBuffer(int(_LONGEST_SECONDS * SAMPLE_RATE_HERTZ))
        self._metres_a_frame = track.speed * speed_factor / SAMPLE_RATE_HERTZ
        self._metres = float(self._draw.uniform(0.0, _CAR_METRES))
        self._car_db = float(self._draw.normal(0.0, 1.5))

    def render(self) -> Samples:
        """Render a block (see `Source.render`)."""
        track = self._track
        sway = self._sway.render()[0]
        speed = self._metres_a_frame * (1.0 + 0.03 * float(sway.mean()))
        way = speed * BLOCK_FRAMES
        for axle in self._axles(way):
            start = int((axle - self._metres) / speed)
            level = decibels(track.blow_db + self._car_db + float(self._draw.normal(0.0, 2.0)))
            for late, side in ((0.0, -0.25), (track.tracks_apart_seconds, 0.3)):
                at = min(start + int(late * SAMPLE_RATE_HERTZ), BLOCK_FRAMES - 1)
                self._blows.add(at, self._blow(), level, side)
        self._metres += way
        gain = np.float32(decibels(track.roll_db))
        block: Samples = self._blows.pop() + gain * self._roll.render()
        return block

    def _axles(self, way: float) -> list[float]:
        """Return the axles that reach the joint within the next `way` metres."""
        first, last = (int(m // _CAR_METRES) for m in (self._metres, self._metres + way))
        cars = np.arange(first, last + 1)
        axles = (cars[:, None] * _CAR_METRES + np.array(AXLES_METRES)).ravel()
        if len(cars) > 1:
            self._car_db = float(self._draw.normal(0.0, 1.5))
        return [float(a) for a in axles if self._metres <= a < self._metres + way]

    def _blow(self) -> Mono:
        """Return one wheel's blow, peak 1."""
        track, draw = self._track, self._draw
        contact = track.contact_seconds * float(draw.uniform(0.8, 1.25))
        body = track.body.strike(draw, self._modes, contact, _LONGEST_SECONDS - 0.1)
        click = track.click.render(draw)
        return with_peak_one(mix(((0.0, 0.0, body), (0.0, track.click_db, click))))
