"""What is wrong with a checkpoint's folder, in sentences, for loading and for `verify` alike."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import torch
from transformers import PreTrainedTokenizerBase, T5Config, T5TokenizerFast

from envsound_server.engines.tangoflux.checkpoint import (
    CONFIG_FILE,
    MODEL_FILE,
    REMEDY,
    TEXT_ENCODER_CONFIG_FILE,
    TEXT_ENCODER_FOLDER,
    TOKENIZER_FILES,
    VAE_FILE,
    StoredTensor,
    read_architecture,
    read_header,
    require_file,
)
from envsound_server.engines.tangoflux.gauge import Gauge
from envsound_server.engines.tangoflux.record import (
    RECORD_FILE,
    Record,
    RecordedFile,
    read_record,
    recorded_file,
)
from envsound_server.engines.tangoflux.skeleton import Skeleton, build_skeleton, read_text_config
from envsound_server.errors import WeightsMissing

_FLOAT_DTYPES = ("F64", "F32", "F16", "BF16")


def check_folder(folder: Path) -> None:
    """Makes sure of the folder itself.

    Raises:
        WeightsMissing: There is no such folder.
    """
    if not folder.is_dir():
        raise WeightsMissing(
            "the weights folder does not exist; fill one with 'envsound-weights download' and "
            "name it in TANGOFLUX_WEIGHTS"
        )


def check_tensors(name: str, stored: Mapping[str, StoredTensor], skeleton: Skeleton) -> None:
    """Compares a file's header with what the model needs of that file.

    Raises:
        WeightsMissing: The file is of another model, or of one with other sizes.
    """
    needed = skeleton.tensors_in(name)
    if not stored.keys() & needed.keys():
        raise WeightsMissing(f"{name} is of another model: it has none of the tensors; {REMEDY}")
    if lacking := needed.keys() - stored.keys():
        raise WeightsMissing(
            f"{name} lacks {len(lacking)} of {len(needed)} tensors, {min(lacking)} for one; "
            f"is it of the same release as {CONFIG_FILE}? {REMEDY}"
        )
    if foreign := stored.keys() - needed.keys() - Skeleton.TIED.keys():
        raise WeightsMissing(
            f"{name} has {len(foreign)} tensors too many, {min(foreign)} for one; "
            f"is it of the same release as {CONFIG_FILE}? {REMEDY}"
        )
    for key, tensor in needed.items():
        _check_tensor(name, key, stored[key], tensor)


def _check_tensor(name: str, key: str, stored: StoredTensor, needed: torch.Tensor) -> None:
    if stored.shape != tuple(needed.shape):
        raise WeightsMissing(
            f"{name}: {key} has the shape {list(stored.shape)} instead of {list(needed.shape)}; "
            f"is it of the same release as {CONFIG_FILE}? {REMEDY}"
        )
    if stored.dtype not in _FLOAT_DTYPES:
        raise WeightsMissing(f"{name}: {key} holds {stored.dtype} and no floats; {REMEDY}")


def read_tokenizer(folder: Path, text_config: T5Config) -> PreTrainedTokenizerBase:
    """The text encoder's tokenizer, from the folder alone.

    Raises:
        WeightsMissing: It is missing, damaged, or of another text encoder.
    """
    for name in TOKENIZER_FILES:
        require_file(folder, name)
    try:
        tokenizer: PreTrainedTokenizerBase = T5TokenizerFast.from_pretrained(
            folder / TEXT_ENCODER_FOLDER, local_files_only=True
        )
    except Exception:  # the tokenizers library raises bare exceptions for damaged files
        raise WeightsMissing(f"{TOKENIZER_FILES[0]} is no T5 tokenizer; {REMEDY}") from None
    if len(tokenizer) > text_config.vocab_size:
        raise WeightsMissing(
            f"{TOKENIZER_FILES[0]} has {len(tokenizer)} tokens, and the text encoder knows "
            f"{text_config.vocab_size}; {REMEDY}"
        )
    return tokenizer


def check_size(folder: Path, name: str, recorded: RecordedFile) -> None:
    """Compares a file's size with the recorded one: cheap, and finds most damage.

    Raises:
        WeightsMissing: The file is missing or has another size.
    """
    require_file(folder, name)
    size_bytes = (folder / name).stat().st_size
    if size_bytes != recorded.size_bytes:
        what = "truncated" if size_bytes < recorded.size_bytes else "too long"
        raise WeightsMissing(
            f"{name} is {what}: {size_bytes:,} bytes instead of {recorded.size_bytes:,}; {REMEDY}"
        )


def find_problems(folder: Path, gauge: Gauge) -> list[str]:
    """Everything that is wrong with a folder, one sentence a file; reads all of it."""
    try:
        check_folder(folder)
    except WeightsMissing as error:
        return [error.message]
    examined = _Examined()
    skeleton = _examine_configs(folder, examined)
    for name in (MODEL_FILE, VAE_FILE):
        with examined.file(name):
            stored = read_header(folder, name)
            if skeleton is not None:
                check_tensors(name, stored, skeleton)
    with examined.file(RECORD_FILE):
        if record := read_record(folder):
            _examine_contents(folder, record, examined, gauge)
    return list(examined.problems.values())


def _examine_configs(folder: Path, examined: "_Examined") -> Skeleton | None:
    """The model that the two configs tell of, or None where one of them is unusable."""
    architecture = text_config = None
    with examined.file(CONFIG_FILE):
        architecture = read_architecture(folder)
    with examined.file(TEXT_ENCODER_CONFIG_FILE):
        text_config = read_text_config(folder)
    if text_config is not None:
        with examined.file(TOKENIZER_FILES[0]):
            read_tokenizer(folder, text_config)
    if architecture is not None and text_config is not None:
        with examined.file(CONFIG_FILE):
            return build_skeleton(architecture, text_config)
    return None


def _examine_contents(folder: Path, record: Record, examined: "_Examined", gauge: Gauge) -> None:
    """Compares the files that look well so far with their checksums."""
    files = {name: file for name, file in record.files.items() if name not in examined.problems}
    gauge.begin("verifying", sum(file.size_bytes for file in files.values()))
    for name, recorded in files.items():
        with examined.file(name):
            check_size(folder, name, recorded)
            if recorded_file(folder / name, gauge.advance) != recorded:
                raise WeightsMissing(f"{name} is not what {RECORD_FILE} tells of it; {REMEDY}")


class _Examined:
    """The first problem of each file."""

    def __init__(self) -> None:
        self.problems: dict[str, str] = {}

    @contextmanager
    def file(self, name: str) -> Iterator[None]:
        try:
            yield
        except WeightsMissing as error:
            self.problems.setdefault(name, error.message)
