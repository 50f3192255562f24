"""Loading of a checkpoint into modules that are ready for use, see `engines.weights.loading`."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import torch
from diffusers import AutoencoderOobleck, FluxTransformer2DModel
from tangoflux.model import DurationEmbedder
from torch import nn
from transformers import PreTrainedTokenizerBase, T5EncoderModel

from envsound_server.engines.inference.precision import cast_block_linears
from envsound_server.engines.tangoflux.weights.checkpoint import (
    MODEL_FILE,
    NEEDED_FILES,
    SETTING,
    VAE_FILE,
    Architecture,
    read_architecture,
)
from envsound_server.engines.tangoflux.weights.skeleton import (
    Skeleton,
    build_skeleton,
    read_text_config,
)
from envsound_server.engines.tangoflux.weights.verification import check_weights, read_tokenizer
from envsound_server.engines.weights.files import StoredTensor, read_header
from envsound_server.engines.weights.loading import fill, read_tensors
from envsound_server.engines.weights.verification import check_folder, read_revision
from envsound_server.errors import EngineUnavailable

Header = Mapping[str, StoredTensor]
"""The tensors of a file by name."""


@dataclass(frozen=True)
class Parts:
    """A loaded model, in evaluation mode, without gradients.

    Attributes:
        architecture: Sizes of the model.
        transformer: Velocity of the latents, [batch, frames, in_channels].
        fc: Mean text embedding to the transformer's pooled projection.
        duration_embedder: Seconds to a text-like embedding.
        text_encoder: T5. Its linear layers and the transformer's are cast by
            `precision.cast_block_linears`.
        tokenizer: Tokenizer of the text encoder.
        vae: Latents [batch, in_channels, frames] to samples by `decode`; it has no encoder.
        revision: First 12 hex digits of a SHA-256 over all files, which identifies the weights.
    """

    architecture: Architecture
    transformer: FluxTransformer2DModel
    fc: nn.Module
    duration_embedder: DurationEmbedder
    text_encoder: T5EncoderModel
    tokenizer: PreTrainedTokenizerBase
    vae: AutoencoderOobleck
    revision: str


def load_parts(
    folder: Path, device: torch.device, matrix_dtype: torch.dtype, *, may_map: bool = True
) -> Parts:
    """Load a checkpoint, released or made by `envsound-weights make-test`.

    Args:
        folder: Folder as `envsound-weights download` writes it.
        device: Target device of all tensors.
        matrix_dtype: Dtype of the weights that `precision.cast_block_linears` casts; the others
            are float32.
        may_map: True if tensors may stay mapped files: see `read_tensors`.

    Raises:
        WeightsMissing: A file is missing, damaged or of another model. The message names it.
        EngineUnavailable: The device has too little memory.
    """
    check_folder(folder, SETTING)
    architecture, text_config = read_architecture(folder), read_text_config(folder)
    tokenizer = read_tokenizer(folder, text_config)
    headers = {name: read_header(folder, name) for name in (MODEL_FILE, VAE_FILE)}
    skeleton = build_skeleton(architecture, text_config)
    for name, header in headers.items():
        check_weights(name, header, skeleton)
    revision = read_revision(folder, NEEDED_FILES)
    del skeleton.vae.encoder  # this engine only decodes
    cast_block_linears(skeleton.transformer, matrix_dtype)
    cast_block_linears(skeleton.text_encoder, matrix_dtype)
    try:
        for name, header in headers.items():
            dtypes = {key: tensor.dtype for key, tensor in skeleton.tensors_in(name).items()}
            tensors = read_tensors(folder, {name: header}, dtypes, device, may_map=may_map)
            _fill(skeleton, name, tensors, device)
    except torch.OutOfMemoryError:
        raise EngineUnavailable(
            f"the weights do not fit into the memory of {device}; set TANGOFLUX_DTYPE=bfloat16, "
            "or TANGOFLUX_DEVICE=cpu"
        ) from None
    skeleton.text_encoder.set_input_embeddings(skeleton.text_encoder.shared)  # tied: keep one copy
    return Parts(architecture, tokenizer=tokenizer, revision=revision, **vars(skeleton))


def _fill(
    skeleton: Skeleton, name: str, tensors: dict[str, torch.Tensor], device: torch.device
) -> None:
    """Assign the modules of a file their tensors."""
    tensors.update(
        {tied: tensors[source] for tied, source in Skeleton.TIED.items() if source in tensors}
    )
    for prefix, module in skeleton.modules_in(name).items():
        fill(module, tensors, device, prefix)
