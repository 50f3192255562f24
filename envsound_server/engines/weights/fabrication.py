"""Test checkpoints: random weights in exactly the released layout."""

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Final, Literal

import torch

from envsound_server.engines.weights.record import read_record
from envsound_server.errors import WeightsMissing

Size = Literal["tiny", "full"]

SOURCE_PREFIX: Final = "random test weights"
"""Prefix of the source in a test checkpoint's record. Only such checkpoints are overwritten."""

_WORDS: Final = (
    "a and the of in on with from at by over under near far distant loud soft quiet heavy light "
    "rain wind storm thunder water river stream sea waves fire birds bird dog cat car traffic "
    "train engine machine crowd people talking walking steps door bell clock night forest city "
    "street room cafe music slowly then while falling leaves roof glass metal wood hammer hitting"
)
WORDS: Final = tuple(_WORDS.split())
"""Words that are single tokens of a test tokenizer."""

LETTERS: Final = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.,;:!?'\"-()"

Scale = Callable[[str, torch.Tensor], torch.Tensor]
"""Scales unit noise for the tensor of that name, possibly in place."""


def require_free(folder: Path) -> None:
    """Require a folder that is empty or holds an earlier test checkpoint.

    Raises:
        FileExistsError: The folder holds other files.
    """
    if not folder.exists() or not any(folder.iterdir()):
        return
    try:
        record = read_record(folder)
    except WeightsMissing:
        record = None
    if record is None or not record.source.startswith(SOURCE_PREFIX):
        raise FileExistsError(f"{folder} holds other files; name a new folder")


def describe_source(words: str, seed: int) -> str:
    """Return the source for the record of a test checkpoint."""
    return f"{SOURCE_PREFIX}, {words}, seed {seed}"


def write_random_tensors(
    path: Path, tensors: Mapping[str, torch.Tensor], scale: Scale, generator: torch.Generator
) -> None:
    """Write a safetensors file tensor by tensor, with at most one of them in memory.

    Args:
        path: Path of the file.
        tensors: Tensors by name. Those on the meta device are filled with random numbers.
        scale: Scale of the random numbers.
        generator: Source of the random numbers.
    """
    header = _header(tensors)
    unfinished = path.with_name(path.name + ".unfinished")
    with unfinished.open("wb") as file:
        file.write(len(header).to_bytes(8, "little") + header)
        for name, tensor in tensors.items():
            if tensor.is_meta:
                tensor = scale(name, torch.randn(tensor.shape, generator=generator))
            file.write(tensor.contiguous().numpy().data)
    unfinished.replace(path)


def _header(tensors: Mapping[str, torch.Tensor]) -> bytes:
    header: dict[str, Any] = {"__metadata__": {"format": "pt"}}
    end_bytes = 0
    for name, tensor in tensors.items():
        begin_bytes, end_bytes = end_bytes, end_bytes + 4 * tensor.numel()
        offsets = [begin_bytes, end_bytes]
        header[name] = {"dtype": "F32", "shape": list(tensor.shape), "data_offsets": offsets}
    encoded = json.dumps(header, separators=(",", ":")).encode()
    return encoded + b" " * (-len(encoded) % 8)
