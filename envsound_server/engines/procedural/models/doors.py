"""Closing doors: the latch, the panel against its frame, the air, and rattling parts."""

from dataclasses import dataclass

import numpy as np

from envsound_server.engines.procedural.models.impacts import Body, Burst, bounces, mix
from envsound_server.engines.procedural.source import Curve, Mono

PANEL = Body(
    84.4, 990.0, 46, 0.13, decay_exponent=0.34, level_exponent=0.92, spacing=1.24, spread=0.8
)
"""A wooden door of the usual size, held in its frame."""

LATCH = Body(
    603.0, 8_200.0, 14, 0.0137, decay_exponent=0.5, level_exponent=-0.4, spacing=1.6, spread=0.6
)
"""Bolt, spring and striking plate."""

RATTLE = Body(
    182.0, 2_290.0, 26, 0.0195, decay_exponent=0.32, level_exponent=0.5, spacing=1.57, spread=0.47
)
"""The panel where it lies loosely against its frame."""

_AIR = Burst(119.0, 1_590.0, 0.039)
_AIR_DB = 4.4
_CLACK = Burst(510.0, 6_850.0, 0.0045)


@dataclass(frozen=True, slots=True)
class Closing:
    """The parameters of a closing door.

    Attributes:
        contact_seconds: Contact time of panel and frame, s.
        clack_db: Level of the noise of the contact, dB.
        rebound_db: Level of the second contact, dB.
        latch_db: Level of the latch, dB.
        rattle_db: Level of the first rattle, dB.
        rattles: Upper limit of their number.
    """

    contact_seconds: float
    clack_db: float
    rebound_db: float
    latch_db: float
    rattle_db: float
    rattles: int

    def render(self, draw: np.random.Generator, panel: Curve, latch: Curve, rattle: Curve) -> Mono:
        """Return one closing door, loudest about 0.01 s after its start.

        Args:
            draw: Draws the variation.
            panel: Modes of `PANEL`, Hz.
            latch: Modes of `LATCH`, Hz.
            rattle: Modes of `RATTLE`, Hz.
        """
        contact = self.contact_seconds * float(np.exp(0.2 * draw.standard_normal()))
        again = 0.012 + draw.uniform(0.025, 0.055)
        parts = [
            (0.012, 0.0, PANEL.strike(draw, panel * draw.normal(1.0, 0.02), contact)),
            (0.012, _AIR_DB, _AIR.render(draw)),
            (0.012, self.clack_db, _CLACK.render(draw)),
            (again, self.rebound_db + _AIR_DB, _AIR.render(draw)),
            (again, self.rebound_db + self.clack_db, _CLACK.render(draw)),
            (0.0, self.latch_db, LATCH.strike(draw, latch, 0.0004)),
            (draw.uniform(0.02, 0.04), self.latch_db - 3.0, LATCH.strike(draw, latch, 0.0005)),
        ]
        for onset, level in bounces(draw, draw.uniform(0.05, 0.09), 0.7, self.rattles):
            rattled = RATTLE.strike(draw, rattle, 0.001)
            parts.append((0.04 + onset, self.rattle_db + level, rattled))
        return mix(parts)
