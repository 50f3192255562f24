"""Sources of sound, and the fixed grid of blocks that all of them work on.

Every source renders blocks of one fixed length, whatever the caller asks for, so that a sound's
samples depend on its prompt, seed and duration alone and never on how it is cut up.
"""

from dataclasses import dataclass, field
from typing import Protocol, TypeAlias

import numpy as np
import numpy.typing as npt

from envsound_server.audio.waveform import SAMPLE_RATE_HERTZ, Samples
from envsound_server.engines.procedural.layers import Layer

BLOCK_FRAMES = 8_192
"""Frames in a block: 186 ms."""

HOP_FRAMES = 1_024
"""Frames in a control step, the grid on which envelopes and spectra move: 23 ms."""

STEPS_PER_BLOCK = BLOCK_FRAMES // HOP_FRAMES
STEP_RATE_HERTZ = SAMPLE_RATE_HERTZ / HOP_FRAMES

Mono: TypeAlias = npt.NDArray[np.float32]
"""float32 [frames]."""

Curve: TypeAlias = npt.NDArray[np.float64]
"""float64, of whatever shape is said: envelopes, spectra, positions."""


class Source(Protocol):
    """Something that sounds."""

    def render(self) -> Samples:
        """Render the next block, float32 [2, BLOCK_FRAMES], the caller's own.

        The first block of a bed is a lead-in that is not heard. The first block of an event kind
        begins with the sound itself.
        """
        ...


@dataclass(frozen=True, slots=True)
class Part:
    """Part that one source is to play.

    Attributes:
        layer: The sound and how it was described.
        duration_seconds: Time from its start to its end, s.
        seed: Root of this part's own random streams.
        fade_in_seconds: Where it starts within the sound, what sounds on and on is faded in for so
            long; else 0.
        ring_seconds: Where it ends within the sound, its last events are heard for so long after
            its end; else 0.
    """

    layer: Layer
    duration_seconds: float
    seed: np.random.SeedSequence = field(repr=False)
    fade_in_seconds: float = 0.0
    ring_seconds: float = 0.0

    def generator(self) -> np.random.Generator:
        """Return the next of this part's independent random streams."""
        return np.random.Generator(np.random.PCG64(self.seed.spawn(1)[0]))


def decibels(level: float) -> float:
    """Return the linear gain of `level` (dB)."""
    return float(10.0 ** (level / 20.0))


def raised(along: Curve) -> Curve:
    """Return a raised cosine: 0 where `along` is 0 or less, 1 where it is 1 or more."""
    return np.asarray(np.sin(np.pi / 2 * np.clip(along, 0.0, 1.0)) ** 2, np.float64)


def frames_of(seconds: float) -> int:
    """Return how many frames `seconds` are, at least 1."""
    return max(1, round(seconds * SAMPLE_RATE_HERTZ))
