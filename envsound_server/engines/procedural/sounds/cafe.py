"""A café: many people talking at once, cups and spoons, in a lively room.

Each voice is a source of glottal pulses through the formants of vowels (frequencies of G. E.
Peterson and H. L. Barney, J. Acoust. Soc. Am. 24(2), 1952), three to five syllables a second, in
phrases with pauses; together they are a murmur in which no word can be made out.
"""

from dataclasses import dataclass

import numpy as np
import scipy.signal

from envsound_server.audio.waveform import SAMPLE_RATE_HERTZ, Samples
from envsound_server.engines.procedural.grains import (
    OverlapBuffer,
    Scatter,
    balanced,
    burst_grain,
    modal_grain,
)
from envsound_server.engines.procedural.layers import Intensity, Pace
from envsound_server.engines.procedural.noise import Drift, EqualisedNoise, spectrum
from envsound_server.engines.procedural.source import BLOCK_FRAMES, Mono, Part, decibels

_TALKERS = {Intensity.LIGHT: 5, Intensity.NORMAL: 11, Intensity.HEAVY: 22}
_CLINKS_HERTZ = {Intensity.LIGHT: 0.15, Intensity.NORMAL: 0.45, Intensity.HEAVY: 1.1}
_PACES = {Pace.SLOW: 0.75, Pace.NORMAL: 1.0, Pace.FAST: 1.35}
_VOICES = 8
_SYLLABLES = 8
_LONGEST_SYLLABLE_SECONDS = 0.5
_ROOM = spectrum(
    ((60, -20), (160, -4), (500, 0), (1100, -8), (2500, -18), (6000, -32), (14000, -54))
)

_VOWELS_HERTZ = (
    (730.0, 1090.0, 2440.0),
    (270.0, 2290.0, 3010.0),
    (300.0, 870.0, 2240.0),
    (530.0, 1840.0, 2480.0),
    (570.0, 840.0, 2410.0),
    (660.0, 1720.0, 2410.0),
    (640.0, 1190.0, 2390.0),
)
_FORMANT_WIDTHS_HERTZ = (80.0, 110.0, 160.0)
_FORMANT_GAINS = (1.0, 0.45, 0.18)


@dataclass(frozen=True, slots=True)
class _Voice:
    """A voice: its syllables, and how many of them a second."""

    syllables: list[Mono]
    syllables_hertz: float


@dataclass(slots=True)
class _Talker:
    """One guest: voice, level and place, and when the talk goes on."""

    voice: _Voice
    level: float
    place: float
    next_frame: int
    syllables_left: int


class Cafe:
    """A café that is quiet, lively or crowded."""

    def __init__(self, part: Part) -> None:
        """Seats the guests."""
        self._draw = part.generator()
        pace = _PACES[part.layer.pace]
        voices = [_voice(self._draw, pace) for _ in range(_VOICES)]
        count = _TALKERS[part.layer.intensity]
        self._talkers = [self._talker(voices[number % _VOICES]) for number in range(count)]
        self._speech = OverlapBuffer(int(_LONGEST_SYLLABLE_SECONDS * SAMPLE_RATE_HERTZ))
        self._consonants = [
            burst_grain(self._draw, (2_600.0, 7_500.0), decay) for decay in (0.008, 0.012, 0.02)
        ]
        clinks = balanced([_clink(self._draw) for _ in range(14)])
        self._clinks = Scatter(part.generator(), clinks)
        self._clinks_hertz = _CLINKS_HERTZ[part.layer.intensity]
        self._room = EqualisedNoise(part.generator(), coherence=0.3)
        self._bustle = Drift(part.generator(), 3.0, 2)

    def render(self, first_frame: int) -> Samples:
        """Renders a block; see `Source.render`."""
        for talker in self._talkers:
            while talker.next_frame < first_frame + BLOCK_FRAMES:
                self._speak(talker, first_frame)
        bustle = np.exp(0.3 * self._bustle.render())[:, :, None]
        block = self._speech.pop() + self._room.render(decibels(-42.0) * bustle * _ROOM)
        block += np.float32(decibels(-48.0)) * self._clinks.render(self._clinks_hertz, width=0.8)
        return block

    def _speak(self, talker: _Talker, first_frame: int) -> None:
        """One syllable, or the pause before the next phrase."""
        draw = self._draw
        if talker.syllables_left == 0:
            talker.syllables_left = int(draw.integers(4, 14))
            talker.next_frame += int(draw.exponential(0.9) * SAMPLE_RATE_HERTZ) + 6_000
            return
        talker.syllables_left -= 1
        # Within a phrase the voice falls, and every few syllables one is stressed.
        level = talker.level * draw.uniform(0.5, 1.1) * (0.75 + 0.03 * talker.syllables_left)
        syllable = talker.voice.syllables[int(draw.integers(_SYLLABLES))]
        start = max(talker.next_frame - first_frame, 0)
        self._speech.add(start, syllable, level, talker.place)
        if draw.random() < 0.25:
            consonant = self._consonants[int(draw.integers(len(self._consonants)))]
            self._speech.add(start, consonant, 0.1 * level, talker.place)
        wait = draw.uniform(0.7, 1.3) / talker.voice.syllables_hertz
        talker.next_frame += int(wait * SAMPLE_RATE_HERTZ)

    def _talker(self, voice: _Voice) -> _Talker:
        draw = self._draw
        level, place = 0.16 * draw.uniform(0.25, 1.0) ** 1.5, draw.uniform(-0.9, 0.9)
        next_frame = int(draw.uniform(-1.5, 0.5) * SAMPLE_RATE_HERTZ)
        return _Talker(voice, level, place, next_frame, int(draw.integers(0, 8)))


def _voice(draw: np.random.Generator, pace: float) -> _Voice:
    """A high or a low voice; the vocal tract of a high one is shorter."""
    is_high = draw.random() < 0.5
    pitch_hertz = draw.uniform(175.0, 235.0) if is_high else draw.uniform(95.0, 140.0)
    tract = 1.17 if is_high else 1.0
    rate_hertz = draw.uniform(3.2, 4.8) * pace
    lengths_seconds = draw.uniform(0.6, 1.0, _SYLLABLES) / rate_hertz
    syllables = [_syllable(draw, pitch_hertz, tract, seconds) for seconds in lengths_seconds]
    return _Voice(syllables, rate_hertz)


def _syllable(draw: np.random.Generator, pitch_hertz: float, tract: float, seconds: float) -> Mono:
    """A voiced syllable, float32 [frames], RMS about 1: a pitch that bends, through a vowel."""
    seconds = min(seconds, _LONGEST_SYLLABLE_SECONDS - 0.01)
    along = np.linspace(0.0, 1.0, int(seconds * SAMPLE_RATE_HERTZ))
    bend = draw.normal(0.0, 0.1) + draw.normal(-0.06, 0.12) * along
    cycles = np.cumsum(pitch_hertz * np.exp(bend)) / SAMPLE_RATE_HERTZ
    pulses = 1.0 - 2.0 * (cycles % 1.0) + 0.05 * draw.standard_normal(len(along))
    vowel = _VOWELS_HERTZ[int(draw.integers(len(_VOWELS_HERTZ)))]
    voice = np.zeros(len(along))
    for hertz, width, gain in zip(vowel, _FORMANT_WIDTHS_HERTZ, _FORMANT_GAINS, strict=True):
        peak = hertz * tract * draw.normal(1.0, 0.03)
        resonance = scipy.signal.iirpeak(peak, peak / width, fs=SAMPLE_RATE_HERTZ)
        voice += gain * scipy.signal.lfilter(*resonance, pulses)
    voice *= np.sin(np.pi * along**0.7) ** 0.7
    return np.asarray(voice / np.sqrt(np.mean(voice**2)), np.float32)


def _clink(draw: np.random.Generator) -> Mono:
    """A cup on its saucer or a spoon in a cup: a few high, inharmonic modes."""
    first = draw.uniform(1_900.0, 3_600.0)
    ratios = np.cumsum(draw.uniform(0.35, 0.9, 5)) + 0.5
    frequencies = np.minimum(first * ratios, 13_000.0)
    decays = draw.uniform(0.015, 0.06) / ratios**0.6
    return modal_grain(frequencies, decays, draw.uniform(0.3, 1.0, 5), draw.uniform(0, 6.28, 5))
