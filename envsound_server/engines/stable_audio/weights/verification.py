"""What is wrong with a checkpoint's folder, in sentences, for loading and for `verify` alike."""

from collections.abc import Mapping
from pathlib import Path

from torch import nn
from transformers import GemmaTokenizerFast, PreTrainedTokenizerBase

from envsound_server.engines.stable_audio.weights.checkpoint import (
    MODEL_INDEX_FILE,
    SCHEDULER_CONFIG_FILE,
    SETTING,
    TOKENIZER_FILES,
    WEIGHT_FILES,
    check_model_index,
    config_file,
    read_sampling,
)
from envsound_server.engines.stable_audio.weights.skeleton import (
    SIZED,
    Sizes,
    Skeleton,
    build_skeleton,
    read_sizes,
    read_text_config,
)
from envsound_server.engines.weights.files import (
    StoredTensor,
    read_headers,
)
from envsound_server.engines.weights.gauge import Gauge
from envsound_server.engines.weights.skeleton import stored_tensors
from envsound_server.engines.weights.tokenizers import load_tokenizer
from envsound_server.engines.weights.verification import Examination, check_folder, check_tensors
from envsound_server.errors import WeightsMissing


def check_component(
    component: str, headers: Mapping[str, Mapping[str, StoredTensor]], module: nn.Module
) -> None:
    """Compare the stored weights of a component with what its module needs.

    Tensors that it does not need are let pass, as the libraries let them pass.

    Args:
        component: A key of `WEIGHT_FILES`.
        headers: Of its file or the parts of it.
        module: Of the skeleton.

    Raises:
        WeightsMissing: They are of another model, or of one with other sizes.
    """
    stored = {key: tensor for header in headers.values() for key, tensor in header.items()}
    name = WEIGHT_FILES[component]
    check_tensors(name, stored, stored_tensors(module), config_file(component), allowed=stored)


def read_tokenizer(folder: Path, vocabulary_size: int) -> PreTrainedTokenizerBase:
    """Return the text encoder's tokenizer, from the folder alone.

    Args:
        folder: Of the checkpoint.
        vocabulary_size: Tokens that the text encoder knows.

    Raises:
        WeightsMissing: It is missing, damaged, or of another text encoder.
    """
    return load_tokenizer(folder, TOKENIZER_FILES, GemmaTokenizerFast, "Gemma", vocabulary_size)


def find_problems(folder: Path, gauge: Gauge) -> list[str]:
    """Return everything that is wrong with a folder, one sentence a file; reads all of it."""
    try:
        check_folder(folder, SETTING)
    except WeightsMissing as error:
        return [error.message]
    examined = Examination(folder)
    with examined.file(MODEL_INDEX_FILE):
        check_model_index(folder)
    with examined.file(SCHEDULER_CONFIG_FILE):
        read_sampling(folder)
    skeleton = _examine_configs(folder, examined)
    for component, name in WEIGHT_FILES.items():
        with examined.file(name):
            headers = read_headers(folder, name)
            if skeleton is not None:
                check_component(component, headers, skeleton.components[component])
    examined.compare_with_record(gauge)
    return examined.problems


def _examine_configs(folder: Path, examined: Examination) -> Skeleton | None:
    """Return the model that the configs tell of, or None where one of them is unusable."""
    sizes: dict[str, Sizes] = {}
    text_config = None
    for component in SIZED:
        with examined.file(config_file(component)):
            sizes[component] = read_sizes(folder, component)
    with examined.file(config_file("text_encoder")):
        text_config = read_text_config(folder)
    if text_config is not None:
        with examined.file(TOKENIZER_FILES[0]):
            read_tokenizer(folder, text_config.encoder.vocab_size)
        if sizes.keys() == set(SIZED):
            with examined.file(config_file("transformer")):
                return build_skeleton(sizes, text_config)
    return None
