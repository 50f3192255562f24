"""The files of a checkpoint's folder, read without torch.

Every problem with a folder raises `WeightsMissing`: one sentence that names the file and the
remedy, and no path of the host.
"""

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from envsound_server.errors import WeightsMissing

REMEDY: Final = "get it with 'envsound-weights download MODEL'"

_HEADER_MAX_BYTES: Final = 100_000_000
"""The limit of the safetensors format on its JSON header."""


@dataclass(frozen=True, slots=True)
class StoredTensor:
    """A tensor in a file's header: its shape, and its dtype in the format's notation (`F32`)."""

    dtype: str
    shape: tuple[int, ...]

    @property
    def element_count(self) -> int:
        """The number of elements."""
        return math.prod(self.shape)


def read_json(folder: Path, name: str) -> Mapping[str, Any]:
    """Return the content of a JSON file, an object.

    Raises:
        WeightsMissing: The file is missing, or is not a JSON object.
    """
    require_file(folder, name)
    try:
        content = json.loads((folder / name).read_bytes())
    except (ValueError, RecursionError):
        content = None
    if not isinstance(content, dict):
        raise WeightsMissing(f"{name} is not a JSON object; {REMEDY}")
    return content


def require_file(folder: Path, name: str) -> None:
    """Require a readable file.

    Raises:
        WeightsMissing: The file is missing, or cannot be read.
    """
    try:
        with (folder / name).open("rb"):
            return
    except (FileNotFoundError, NotADirectoryError, IsADirectoryError):
        raise WeightsMissing(f"{name} is missing; {REMEDY}") from None
    except OSError as error:
        raise WeightsMissing(
            f"{name} cannot be read ({error.strerror}); check its permissions"
        ) from None


def read_header(folder: Path, name: str) -> dict[str, StoredTensor]:
    """Return the tensors that the header of a safetensors file lists.

    The format: 8 bytes little-endian length of the header, the header (JSON), the tensors.

    Raises:
        WeightsMissing: The file is missing, truncated, or not a safetensors file.
    """
    require_file(folder, name)
    path = folder / name
    size_bytes = path.stat().st_size
    with path.open("rb") as file:
        header_bytes = int.from_bytes(file.read(8), "little")
        if size_bytes < 8 or not 2 <= header_bytes <= _HEADER_MAX_BYTES:
            raise WeightsMissing(f"{name} is not a safetensors file; {REMEDY}")
        if 8 + header_bytes > size_bytes:
            raise WeightsMissing(f"{name} has a truncated header or another format; {REMEDY}")
        try:
            entries = json.loads(file.read(header_bytes))
            entries.pop("__metadata__", None)
            end_bytes = 8 + header_bytes
            tensors = {}
            for key, entry in entries.items():
                tensors[key] = StoredTensor(str(entry["dtype"]), tuple(entry["shape"]))
                end_bytes = max(end_bytes, 8 + header_bytes + int(entry["data_offsets"][1]))
        except (ValueError, TypeError, KeyError, IndexError, AttributeError, RecursionError):
            raise WeightsMissing(f"{name} is not a safetensors file; {REMEDY}") from None
    if size_bytes != end_bytes:
        fault = "truncated" if size_bytes < end_bytes else "longer than its header states"
        raise WeightsMissing(
            f"{name} is {fault}: {size_bytes:,} bytes instead of {end_bytes:,}; {REMEDY}"
        )
    return tensors


def index_file(name: str) -> str:
    """Return the name of the index file of a sharded safetensors file."""
    return f"{name}.index.json"


def stored_parts(folder: Path, name: str) -> tuple[str, ...]:
    """Return the files with the tensors of a safetensors file: itself, or its shards.

    A large file may be sharded in the same folder, as transformers and diffusers write it:
    `model-00001-of-00002.safetensors`, listed in `model.safetensors.index.json`.

    Raises:
        WeightsMissing: There is neither the file nor an index, or the index is damaged.
    """
    if not (folder / index_file(name)).exists() or (folder / name).exists():
        require_file(folder, name)
        return (name,)
    parts = read_json(folder, index_file(name)).get("weight_map")
    if not isinstance(parts, dict) or not parts or not all(map(_is_file_name, parts.values())):
        raise WeightsMissing(f"{index_file(name)} does not list the shards of {name}; {REMEDY}")
    place = name.rpartition("/")[0]
    return tuple(f"{place}/{part}" if place else part for part in sorted(set(parts.values())))


def _is_file_name(value: object) -> bool:
    return isinstance(value, str) and value.endswith(".safetensors") and "/" not in value


def read_headers(folder: Path, name: str) -> dict[str, dict[str, StoredTensor]]:
    """Return the tensors of a safetensors file or its shards, by file.

    Raises:
        WeightsMissing: One of the files is missing, truncated, or not a safetensors file.
    """
    return {part: read_header(folder, part) for part in stored_parts(folder, name)}
