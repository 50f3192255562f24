"""The folder of a Stable Audio 3 checkpoint, in the layout of diffusers' `StableAudio3Pipeline`.

    model_index.json          class of each folder
    transformer/              config.json, diffusion_pytorch_model.safetensors
    vae/                      the same, of the SAME autoencoder
    duration_embedder/        the same
    text_encoder/             config.json, model.safetensors
    tokenizer/                tokenizer.json, tokenizer_config.json
    scheduler/                scheduler_config.json
    checksums.json            ours, see `record`

Each safetensors file may be sharded, see `stored_parts`. This module needs no torch.
"""

from pathlib import Path
from typing import Final

from pydantic import BaseModel, ConfigDict, PositiveInt, ValidationError

from envsound_server.engines.weights.files import REMEDY, index_file, read_json, stored_parts
from envsound_server.errors import WeightsMissing

SETTING: Final = "STABLE_AUDIO_WEIGHTS"
"""The environment variable that names the folder."""

MODEL_INDEX_FILE: Final = "model_index.json"
SCHEDULER_CONFIG_FILE: Final = "scheduler/scheduler_config.json"
TOKENIZER_FOLDER: Final = "tokenizer"
TOKENIZER_FILES: Final = (
    f"{TOKENIZER_FOLDER}/tokenizer.json",
    f"{TOKENIZER_FOLDER}/tokenizer_config.json",
)
OPTIONAL_FILES: Final = (f"{TOKENIZER_FOLDER}/special_tokens_map.json",)

WEIGHT_FILES: Final = {
    "transformer": "transformer/diffusion_pytorch_model.safetensors",
    "vae": "vae/diffusion_pytorch_model.safetensors",
    "duration_embedder": "duration_embedder/diffusion_pytorch_model.safetensors",
    "text_encoder": "text_encoder/model.safetensors",
}
"""The weights file of each component, which is named after its folder."""


def config_file(component: str) -> str:
    """Return the config file with the sizes of a component."""
    return f"{component}/config.json"


CONFIG_FILES: Final = (
    MODEL_INDEX_FILE,
    *(config_file(component) for component in WEIGHT_FILES),
    *TOKENIZER_FILES,
    SCHEDULER_CONFIG_FILE,
)


class Sampling(BaseModel):
    """The sampling parameters of the model.

    Attributes:
        stochastic_sampling: True for a distilled model: each step draws new noise, and there is no
            guidance.
        num_train_timesteps: Timestep of the transformer for the noise level 1.
    """

    model_config = ConfigDict(frozen=True, extra="ignore")

    stochastic_sampling: bool = False
    num_train_timesteps: PositiveInt = 1000


def is_stable_audio(folder: Path) -> bool:
    """Return True if a folder has the layout of such a checkpoint, complete or not."""
    return (folder / MODEL_INDEX_FILE).exists() or (folder / "transformer").is_dir()


def check_model_index(folder: Path) -> None:
    """Require a model index of Stable Audio 3.

    Raises:
        WeightsMissing: model_index.json is missing, damaged, or of another kind of model.
    """
    name = str(read_json(folder, MODEL_INDEX_FILE).get("_class_name"))
    if not name.startswith("StableAudio3"):
        raise WeightsMissing(f"{MODEL_INDEX_FILE} is not of a Stable Audio 3 model; {REMEDY}")


def read_sampling(folder: Path) -> Sampling:
    """Return the sampling parameters of the model.

    Raises:
        WeightsMissing: The scheduler's config is missing, damaged, or of another scheduler.
    """
    config = read_json(folder, SCHEDULER_CONFIG_FILE)
    if config.get("_class_name") != "FlowMatchEulerDiscreteScheduler":
        raise WeightsMissing(
            f"{SCHEDULER_CONFIG_FILE} is not of a FlowMatchEulerDiscreteScheduler; {REMEDY}"
        )
    try:
        return Sampling.model_validate(config)
    except ValidationError as error:
        first = error.errors()[0]
        raise WeightsMissing(
            f"{SCHEDULER_CONFIG_FILE}: {first['loc'][0]}: {first['msg']}; {REMEDY}"
        ) from None


def needed_files(folder: Path) -> tuple[str, ...]:
    """Return the files of the model, shards and their index included.

    Raises:
        WeightsMissing: Weights are missing, or the index of their shards is damaged.
    """
    weights = [file for name in WEIGHT_FILES.values() for file in _files(folder, name)]
    return (*CONFIG_FILES, *weights)


def _files(folder: Path, name: str) -> tuple[str, ...]:
    parts = stored_parts(folder, name)
    return parts if parts == (name,) else (index_file(name), *parts)
