"""The folder of a released checkpoint: its files and the model sizes in them.

    config.json               model sizes
    tangoflux.safetensors     transformer, pooled projection, duration embedder, T5 encoder
    vae.safetensors           the decoder of latents to samples (and the encoder, unused)
    text_encoder/             config and tokenizer of the text encoder that config.json names
    checksums.json            ours, see `record`

This module needs no torch.
"""

from pathlib import Path
from typing import Final, Self

from pydantic import BaseModel, ConfigDict, Field, PositiveInt, ValidationError, model_validator

from envsound_server.engines.weights.files import REMEDY, read_json
from envsound_server.errors import WeightsMissing

SETTING: Final = "TANGOFLUX_WEIGHTS"
"""The environment variable that names the folder."""

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


_ROTARY_DIM: Final = 16 + 56 + 56
"""Sum of the rotary axes of diffusers' FluxTransformer2DModel, which TangoFlux keeps."""


class VaeConfig(BaseModel):
    """Sizes of the autoencoder, by default those of diffusers' `AutoencoderOobleck()`, as released.

    The key `vae_config` of config.json is our extension for test checkpoints. No release has it.
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
            raise ValueError("downsampling_ratios and channel_multiples differ in length")
        return self


class Architecture(BaseModel):
    """Sizes of the model in config.json, by default those of `tangoflux.model.TangoFlux`.

    Attributes:
        num_layers: Transformer blocks with separate weights for text and sound.
        num_single_layers: Transformer blocks after those, with shared weights.
        attention_head_dim: 128, for the rotary embedding.
        num_attention_heads: Attention heads.
        joint_attention_dim: Width of the text embedding.
        in_channels: Channels of a latent frame, 64.
        audio_frame_count: Latent frames of the longest sound, 645 (29.954 s).
        max_duration_seconds: Duration that the duration embedder normalizes to 1, s.
        text_encoder_name: Repository of the text encoder's config and tokenizer.
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


def read_architecture(folder: Path) -> Architecture:
    """Return the sizes in config.json.

    Raises:
        WeightsMissing: The file is missing, is not JSON, or has an invalid size.
    """
    try:
        architecture = Architecture.model_validate(read_json(folder, CONFIG_FILE))
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        raise WeightsMissing(f"{CONFIG_FILE}: {where}: {first['msg']}; {REMEDY}") from None
    if architecture.vae_config.decoder_input_channels != architecture.in_channels:
        raise WeightsMissing(
            f"{CONFIG_FILE}: in_channels is {architecture.in_channels}, and the autoencoder has "
            f"{architecture.vae_config.decoder_input_channels}; {REMEDY}"
        )
    return architecture
