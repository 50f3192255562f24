"""Babble: speech without words.

Rates, pitches and formants are those of the literature: some five syllables a second (F. Pellegrino
et al., Language 87, 2011) and the vowels of G. Peterson and H. Barney (JASA 24, 1952). Vowels,
consonants and melody are drawn at random, so that the result is unintelligible.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from envsound_server.audio.waveform import SAMPLE_RATE_HERTZ
from envsound_server.engines.procedural.models.formants import (
    NOISE_BINS_HERTZ,
    NOISE_HOP_FRAMES,
    formant_train,
    pulse_times,
    shaped_noise,
)
from envsound_server.engines.procedural.source import Curve, Mono, frames_of

_VOWELS_HERTZ = np.array(
    (
        (700, 1220, 2600), (270, 2290, 3010), (300, 870, 2240), (530, 1840, 2480),
        (570, 840, 2410), (440, 1020, 2240), (490, 1350, 1690), (660, 1720, 2410),
        (400, 2000, 2550), (500, 1500, 2500),
    ),
    np.float64,
)  # fmt: skip
_BANDWIDTHS_HERTZ = np.array((80.0, 110.0, 160.0, 250.0))
_FOURTH_HERTZ = 3_500.0
_GRID_FRAMES = 64
_LOG_BINS = np.log(np.maximum(NOISE_BINS_HERTZ, 50.0))
_TILTED = np.array((0.0, 0.5, 1.0, 1.2))
_OPEN, _FRICATIVE, _PLOSIVE, _NASAL = range(4)
_ONSETS = (0.2, 0.28, 0.32, 0.2)
"""Probabilities of no consonant, a fricative, a plosive and a nasal at a syllable's start."""


@dataclass(frozen=True, slots=True)
class Speaker:
    """The voice of one person.

    Attributes:
        pitch_hertz: Mean pitch, Hz.
        tract: Formants relative to a grown man's.
        syllable_seconds: Median length of a syllable, s.
        melody: Range of the pitch, as a share.
        tilt_db: Level of the second, third and fourth formant relative to a plain voice, dB.
        breath: Share of noise within the vowels.
        hiss_hertz: Centre of the sharpest fricative, Hz.
    """

    pitch_hertz: float
    tract: float
    syllable_seconds: float
    melody: float
    tilt_db: float
    breath: float
    hiss_hertz: float


def random_speaker(draw: np.random.Generator, effort: float = 0.0) -> Speaker:
    """Return the voice of a random speaker.

    Args:
        draw: Its own random stream.
        effort: 0 for talk, 1 for shouting: higher, brighter, slower.
    """
    is_man = draw.random() < 0.5
    pitch = (115.0 if is_man else 205.0) * np.exp(0.14 * draw.standard_normal())
    return Speaker(
        pitch_hertz=float(pitch * 1.6**effort),
        tract=float((1.0 if is_man else 1.16) * np.exp(0.04 * draw.standard_normal())),
        syllable_seconds=float(0.17 * np.exp(0.15 * draw.standard_normal()) * 1.3**effort),
        melody=float(draw.uniform(0.08, 0.2)),
        tilt_db=float(draw.normal(0.0, 3.0) + 6.0 * effort),
        breath=float(draw.uniform(0.02, 0.1)),
        hiss_hertz=float(draw.uniform(4_500, 7_500)),
    )


@dataclass(frozen=True, slots=True)
class _Plan:
    """The times of the syllables of a phrase.

    Attributes:
        starts: Onset of each consonant, s.
        vowels: Onset of each vowel, s.
        ends: End of each vowel, s.
        kinds: 0 nothing, 1 fricative, 2 plosive, 3 nasal.
    """

    starts: Curve
    vowels: Curve
    ends: Curve
    kinds: npt.NDArray[np.intp]


def phrase(draw: np.random.Generator, speaker: Speaker, syllables: int) -> Mono:
    """Return a phrase, float32 [frames], RMS of its vowels about 1."""
    plan = _planned(draw, speaker, syllables)
    frames = frames_of(plan.ends[-1] + 0.06)
    grid = np.linspace(0.0, frames / SAMPLE_RATE_HERTZ, frames // _GRID_FRAMES)
    pitch = _melody(draw, speaker, plan, grid)
    times = pulse_times(draw, pitch, frames, 0.012)
    seconds = times / SAMPLE_RATE_HERTZ
    loud = _loudness(draw, plan, seconds)
    audible = loud > 0.003
    times, seconds, loud = times[audible], seconds[audible], loud[audible]
    formants = _formants(draw, speaker, plan, seconds)
    loud = loud * np.exp(0.08 * draw.standard_normal(len(loud)))
    gains = 10.0 ** ((np.array((0.0, -6.0, -12.0, -17.0)) + speaker.tilt_db * _TILTED) / 20.0)
    voiced = formant_train(times, formants, _BANDWIDTHS_HERTZ, loud[:, None] * gains, frames)
    voiced *= np.float32(0.6 * np.sqrt(150.0 / speaker.pitch_hertz))
    return voiced + _consonants(draw, speaker, plan, frames)


def _planned(draw: np.random.Generator, speaker: Speaker, syllables: int) -> _Plan:
    kinds = draw.choice(4, syllables, p=_ONSETS)
    spans = speaker.syllable_seconds * np.exp(0.35 * draw.standard_normal(syllables))
    spans[-1] *= 1.5
    before = np.choose(kinds, (0.0, 0.085, 0.06, 0.055)) * draw.uniform(0.6, 1.3, syllables)
    rests = 0.09 * (draw.random(syllables) < 0.08) * draw.uniform(0.5, 2.0, syllables)
    vowel_spans = np.maximum(spans - 0.5 * before, 0.05)
    ends = np.cumsum(before + vowel_spans + rests)
    vowels = ends - vowel_spans
    return _Plan(vowels - before, vowels, ends, kinds)


def _melody(draw: np.random.Generator, speaker: Speaker, plan: _Plan, grid: Curve) -> Curve:
    """Return the pitch on a grid: a fall with accents, and sometimes a rise as in a question."""
    count = len(plan.vowels)
    fall = np.linspace(0.7, -0.7, count) * draw.uniform(0.5, 1.3)
    if draw.random() < 0.2:
        fall[-1] += 2.0
    points = fall + 0.8 * draw.standard_normal(count)
    middle = 0.5 * (plan.vowels + plan.ends)
    slow = 0.012 * draw.standard_normal(len(grid) // 12 + 2)
    tremor = np.interp(np.linspace(0.0, 1.0, len(grid)), np.linspace(0.0, 1.0, len(slow)), slow)
    pitch = speaker.pitch_hertz * np.exp(0.1 * draw.standard_normal())
    return np.asarray(pitch * np.exp(speaker.melody * np.interp(grid, middle, points) + tremor))


def _loudness(draw: np.random.Generator, plan: _Plan, seconds: Curve) -> Curve:
    """Return the level of the voice at `seconds`: an arch per vowel, weaker in nasals."""
    count = len(plan.vowels)
    stress = np.exp(0.35 * draw.standard_normal(count)) * np.linspace(1.1, 0.75, count)
    closed = np.where(plan.kinds == _OPEN, 0.5, np.where(plan.kinds == _NASAL, 0.3, 0.0))
    at = np.stack((plan.starts, plan.vowels, plan.vowels + 0.03, plan.ends - 0.04, plan.ends), 1)
    level = np.stack(
        (closed, closed, np.ones(count), np.full(count, 0.75), np.full(count, 0.25)), 1
    )
    level[-1, -1] = 0.0
    at = np.maximum.accumulate(at.ravel())
    return np.asarray(np.interp(seconds, at, (level * stress[:, None]).ravel(), left=0, right=0))


def _formants(draw: np.random.Generator, speaker: Speaker, plan: _Plan, seconds: Curve) -> Curve:
    """Return the formants at `seconds`, float64 [pulses, 4], exact at the middle of each vowel."""
    count = len(plan.vowels)
    vowels = _VOWELS_HERTZ[draw.integers(0, len(_VOWELS_HERTZ), count)]
    vowels = vowels * np.exp(0.05 * draw.standard_normal((count, 3)))
    third = (plan.ends - plan.vowels) / 3
    at = np.stack((plan.vowels, plan.vowels + third, plan.ends - third), axis=1).ravel()
    locus = vowels * np.array((0.6, 1.0, 1.0)) * np.exp(0.12 * draw.standard_normal((count, 3)))
    targets = np.stack((locus, vowels, vowels), axis=1).reshape(-1, 3)
    moved = [np.interp(seconds, at, targets[:, number]) for number in range(3)]
    fourth = np.full(len(seconds), _FOURTH_HERTZ)
    return np.asarray(speaker.tract * np.stack((*moved, fourth), axis=1))


def _consonants(draw: np.random.Generator, speaker: Speaker, plan: _Plan, frames: int) -> Mono:
    """Return the fricatives and plosives of a phrase."""
    steps = frames // NOISE_HOP_FRAMES + 1
    gains = np.zeros((steps, len(NOISE_BINS_HERTZ)))
    for number in np.flatnonzero((plan.kinds == _FRICATIVE) | (plan.kinds == _PLOSIVE)):
        start, end = plan.starts[number], plan.vowels[number]
        first = int(start * SAMPLE_RATE_HERTZ) // NOISE_HOP_FRAMES
        last = min(first + int((end - start) * SAMPLE_RATE_HERTZ) // NOISE_HOP_FRAMES + 6, steps)
        at = np.arange(first, last) * NOISE_HOP_FRAMES / SAMPLE_RATE_HERTZ
        if plan.kinds[number] == _FRICATIVE:
            centre = speaker.hiss_hertz * draw.uniform(0.45, 1.0)
            shape = np.sin(np.pi * np.clip((at - start) / (end + 0.02 - start), 0.0, 1.0))
            level = draw.uniform(0.15, 0.5)
        else:
            centre = speaker.hiss_hertz * draw.uniform(0.2, 0.7)
            shape = np.exp(-np.abs(at - end + 0.012) / 0.008)
            level = draw.uniform(0.4, 1.0)
        width = draw.uniform(0.25, 0.5)
        band = np.exp(-0.5 * ((_LOG_BINS - np.log(centre)) / width) ** 2)
        gains[first:last] += (level * shape)[:, None] * band
    return shaped_noise(draw, gains, frames)
