"""The two sides of the benchmark: diffusers' pipeline and the engine, on one checkpoint."""

import time
import warnings
from pathlib import Path
from typing import Any

import torch

from envsound_server.audio.waveform import frame_count
from envsound_server.domain.engine import EngineRequest, Stage
from envsound_server.engines.stable_audio import create
from envsound_server.engines.stable_audio.inference.rendering import StableAudioRendering

PROMPT = "heavy rain on leaves with distant thunder"
STEP_COUNT = 8


class Diffusers:
    """diffusers' `StableAudio3Pipeline`.

    Args:
        folder: Folder of a checkpoint.
        dtype: Dtype of all weights.
    """

    def __init__(self, folder: Path, dtype: torch.dtype) -> None:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # legacy weight norm
            from diffusers import StableAudio3Pipeline

            self.pipeline = StableAudio3Pipeline.from_pretrained(
                folder, torch_dtype=dtype, local_files_only=True
            )
        self.pipeline.set_progress_bar_config(disable=True)

    def clip(self, duration_seconds: float) -> dict[str, float]:
        """Return the times of a clip's parts, s: `step`, `decode`, `clip`."""
        ended_at: list[float] = []

        def end_step(*_: Any) -> dict[str, Any]:
            ended_at.append(time.perf_counter())
            return {}

        started_at = time.perf_counter()
        self.pipeline(
            PROMPT,
            duration=duration_seconds,
            num_inference_steps=STEP_COUNT,
            generator=torch.Generator().manual_seed(0),
            callback_on_step_end=end_step,
        )
        finished_at = time.perf_counter()
        return {
            "step": (ended_at[-1] - ended_at[0]) / (STEP_COUNT - 1),
            "decode": finished_at - ended_at[-1],
            "clip": finished_at - started_at,
        }


class Ours:
    """The engine, loaded and warmed up.

    Args:
        folder: Folder of a checkpoint.
        dtype: Value of STABLE_AUDIO_DTYPE.
    """

    def __init__(self, folder: Path, dtype: str) -> None:
        self._engine = create(
            {
                "STABLE_AUDIO_WEIGHTS": str(folder),
                "STABLE_AUDIO_DTYPE": dtype,
                "STABLE_AUDIO_MAX_BATCH": "8",
            }
        )
        started_at = time.perf_counter()
        self._engine.load()
        self.load_seconds = time.perf_counter() - started_at

    @property
    def computation(self) -> str:
        """Number format and library."""
        return self._engine.description.computation

    def clip(self, duration_seconds: float) -> dict[str, float]:
        """Return the times of a clip's parts, s: `step`, `decode`, `clip`."""
        started_at = time.perf_counter()
        rendering = self._started(duration_seconds, 0, STEP_COUNT)
        ended_at = {}
        first_step_at = 0.0
        is_finished = False
        while not is_finished:
            (advance,) = self._engine.advance([rendering])
            if isinstance(advance, Exception):
                raise advance
            ended_at[advance.stage] = time.perf_counter()
            first_step_at = first_step_at or ended_at[advance.stage]
            is_finished = advance.finished
        return {
            "step": (ended_at[Stage.GENERATING] - first_step_at) / (STEP_COUNT - 1),
            "decode": ended_at[Stage.DECODING] - ended_at[Stage.GENERATING],
            "clip": ended_at[Stage.DECODING] - started_at,
        }

    def step_seconds(self, sound_count: int, duration_seconds: float) -> float:
        """Return the time of the fastest of three steps of a batch of sounds, s."""
        renderings = [self._started(duration_seconds, seed, 4) for seed in range(sound_count)]
        quickest = float("inf")
        for _ in range(3):
            started_at = time.perf_counter()
            self._engine.advance(renderings)
            quickest = min(quickest, time.perf_counter() - started_at)
        return quickest

    def latents(self, duration_seconds: float) -> torch.Tensor:
        """Return the finished latents of a clip, float32 [channels, frames]."""
        rendering = self._started(duration_seconds, 0, STEP_COUNT)
        while rendering.is_sampling:
            self._engine.advance([rendering])
        return rendering.latents

    def _started(self, seconds: float, seed: int, step_count: int) -> StableAudioRendering:
        return self._engine.start(EngineRequest(PROMPT, frame_count(seconds), seed, step_count))
