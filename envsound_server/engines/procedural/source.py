"""What a source of sound is, and the fixed grid of blocks that all of them work on.

Every source renders blocks of one fixed length, whatever the caller asks for, so that a sound's
samples depend on its prompt, seed and duration alone and never on how it is cut up.
"""

from dataclasses import dataclass, field
from typing import Protocol, TypeAlias

import numpy as np
import numpy.typing as npt

from envsound_server.audio.waveform import SAMPLE_RATE_HERTZ, Samples
from envsound_server.engines.procedural.layers import Layer

BLOCK_FRAMES = 65_536
"""Frames in a block: 1.486 s."""

HOP_FRAMES = 1_024
"""Frames in a control step, the grid on which envelopes and spectra move: 23 ms."""

STEPS_PER_BLOCK = BLOCK_FRAMES // HOP_FRAMES
STEP_RATE_HERTZ = SAMPLE_RATE_HERTZ / HOP_FRAMES

LEAD_IN_FRAMES = BLOCK_FRAMES
"""A sound begins this far before its first audible frame, so that it is under way by then."""

Mono: TypeAlias = npt.NDArray[np.float32]
"""float32 [frames]."""

Curve: TypeAlias = npt.NDArray[np.float64]
"""float64, of whatever shape is said: envelopes, spectra, positions."""


class Source(Protocol):
    """Something that sounds."""

    def render(self, first_frame: int) -> Samples:
        """Renders the next `BLOCK_FRAMES` frames.

        Args:
            first_frame: Where the block stands; the first block of all is at `-LEAD_IN_FRAMES`,
                and each follows the one before.

        Returns:
            float32 [2, BLOCK_FRAMES], the caller's own.
        """
        ...


@dataclass(frozen=True, slots=True)
class Part:
    """What one source is to play.

    Attributes:
        layer: The sound and how it was described.
        duration_seconds: Length of the whole sound, s.
        seed: Root of this part's own random streams.
    """

    layer: Layer
    duration_seconds: float
    seed: np.random.SeedSequence = field(repr=False)

    def generator(self) -> np.random.Generator:
        """The next of this part's independent random streams."""
        return np.random.Generator(np.random.PCG64(self.seed.spawn(1)[0]))

    def first_onset(
        self, generator: np.random.Generator, low_seconds: float, high_seconds: float
    ) -> int:
        """Frame of the first of a series of rare events, early enough to be heard at all.

        Args:
            generator: Draws it.
            low_seconds: Earliest, s.
            high_seconds: Latest, s; a short sound has its first event in its first sixth.
        """
        latest = min(high_seconds, self.duration_seconds / 6)
        earliest = min(low_seconds, latest / 2)
        return int(generator.uniform(earliest, latest) * SAMPLE_RATE_HERTZ)


def decibels(level: float) -> float:
    """Linear gain of `level` (dB)."""
    return float(10.0 ** (level / 20.0))
