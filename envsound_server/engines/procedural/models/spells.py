"""Repeated spells of a continuous source that has no events of its own."""

import numpy as np

from envsound_server.audio.waveform import SAMPLE_RATE_HERTZ, Samples
from envsound_server.engines.procedural.models.events import Bouts, LogNormal, Schedule
from envsound_server.engines.procedural.source import BLOCK_FRAMES, Part, Source

_ATTACK_SECONDS = 0.02
_MOST_OF_THE_TIME = 0.7


def in_spells(part: Part, source: Source, seconds: float, release_seconds: float) -> Source:
    """Return a source of one spell per `every_seconds` of the layer, or the source unchanged.

    Args:
        part: The part to play.
        source: The source to play.
        seconds: Length of a spell, s. A short `every_seconds` shortens it.
        release_seconds: Length of its fade-out, s.
    """
    every_seconds = part.layer.every_seconds
    if every_seconds is None:
        return source
    return _Spells(part, source, min(seconds, _MOST_OF_THE_TIME * every_seconds), release_seconds)


class _Spells:
    """A `Source`: the spells."""

    def __init__(self, part: Part, source: Source, seconds: float, release_seconds: float) -> None:
        length = LogNormal(seconds, 0.05)
        timing = Bouts((1, 1), length, length, tail_seconds=min(0.5 * seconds, 0.5))
        self._schedule = Schedule(part.generator(), timing, part)
        self._source = source
        self._knots_seconds = np.cumsum((0.0, _ATTACK_SECONDS, seconds, release_seconds))
        self._onsets_seconds: list[float] = []
        self._frame = 0

    def render(self) -> Samples:
        """Render a block (see `Source.render`)."""
        seconds = (self._frame + np.arange(BLOCK_FRAMES)) / SAMPLE_RATE_HERTZ
        self._frame += BLOCK_FRAMES
        while due := self._schedule.due(self._frame / SAMPLE_RATE_HERTZ):
            self._onsets_seconds.append(due[0])
        gains = np.zeros(BLOCK_FRAMES)
        for onset in self._onsets_seconds:
            spell = np.interp(seconds - onset, self._knots_seconds, (0.0, 1.0, 1.0, 0.0))
            gains = np.maximum(gains, spell)
        self._onsets_seconds = [
            onset for onset in self._onsets_seconds if onset + self._knots_seconds[-1] > seconds[-1]
        ]
        return np.asarray(gains * self._source.render(), np.float32)
