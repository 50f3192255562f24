"""Footsteps: heel and toe impacts on a solid floor or an aggregate.

The ground reaction of a step has two humps, heel and toe, 0.1 to 0.25 s apart (L. Turchet,
"Footstep sounds synthesis: design, implementation, and evaluation", Applied Acoustics 107, 2016).
On a solid floor each excites its modes, on an aggregate each drives a shower of micro-impacts whose
energies follow a power law (F. Fontana and R. Bresin, "Physics-based sound synthesis and control:
crushing, walking and running by crumpling sounds", CIM 2003; P. Cook, "Modeling Bill's gait",
AES 22nd Conference, 2002).
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from envsound_server.audio.waveform import SAMPLE_RATE_HERTZ
from envsound_server.engines.procedural.layers import Intensity
from envsound_server.engines.procedural.models.events import Event, Events, LogNormal, steady
from envsound_server.engines.procedural.models.impacts import (
    Body,
    Burst,
    band_noise,
    mix,
    with_peak_one,
)
from envsound_server.engines.procedural.models.presence import INDOORS, WithPresence
from envsound_server.engines.procedural.source import Curve, Mono, Part, Source, frames_of

_VOICES = 24


@dataclass(frozen=True, slots=True)
class Grit:
    """An aggregate under a foot: stones, snow, leaves.

    Attributes:
        count: Micro-impacts in a step.
        low_hertz: Lowest pitch of a grain, Hz.
        high_hertz: Highest, Hz.
        decay_seconds: Time in which a grain falls to 1/e, s.
        exponent: Exponent of the power law of their energies, 0.8 (wide spread) to 3.
        heel_seconds: Duration of the heel's push, s.
        toe_seconds: Duration of the toe's push, s.
        wash_db: Level of the noise that stands for the smallest grains, dB.
    """

    count: int
    low_hertz: float
    high_hertz: float
    decay_seconds: float
    exponent: float
    heel_seconds: float
    toe_seconds: float
    wash_db: float

    def render(self, draw: np.random.Generator, toe_delay_seconds: float, toe: float) -> Mono:
        """Return one step on the aggregate, peak 1.

        Args:
            draw: Draws the grains.
            toe_delay_seconds: Delay from heel to toe, s.
            toe: Strength of the toe relative to the heel.
        """
        frames = frames_of(toe_delay_seconds + 3.5 * self.toe_seconds + 0.03)
        time = np.arange(frames, dtype=np.float32) / np.float32(SAMPLE_RATE_HERTZ)
        push = _hump(time, self.heel_seconds)
        push += np.float32(toe) * _hump(time - np.float32(toe_delay_seconds), self.toe_seconds)
        grains = self._shower(draw, push)
        wash = band_noise(draw, frames, self.low_hertz, self.high_hertz) * push
        wash *= np.sqrt(np.mean(grains**2) / max(float(np.mean(wash**2)), 1e-12))
        return with_peak_one(mix(((0.0, 0.0, grains), (0.0, self.wash_db, wash))))

    def _shower(self, draw: np.random.Generator, push: Mono) -> Mono:
        """Return grains at times drawn from the push, float32 [frames of push]."""
        frames = len(push)
        odds = np.cumsum(push, dtype=np.float64)
        at = np.searchsorted(odds, draw.uniform(0.0, odds[-1], draw.poisson(self.count) + 1))
        levels = np.minimum((1.0 - draw.random(len(at))) ** (-0.5 / self.exponent), 30.0)
        levels *= draw.choice((-1.0, 1.0), len(at))
        grains = self._grains(draw)
        voice = draw.integers(0, _VOICES, len(at))
        where = at[:, None] + np.arange(grains.shape[1])
        weights = levels.astype(np.float32)[:, None] * grains[voice]
        total = np.bincount(where.ravel(), weights.ravel(), frames)
        return np.asarray(total[:frames], np.float32)

    def _grains(self, draw: np.random.Generator) -> Mono:
        """Return some grains, float32 [voices, frames]."""
        time = np.arange(frames_of(6.0 * self.decay_seconds)) / SAMPLE_RATE_HERTZ
        pitch = np.exp(draw.uniform(np.log(self.low_hertz), np.log(self.high_hertz), _VOICES))
        decay = self.decay_seconds * np.exp(0.4 * draw.standard_normal(_VOICES))
        sines = np.sin(2 * np.pi * pitch[:, None] * time + draw.uniform(0, 6.28, (_VOICES, 1)))
        noise = 0.6 * draw.standard_normal((_VOICES, len(time)))
        return np.asarray((sines + noise) * np.exp(-time / decay[:, None]), np.float32)


@dataclass(frozen=True, slots=True)
class Tread:
    """The impact of a foot on the floor.

    Attributes:
        floor: The resonating floor.
        contact_seconds: Contact time of the heel: leather 0.001, rubber 0.006, s.
        click: Noise of the heel's contact.
        click_db: Its level relative to the floor, dB.
        toe_delay_seconds: Delay from heel to toe, s.
        toe_db: Level of the toe, dB.
        scuff: Noise of the rolling sole.
        scuff_db: Its level, dB.
        grit: The aggregate underfoot, or None for a bare floor.
        grit_db: Its level, dB.
    """

    floor: Body
    contact_seconds: float
    click: Burst
    click_db: float
    toe_delay_seconds: LogNormal
    toe_db: float
    scuff: Burst
    scuff_db: float
    grit: Grit | None = None
    grit_db: float = 0.0

    def step(self, draw: np.random.Generator, modes_hertz: Curve) -> Mono:
        """Return one step, peak 1."""
        toe_delay = self.toe_delay_seconds.draw(draw)
        toe_db = self.toe_db + float(draw.normal(0.0, 2.0))
        parts = []
        for onset, level, softness in ((0.0, 0.0, 1.0), (toe_delay, toe_db, 1.6)):
            contact = self.contact_seconds * softness * float(np.exp(0.25 * draw.standard_normal()))
            parts.append((onset, level, self.floor.strike(draw, modes_hertz, contact)))
            click_db = level + self.click_db + float(draw.normal(0.0, 2.0))
            parts.append((onset, click_db, self.click.render(draw, softness)))
        scuff_db = self.scuff_db + float(draw.normal(0.0, 3.0))
        parts.append((0.6 * toe_delay, scuff_db, self.scuff.render(draw)))
        if self.grit is not None:
            toe = float(np.exp(0.115 * toe_db))
            parts.append((0.0, self.grit_db, self.grit.render(draw, toe_delay, toe)))
        return with_peak_one(mix(parts))


_FIRMNESS = {
    Intensity.LIGHT: (1.8, -5.0),
    Intensity.NORMAL: (1.0, 0.0),
    Intensity.HEAVY: (0.8, 2.5),
}
"""Length of the contact and level of its click, dB, for soft, usual and heavy steps."""


def footsteps(
    part: Part,
    tread: Tread,
    gap_seconds: float,
    presence_db: float,
    sigma: float = 0.05,
    points: Sequence[tuple[float, float]] = INDOORS,
) -> Source:
    """Return the source of an endless walk.

    Args:
        part: The part to play.
        tread: The impact of a foot.
        gap_seconds: Time from one step to the next, s.
        presence_db: Level of the ambient noise, dB.
        sigma: Irregularity of the gait.
        points: Spectrum of that noise, Hz and dB.
    """
    longer, click_db = _FIRMNESS[part.layer.intensity]
    worn = replace(
        tread,
        contact_seconds=tread.contact_seconds * longer,
        click_db=tread.click_db + click_db,
    )
    own = part.generator()
    feet = [worn.floor.modes_hertz(own) for _ in range(2)]
    weaker = own.uniform(0.75, 0.95)

    def step(draw: np.random.Generator, event: Event) -> Mono:
        foot = event.number % 2
        modes = feet[foot] * draw.normal(1.0, 0.015, worn.floor.count)
        return np.asarray((weaker if foot else 1.0) * worn.step(draw, modes), np.float32)

    timing = steady(gap_seconds, sigma, tail_seconds=0.35)
    events = Events(part, timing, step, width=0.15, level_sigma_db=2.0)
    return WithPresence(part, events, presence_db, points)


def _hump(time: Mono, seconds: float) -> Mono:
    """Return the envelope of a push: a rise within a third of its length, then a decay."""
    past = np.maximum(time, np.float32(0.0)) / np.float32(0.5 * seconds)
    return np.asarray(past * np.exp(np.float32(1.0) - past), np.float32) * (past > 0)
