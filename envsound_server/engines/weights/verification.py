"""Verification of a checkpoint's files, for loading and for the `verify` command alike."""

import logging
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import torch

from envsound_server.engines.weights.files import REMEDY, StoredTensor, require_file
from envsound_server.engines.weights.progress import ProgressReporter
from envsound_server.engines.weights.record import (
    RECORD_FILE,
    Record,
    RecordedFile,
    hash_file,
    make_record,
    read_record,
)
from envsound_server.errors import WeightsMissing

_FLOAT_DTYPES: Final = ("F64", "F32", "F16", "BF16")

_log = logging.getLogger(__name__)


def check_folder(folder: Path, setting: str) -> None:
    """Require the folder itself.

    Args:
        folder: Folder of a checkpoint.
        setting: Environment variable that names it.

    Raises:
        WeightsMissing: The folder does not exist.
    """
    if not folder.is_dir():
        raise WeightsMissing(
            "the weights folder does not exist; fill one with 'envsound-weights download MODEL' "
            f"and name it in {setting}"
        )


def check_tensors(
    name: str,
    stored: Mapping[str, StoredTensor],
    needed: Mapping[str, torch.Tensor],
    config_name: str,
    allowed: Collection[str] = (),
) -> None:
    """Compare a file's header with the tensors that the model needs from it.

    Args:
        name: Name of the file.
        stored: Tensors in its header.
        needed: The model's own tensors by their names in the file.
        config_name: File with the model's sizes.
        allowed: Names of tensors that may be present and are not needed.

    Raises:
        WeightsMissing: The file is of another model, or of one with other sizes.
    """
    question = f"is it of the same release as {config_name}? {REMEDY}"
    if not stored.keys() & needed.keys():
        raise WeightsMissing(f"{name} is of another model: it has none of the tensors; {REMEDY}")
    if lacking := needed.keys() - stored.keys():
        raise WeightsMissing(
            f"{name} lacks {len(lacking)} of {len(needed)} tensors, such as {min(lacking)}; "
            f"{question}"
        )
    if foreign := stored.keys() - needed.keys() - set(allowed):
        raise WeightsMissing(
            f"{name} has {len(foreign)} unexpected tensors, such as {min(foreign)}; {question}"
        )
    for key, tensor in needed.items():
        shape, dtype = list(stored[key].shape), stored[key].dtype
        if shape != list(tensor.shape):
            raise WeightsMissing(
                f"{name}: {key} has the shape {shape} instead of {list(tensor.shape)}; {question}"
            )
        if dtype not in _FLOAT_DTYPES:
            raise WeightsMissing(f"{name}: {key} is {dtype}, not floating-point; {REMEDY}")


def check_size(folder: Path, name: str, recorded: RecordedFile) -> None:
    """Compare a file's size with the recorded one, a cheap check that finds most damage.

    Raises:
        WeightsMissing: The file is missing or has another size.
    """
    require_file(folder, name)
    size_bytes = (folder / name).stat().st_size
    if size_bytes != recorded.size_bytes:
        fault = "truncated" if size_bytes < recorded.size_bytes else "too long"
        raise WeightsMissing(
            f"{name} is {fault}: {size_bytes:,} bytes instead of {recorded.size_bytes:,}; {REMEDY}"
        )


def read_revision(folder: Path, needed_files: Iterable[str]) -> str:
    """Return the revision of the weights, see `Record.revision_of`.

    Raises:
        WeightsMissing: A file does not have its recorded size, or the record is damaged.
    """
    needed_files = tuple(needed_files)
    record = read_record(folder)
    if record is None:
        _log.info("no checksums are recorded for the weights: computing them")
        record = make_record(folder, needed_files, "unknown")
    for name, recorded in record.files.items():
        check_size(folder, name, recorded)
    return record.revision_of(needed_files)


class ProblemCollector:
    """A collector of the first problem of each file of a folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._problems: dict[str, str] = {}

    @property
    def problems(self) -> list[str]:
        """The problems, one sentence for each affected file."""
        return list(self._problems.values())

    @contextmanager
    def file(self, name: str) -> Iterator[None]:
        """Collect a `WeightsMissing` that the block raises about the file."""
        try:
            yield
        except WeightsMissing as error:
            self._problems.setdefault(name, error.message)

    def compare_with_record(self, progress: ProgressReporter) -> None:
        """Compare the files without a problem so far with their checksums, reading all of them."""
        with self.file(RECORD_FILE):
            if record := read_record(self._folder):
                self._compare(record, progress)

    def _compare(self, record: Record, progress: ProgressReporter) -> None:
        files = {name: file for name, file in record.files.items() if name not in self._problems}
        progress.begin("verifying", sum(file.size_bytes for file in files.values()))
        for name, recorded in files.items():
            with self.file(name):
                check_size(self._folder, name, recorded)
                if hash_file(self._folder / name, progress.advance) != recorded:
                    raise WeightsMissing(f"{name} does not match {RECORD_FILE}; {REMEDY}")
