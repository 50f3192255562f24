"""Cheers: long shouts of many people, and whistles."""

from dataclasses import dataclass
from functools import cache

import numpy as np

from envsound_server.audio.waveform import SAMPLE_RATE_HERTZ, Samples
from envsound_server.engines.procedural.models.grains import OverlapBuffer, poisson_starts
from envsound_server.engines.procedural.models.noise import Drift
from envsound_server.engines.procedural.models.voices import Track, Utterance, utter
from envsound_server.engines.procedural.source import Mono, Part, frames_of

_FEW_SHOUTS = 24
_SHORT_SECONDS = 3.0
_SHOUTS = 140
_WHISTLES = 24
_LONGEST_SECONDS = 3.0
_SEED = 5519
_PITCH_HERTZ, _GAINS_DB = 630.0, (0.0, -7.5, -10.5, -4.0)
"""Median pitch of a shout, Hz, and the level of its formants, dB."""
_SECONDS, _GLIDE = 0.7, 0.15
"""Median length of a shout, s, and how far its pitch moves."""
_PITCH_SIGMA, _WIDTH = 0.2, 1.3
"""Spread of the pitches, and the formants' bandwidths relative to those of talk."""
_ATTACK_SECONDS, _SUBHARMONIC = 0.00055, 0.1
"""Attack of a pulse, s, and the hoarseness of the shouts."""
_BREATH_DB, _JITTER = -24.0, 0.004
"""Noise relative to the voice, dB, and jitter of its pulses."""
_CALLS: tuple[tuple[tuple[float, float, float], ...], ...] = (
    ((300, 2_100, 2_900), (600, 1_800, 2_600), (800, 1_300, 2_600)),
    ((780, 1_250, 2_600), (800, 1_300, 2_650), (700, 1_200, 2_600)),
    ((600, 1_700, 2_500), (680, 1_750, 2_500), (620, 1_650, 2_500)),
)
"""First three formants at the start, in the middle and at the end, Hz: cries without a meaning."""


@dataclass(frozen=True, slots=True)
class Cheering:
    """The parameters of a cheering crowd.

    Attributes:
        shouts_hertz: Shouts a second.
        whistles_hertz: Whistles a second.
        spread: Spread of their levels.
    """

    shouts_hertz: float
    whistles_hertz: float
    spread: float = 0.7


@cache
def _shout(number: int) -> Mono:
    """Return one of the shouts, RMS about 0.3."""
    draw = np.random.default_rng((_SEED, number))
    is_man = draw.random() < 0.55
    tract = (1.0 if is_man else 1.17) * np.exp(0.05 * draw.standard_normal())
    pitch = _PITCH_HERTZ * (0.8 if is_man else 1.25) * np.exp(_PITCH_SIGMA * draw.standard_normal())
    call = _CALLS[draw.integers(len(_CALLS))]
    shares = (0.0, draw.uniform(0.25, 0.5), 1.0)
    formants: list[Track] = [
        [(share, tract * stage[number]) for share, stage in zip(shares, call, strict=True)]
        for number in range(3)
    ]
    formants.append(((0.0, 3_700.0 * tract),))
    shout = Utterance(
        seconds=min(_SECONDS * np.exp(0.45 * draw.standard_normal()), _LONGEST_SECONDS),
        pitch_hertz=_contour(draw, pitch),
        formants_hertz=formants,
        bandwidths_hertz=tuple(_WIDTH * width for width in (110.0, 140.0, 200.0, 320.0)),
        gains_db=_GAINS_DB,
        level_db=((0.0, -12.0), (0.2, 0.0), (0.7, -2.0), (1.0, -18.0)),
        breath_db=((0.0, _BREATH_DB + draw.uniform(-5.0, 5.0)),),
        jitter=_JITTER * draw.uniform(0.5, 1.6),
        wander=0.02,
        shimmer_db=1.5,
        subharmonic=draw.uniform(0.0, 2.0 * _SUBHARMONIC),
        attack_seconds=_ATTACK_SECONDS,
        grain_seconds=0.013,
        fade_seconds=0.06,
    )
    return utter(draw, shout)


def _contour(draw: np.random.Generator, pitch: float) -> Track:
    """Return the pitch of a rising whoop, a falling shout, or a sustained scream."""
    glide = 1.0 + _GLIDE * draw.uniform(0.5, 1.5)
    shape = draw.random()
    if shape < 0.4:
        return (0.0, pitch / glide), (0.5, pitch), (0.8, pitch), (1.0, pitch / glide**0.5)
    if shape < 0.75:
        return (0.0, 0.85 * pitch), (0.15, pitch), (0.5, pitch / glide**0.4), (1.0, pitch / glide)
    return (0.0, 0.9 * pitch), (0.15, 1.15 * pitch), (0.85, 1.1 * pitch), (1.0, 0.85 * pitch)


@cache
def _whistle(number: int) -> Mono:
    """Return one whistle through fingers: a sine that glides, with breath noise."""
    draw = np.random.default_rng((_SEED, 1, number))
    frames = frames_of(draw.uniform(0.3, 0.9))
    share = np.linspace(0.0, 1.0, frames)
    top = draw.uniform(2_000, 3_400)
    shape = np.interp(share, (0.0, 0.2, 0.5, 0.7, 1.0), (0.6, 1.0, 0.95, draw.uniform(0.6, 1), 0.7))
    phase = 2 * np.pi * np.cumsum(top * shape) / SAMPLE_RATE_HERTZ
    level = np.sin(np.pi * share) ** 0.5 * (1.0 + 0.15 * draw.standard_normal(frames))
    return np.asarray(0.25 * level * np.sin(phase), np.float32)


class Cheers:
    """A `Source`: shouts and whistles, in swells."""

    def __init__(self, part: Part, cheering: Cheering) -> None:
        """Set up the crowd.

        Args:
            part: The part to play.
            cheering: Parameters of the crowd.
        """
        self._draw, self._cheering = part.generator(), cheering
        self._swell = Drift(part.generator(), 0.15)
        # A short sound has only a few shouts and must not wait for hundreds of them.
        is_short = part.duration_seconds < _SHORT_SECONDS
        self._shouts = _FEW_SHOUTS if is_short else _SHOUTS
        self._buffer = OverlapBuffer(int(_LONGEST_SECONDS * SAMPLE_RATE_HERTZ) + 64)

    def render(self) -> Samples:
        """Render a block (see `Source.render`)."""
        draw, cheering = self._draw, self._cheering
        swell = float(np.exp(0.35 * self._swell.render()[0, 0]))
        for start in poisson_starts(draw, cheering.shouts_hertz * swell):
            self._add(int(start), _shout(int(draw.integers(self._shouts))), 1.0)
        for start in poisson_starts(draw, cheering.whistles_hertz * swell):
            self._add(int(start), _whistle(int(draw.integers(_WHISTLES))), 0.6)
        return self._buffer.pop()

    def _add(self, start: int, sound: Mono, level: float) -> None:
        draw = self._draw
        level *= float(min(draw.exponential() ** self._cheering.spread, 2.5))
        self._buffer.add(start, sound, level, draw.uniform(-1.0, 1.0))
