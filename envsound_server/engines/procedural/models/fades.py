"""Fade-ins of continuous sources beside or instead of events."""

import numpy as np

from envsound_server.audio.waveform import SAMPLE_RATE_HERTZ, Samples
from envsound_server.engines.procedural.source import BLOCK_FRAMES, Part, Source, raised


class FadedIn:
    """A `Source`: another source, faded in where its layer starts within the sound."""

    def __init__(self, part: Part, source: Source) -> None:
        """Set up the fade.

        Args:
            part: The source of the fade's length.
            source: The source to play.
        """
        self._source = source
        self._frame, self._fade_frames = 0, round(part.fade_in_seconds * SAMPLE_RATE_HERTZ)

    def render(self) -> Samples:
        """Render a block (see `Source.render`)."""
        block = self._source.render()
        if self._frame >= self._fade_frames:
            return block
        gains = raised((self._frame + np.arange(BLOCK_FRAMES)) / self._fade_frames)
        self._frame += BLOCK_FRAMES
        return np.asarray(gains * block, np.float32)
