"""The ambient noise of the open air around a far sound, such as a bell or a horn."""

from envsound_server.audio.waveform import Samples
from envsound_server.engines.procedural.models.beds import NoiseBed
from envsound_server.engines.procedural.models.fades import FadedIn
from envsound_server.engines.procedural.source import Part, Source, decibels

_SPECTRUM = ((30, -6), (80, 0), (200, -3), (600, -8), (2_000, -16), (8_000, -28), (18_000, -42))
_BED_RMS_DB = -20.0


class OpenAir:
    """A `Source`: another source with a faint ambient noise."""

    def __init__(self, part: Part, source: Source, level_db: float = -36.0) -> None:
        """Set up the noise.

        Args:
            part: The part to play.
            source: The source to play.
            level_db: RMS of the noise, dB.
        """
        self._source = source
        air = NoiseBed(part, _SPECTRUM, depth_db=1.5, rate_hertz=0.3, coherence=0.3)
        self._air = FadedIn(part, air)
        self._gain = decibels(level_db - _BED_RMS_DB)

    def render(self) -> Samples:
        """Render a block (see `Source.render`)."""
        block = self._source.render()
        block += self._gain * self._air.render()
        return block
