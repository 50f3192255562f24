"""The model's own code, on a checkpoint's weights: what the engine is measured against."""

import time
from itertools import pairwise
from pathlib import Path
from unittest.mock import patch

import torch
from diffusers import AutoencoderOobleck, FluxTransformer2DModel
from diffusers.utils import logging as diffusers_logging
from safetensors.torch import load_file
from tangoflux.model import TangoFlux
from torch import Tensor
from transformers import T5Config, T5EncoderModel, T5TokenizerFast

from envsound_server.engines.tangoflux.weights.checkpoint import (
    read_architecture,
)
from envsound_server.engines.weights.files import (
    read_json,
)


class Upstream:
    """`tangoflux.model.TangoFlux` and the decoder, as its package runs them.

    Args:
        folder: A checkpoint.
        device: Where to run.
    """

    def __init__(self, folder: Path, device: torch.device) -> None:
        diffusers_logging.set_verbosity_error()  # it tells of 3-D position ids at every step
        encoder_folder = folder / "text_encoder"
        text_encoder = T5EncoderModel(T5Config.from_pretrained(encoder_folder))
        tokenizer = T5TokenizerFast.from_pretrained(encoder_folder)
        with (  # which it would download
            patch("tangoflux.model.T5EncoderModel.from_pretrained", return_value=text_encoder),
            patch("tangoflux.model.T5TokenizerFast.from_pretrained", return_value=tokenizer),
        ):
            self._model = TangoFlux(read_json(folder, "config.json")).eval()
        self._model.load_state_dict(load_file(folder / "tangoflux.safetensors"), strict=False)
        sizes = read_architecture(folder).vae_config.model_dump(mode="json")
        self._vae = AutoencoderOobleck(**sizes).eval()
        self._vae.load_state_dict(load_file(folder / "vae.safetensors"), strict=False)
        self._model.to(device)
        self._vae.to(device)

    @property
    def transformer(self) -> FluxTransformer2DModel:
        """Its transformer, for single predictions."""
        return self._model.transformer

    def sample(self, prompt: str, step_count: int, duration_seconds: float) -> Tensor:
        """Latents, float32 [1, 645, 64]."""
        with torch.no_grad():
            latents: Tensor = self._model.inference_flow(
                prompt,
                num_inference_steps=step_count,
                guidance_scale=3.5,
                duration=duration_seconds,
                disable_progress=True,
            )
        return latents

    def sampling_seconds(self, prompt: str, step_count: int) -> tuple[float, float]:
        """What comes before the first step of a sampling, and the quickest of its steps, s.

        Args:
            prompt: What to sample.
            step_count: Steps that are measured.
        """
        transformer = self._model.transformer
        begun_at: list[float] = []

        def begin(*_: object) -> None:
            if transformer.device.type == "cuda":
                torch.cuda.synchronize(transformer.device)
            begun_at.append(time.perf_counter())

        hook = transformer.register_forward_pre_hook(begin)
        started_at = time.perf_counter()
        try:
            # From one call to the next: with one step more the last measured one has an end.
            self.sample(prompt, step_count + 1, 10.0)
        finally:
            hook.remove()
        steps = [end - begin for begin, end in pairwise(begun_at)]
        return begun_at[0] - started_at, min(steps)

    def decode(self, latents: Tensor) -> Tensor:
        """All 645 frames, which it cuts afterwards; float32 [2, samples]."""
        with torch.no_grad():
            samples: Tensor = self._vae.decode(latents.transpose(2, 1)).sample[0].cpu()
        return samples

    def decode_seconds(self) -> float:
        """Decoding what a sampling of one step gave, s."""
        latents = self.sample("rain", 1, 10.0)
        started_at = time.perf_counter()
        self.decode(latents)
        return time.perf_counter() - started_at
