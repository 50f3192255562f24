"""The upstream code of the model, on a checkpoint's weights: the baseline of the engine."""

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
        folder: Folder of a checkpoint.
        device: Device to run on.
    """

    def __init__(self, folder: Path, device: torch.device) -> None:
        diffusers_logging.set_verbosity_error()  # it warns of 3-D position ids at every step
        encoder_folder = folder / "text_encoder"
        text_encoder = T5EncoderModel(T5Config.from_pretrained(encoder_folder))
        tokenizer = T5TokenizerFast.from_pretrained(encoder_folder)
        with (  # they would be downloaded
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
        """The transformer, for single predictions."""
        return self._model.transformer

    def sample(self, prompt: str, step_count: int, duration_seconds: float) -> Tensor:
        """Return latents, float32 [1, 645, 64]."""
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
        """Return the time before the first step of a sampling and that of its fastest step, s.

        Args:
            prompt: Prompt of the sampling.
            step_count: Number of measured steps.
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
            # A step is timed from one call to the next, so the last one needs a further call.
            self.sample(prompt, step_count + 1, 10.0)
        finally:
            hook.remove()
        steps = [end - begin for begin, end in pairwise(begun_at)]
        return begun_at[0] - started_at, min(steps)

    def decode(self, latents: Tensor) -> Tensor:
        """Decode all 645 frames, which upstream crops afterwards, to float32 [2, samples]."""
        with torch.no_grad():
            samples: Tensor = self._vae.decode(latents.transpose(2, 1)).sample[0].cpu()
        return samples

    def decode_seconds(self) -> float:
        """Return the time to decode the latents of a sampling of one step, s."""
        latents = self.sample("rain", 1, 10.0)
        started_at = time.perf_counter()
        self.decode(latents)
        return time.perf_counter() - started_at
