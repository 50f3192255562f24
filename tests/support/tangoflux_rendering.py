"""Rendering of sounds by the engine, on a tiny checkpoint."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn

from envsound_server.audio.waveform import Samples, frame_count
from envsound_server.domain.engine import EngineRequest
from envsound_server.engines.base import Advance
from envsound_server.engines.tangoflux import create
from envsound_server.engines.tangoflux.engine import TangoFluxEngine
from envsound_server.engines.tangoflux.inference.rendering import TangoFluxRendering
from envsound_server.errors import GenerationFailed

torch.set_num_threads(1)  # as many tests as cores run at once

SETTINGS = {
    "TANGOFLUX_DEVICE": "cpu",
    "TANGOFLUX_DTYPE": "float32",
    "TANGOFLUX_COMPILE": "off",
    "TANGOFLUX_MAX_BATCH": "8",
}

RowHook = Callable[[nn.Module, tuple[Any, ...], dict[str, Any]], None]


def loaded_engine(folder: Path, **settings: str) -> TangoFluxEngine:
    """Return a loaded engine with the weights of a folder. `max_batch` sets TANGOFLUX_MAX_BATCH."""
    named = {f"TANGOFLUX_{name.upper()}": value for name, value in settings.items()}
    engine = create({**SETTINGS, "TANGOFLUX_WEIGHTS": str(folder), **named})
    engine.load()
    return engine


def make_request(
    prompt: str = "heavy rain on leaves",
    seconds: float = 1.0,
    seed: int = 7,
    steps: int = 3,
    cfg_scale: float = 3.5,
    negative_prompt: str = "",
) -> EngineRequest:
    """Return a complete request."""
    return EngineRequest(prompt, frame_count(seconds), seed, steps, cfg_scale, negative_prompt)


def sampled(engine: TangoFluxEngine, requests: Sequence[EngineRequest]) -> list[Tensor]:
    """Return the finished latents of a batch of sounds, float32 [frames, 64] each."""
    renderings = [engine.start(request) for request in requests]
    while sampling := [rendering for rendering in renderings if rendering.is_sampling]:
        engine.advance(sampling)
    return [rendering.latents for rendering in renderings]


def advances(engine: TangoFluxEngine, rendering: TangoFluxRendering) -> list[Advance]:
    """Return the engine's results for a single sound, to its end."""
    answers: list[Advance] = []
    while not answers or not answers[-1].finished:
        (answer,) = engine.advance([rendering])
        if isinstance(answer, GenerationFailed):
            raise answer
        answers.append(answer)
    return answers


def render(engine: TangoFluxEngine, request: EngineRequest) -> Samples:
    """Return the whole sound of a request, float32 [2, frames]."""
    answers = advances(engine, engine.start(request))
    return np.concatenate([a.block for a in answers if a.block is not None], axis=1)


def relative_difference(one: Tensor, other: Tensor) -> float:
    """Return the largest difference, relative to the largest value."""
    return float((one - other).abs().max() / other.abs().max())


@contextmanager
def watched(engine: TangoFluxEngine, watch: RowHook) -> Iterator[None]:
    """Call `watch` before each call of the transformer."""
    handle = transformer_of(engine).register_forward_pre_hook(watch, with_kwargs=True)
    try:
        yield
    finally:
        handle.remove()


@contextmanager
def rows_counted(engine: TangoFluxEngine) -> Iterator[list[int]]:
    """Yield the batch sizes of the transformer calls."""
    rows: list[int] = []
    with watched(engine, lambda _, __, arguments: rows.append(len(arguments["hidden_states"]))):
        yield rows


def transformer_of(engine: TangoFluxEngine) -> nn.Module:
    return engine._loaded._sampler._transformer
