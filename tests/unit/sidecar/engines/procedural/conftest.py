"""Rendering of prompts by the procedural engine, with sounds shared by several tests."""

from collections.abc import Callable, Iterator
from functools import cache

import numpy as np
import pytest

from envsound_server.audio.waveform import Samples, frame_count
from envsound_server.domain.engine import EngineRequest
from envsound_server.engines.base import Advance
from envsound_server.engines.procedural import create

Play = Callable[[str, float, int], Samples]


def advances(prompt: str, frames: int, seed: int) -> Iterator[Advance]:
    engine = create({})
    request = EngineRequest(prompt=prompt, frame_count=frames, seed=seed)
    engine.check(request)
    rendering = engine.start(request)
    while True:
        (advance,) = engine.advance([rendering])
        yield advance
        if advance.finished:
            return


@pytest.fixture(scope="session")
def play() -> Play:
    """Return play(prompt, duration_seconds, seed) -> read-only float32 [2, frames]."""

    @cache
    def played(prompt: str, duration_seconds: float, seed: int) -> Samples:
        blocks = [a.block for a in advances(prompt, frame_count(duration_seconds), seed)]
        samples = np.concatenate([block for block in blocks if block is not None], axis=1)
        samples.flags.writeable = False
        return samples

    return played


@pytest.fixture(scope="session")
def stream() -> Callable[[str, int, int], Iterator[Advance]]:
    """Return stream(prompt, frame_count, seed) -> the engine's answers, block by block."""
    return advances
