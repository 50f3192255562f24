"""Loading of a checkpoint into modules that are ready for use, see `engines.weights.loading`."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import torch
from diffusers import AutoencoderSAME, StableAudio3DiTModel
from diffusers.pipelines.stable_audio_3 import StableAudio3DurationEmbedder
from transformers import PreTrainedTokenizerBase, T5GemmaEncoderModel

from envsound_server.engines.inference.precision import cast_block_linears
from envsound_server.engines.stable_audio.weights.checkpoint import (
    SETTING,
    WEIGHT_FILES,
    check_model_index,
    needed_files,
    read_sampling,
)
from envsound_server.engines.stable_audio.weights.skeleton import Skeleton, read_skeleton
from envsound_server.engines.stable_audio.weights.verification import (
    check_component,
    read_tokenizer,
)
from envsound_server.engines.weights.files import read_headers
from envsound_server.engines.weights.loading import fill, read_tensors
from envsound_server.engines.weights.skeleton import stored_tensors
from envsound_server.engines.weights.verification import check_folder, read_revision
from envsound_server.errors import EngineUnavailable

CastWeights = Callable[[Skeleton, torch.dtype], None]
"""Casts the modules of a model without weights, so that their weights are loaded in that dtype."""


@dataclass(frozen=True)
class Parts:
    """A loaded model, in evaluation mode, without gradients.

    Attributes:
        transformer: Velocity of the latents, [batch, io_channels, frames].
        duration_embedder: Seconds to the global conditioning, [batch, output_dim].
        text_encoder: Encoder of T5Gemma.
        tokenizer: Tokenizer of the text encoder.
        vae: Samples to latents by `encode`, latents to samples by `decode`.
        stochastic_sampling: True for a distilled model: each step draws new noise, no guidance.
        num_train_timesteps: Timestep of the transformer for the noise level 1.
        revision: First 12 hex digits of a SHA-256 over all files, which identifies the weights.
        max_duration_seconds: Longest duration that the embedder distinguishes, s.
    """

    transformer: StableAudio3DiTModel
    duration_embedder: StableAudio3DurationEmbedder
    text_encoder: T5GemmaEncoderModel
    tokenizer: PreTrainedTokenizerBase
    vae: AutoencoderSAME
    stochastic_sampling: bool
    num_train_timesteps: int
    revision: str
    max_duration_seconds: float


def cast_transformers(skeleton: Skeleton, matrix_dtype: torch.dtype) -> None:
    """Apply `precision.cast_block_linears` to the transformer and the text encoder."""
    cast_block_linears(skeleton.transformer, matrix_dtype)
    cast_block_linears(skeleton.text_encoder, matrix_dtype)


def load_parts(
    folder: Path,
    device: torch.device,
    matrix_dtype: torch.dtype,
    cast_weights: CastWeights = cast_transformers,
    *,
    may_map: bool = True,
) -> Parts:
    """Load a checkpoint, released or made by `envsound-weights make-test`.

    Args:
        folder: Folder as `envsound-weights download` writes it.
        device: Target device of all tensors.
        matrix_dtype: Dtype of the weights that `cast_weights` casts; the others are float32.
        cast_weights: Chooses them, on the modules that have no weights yet.
        may_map: True if tensors may stay mapped files: see `read_tensors`.

    Raises:
        WeightsMissing: A file is missing, damaged or of another model. The message names it.
        EngineUnavailable: The device has too little memory.
    """
    check_folder(folder, SETTING)
    check_model_index(folder)
    sampling, skeleton = read_sampling(folder), read_skeleton(folder)
    tokenizer = read_tokenizer(folder, skeleton.text_encoder.config.encoder.vocab_size)
    headers = {name: read_headers(folder, file) for name, file in WEIGHT_FILES.items()}
    for name, module in skeleton.components.items():
        check_component(name, headers[name], module)
    revision = read_revision(folder, needed_files(folder))
    cast_weights(skeleton, matrix_dtype)
    try:
        for name, module in skeleton.components.items():
            dtypes = {key: tensor.dtype for key, tensor in stored_tensors(module).items()}
            tensors = read_tensors(folder, headers[name], dtypes, device, may_map=may_map)
            fill(module, tensors, device)
    except torch.OutOfMemoryError:
        raise EngineUnavailable(
            f"the weights do not fit into the memory of {device}; set STABLE_AUDIO_DTYPE=bfloat16, "
            "or STABLE_AUDIO_DEVICE=cpu"
        ) from None
    return Parts(
        **vars(skeleton),
        tokenizer=tokenizer,
        stochastic_sampling=sampling.stochastic_sampling,
        num_train_timesteps=sampling.num_train_timesteps,
        revision=revision,
        max_duration_seconds=float(skeleton.duration_embedder.config.max_val),
    )
