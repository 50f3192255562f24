"""Verification of a checkpoint's folder, for loading and for the `verify` command alike."""

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
from envsound_server.engines.weights.progress import ProgressReporter
from envsound_server.engines.weights.skeleton import stored_tensors
from envsound_server.engines.weights.tokenizers import load_tokenizer
from envsound_server.engines.weights.verification import (
    ProblemCollector,
    check_folder,
    check_tensors,
)
from envsound_server.errors import WeightsMissing


def check_component(
    component: str, headers: Mapping[str, Mapping[str, StoredTensor]], module: nn.Module
) -> None:
    """Compare the stored weights of a component with the tensors that its module needs.

    Unneeded tensors are accepted, as the libraries accept them.

    Args:
        component: A key of `WEIGHT_FILES`.
        headers: Headers of its file or its shards.
        module: Module of the skeleton.

    Raises:
        WeightsMissing: The weights are of another model, or of one with other sizes.
    """
    stored = {key: tensor for header in headers.values() for key, tensor in header.items()}
    name = WEIGHT_FILES[component]
    check_tensors(name, stored, stored_tensors(module), config_file(component), allowed=stored)


def read_tokenizer(folder: Path, vocabulary_size: int) -> PreTrainedTokenizerBase:
    """Return the text encoder's tokenizer, from the folder alone.

    Args:
        folder: Folder of the checkpoint.
        vocabulary_size: Number of tokens that the text encoder supports.

    Raises:
        WeightsMissing: It is missing, damaged, or of another text encoder.
    """
    return load_tokenizer(folder, TOKENIZER_FILES, GemmaTokenizerFast, "Gemma", vocabulary_size)


def find_problems(folder: Path, progress: ProgressReporter) -> list[str]:
    """Return the problems of a folder, one sentence for each file, after reading all files."""
    try:
        check_folder(folder, SETTING)
    except WeightsMissing as error:
        return [error.message]
    collector = ProblemCollector(folder)
    with collector.file(MODEL_INDEX_FILE):
        check_model_index(folder)
    with collector.file(SCHEDULER_CONFIG_FILE):
        read_sampling(folder)
    skeleton = _check_configs(folder, collector)
    for component, name in WEIGHT_FILES.items():
        with collector.file(name):
            headers = read_headers(folder, name)
            if skeleton is not None:
                check_component(component, headers, skeleton.components[component])
    collector.compare_with_record(progress)
    return collector.problems


def _check_configs(folder: Path, collector: ProblemCollector) -> Skeleton | None:
    """Return the model that the configs describe, or None where one of them is unusable."""
    sizes: dict[str, Sizes] = {}
    text_config = None
    for component in SIZED:
        with collector.file(config_file(component)):
            sizes[component] = read_sizes(folder, component)
    with collector.file(config_file("text_encoder")):
        text_config = read_text_config(folder)
    if text_config is not None:
        with collector.file(TOKENIZER_FILES[0]):
            read_tokenizer(folder, text_config.encoder.vocab_size)
        if sizes.keys() == set(SIZED):
            with collector.file(config_file("transformer")):
                return build_skeleton(sizes, text_config)
    return None
