"""Crowds: near voices as single events, farther ones from a bank of phrases, the rest as noise."""

from collections import deque
from dataclasses import dataclass
from functools import cache

import numpy as np

from envsound_server.audio.waveform import SAMPLE_RATE_HERTZ, Samples
from envsound_server.engines.procedural.models.babble import Speaker, phrase, random_speaker
from envsound_server.engines.procedural.models.beds import NoiseBed
from envsound_server.engines.procedural.models.grains import OverlapBuffer
from envsound_server.engines.procedural.models.laughs import laugh
from envsound_server.engines.procedural.source import BLOCK_FRAMES, Mono, Part, decibels

_LONGEST_SECONDS = 6.0
_REMEMBERED = 24
_STOCK = 16
_SHORTEST_FRAMES = 4_000
_NEW_SHARE = 0.3
_SHORT_SYLLABLE_SECONDS = 0.15
_HUM_POINTS = (
    (60, -30), (120, -12), (220, -2), (500, 0), (900, -5), (1_600, -11), (3_000, -17),
    (6_000, -25), (10_000, -34), (16_000, -50),
)  # fmt: skip
"""Spectrum of far talk, Hz and dB, measured on recordings of two crowds and a bar."""


@dataclass(frozen=True, slots=True)
class Gathering:
    """The size of a crowd and its manner of talking.

    Attributes:
        near: Conversations in which each voice stands out.
        far: Voices that blend with each other.
        near_db: Loudest and softest of the near ones, dB.
        far_db: Loudest and softest of the far ones, dB.
        hum_db: Level of all others, dB.
        effort: 0 for talk, 1 for shouting.
        laughs: Share of laughs among the turns of a conversation.
        pause_seconds: Median time between the phrases of a conversation, s.
    """

    near: int
    far: int
    near_db: tuple[float, float] = (0.0, -10.0)
    far_db: tuple[float, float] = (-8.0, -18.0)
    hum_db: float = -16.0
    effort: float = 0.0
    laughs: float = 0.02
    pause_seconds: float = 0.35


@cache
def _stock(effort: float) -> tuple[Mono, ...]:
    """Return the initial bank of phrases, computed once for all sounds."""
    draw = np.random.default_rng(17)
    return tuple(phrase(draw, random_speaker(draw, effort), 6) for _ in range(_STOCK))


class _PhraseBank:
    """The bank of recent phrases, for reuse at another pitch and distance."""

    def __init__(self, draw: np.random.Generator, effort: float) -> None:
        self._draw = draw
        self._phrases: deque[Mono] = deque(_stock(effort), maxlen=_REMEMBERED)
        self._changed: deque[Mono] = deque(maxlen=2 * _REMEMBERED)

    def remember(self, spoken: Mono) -> None:
        self._phrases.append(spoken)

    def borrow(self, longest_frames: int) -> Mono:
        """Return a phrase of the bank at another pitch."""
        draw = self._draw
        if len(self._changed) == self._changed.maxlen and draw.random() > _NEW_SHARE:
            return self._changed[draw.integers(len(self._changed))]
        original = self._phrases[draw.integers(len(self._phrases))]
        ratio = float(np.clip(np.exp(0.11 * draw.standard_normal()), 0.78, 1.3))
        first = int(draw.uniform(0.0, 0.4) * len(original))
        frames = min(int((len(original) - first) / ratio) - 2, longest_frames)
        points = first + ratio * np.arange(frames)
        before = points.astype(np.intp)
        part = (points - before).astype(np.float32)
        changed = np.asarray(original[before] * (1 - part) + original[before + 1] * part)
        rise = min(1500, len(changed))
        changed[:rise] *= np.linspace(0.0, 1.0, rise, dtype=np.float32)
        self._changed.append(changed)
        return changed


class _Conversation:
    """A group of people who speak mostly in turn."""

    def __init__(self, draw: np.random.Generator, gathering: Gathering) -> None:
        self._draw, self._pause_seconds = draw, gathering.pause_seconds
        self._laughs = gathering.laughs
        self._people = [random_speaker(draw, gathering.effort) for _ in range(draw.integers(2, 4))]
        self._level = decibels(draw.uniform(*gathering.near_db[::-1]))
        self._place = draw.uniform(-0.85, 0.85)
        self._has_spoken = False
        self.next_frame = -int(draw.uniform(0.0, 0.8) * SAMPLE_RATE_HERTZ)

    def speak(self, bank: _PhraseBank, end_frame: int) -> tuple[Mono, float, float]:
        """Return a phrase, its level and place, and set when the next one begins.

        Args:
            bank: Source of the first phrase, so that a sound begins at once.
            end_frame: End of the whole sound, at which phrases are truncated.
        """
        draw = self._draw
        speaker: Speaker = self._people[draw.integers(len(self._people))]
        left_seconds = max(end_frame - self.next_frame, 0) / SAMPLE_RATE_HERTZ
        syllables = min(int(draw.integers(2, 13)), 2 + int(left_seconds / _SHORT_SYLLABLE_SECONDS))
        if not self._has_spoken:
            spoken = bank.borrow(max(end_frame - self.next_frame, _SHORTEST_FRAMES))
        elif draw.random() < self._laughs:
            spoken = laugh(draw, speaker)
        else:
            spoken = phrase(draw, speaker, syllables)
        self._has_spoken = True
        pause = self._pause_seconds * np.exp(0.8 * draw.standard_normal()) - 0.15
        self.next_frame += len(spoken) + int(pause * SAMPLE_RATE_HERTZ)
        level = self._level * np.exp(0.2 * draw.standard_normal())
        return spoken, level, float(np.clip(self._place + 0.1 * draw.standard_normal(), -1, 1))


class _FarVoice:
    """A distant speaker, whose phrases come from the bank."""

    def __init__(self, draw: np.random.Generator, gathering: Gathering) -> None:
        self._draw, self._range_db = draw, gathering.far_db
        self._pause_seconds = gathering.pause_seconds
        self.next_frame = -int(draw.uniform(0.0, 0.8) * SAMPLE_RATE_HERTZ)

    def speak(self, bank: _PhraseBank, end_frame: int) -> tuple[Mono, float, float]:
        """Return a phrase, its level and place, and set when the next one begins."""
        draw = self._draw
        spoken = bank.borrow(max(end_frame - self.next_frame, _SHORTEST_FRAMES))
        pause = self._pause_seconds * np.exp(0.8 * draw.standard_normal())
        self.next_frame += len(spoken) + int(pause * SAMPLE_RATE_HERTZ)
        level = decibels(draw.uniform(*self._range_db[::-1]))
        return spoken, level, draw.uniform(-1.0, 1.0)


class Crowd:
    """A `Source`: a gathering of people."""

    def __init__(self, part: Part, gathering: Gathering) -> None:
        """Set up the voices.

        Args:
            part: The part to play.
            gathering: Size and manner of the crowd.
        """
        draw = part.generator()
        self._near = [_Conversation(draw, gathering) for _ in range(gathering.near)]
        self._far = [_FarVoice(draw, gathering) for _ in range(gathering.far)]
        self._bank = _PhraseBank(draw, gathering.effort)
        self._hum = NoiseBed(
            part, _HUM_POINTS, depth_db=2.0, rate_hertz=3.5, band_count=9, togetherness=0.3
        )
        self._hum_gain = np.float32(10.0 * decibels(gathering.hum_db))
        self._buffer = OverlapBuffer(int(_LONGEST_SECONDS * SAMPLE_RATE_HERTZ))
        self._frame = 0
        self._end_frame = int(part.duration_seconds * SAMPLE_RATE_HERTZ) + BLOCK_FRAMES

    def render(self) -> Samples:
        """Render a block (see `Source.render`)."""
        end = self._frame + BLOCK_FRAMES
        for conversation in self._near:
            while conversation.next_frame < end:
                start = conversation.next_frame
                spoken, level, place = conversation.speak(self._bank, self._end_frame)
                self._bank.remember(spoken)
                self._add(start, spoken, level, place)
        for person in self._far:
            while person.next_frame < end:
                start = person.next_frame
                self._add(start, *person.speak(self._bank, self._end_frame))
        self._frame = end
        return self._buffer.pop() + self._hum_gain * self._hum.render()

    def _add(self, start: int, spoken: Mono, level: float, place: float) -> None:
        """Add a phrase, truncated at the start of this block."""
        late = max(0, self._frame - start)
        longest = int(_LONGEST_SECONDS * SAMPLE_RATE_HERTZ)
        if late < len(spoken):
            rest = spoken[late : late + longest]
            self._buffer.add(max(start - self._frame, 0), rest, level, place)
