"""Sources of sound, and their common grid of blocks.

Every source renders blocks of one fixed length, independent of the caller, so that a sound's
samples depend only on its prompt, seed and duration.
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
"""Frames in a control step, the grid of envelopes and spectra: 23 ms."""

STEPS_PER_BLOCK = BLOCK_FRAMES // HOP_FRAMES
STEP_RATE_HERTZ = SAMPLE_RATE_HERTZ / HOP_FRAMES

Mono: TypeAlias = npt.NDArray[np.float32]
"""float32 [frames]."""

Curve: TypeAlias = npt.NDArray[np.float64]
"""float64 of a documented shape: envelopes, spectra, positions."""


class Source(Protocol):
    """A source of sound."""

    def render(self) -> Samples:
        """Render the next block, float32 [2, BLOCK_FRAMES], owned by the caller.

        The first block of a bed is an inaudible lead-in. The first block of an event kind begins
        with the sound itself.
        """
        ...


@dataclass(frozen=True, slots=True)
class Part:
    """The part of one source.

    Attributes:
        layer: The sound and its description.
        duration_seconds: Time from its start to its end, s.
        seed: Root of this part's own random streams.
        fade_in_seconds: Fade-in of continuous sources if it starts within the sound, else 0.
        ring_seconds: Release of its last events if it ends within the sound, else 0.
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
    """Return a raised cosine from 0 at `along` = 0 to 1 at `along` = 1, constant outside."""
    return np.asarray(np.sin(np.pi / 2 * np.clip(along, 0.0, 1.0)) ** 2, np.float64)


def frames_of(seconds: float) -> int:
    """Return the number of frames in `seconds`, at least 1."""
    return max(1, round(seconds * SAMPLE_RATE_HERTZ))
