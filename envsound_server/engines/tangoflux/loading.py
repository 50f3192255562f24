"""From a checkpoint's folder to modules that are ready for use: no network, no second copy.

The modules are built on the meta device, which takes no memory and draws no random numbers, and
then get their tensors straight from the mapped files, each on the device and in the dtype that its
place asks for. float32 on the CPU needs no copy at all: the tensors are the mapped file. That is
sound as long as files are replaced and never rewritten, which is how download and make-test work.
"""

import logging
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import torch
from diffusers import AutoencoderOobleck, FluxTransformer2DModel
from safetensors import SafetensorError, safe_open
from tangoflux.model import DurationEmbedder
from torch import nn
from transformers import PreTrainedTokenizerBase, T5EncoderModel

from envsound_server.engines.tangoflux.checkpoint import (
    MODEL_FILE,
    NEEDED_FILES,
    REMEDY,
    VAE_FILE,
    Architecture,
    read_architecture,
    read_header,
)
from envsound_server.engines.tangoflux.precision import halve
from envsound_server.engines.tangoflux.record import make_record, read_record
from envsound_server.engines.tangoflux.skeleton import (
    Skeleton,
    build_skeleton,
    read_text_config,
    stored_name,
)
from envsound_server.engines.tangoflux.verification import (
    check_folder,
    check_size,
    check_tensors,
    read_tokenizer,
)
from envsound_server.errors import EngineUnavailable, WeightsMissing

_TENSORS_PER_MAPPING: Final = 32
"""Where tensors are copied, the file is mapped anew for so many: half a GB of it is resident."""

_PAGE_FLOATS: Final = 1024
"""float32 numbers in a page of memory."""

_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Parts:
    """A loaded model, in evaluation mode, without gradients.

    Attributes:
        architecture: Its sizes.
        transformer: Velocity of the latents, [batch, frames, in_channels].
        fc: Mean text embedding to the transformer's pooled projection.
        duration_embedder: Seconds to a text-like embedding.
        text_encoder: T5; what `precision.halve` takes of it and of the transformer is half wide.
        tokenizer: The text encoder's.
        vae: Latents [batch, in_channels, frames] to samples by `decode`; it has no encoder.
        revision: First 12 hex digits of a SHA-256 over all files: the name of these weights.
    """

    architecture: Architecture
    transformer: FluxTransformer2DModel
    fc: nn.Module
    duration_embedder: DurationEmbedder
    text_encoder: T5EncoderModel
    tokenizer: PreTrainedTokenizerBase
    vae: AutoencoderOobleck
    revision: str


def load_parts(folder: Path, device: torch.device, matrix_dtype: torch.dtype) -> Parts:
    """Loads a checkpoint, released or made by `envsound-weights make-test`.

    Args:
        folder: As `envsound-weights download` writes it.
        device: Where all the tensors are to be.
        matrix_dtype: Of the weights that `precision.halve` chooses; the others are float32.

    Raises:
        WeightsMissing: A file is missing, damaged or does not fit; the message names it.
        EngineUnavailable: The device has too little memory.
    """
    check_folder(folder)
    architecture, text_config = read_architecture(folder), read_text_config(folder)
    tokenizer = read_tokenizer(folder, text_config)
    headers = {name: read_header(folder, name) for name in (MODEL_FILE, VAE_FILE)}
    skeleton = build_skeleton(architecture, text_config)
    for name, header in headers.items():
        check_tensors(name, header, skeleton)
    revision = _revision(folder)
    del skeleton.vae.encoder  # nothing is ever encoded
    halve(skeleton.transformer, matrix_dtype)
    halve(skeleton.text_encoder, matrix_dtype)
    try:
        for name in (MODEL_FILE, VAE_FILE):
            _fill(skeleton, folder, name, device)
    except torch.OutOfMemoryError:
        raise EngineUnavailable(
            f"the weights do not fit into the memory of {device}; set TANGOFLUX_DTYPE=bfloat16, "
            "or TANGOFLUX_DEVICE=cpu"
        ) from None
    skeleton.text_encoder.set_input_embeddings(skeleton.text_encoder.shared)  # one, not two alike
    return Parts(architecture, tokenizer=tokenizer, revision=revision, **vars(skeleton))


def _revision(folder: Path) -> str:
    record = read_record(folder)
    if record is None:
        _log.info("no checksums are recorded for the weights; computing them, which takes a while")
        record = make_record(folder, NEEDED_FILES, "unknown", "unknown")
    for name, recorded in record.files.items():
        check_size(folder, name, recorded)
    return record.revision


def _fill(skeleton: Skeleton, folder: Path, name: str, device: torch.device) -> None:
    """Gives the modules of a file their tensors."""
    dtypes = {key: tensor.dtype for key, tensor in skeleton.tensors_in(name).items()}
    try:
        tensors = dict(_read_tensors(folder / name, dtypes, device))
    except (SafetensorError, OSError):
        raise WeightsMissing(f"{name} cannot be read to its end; {REMEDY}") from None
    tensors.update(
        {tied: tensors[source] for tied, source in Skeleton.TIED.items() if source in tensors}
    )
    for prefix, module in skeleton.modules_in(name).items():
        state = {key: tensors[prefix + stored_name(key)] for key in module.state_dict()}
        module.load_state_dict(state, assign=True)
        _require_complete(module)


def _read_tensors(
    path: Path, dtypes: Mapping[str, torch.dtype], device: torch.device
) -> Iterator[tuple[str, torch.Tensor]]:
    """Reads the tensors that have a dtype."""
    with safe_open(path, framework="pt", device=str(device)) as file:
        names = [name for name in file.offset_keys() if name in dtypes]
    mapped = [name for name in names if device.type == "cpu" and dtypes[name] == torch.float32]
    copied = [name for name in names if name not in mapped]
    step = _TENSORS_PER_MAPPING
    for group in (mapped, *(copied[first : first + step] for first in range(0, len(copied), step))):
        with safe_open(path, framework="pt", device=str(device)) as file:
            for name in group:
                tensor = file.get_tensor(name)
                if group is mapped:
                    tensor.view(-1)[::_PAGE_FLOATS].sum()  # so that the first sound does not wait
                yield name, tensor.to(dtypes[name])


def _require_complete(module: nn.Module) -> None:
    """Makes sure that no table computed at construction was left without its numbers."""
    for name, buffer in module.named_buffers():
        if buffer.is_meta:
            raise EngineUnavailable(
                f"the installed libraries keep a table ({name}) that this version of envsound "
                "cannot load; install the tested ones with 'make install-tangoflux'"
            )
