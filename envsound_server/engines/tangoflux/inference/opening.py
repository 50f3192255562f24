"""Construction of a loaded and warmed-up model from the settings."""

import logging
import time
from dataclasses import replace
from pathlib import Path

import torch

from envsound_server.engines.inference.compilation import compile_blocks, should_compile
from envsound_server.engines.inference.devices import resolve_device
from envsound_server.engines.inference.memory import default_batch_size, free_bytes, row_bytes
from envsound_server.engines.inference.products import (
    Computation,
    choose_computation,
    pack_linears,
)
from envsound_server.engines.tangoflux.description import NAME
from envsound_server.engines.tangoflux.inference.attention_operands import round_operands
from envsound_server.engines.tangoflux.inference.decoder import Decoder
from envsound_server.engines.tangoflux.inference.graphs import record_graphs
from envsound_server.engines.tangoflux.inference.loaded_model import LoadedModel
from envsound_server.engines.tangoflux.inference.prompts import MAX_TOKENS
from envsound_server.engines.tangoflux.inference.trial import relative_error, trial_prediction
from envsound_server.engines.tangoflux.settings import TangoFluxSettings
from envsound_server.engines.tangoflux.weights.loading import Parts, load_parts

_log = logging.getLogger(__name__)


def open_model(settings: TangoFluxSettings) -> LoadedModel:
    """Load and warm up a checkpoint.

    Raises:
        EngineUnavailable: The weights cannot be used, or the device is not available.
    """
    started_at = time.perf_counter()
    device = resolve_device(settings.device, NAME)
    computation = choose_computation(settings.dtype, device, NAME)
    parts, computation = _load(settings, device, computation)
    loaded_at = time.perf_counter()
    is_compiled = should_compile(settings.compile, device)
    if is_compiled:
        compile_blocks(parts.transformer)
    if is_compiled and device.type == "cuda":
        record_graphs(parts.transformer, MAX_TOKENS + 1)
    model = LoadedModel(
        parts,
        Decoder(parts.vae, is_compiled, _decoder_dtype(computation, device)),
        settings,
        device,
        settings.max_batch or _default_batch_size(parts, device),
        _revision(parts, computation, settings),
        computation,
    )
    model.warm_up(is_compiled)
    _log.info(
        "tangoflux %s on %s, %s: loaded in %.1f s, warmed up in %.1f s, maximum batch size %d",
        model.revision,
        device,
        computation.text,
        loaded_at - started_at,
        time.perf_counter() - loaded_at,
        model.max_batch_size,
    )
    return model


def _load(
    settings: TangoFluxSettings, device: torch.device, computation: Computation
) -> tuple[Parts, Computation]:
    """Return the modules with the computation applied, and the computation with its error."""
    is_offloaded = settings.offload == "on"
    # Offloaded modules need not pass through the device first.
    first_device = torch.device("cpu") if is_offloaded else device
    parts = load_parts(
        Path(settings.weights),
        first_device,
        computation.dtype,
        may_map=not computation.is_packed,
    )
    if is_offloaded:
        for module in (parts.transformer, parts.fc, parts.duration_embedder):
            module.to(device)
    exact = trial_prediction(parts.transformer) if computation.format == "int8" else None
    round_operands(parts.transformer, computation.attention_dtype)
    for module in (parts.transformer, parts.text_encoder):
        pack_linears(module, computation)
    if exact is not None:
        error = relative_error(trial_prediction(parts.transformer), exact)
        computation = replace(computation, error=error, error_of="a step of the model")
    return parts, computation


def _decoder_dtype(computation: Computation, device: torch.device) -> torch.dtype:
    """Return the dtype of the decoder's convolutions: float32 on a GPU, which is fast enough."""
    return computation.for_decoder.dtype if device.type == "cpu" else torch.float32


def _default_batch_size(parts: Parts, device: torch.device) -> int:
    architecture = parts.architecture
    token_count = MAX_TOKENS + 1 + architecture.audio_frame_count
    width = architecture.num_attention_heads * architecture.attention_head_dim
    return default_batch_size(free_bytes(device), row_bytes(token_count, width))


def _revision(parts: Parts, computation: Computation, settings: TangoFluxSettings) -> str:
    """Return the revision, with everything that determines the samples of a seed."""
    words = [parts.revision, computation.revision]
    if settings.step_reuse:
        words.append(f"reuse{settings.step_reuse:g}")
    return "-".join(words)
