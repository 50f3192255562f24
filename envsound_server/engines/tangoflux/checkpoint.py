"""The folder of a released checkpoint: its files, and the sizes of the model in them.

    config.json               sizes of the model
    tangoflux.safetensors     transformer, pooled projection, duration embedder, T5 encoder
    vae.safetensors           the decoder of latents to samples (and the encoder, unused)
    text_encoder/             config and tokenizer of the text encoder that config.json names
    checksums.json            ours, see `record`

Everything that is wrong with a folder is `WeightsMissing`: one sentence that names the file and
the remedy, and no path of the host. This module needs no torch.
"""

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Self

from pydantic import BaseModel, ConfigDict, Field, PositiveInt, ValidationError, model_validator

from envsound_server.errors import WeightsMissing

CONFIG_FILE: Final = "config.json"
MODEL_FILE: Final = "tangoflux.safetensors"
VAE_FILE: Final = "vae.safetensors"
TEXT_ENCODER_FOLDER: Final = "text_encoder"
TEXT_ENCODER_CONFIG_FILE: Final = f"{TEXT_ENCODER_FOLDER}/config.json"
TOKENIZER_FILES: Final = (
    f"{TEXT_ENCODER_FOLDER}/tokenizer.json",
    f"{TEXT_ENCODER_FOLDER}/tokenizer_config.json",
)
NEEDED_FILES: Final = (
    CONFIG_FILE,
    MODEL_FILE,
    VAE_FILE,
    TEXT_ENCODER_CONFIG_FILE,
    *TOKENIZER_FILES,
)

REMEDY: Final = "get it with 'envsound-weights download'"

_ROTARY_DIM: Final = 16 + 56 + 56
"""Sum of the rotary axes of diffusers' FluxTransformer2DModel; TangoFlux leaves them at that."""

_HEADER_MAX_BYTES: Final = 100_000_000
"""The limit of the safetensors format on its JSON header."""


class VaeConfig(BaseModel):
    """Sizes of the autoencoder; the defaults are diffusers' `AutoencoderOobleck()`, as released.

    The key `vae_config` of config.json is ours, for test checkpoints; no release has it.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    encoder_hidden_size: PositiveInt = 128
    downsampling_ratios: tuple[PositiveInt, ...] = (2, 4, 4, 8, 8)
    channel_multiples: tuple[PositiveInt, ...] = (1, 2, 4, 8, 16)
    decoder_channels: PositiveInt = 128
    decoder_input_channels: PositiveInt = 64
    audio_channels: PositiveInt = 2
    sampling_rate: PositiveInt = 44_100

    @model_validator(mode="after")
    def _has_a_multiple_for_each_ratio(self) -> Self:
        if len(self.downsampling_ratios) != len(self.channel_multiples):
            raise ValueError("as many downsampling_ratios as channel_multiples are needed")
        return self


class Architecture(BaseModel):
    """Sizes of the model, from config.json; the defaults are those of `tangoflux.model.TangoFlux`.

    Attributes:
        num_layers: Transformer blocks with separate weights for text and sound.
        num_single_layers: Transformer blocks after those, with shared weights.
        attention_head_dim: 128, for the rotary embedding.
        num_attention_heads: Attention heads.
        joint_attention_dim: Width of the text embedding.
        in_channels: Channels of a latent frame, 64.
        audio_frame_count: Latent frames of the longest sound, 645 (29.954 s).
        max_duration_seconds: What the duration embedder takes for 1, s.
        text_encoder_name: Repository that the text encoder's config and tokenizer come from.
        vae_config: Sizes of the autoencoder.
    """

    model_config = ConfigDict(frozen=True, extra="ignore", validate_by_name=True)

    num_layers: PositiveInt = 6
    num_single_layers: PositiveInt = 18
    attention_head_dim: int = Field(default=_ROTARY_DIM, ge=_ROTARY_DIM, le=_ROTARY_DIM)
    num_attention_heads: PositiveInt = 8
    joint_attention_dim: PositiveInt = 1024
    in_channels: PositiveInt = 64
    audio_frame_count: PositiveInt = Field(default=645, validation_alias="audio_seq_len")
    max_duration_seconds: PositiveInt = Field(default=30, validation_alias="max_duration")
    text_encoder_name: str = Field(default="google/flan-t5-large", min_length=1)
    vae_config: VaeConfig = VaeConfig()


@dataclass(frozen=True, slots=True)
class StoredTensor:
    """A tensor as a file's header tells it: dtype in the format's words (`F32`), and shape."""

    dtype: str
    shape: tuple[int, ...]

    @property
    def element_count(self) -> int:
        """How many numbers it holds."""
        return math.prod(self.shape)


def read_architecture(folder: Path) -> Architecture:
    """The sizes that config.json tells.

    Raises:
        WeightsMissing: It is not there, no JSON, or a size in it cannot be.
    """
    try:
        architecture = Architecture.model_validate(read_json(folder, CONFIG_FILE))
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        raise WeightsMissing(f"{CONFIG_FILE}: {where}: {first['msg']}; {REMEDY}") from None
    if architecture.vae_config.decoder_input_channels != architecture.in_channels:
        raise WeightsMissing(
            f"{CONFIG_FILE}: in_channels is {architecture.in_channels}, and the autoencoder takes "
            f"{architecture.vae_config.decoder_input_channels}; {REMEDY}"
        )
    return architecture


def read_json(folder: Path, name: str) -> Mapping[str, Any]:
    """A JSON object of the folder.

    Raises:
        WeightsMissing: It is not there, or no JSON object.
    """
    require_file(folder, name)
    try:
        content = json.loads((folder / name).read_bytes())
    except (ValueError, RecursionError):
        content = None
    if not isinstance(content, dict):
        raise WeightsMissing(f"{name} is not a JSON object; {REMEDY}")
    return content


def require_file(folder: Path, name: str) -> None:
    """Makes sure of a file.

    Raises:
        WeightsMissing: It is not there, or cannot be read.
    """
    try:
        with (folder / name).open("rb"):
            return
    except (FileNotFoundError, NotADirectoryError, IsADirectoryError):
        raise WeightsMissing(f"{name} is missing; {REMEDY}") from None
    except OSError as error:
        raise WeightsMissing(
            f"{name} cannot be read ({error.strerror}); check its access"
        ) from None


def read_header(folder: Path, name: str) -> dict[str, StoredTensor]:
    """The tensors of a safetensors file, from its header alone.

    The format: 8 bytes little-endian length of the header, the header (JSON), the tensors.

    Raises:
        WeightsMissing: The file is missing, truncated, or no safetensors file.
    """
    require_file(folder, name)
    path = folder / name
    size_bytes = path.stat().st_size
    with path.open("rb") as file:
        header_bytes = int.from_bytes(file.read(8), "little")
        if size_bytes < 8 or not 2 <= header_bytes <= _HEADER_MAX_BYTES:
            raise WeightsMissing(f"{name} is no safetensors file; {REMEDY}")
        if 8 + header_bytes > size_bytes:
            raise WeightsMissing(f"{name} is truncated in its header, or foreign; {REMEDY}")
        try:
            entries = json.loads(file.read(header_bytes))
            entries.pop("__metadata__", None)
            end_bytes = 8 + header_bytes
            tensors = {}
            for key, entry in entries.items():
                tensors[key] = StoredTensor(str(entry["dtype"]), tuple(entry["shape"]))
                end_bytes = max(end_bytes, 8 + header_bytes + int(entry["data_offsets"][1]))
        except (ValueError, TypeError, KeyError, IndexError, AttributeError, RecursionError):
            raise WeightsMissing(f"{name} is no safetensors file; {REMEDY}") from None
    if size_bytes != end_bytes:
        what = "truncated" if size_bytes < end_bytes else "longer than its header says"
        raise WeightsMissing(
            f"{name} is {what}: {size_bytes:,} bytes instead of {end_bytes:,}; {REMEDY}"
        )
    return tensors
