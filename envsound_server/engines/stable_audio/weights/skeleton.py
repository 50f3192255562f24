"""The model without weights: the libraries' modules on the meta device."""

from collections.abc import Mapping
from dataclasses import dataclass
from inspect import signature
from pathlib import Path
from typing import Any, Final

from diffusers import AutoencoderSAME, StableAudio3DiTModel
from diffusers.pipelines.stable_audio_3 import StableAudio3DurationEmbedder
from huggingface_hub.errors import StrictDataclassError
from torch import nn
from transformers import T5GemmaConfig, T5GemmaEncoderModel

from envsound_server.engines.stable_audio.weights.checkpoint import (
    WEIGHT_FILES,
    config_file,
)
from envsound_server.engines.weights.files import REMEDY, read_json
from envsound_server.engines.weights.skeleton import without_memory
from envsound_server.errors import WeightsMissing

_CLASSES: Final[Mapping[str, Any]] = {
    "transformer": StableAudio3DiTModel,
    "vae": AutoencoderSAME,
    "duration_embedder": StableAudio3DurationEmbedder,
}

SIZED: Final = tuple(_CLASSES)
"""Components whose config.json holds the arguments of their constructors."""

Sizes = Mapping[str, Any]
"""Arguments of a component's constructor, as in its config.json."""


@dataclass(frozen=True)
class Skeleton:
    """The modules of `StableAudio3Pipeline`, on the meta device except for computed buffers."""

    transformer: StableAudio3DiTModel
    duration_embedder: StableAudio3DurationEmbedder
    text_encoder: T5GemmaEncoderModel
    vae: AutoencoderSAME

    @property
    def components(self) -> dict[str, nn.Module]:
        """The modules by the names of their folders."""
        return {name: getattr(self, name) for name in WEIGHT_FILES}


def read_skeleton(folder: Path) -> Skeleton:
    """Build the modules that the configs of a folder describe.

    Raises:
        WeightsMissing: A config is missing, damaged or of another kind of model, or the configs do
            not match.
    """
    sizes = {name: read_sizes(folder, name) for name in SIZED}
    return build_skeleton(sizes, read_text_config(folder))


def read_sizes(folder: Path, component: str) -> Sizes:
    """Return the sizes of one of `SIZED`.

    Raises:
        WeightsMissing: Its config.json is missing, damaged or of another kind of model.
    """
    config = read_json(folder, config_file(component))
    wanted = _CLASSES[component].__name__
    if config.get("_class_name") != wanted:
        raise WeightsMissing(f"{config_file(component)} is not of a {wanted}; {REMEDY}")
    sizes = {key: value for key, value in config.items() if not key.startswith("_")}
    for key, parameter in signature(_CLASSES[component]).parameters.items():
        if key in sizes and not _is_like(sizes[key], parameter.default):
            raise WeightsMissing(
                f"{config_file(component)}: {key} cannot be {sizes[key]!r}; {REMEDY}"
            )
    return sizes


def _is_like(value: Any, default: Any) -> bool:
    """Return True if a value of a config has the type of the default one."""
    if isinstance(default, bool):
        return isinstance(value, bool)
    if isinstance(default, tuple):
        return isinstance(value, list) and all(_is_like(item, 0) for item in value)
    kinds = (int, float) if isinstance(default, float) else int
    return isinstance(value, kinds) and not isinstance(value, bool) and value >= 0


def read_text_config(folder: Path) -> T5GemmaConfig:
    """Return the text encoder's sizes.

    Raises:
        WeightsMissing: Its config.json is missing, damaged or not of a T5Gemma encoder.
    """
    name = config_file("text_encoder")
    if read_json(folder, name).get("model_type") != "t5gemma":
        raise WeightsMissing(f"{name} is not of a T5Gemma model; {REMEDY}")
    try:
        config = T5GemmaConfig.from_pretrained((folder / name).parent, local_files_only=True)
    except (ValueError, TypeError, AttributeError, StrictDataclassError) as error:
        raise _unusable("text_encoder", error.__cause__ or error) from None
    config.is_encoder_decoder = False  # a config of encoder and decoder describes the encoder too
    return config


def build_skeleton(sizes: Mapping[str, Sizes], text_config: T5GemmaConfig) -> Skeleton:
    """Build the modules in evaluation mode, without memory.

    Args:
        sizes: Sizes of the transformer, the autoencoder and the duration embedder.
        text_config: Sizes of the text encoder.

    Raises:
        WeightsMissing: A size is invalid, or the sizes do not match.
    """
    modules: dict[str, nn.Module] = {}
    with without_memory():
        for name, component_sizes in sizes.items():
            modules[name] = _build(name, _CLASSES[name], **component_sizes)
        modules["text_encoder"] = _build("text_encoder", T5GemmaEncoderModel, text_config)
    skeleton = Skeleton(**modules)
    _require_fit(skeleton)
    for module in skeleton.components.values():
        module.eval().requires_grad_(False)
    return skeleton


def _build(component: str, kind: Any, *args: Any, **sizes: Any) -> nn.Module:
    try:
        module: nn.Module = kind(*args, **sizes)
    except (ValueError, TypeError, RuntimeError, LookupError) as error:
        raise _unusable(component, error) from None
    except ArithmeticError:
        raise _unusable(component, "its sizes do not match") from None
    return module


def _unusable(component: str, error: BaseException | str) -> WeightsMissing:
    reason = (str(error) or type(error).__name__).splitlines()[0]
    return WeightsMissing(f"{config_file(component)}: {reason}; {REMEDY}")


def _require_fit(skeleton: Skeleton) -> None:
    transformer, vae = skeleton.transformer.config, skeleton.vae.config
    text_width = skeleton.text_encoder.config.encoder.hidden_size
    duration_width = skeleton.duration_embedder.config.output_dim
    pairs = (
        ("io_channels", transformer.io_channels, "vae", "latent_dim", vae.latent_dim),
        ("cond_token_dim", transformer.cond_token_dim, "text_encoder", "hidden_size", text_width),
        (
            "global_cond_dim",
            transformer.global_cond_dim,
            "duration_embedder",
            "output_dim",
            duration_width,
        ),
        (
            "cond_token_dim",
            transformer.cond_token_dim,
            "duration_embedder",
            "output_dim",
            duration_width,
        ),
    )
    for key, size, component, other_key, other_size in pairs:
        if size != other_size:
            raise WeightsMissing(
                f"{config_file('transformer')}: {key} is {size}, and {other_key} in "
                f"{config_file(component)} is {other_size}; they have to be equal: {REMEDY}"
            )
