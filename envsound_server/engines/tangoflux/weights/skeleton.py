"""The model without weights: the libraries' modules on the meta device."""

from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

import torch
from diffusers import AutoencoderOobleck, FluxTransformer2DModel
from huggingface_hub.errors import StrictDataclassError
from tangoflux.model import DurationEmbedder
from torch import nn
from transformers import T5Config, T5EncoderModel

from envsound_server.engines.tangoflux.weights.checkpoint import (
    CONFIG_FILE,
    TEXT_ENCODER_CONFIG_FILE,
    TEXT_ENCODER_FOLDER,
    VAE_FILE,
    Architecture,
)
from envsound_server.engines.weights.files import REMEDY, read_json
from envsound_server.engines.weights.skeleton import stored_tensors, without_memory
from envsound_server.errors import WeightsMissing


@dataclass(frozen=True)
class Skeleton:
    """The modules of `tangoflux.model.TangoFlux` and its autoencoder, on the meta device."""

    TIED: ClassVar = {"text_encoder.encoder.embed_tokens.weight": "text_encoder.shared.weight"}
    """Tied tensors, which a release omits, with the tensors that they are tied to."""

    transformer: FluxTransformer2DModel
    fc: nn.Module
    duration_embedder: DurationEmbedder
    text_encoder: T5EncoderModel
    vae: AutoencoderOobleck

    def modules_in(self, file_name: str) -> dict[str, nn.Module]:
        """Return the modules of a file, by the prefix of their tensors' names in it."""
        if file_name == VAE_FILE:
            return {"": self.vae}
        return {
            "transformer.": self.transformer,
            "fc.": self.fc,
            "duration_emebdder.": self.duration_embedder,  # spelled so in the release
            "text_encoder.": self.text_encoder,
        }

    def tensors_in(self, file_name: str) -> dict[str, torch.Tensor]:
        """Return the meta tensors of a file, by their names in it."""
        return {
            key: tensor
            for prefix, module in self.modules_in(file_name).items()
            for key, tensor in stored_tensors(module, prefix).items()
            if key not in self.TIED
        }


def read_text_config(folder: Path) -> T5Config:
    """Return the text encoder's sizes.

    Raises:
        WeightsMissing: Its config.json is missing, damaged or not of a T5 model.
    """
    model_type = read_json(folder, TEXT_ENCODER_CONFIG_FILE).get("model_type")
    if model_type != "t5":
        raise WeightsMissing(f"{TEXT_ENCODER_CONFIG_FILE} is not of a T5 model; {REMEDY}")
    try:
        config = T5Config.from_pretrained(folder / TEXT_ENCODER_FOLDER, local_files_only=True)
    except (ValueError, TypeError, StrictDataclassError) as error:
        reason = str(error.__cause__ or error).splitlines()[0]
        raise WeightsMissing(f"{TEXT_ENCODER_CONFIG_FILE}: {reason}; {REMEDY}") from None
    for name in ("d_model", "d_kv", "d_ff", "num_heads", "num_layers", "vocab_size"):
        if getattr(config, name) < 1:
            raise WeightsMissing(f"{TEXT_ENCODER_CONFIG_FILE}: {name} is below 1; {REMEDY}")
    return config


def build_skeleton(architecture: Architecture, text_config: T5Config) -> Skeleton:
    """Build the modules exactly as `TangoFlux.__init__` does, in evaluation mode, without memory.

    Raises:
        WeightsMissing: The sizes of the two configs do not match.
    """
    width, joint_width = text_config.d_model, architecture.joint_attention_dim
    if joint_width != width:
        raise WeightsMissing(
            f"{CONFIG_FILE}: joint_attention_dim is {joint_width}, and d_model in "
            f"{TEXT_ENCODER_CONFIG_FILE} is {width}; they have to be equal: {REMEDY}"
        )
    with without_memory():
        skeleton = Skeleton(
            transformer=FluxTransformer2DModel(
                in_channels=architecture.in_channels,
                num_layers=architecture.num_layers,
                num_single_layers=architecture.num_single_layers,
                attention_head_dim=architecture.attention_head_dim,
                num_attention_heads=architecture.num_attention_heads,
                joint_attention_dim=joint_width,
                pooled_projection_dim=width,
                guidance_embeds=False,
            ),
            fc=nn.Sequential(nn.Linear(width, joint_width), nn.ReLU()),
            duration_embedder=DurationEmbedder(
                width, min_value=0, max_value=architecture.max_duration_seconds
            ),
            text_encoder=T5EncoderModel(text_config),
            vae=_autoencoder(architecture),
        )
    for module in vars(skeleton).values():
        module.eval().requires_grad_(False)
    return skeleton


def _autoencoder(architecture: Architecture) -> AutoencoderOobleck:
    sizes = architecture.vae_config.model_dump()
    for name in ("downsampling_ratios", "channel_multiples"):
        sizes[name] = list(sizes[name])
    return AutoencoderOobleck(**sizes)
