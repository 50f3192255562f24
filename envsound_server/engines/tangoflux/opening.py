"""From the settings to a model that is loaded and warm."""

import logging
import time
from pathlib import Path

import torch

from envsound_server.engines.tangoflux.compilation import (
    compile_blocks,
    record_graphs,
    should_compile,
)
from envsound_server.engines.tangoflux.decoder import Decoder
from envsound_server.engines.tangoflux.loaded_model import LoadedModel
from envsound_server.engines.tangoflux.loading import Parts, load_parts
from envsound_server.engines.tangoflux.memory import free_bytes, row_bytes, sounds_that_fit
from envsound_server.engines.tangoflux.precision import resolve_dtype
from envsound_server.engines.tangoflux.prompts import MAX_TOKENS
from envsound_server.engines.tangoflux.settings import TangoFluxSettings
from envsound_server.errors import EngineUnavailable

_log = logging.getLogger(__name__)


def open_model(settings: TangoFluxSettings) -> LoadedModel:
    """Loads and warms up a checkpoint.

    Raises:
        EngineUnavailable: The weights cannot be used, or the device is not there.
    """
    started_at = time.perf_counter()
    device = resolve_device(settings.device)
    matrix_dtype = resolve_dtype(settings.dtype, device)
    is_offloaded = settings.offload == "on"
    # What waits in main memory between its uses need not pass through the device first.
    parts = load_parts(
        Path(settings.weights), torch.device("cpu") if is_offloaded else device, matrix_dtype
    )
    if is_offloaded:
        for module in (parts.transformer, parts.fc, parts.duration_embedder):
            module.to(device)
    loaded_at = time.perf_counter()
    is_compiled = should_compile(settings.compile, device)
    if is_compiled:
        compile_blocks(parts.transformer)
    if is_compiled and device.type == "cuda":
        record_graphs(parts.transformer, MAX_TOKENS + 1)
    model = LoadedModel(
        parts,
        Decoder(parts.vae, compile=is_compiled),
        settings,
        device,
        settings.max_batch or _sounds_that_fit(parts, device),
        _revision(parts, matrix_dtype, settings),
    )
    model.warm(is_compiled)
    _log.info(
        "tangoflux %s on %s: loaded in %.1f s, warm after %.1f s more, %d sounds at a time",
        model.revision,
        device,
        loaded_at - started_at,
        time.perf_counter() - loaded_at,
        model.max_batch_size,
    )
    return model


def resolve_device(name: str) -> torch.device:
    """The device of that name; `auto` is a GPU where there is one.

    Raises:
        EngineUnavailable: It is not there.
    """
    if name == "auto":
        name = next(gpu for gpu in ("cuda", "mps", "cpu") if _is_there(gpu))
    if not _is_there(name):
        raise EngineUnavailable(
            f"TANGOFLUX_DEVICE is {name} and torch finds no such device; set it to auto or cpu"
        )
    return torch.device(name)


def _is_there(name: str) -> bool:
    device = torch.device(name)
    if device.type == "cuda":
        return (device.index or 0) < torch.cuda.device_count()
    return device.type == "cpu" or torch.backends.mps.is_available()


def _sounds_that_fit(parts: Parts, device: torch.device) -> int:
    architecture = parts.architecture
    token_count = MAX_TOKENS + 1 + architecture.audio_frame_count
    width = architecture.num_attention_heads * architecture.attention_head_dim
    return sounds_that_fit(free_bytes(device), row_bytes(token_count, width))


def _revision(parts: Parts, matrix_dtype: torch.dtype, settings: TangoFluxSettings) -> str:
    """Everything that decides which samples a seed gives."""
    words = [parts.revision, str(matrix_dtype).removeprefix("torch.")]
    if settings.step_reuse:
        words.append(f"reuse{settings.step_reuse:g}")
    return "-".join(words)
