"""Applause: near clappers as single events, all others as noise.

Bodies, rates and irregularity of the claps follow L. Peltola, C. Erkut, P. Cook and V. Valimaki,
"Synthesis of hand clapping sounds", IEEE TASLP 15(3), 2007.
"""

from dataclasses import dataclass
from functools import cache

import numpy as np

from envsound_server.audio.waveform import SAMPLE_RATE_HERTZ, Samples
from envsound_server.engines.procedural.models.beds import NoiseBed
from envsound_server.engines.procedural.models.grains import OverlapBuffer
from envsound_server.engines.procedural.source import BLOCK_FRAMES, Curve, Mono, Part, decibels

_HANDS = 90
_CLAPS_A_HAND = 5
_LONGEST_FRAMES = 2_400
_SEED = 4213
_BINS_HERTZ: Curve = np.asarray(np.fft.rfftfreq(_LONGEST_FRAMES, 1 / SAMPLE_RATE_HERTZ), np.float64)
_FLAT_HERTZ, _HOLLOW = 2_360.0, 0.45
"""Resonance of flat hands, Hz, and the factor of it for hollow hands."""
_WIDTH, _DECAY_SECONDS = 0.28, 0.0035
"""Bandwidth of the resonance relative to its centre, and its decay to 1/e, s."""
_SLAP, _SLAP_HERTZ, _SLAP_DECAY = 0.14, 5_900.0, 0.15
"""Level of the skin's slap, its upper limit, Hz, and its decay relative to the body's."""
_FAR_POINTS = (
    (80, -34), (250, -22), (500, -10), (900, -2), (1_500, 0), (2_500, -2), (5_000, -8),
    (10_000, -15), (16_000, -24),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Audience:
    """The clappers of an audience.

    Attributes:
        clappers: Number of clappers with events of their own.
        softest_db: Level of the farthest of them relative to the nearest, dB.
        far_db: Level of all others, dB.
        claps_a_second: Mean rate of one person.
    """

    clappers: int
    softest_db: float
    far_db: float
    claps_a_second: float = 4.2


@cache
def clap_bank() -> tuple[tuple[Mono, ...], ...]:
    """Return the bank of claps, several per pair of hands, each of energy 1."""
    draw = np.random.default_rng(_SEED)
    return tuple(_claps(draw) for _ in range(_HANDS))


def _claps(draw: np.random.Generator) -> tuple[Mono, ...]:
    """Return claps of one pair of hands: bright if flat, low and resonant if hollow."""
    hollow = draw.random()
    centre = _FLAT_HERTZ * _HOLLOW**hollow * np.exp(0.15 * draw.standard_normal())
    width = centre * _WIDTH * draw.uniform(0.7, 1.4)
    decay = _DECAY_SECONDS * draw.uniform(0.6, 1.5) * (1.0 + 0.7 * hollow)
    return tuple(_clap(draw, centre, width, decay) for _ in range(_CLAPS_A_HAND))


def _clap(draw: np.random.Generator, centre: float, width: float, decay: float) -> Mono:
    """Return a clap: the resonance of the air between the hands, and the slap of skin."""
    centre = centre * np.exp(0.06 * draw.standard_normal())
    body = 1.0 / (1.0 + ((_BINS_HERTZ - centre) / width) ** 2)
    slap = 1.0 / (1.0 + (1_200.0 / np.maximum(_BINS_HERTZ, 1.0)) ** 4)
    slap /= 1.0 + (_BINS_HERTZ / _SLAP_HERTZ) ** 2
    time = np.arange(_LONGEST_FRAMES) / SAMPLE_RATE_HERTZ
    clap = _filtered(draw, body) * np.exp(-time / decay)
    clap += _SLAP * _filtered(draw, slap) * np.exp(-time / (_SLAP_DECAY * decay))
    clap *= np.minimum(1.0, time / 0.0004)
    return np.asarray(clap / np.sqrt(np.sum(clap**2)), np.float32)


def _filtered(draw: np.random.Generator, gains: Curve) -> Curve:
    noise = np.fft.rfft(draw.standard_normal(_LONGEST_FRAMES))
    return np.asarray(np.fft.irfft(noise * gains, _LONGEST_FRAMES), np.float64)


class Applause:
    """A `Source`: an audience that claps."""

    def __init__(self, part: Part, audience: Audience) -> None:
        """Set up the audience.

        Args:
            part: The part to play.
            audience: Its clappers.
        """
        self._draw = draw = part.generator()
        count = audience.clappers
        self._bank = clap_bank()
        self._hands = draw.integers(0, len(self._bank), count)
        self._levels = 10 ** (audience.softest_db * draw.random(count) / 20)
        self._places = draw.uniform(-0.75, 0.75, count)
        rates = audience.claps_a_second * np.exp(0.2 * draw.standard_normal(count))
        self._periods = SAMPLE_RATE_HERTZ / rates
        self._next = -draw.random(count) * self._periods
        self._frame = 0
        self._buffer = OverlapBuffer(_LONGEST_FRAMES, ears_frames=12)
        self._far = NoiseBed(part, _FAR_POINTS, depth_db=0.8, rate_hertz=6.0, togetherness=0.1)
        self._far_gain = np.float32(decibels(audience.far_db))

    def render(self) -> Samples:
        """Render a block (see `Source.render`)."""
        draw, end = self._draw, self._frame + BLOCK_FRAMES
        while (due := np.flatnonzero(self._next < end)).size:
            levels = self._levels[due] * np.exp(0.25 * draw.standard_normal(len(due)))
            kinds = draw.integers(0, _CLAPS_A_HAND, len(due))
            starts = np.maximum(self._next[due] - self._frame, 0).astype(np.intp)
            for who, start, level, kind in zip(due, starts, levels, kinds, strict=True):
                grain = self._bank[self._hands[who]][kind]
                self._buffer.add(int(start), grain, float(level), float(self._places[who]))
            irregular = np.exp(0.08 * draw.standard_normal(len(due)))
            self._next[due] += self._periods[due] * irregular
        self._frame = end
        return self._buffer.pop() + self._far_gain * self._far.render()
