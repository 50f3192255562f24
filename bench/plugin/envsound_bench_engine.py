"""An engine with a precomputed sound, for measurements of everything around an engine.

The folder of this module on PYTHONPATH acts as an installed package.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from envsound_server.audio.waveform import CHANNEL_COUNT, SAMPLE_RATE_HERTZ, Samples
from envsound_server.domain.engine import (
    CommercialUse,
    EngineDescription,
    EngineRequest,
    License,
    Range,
    Stage,
)
from envsound_server.engines.base import Advance

LONGEST_SECONDS = 60

_DESCRIPTION = EngineDescription(
    name="precomputed",
    display_name="Precomputed",
    description="The same noise every time, at once.",
    model_revision="1",
    license=License("Apache-2.0", CommercialUse.YES),
    duration_seconds=Range(0.5, LONGEST_SECONDS, 30),
    steps=None,
    cfg_scale=None,
    supports_negative_prompt=False,
    known_sounds=(),
    languages=("en",),
    max_batch_size=4,
)


def precomputed_noise() -> Samples:
    """Return a minute of quiet noise, float32 [2, frames]."""
    generator = np.random.default_rng(0)
    shape = (CHANNEL_COUNT, LONGEST_SECONDS * SAMPLE_RATE_HERTZ)
    return generator.uniform(-0.2, 0.2, shape).astype(np.float32)


@dataclass(frozen=True, slots=True)
class Precomputed:
    """A rendering of a precomputed sound."""

    frame_count: int
    notes: tuple[str, ...] = ()


class PrecomputedEngine:
    """An engine that returns the whole sound in one block at once. Implements `Engine`."""

    description = _DESCRIPTION

    def load(self) -> None:
        """Compute the noise that every sound is a part of."""
        self._noise = precomputed_noise()

    def check(self, request: EngineRequest) -> None:
        """Accept every request."""

    def start(self, request: EngineRequest) -> Precomputed:
        """Return the state of a sound."""
        return Precomputed(request.frame_count)

    def advance(self, renderings: Sequence[Precomputed]) -> Sequence[Advance]:
        """Finish each sound."""
        return [
            Advance(
                stage=Stage.GENERATING,
                step=1,
                step_count=1,
                fraction=1.0,
                block=self._noise[:, : rendering.frame_count],
                finished=True,
            )
            for rendering in renderings
        ]

    def close(self) -> None:
        """Do nothing, because the engine holds no resources."""


def create(settings: Mapping[str, str]) -> PrecomputedEngine:  # noqa: ARG001 - it has no settings
    """Return the engine: the entry point `precomputed` of the group `envsound.engines`."""
    return PrecomputedEngine()
