"""The tangoflux engine, as the scheduler runs it, with the time of each part."""

import time
from pathlib import Path

import torch
from diffusers import FluxTransformer2DModel

from envsound_server.audio.waveform import frame_count
from envsound_server.domain.engine import EngineRequest, Stage
from envsound_server.engines.tangoflux import create
from envsound_server.engines.tangoflux.inference.rendering import TangoFluxRendering

_PROMPTS = (
    "heavy rain on leaves with distant thunder",
    "a slow river",
    "birds and a train",
    "wind over a metal roof at night",
)


class Ours:
    """The engine, loaded and warmed up.

    Args:
        folder: Folder of a checkpoint.
        device: Device to run on.
        dtype: Value of TANGOFLUX_DTYPE.
    """

    def __init__(self, folder: Path, device: torch.device, dtype: str) -> None:
        self._device = device
        self._engine = create(
            {
                "TANGOFLUX_WEIGHTS": str(folder),
                "TANGOFLUX_DEVICE": str(device),
                "TANGOFLUX_DTYPE": dtype,
                "TANGOFLUX_MAX_BATCH": "8",
            }
        )
        started_at = time.perf_counter()
        self._engine.load()
        self.load_seconds = time.perf_counter() - started_at

    @property
    def revision(self) -> str:
        """Revision of the weights and the computation."""
        return self._engine.description.model_revision

    @property
    def computation(self) -> str:
        """Number format and library."""
        return self._engine.description.computation

    @property
    def transformer(self) -> FluxTransformer2DModel:
        """The transformer, for single predictions."""
        return self._engine._loaded._sampler._transformer

    def step_seconds(self, sound_count: int, step_count: int) -> float:
        """Return the time of the fastest of `step_count` steps of a batch of sounds, s."""
        renderings = [self._started(10.0, step_count, seed) for seed in range(sound_count)]
        return min(self._advanced(renderings) for _ in range(step_count))

    def start_seconds(self) -> float:
        """Return the time to encode a new prompt and draw noise, s."""
        started_at = time.perf_counter()
        self._started(10.0, 50, 0, f"rain {started_at:.6f}")
        self._synchronize()
        return time.perf_counter() - started_at

    def decode_seconds(self, duration_seconds: float) -> float:
        """Return the time to decode a clip, block by block, s."""
        rendering = self._started(duration_seconds, 1, 0)
        self._advanced([rendering])
        seconds = 0.0
        is_finished = False
        while not is_finished:
            started_at = time.perf_counter()
            (advance,) = self._engine.advance([rendering])
            self._synchronize()
            seconds += time.perf_counter() - started_at
            if isinstance(advance, Exception):
                raise advance
            assert advance.stage is Stage.DECODING
            is_finished = advance.finished
        return seconds

    def _started(
        self, duration_seconds: float, step_count: int, seed: int, prompt: str = ""
    ) -> TangoFluxRendering:
        chosen = prompt or _PROMPTS[seed % len(_PROMPTS)]
        return self._engine.start(
            EngineRequest(chosen, frame_count(duration_seconds), seed, step_count, 3.5)
        )

    def _advanced(self, renderings: list[TangoFluxRendering]) -> float:
        started_at = time.perf_counter()
        for advance in self._engine.advance(renderings):
            if isinstance(advance, Exception):
                raise advance
        self._synchronize()
        return time.perf_counter() - started_at

    def _synchronize(self) -> None:
        if self._device.type == "cuda":
            torch.cuda.synchronize(self._device)
