"""Birds: several singers of different kinds, each at its place, with phrases and pauses.

Each syllable is a contour of pitch and one of level, the two things that a bird steers: the tension
of the membranes and the pressure of its air sac; a second voice stands for the second side of the
syrinx. T. Smyth and J. O. Smith, "The sounds of the avian syrinx - are they really flute-like?",
DAFx 2002; A. Farnell, "Designing Sound" (MIT Press, 2010), practical "Birds".
"""

from dataclasses import dataclass
from functools import cache

import numpy as np

from envsound_server.audio.waveform import SAMPLE_RATE_HERTZ, Samples
from envsound_server.engines.procedural.grains import OverlapBuffer
from envsound_server.engines.procedural.layers import Intensity, Pace
from envsound_server.engines.procedural.noise import EqualisedNoise, spectrum
from envsound_server.engines.procedural.source import BLOCK_FRAMES, Mono, Part, decibels

_SINGERS = {Intensity.LIGHT: 2, Intensity.NORMAL: 4, Intensity.HEAVY: 9}
_PACES = {Pace.SLOW: 0.55, Pace.NORMAL: 1.0, Pace.FAST: 1.8}
_LONGEST_PHRASE_SECONDS = 5.0
_AIR = spectrum(((100, -14), (400, -4), (1200, 0), (3000, -6), (8000, -18), (16000, -40)))


@dataclass(frozen=True, slots=True)
class _Kind:
    """A kind of song.

    Attributes:
        pitch_hertz: Lowest and highest middle pitch of a singer.
        contours_octaves: Pitch through a syllable, a row of knots for each kind of syllable.
        syllable_seconds: Shortest and longest syllable.
        gap_seconds: Shortest and longest silence between syllables.
        syllable_counts: Fewest and most syllables in a phrase.
        pause_seconds: Shortest and longest silence between phrases.
        second_voice: Level of the other side of the syrinx.
        melody_octaves: How far the syllables of a phrase differ in pitch.
    """

    pitch_hertz: tuple[float, float]
    contours_octaves: tuple[tuple[float, ...], ...]
    syllable_seconds: tuple[float, float]
    gap_seconds: tuple[float, float]
    syllable_counts: tuple[int, int]
    pause_seconds: tuple[float, float]
    second_voice: float
    melody_octaves: float


_KINDS = (
    _Kind(  # a thrush: slow, fluted, every syllable another
        (2000, 2700), ((0.0, 0.25, 0.05, -0.1), (-0.2, 0.0, 0.15, 0.1), (0.3, 0.0, -0.05, 0.2),
                       (0.0, -0.02, 0.02, 0.0)),
        (0.14, 0.32), (0.04, 0.14), (3, 6), (1.6, 3.6), 0.35, 0.28,
    ),
    _Kind(  # a warbler: quick falling sweeps
        (4300, 5200), ((0.45, 0.1, -0.3, -0.45), (0.3, 0.3, -0.2, -0.4)),
        (0.05, 0.09), (0.05, 0.09), (5, 11), (1.4, 3.2), 0.0, 0.08,
    ),
    _Kind(  # a tit: two notes in turn
        (3900, 4700), ((0.12, 0.14, 0.12, 0.1), (-0.2, -0.18, -0.2, -0.24)),
        (0.11, 0.17), (0.04, 0.07), (4, 9), (1.8, 4.2), 0.1, 0.02,
    ),
    _Kind(  # a wren: a trill
        (4600, 5600), ((-0.12, 0.2, 0.1, -0.2), (0.2, -0.1, -0.2, 0.1)),
        (0.028, 0.04), (0.018, 0.03), (14, 30), (2.2, 5.0), 0.0, 0.05,
    ),
    _Kind(  # a sparrow: single cheeps
        (3200, 4000), ((-0.25, 0.22, 0.1, -0.35), (-0.1, 0.2, 0.25, -0.1)),
        (0.07, 0.12), (0.12, 0.4), (1, 4), (0.8, 2.6), 0.25, 0.1,
    ),
)  # fmt: skip


@dataclass(slots=True)
class _Singer:
    """One bird."""

    kind: _Kind
    pitch_hertz: float
    level: float
    place: float
    next_frame: int


class Birds:
    """A few birds by day, or a dawn chorus, in faint moving air."""

    def __init__(self, part: Part) -> None:
        """Places the singers; the first one begins soon."""
        self._draw = part.generator()
        self._pace = _PACES[part.layer.pace]
        self._air = EqualisedNoise(part.generator())
        self._songs = OverlapBuffer(int(_LONGEST_PHRASE_SECONDS * SAMPLE_RATE_HERTZ), 0)
        count = _SINGERS[part.layer.intensity]
        first_kind = int(self._draw.integers(len(_KINDS)))
        self._singers = [self._singer(first_kind + number, part) for number in range(count)]
        self._singers[0].next_frame = part.first_onset(self._draw, 0.1, 0.4)

    def render(self, first_frame: int) -> Samples:
        """Renders a block; see `Source.render`."""
        for singer in self._singers:
            while singer.next_frame < first_frame + BLOCK_FRAMES:
                phrase = self._phrase(singer)
                start = singer.next_frame - first_frame
                self._songs.add(start, phrase, singer.level, singer.place)
                pause = self._draw.uniform(*singer.kind.pause_seconds) / self._pace
                singer.next_frame += len(phrase) + int(pause * SAMPLE_RATE_HERTZ)
        return self._songs.pop() + self._air.render(decibels(-62.0) * _AIR)

    def _singer(self, kind_number: int, part: Part) -> _Singer:
        kind = _KINDS[kind_number % len(_KINDS)]
        pitch = self._draw.uniform(*kind.pitch_hertz)
        level, place = 0.16 * self._draw.uniform(0.35, 1.0), self._draw.uniform(-0.9, 0.9)
        return _Singer(kind, pitch, level, place, part.first_onset(self._draw, 0.5, 4.0))

    def _phrase(self, singer: _Singer) -> Mono:
        """A phrase, float32 [frames]; a singer's syllables come in a pattern of their own."""
        draw, kind = self._draw, singer.kind
        count = int(draw.integers(kind.syllable_counts[0], kind.syllable_counts[1] + 1))
        pieces: list[Mono] = []
        turn = int(draw.integers(len(kind.contours_octaves)))
        for number in range(count):
            contour = kind.contours_octaves[(turn + number) % len(kind.contours_octaves)]
            middle = singer.pitch_hertz * 2.0 ** draw.uniform(
                -kind.melody_octaves, kind.melody_octaves
            )
            seconds = draw.uniform(*kind.syllable_seconds)
            level = (0.7 + 0.3 * np.sin(np.pi * (number + 0.5) / count)) * draw.uniform(0.85, 1.0)
            pieces.append(np.float32(level) * _syllable(draw, contour, middle, seconds, kind))
            gap = draw.uniform(*kind.gap_seconds) / self._pace**0.3
            pieces.append(np.zeros(int(gap * SAMPLE_RATE_HERTZ), np.float32))
        phrase = np.concatenate(pieces[:-1])
        return phrase[: int(_LONGEST_PHRASE_SECONDS * SAMPLE_RATE_HERTZ)]


def _syllable(
    draw: np.random.Generator,
    contour: tuple[float, ...],
    middle_hertz: float,
    seconds: float,
    kind: _Kind,
) -> Mono:
    """One syllable, float32 [frames], peak about 1."""
    frames = int(seconds * SAMPLE_RATE_HERTZ)
    along = np.linspace(0.0, 1.0, frames)
    wobble = 0.012 * np.sin(2 * np.pi * draw.uniform(22.0, 40.0) * along * seconds)
    pitch = middle_hertz * 2.0 ** (_bend(contour)(along) + wobble)
    phase = 2 * np.pi * np.cumsum(pitch) / SAMPLE_RATE_HERTZ
    level = np.sin(np.pi * along**0.8) ** 0.8
    song = np.sin(phase) + 0.08 * np.sin(2 * phase)
    if kind.second_voice:
        song += kind.second_voice * np.sin(1.27 * phase) * np.sin(np.pi * along) ** 2
    return (level * song / (1.08 + kind.second_voice)).astype(np.float32)


@cache
def _bend(contour: tuple[float, ...]) -> np.polynomial.Polynomial:
    """The cubic through a contour's knots, over 0 to 1."""
    return np.polynomial.Polynomial.fit(np.linspace(0.0, 1.0, len(contour)), contour, 3)
