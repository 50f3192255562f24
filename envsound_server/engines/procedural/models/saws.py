"""Saws and files: successive impacts of teeth along a stroke."""

from dataclasses import dataclass

import numpy as np

from envsound_server.engines.procedural.models.friction import (
    CONTROL_HERTZ,
    convolve,
    frame_curve,
    slips,
    wander,
)
from envsound_server.engines.procedural.models.impacts import (
    Body,
    band_noise,
    mix,
    with_peak_one,
)
from envsound_server.engines.procedural.source import Curve, Mono


@dataclass(frozen=True, slots=True)
class Stroke:
    """One stroke of a saw.

    Attributes:
        teeth_hertz: Teeth a second at full speed, Hz.
        jitter: Irregularity of their impacts, 0 to 0.5.
        board: Modes of the wood.
        blade: Modes of the steel.
        blade_db: Level of the steel, dB.
        rasp_low_hertz: Lower edge of the noise of torn fibres, Hz.
        rasp_high_hertz: Upper edge, Hz.
        rasp_db: Its level, dB.
    """

    teeth_hertz: float
    jitter: float
    board: Body
    blade: Body
    blade_db: float
    rasp_low_hertz: float
    rasp_high_hertz: float
    rasp_db: float

    def render(
        self, draw: np.random.Generator, seconds: float, board: Curve, blade: Curve, speed: float
    ) -> Mono:
        """Return one stroke, peak 1.

        Args:
            draw: Draws the impacts.
            seconds: Length, s.
            board: Modes of the board, Hz.
            blade: Modes of the blade, Hz.
            speed: Speed relative to the usual.
        """
        steps = max(8, int(seconds * CONTROL_HERTZ))
        arch = np.sin(np.pi * np.linspace(0.0, 1.0, steps)) ** 0.7
        rough = np.exp(0.25 * wander(draw, steps, 20.0))
        levels = arch * rough
        train = slips(
            draw, self.teeth_hertz * speed * (0.25 + 0.75 * arch), levels, self.jitter, 0.6
        )
        wood = convolve(train, self.board.strike(draw, board, 0.0003, 0.3))
        steel = convolve(train, self.blade.strike(draw, blade, 0.0002, 0.3))
        frames = len(train)
        low, high = self.rasp_low_hertz * speed, self.rasp_high_hertz * speed
        rasp = band_noise(draw, frames, low, high) * frame_curve(levels, frames)
        return with_peak_one(
            mix(
                (
                    (0.0, 0.0, with_peak_one(wood)),
                    (0.0, self.blade_db, with_peak_one(steel)),
                    (0.0, self.rasp_db, with_peak_one(rasp)),
                )
            )
        )
