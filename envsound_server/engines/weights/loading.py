"""Loading of stored tensors into modules, without network and without a second copy.

Modules are built on the meta device and then get their tensors directly from the memory-mapped
files, each on the device and in the dtype that the module requires. On the CPU, tensors that are
stored in that dtype need no copy: they are the mapped file. That is safe as long as files are
replaced and never rewritten, which is how download and make-test work.
"""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

import torch
from safetensors import SafetensorError, safe_open
from torch import nn

from envsound_server.engines.weights.files import REMEDY, StoredTensor
from envsound_server.engines.weights.skeleton import stored_name
from envsound_server.errors import EngineUnavailable, WeightsMissing

_BYTES_PER_MAPPING: Final = 1 << 28
"""Bytes to copy from one mapping of a file, which bounds the resident part of the file."""

_PAGE_BYTES: Final = 4096

_DTYPES: Final = {"F32": torch.float32, "F16": torch.float16, "BF16": torch.bfloat16}
"""The dtypes in a file's header that can stay mapped. Other floats are always copied."""


def read_tensors(
    folder: Path,
    headers: Mapping[str, Mapping[str, StoredTensor]],
    dtypes: Mapping[str, torch.dtype],
    device: torch.device,
    *,
    may_map: bool = True,
) -> dict[str, torch.Tensor]:
    """Read the tensors that `dtypes` lists, and skip the others.

    Args:
        folder: Folder of the files.
        headers: Tensors of each file, see `read_headers`.
        dtypes: Dtypes of the tensors to read, by their names in the files.
        device: Target device.
        may_map: True to keep tensors that need no copy as views of the mapped file. A mapping
            lives as long as one of its tensors, so tensors that are replaced one by one are better
            copied.

    Raises:
        WeightsMissing: A file cannot be read to its end.
    """
    tensors: dict[str, torch.Tensor] = {}
    for name, header in headers.items():
        wanted = {key: stored for key, stored in header.items() if key in dtypes}
        try:
            for keys, is_mapped in _groups(wanted, dtypes, device if may_map else None):
                with safe_open(folder / name, framework="pt", device=str(device)) as file:
                    for key in keys:
                        tensors[key] = _ready(file.get_tensor(key), dtypes[key], is_mapped)
        except (SafetensorError, OSError):
            raise WeightsMissing(f"{name} cannot be read to its end; {REMEDY}") from None
    return tensors


def _groups(
    stored: Mapping[str, StoredTensor],
    dtypes: Mapping[str, torch.dtype],
    device: torch.device | None,
) -> Iterator[tuple[list[str], bool]]:
    """Yield the tensors to read from one mapping of a file, and True if they stay mapped.

    None for the device: no tensor stays mapped.
    """
    mapped = [
        key
        for key, tensor in stored.items()
        if device is not None and device.type == "cpu" and _DTYPES.get(tensor.dtype) == dtypes[key]
    ]
    yield mapped, True
    copied = [key for key in stored if key not in mapped]
    group: list[str] = []
    group_bytes = 0
    for key in copied:
        group.append(key)
        group_bytes += 4 * stored[key].element_count
        if group_bytes >= _BYTES_PER_MAPPING or key == copied[-1]:
            yield group, False
            group, group_bytes = [], 0


def _ready(tensor: torch.Tensor, dtype: torch.dtype, is_mapped: bool) -> torch.Tensor:
    if is_mapped:  # touch each page now, so that the first sound does not wait for the disk
        tensor.view(-1)[:: _PAGE_BYTES // tensor.element_size()].sum()
        return tensor
    return tensor.to(dtype, copy=True)


def fill(
    module: nn.Module, tensors: Mapping[str, torch.Tensor], device: torch.device, prefix: str = ""
) -> None:
    """Assign a module its tensors, without a copy, and move its computed buffers to their device.

    Args:
        module: Built by `without_memory`.
        tensors: All of its tensors by their names in the files.
        device: Device of the tensors.
        prefix: Prefix of the names in the files.

    Raises:
        EngineUnavailable: The installed libraries compute a buffer in an unsupported way.
    """
    state = {key: tensors[prefix + stored_name(key)] for key in module.state_dict()}
    module.load_state_dict(state, assign=True)
    for name, buffer in module.named_buffers():
        if buffer.is_meta:
            raise EngineUnavailable(
                f"the installed libraries have a buffer ({name}) that this version of envsound "
                "cannot load; install the tested ones with 'make install-models'"
            )
    module.to(device)
