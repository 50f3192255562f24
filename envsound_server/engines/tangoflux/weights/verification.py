"""Verification of a checkpoint's folder, for loading and for the `verify` command alike."""

from collections.abc import Mapping
from pathlib import Path

from transformers import PreTrainedTokenizerBase, T5Config, T5TokenizerFast

from envsound_server.engines.tangoflux.weights.checkpoint import (
    CONFIG_FILE,
    MODEL_FILE,
    SETTING,
    TEXT_ENCODER_CONFIG_FILE,
    TOKENIZER_FILES,
    VAE_FILE,
    read_architecture,
)
from envsound_server.engines.tangoflux.weights.skeleton import (
    Skeleton,
    build_skeleton,
    read_text_config,
)
from envsound_server.engines.weights.files import (
    StoredTensor,
    read_header,
)
from envsound_server.engines.weights.progress import ProgressReporter
from envsound_server.engines.weights.tokenizers import load_tokenizer
from envsound_server.engines.weights.verification import (
    ProblemCollector,
    check_folder,
    check_tensors,
)
from envsound_server.errors import WeightsMissing


def check_weights(name: str, stored: Mapping[str, StoredTensor], skeleton: Skeleton) -> None:
    """Compare a file's header with the tensors that the model needs from it.

    Raises:
        WeightsMissing: The file is of another model, or of one with other sizes.
    """
    needed = skeleton.tensors_in(name)
    check_tensors(name, stored, needed, CONFIG_FILE, allowed=Skeleton.TIED)


def read_tokenizer(folder: Path, text_config: T5Config) -> PreTrainedTokenizerBase:
    """Return the text encoder's tokenizer, from the folder alone.

    Raises:
        WeightsMissing: It is missing, damaged, or of another text encoder.
    """
    return load_tokenizer(folder, TOKENIZER_FILES, T5TokenizerFast, "T5", text_config.vocab_size)


def find_problems(folder: Path, progress: ProgressReporter) -> list[str]:
    """Return the problems of a folder, one sentence for each file, after reading all files."""
    try:
        check_folder(folder, SETTING)
    except WeightsMissing as error:
        return [error.message]
    collector = ProblemCollector(folder)
    skeleton = _check_configs(folder, collector)
    for name in (MODEL_FILE, VAE_FILE):
        with collector.file(name):
            stored = read_header(folder, name)
            if skeleton is not None:
                check_weights(name, stored, skeleton)
    collector.compare_with_record(progress)
    return collector.problems


def _check_configs(folder: Path, collector: ProblemCollector) -> Skeleton | None:
    """Return the model that the configs describe, or None where one of them is unusable."""
    architecture = text_config = None
    with collector.file(CONFIG_FILE):
        architecture = read_architecture(folder)
    with collector.file(TEXT_ENCODER_CONFIG_FILE):
        text_config = read_text_config(folder)
    if text_config is not None:
        with collector.file(TOKENIZER_FILES[0]):
            read_tokenizer(folder, text_config)
    if architecture is not None and text_config is not None:
        with collector.file(CONFIG_FILE):
            return build_skeleton(architecture, text_config)
    return None
