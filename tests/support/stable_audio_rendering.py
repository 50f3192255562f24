"""Rendering of sounds by the engine, on a tiny checkpoint."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import torch
from torch import Tensor

from envsound_server.audio.waveform import Samples, frame_count
from envsound_server.domain.engine import EngineRequest, Source
from envsound_server.engines.base import Advance
from envsound_server.engines.stable_audio import create
from envsound_server.engines.stable_audio.engine import StableAudioEngine
from envsound_server.engines.stable_audio.inference.rendering import StableAudioRendering
from envsound_server.errors import GenerationFailed

torch.set_num_threads(1)  # as many tests as cores run at once

SETTINGS = {
    "STABLE_AUDIO_DEVICE": "cpu",
    "STABLE_AUDIO_DTYPE": "float32",
    "STABLE_AUDIO_MAX_BATCH": "8",
}


def loaded_engine(folder: Path, **settings: str) -> StableAudioEngine:
    """Return a loaded engine with the weights of a folder. `dtype` sets STABLE_AUDIO_DTYPE."""
    named = {f"STABLE_AUDIO_{name.upper()}": value for name, value in settings.items()}
    engine = create({**SETTINGS, "STABLE_AUDIO_WEIGHTS": str(folder), **named})
    engine.load()
    return engine


def make_request(
    prompt: str = "heavy rain on leaves",
    seconds: float = 1.0,
    seed: int = 7,
    steps: int = 4,
    cfg_scale: float = 0.0,
    negative_prompt: str = "",
    is_loop: bool = False,
    source: Source | None = None,
) -> EngineRequest:
    """Return a complete request."""
    return EngineRequest(
        prompt,
        frame_count(seconds),
        seed,
        steps,
        cfg_scale,
        negative_prompt,
        is_loop=is_loop,
        source=source,
    )


def sampled(engine: StableAudioEngine, requests: Sequence[EngineRequest]) -> list[Tensor]:
    """Return the finished latents of a batch of sounds, float32 [channels, frames] each."""
    renderings = [engine.start(request) for request in requests]
    while making := [r for r in renderings if r.is_encoding or r.is_sampling]:
        engine.advance(making)
    return [rendering.latents for rendering in renderings]


def advances(engine: StableAudioEngine, rendering: StableAudioRendering) -> list[Advance]:
    """Return the engine's results for a single sound, to its end."""
    answers: list[Advance] = []
    while not answers or not answers[-1].finished:
        (answer,) = engine.advance([rendering])
        if isinstance(answer, GenerationFailed):
            raise answer
        answers.append(answer)
    return answers


def render(engine: StableAudioEngine, request: EngineRequest) -> Samples:
    """Return the whole sound of a request, float32 [2, frames]."""
    answers = advances(engine, engine.start(request))
    return np.concatenate([a.block for a in answers if a.block is not None], axis=1)


def relative_difference(one: Tensor, other: Tensor) -> float:
    """Return the largest difference, relative to the largest value."""
    return float((one - other).abs().max() / other.abs().max())


def noise(seconds: float, seed: int = 0) -> Samples:
    """Return quiet noise, float32 [2, frames]."""
    drawn = np.random.default_rng(seed).standard_normal((2, frame_count(seconds)))
    return (0.1 * drawn).astype(np.float32)
