"""Construction of a loaded and warmed-up model from the settings."""

import logging
import time
from pathlib import Path
from typing import Final

import torch
from torch import nn

from envsound_server.engines.inference.batches import Batches
from envsound_server.engines.inference.compilation import compile_blocks, should_compile
from envsound_server.engines.inference.devices import resolve_device
from envsound_server.engines.inference.memory import default_batch_size, free_bytes, row_bytes
from envsound_server.engines.inference.offloading import Offloadable
from envsound_server.engines.inference.products import (
    Computation,
    choose_computation,
    pack_linears,
)
from envsound_server.engines.inference.settings import ModelSettings
from envsound_server.engines.stable_audio.description import (
    MEDIUM_LONGEST_SECONDS,
    NAME,
    SMALL_LONGEST_SECONDS,
    Loaded,
)
from envsound_server.engines.stable_audio.inference.attention import mask_attention
from envsound_server.engines.stable_audio.inference.codec import Codec
from envsound_server.engines.stable_audio.inference.conditioning import (
    TEXT_POSITIONS,
    Conditioner,
    TextEncoder,
)
from envsound_server.engines.stable_audio.inference.model import LoadedModel
from envsound_server.engines.stable_audio.inference.passes import Schedule
from envsound_server.engines.stable_audio.inference.sampler import Sampler
from envsound_server.engines.stable_audio.weights.loading import Parts, load_parts

_MEDIUM_WIDTH: Final = 1536
"""Width of the medium checkpoint's transformer. That of the small one is lower."""

_FRAMES_PER_SECOND: Final = 44_100 / 4096

_log = logging.getLogger(__name__)


def open_model(settings: ModelSettings) -> tuple[LoadedModel, Loaded]:
    """Load and warm up a checkpoint.

    Raises:
        EngineUnavailable: The weights cannot be used, or the device is not available.
    """
    started_at = time.perf_counter()
    device = resolve_device(settings.device, NAME)
    computation = choose_computation(settings.dtype, device, NAME)
    is_offloaded = settings.offload == "on"
    parts = load_parts(
        Path(settings.weights),
        torch.device("cpu") if is_offloaded else device,
        computation.dtype,
        may_map=not computation.is_packed,
    )
    pack_linears(parts.transformer, computation)
    pack_linears(parts.text_encoder, computation)
    pack_linears(parts.vae, computation.for_decoder)
    if is_offloaded:
        for module in (parts.transformer, parts.duration_embedder):
            module.to(device)
    longest_seconds = _longest_seconds(parts)
    row_limit = settings.max_batch or _default_batch_size(parts, longest_seconds, device)
    model = _assembled(parts, computation, row_limit, device, settings)
    loaded_at = time.perf_counter()
    model.warm_up()
    loaded = Loaded(
        model_revision=f"{parts.revision}-{computation.revision}",
        longest_seconds=longest_seconds,
        is_distilled=parts.stochastic_sampling,
        max_batch_size=model.max_batch_size,
        computation=computation.text,
    )
    _log.info(
        "stable_audio %s on %s, %s: loaded in %.1f s, warmed up in %.1f s, maximum batch size %d",
        loaded.model_revision,
        device,
        computation.text,
        loaded_at - started_at,
        time.perf_counter() - loaded_at,
        loaded.max_batch_size,
    )
    return model, loaded


def _assembled(
    parts: Parts,
    computation: Computation,
    row_limit: int,
    device: torch.device,
    settings: ModelSettings,
) -> LoadedModel:
    is_offloaded = settings.offload == "on"
    masks = mask_attention(parts.transformer, computation.attention_dtype)
    if device.type == "cuda" and should_compile(settings.compile, device):
        compile_blocks(parts.transformer)
    text_encoder = TextEncoder(
        parts.tokenizer, Offloadable(parts.text_encoder, device, is_offloaded), device
    )
    vae: Offloadable[nn.Module] = Offloadable(parts.vae, device, is_offloaded)
    return LoadedModel(
        conditioner=Conditioner(text_encoder, parts.duration_embedder, parts.transformer),
        sampler=Sampler(parts.transformer, masks, Batches(device, row_limit), device),
        codec=Codec(parts.vae, torch.float32),
        vae=vae,
        schedule=Schedule(parts.stochastic_sampling, float(parts.num_train_timesteps)),
        device=device,
        notes=computation.notes,
    )


def _longest_seconds(parts: Parts) -> float:
    is_medium = parts.transformer.config.embed_dim >= _MEDIUM_WIDTH
    longest = MEDIUM_LONGEST_SECONDS if is_medium else SMALL_LONGEST_SECONDS
    return min(longest, parts.max_duration_seconds)


def _default_batch_size(parts: Parts, longest_seconds: float, device: torch.device) -> int:
    token_count = TEXT_POSITIONS + round(longest_seconds * _FRAMES_PER_SECOND)
    width: int = parts.transformer.config.embed_dim
    return default_batch_size(free_bytes(device), row_bytes(token_count, width))
