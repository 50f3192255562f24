"""Free memory, the memory of a batch, and out-of-memory errors."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import torch

from envsound_server.errors import GenerationFailed

MAX_DEFAULT_BATCH_SIZE = 8
"""Maximum batch size unless the settings state more.

Beyond it throughput hardly grows, and every sound waits longer for its steps.
"""

_FLOATS_PER_TOKEN_AND_WIDTH = 24
"""Activations of a single-stream block at its peak, for each token and unit of width.

It holds residual, norm, queries, keys and values with their rotated copies, attention, the
four-fold hidden layer before and after its activation, both concatenated: 24, rounded up.
"""

_SHARE_FOR_BATCH = 0.5
"""Share of free memory for a batch. The rest is for the decoder, the text encoder and others."""

_CGROUP = Path("/sys/fs/cgroup")


def row_bytes(token_count: int, width: int) -> int:
    """Return the working memory of one row of a transformer call, bytes.

    Args:
        token_count: Number of text positions and latent frames.
        width: Inner dimension of the transformer.
    """
    return token_count * width * _FLOATS_PER_TOKEN_AND_WIDTH * 4


def default_batch_size(free_bytes: int, bytes_per_row: int) -> int:
    """Return the number of sounds, of two rows each, that fit into half of the free memory.

    It is 1 to `MAX_DEFAULT_BATCH_SIZE`.
    """
    rows = int(free_bytes * _SHARE_FOR_BATCH) // bytes_per_row
    return max(1, min(MAX_DEFAULT_BATCH_SIZE, rows // 2))


def free_bytes(device: torch.device) -> int:
    """Return the free memory of the device, bytes. On a CPU the container's limit counts too."""
    if device.type == "cuda":
        return torch.cuda.mem_get_info(device)[0]
    if device.type == "mps":
        return torch.mps.recommended_max_memory() - torch.mps.driver_allocated_memory()
    return min(_free_in_machine(), _free_in_container())


def is_out_of_memory(error: RuntimeError) -> bool:
    """Return True if an error of torch is an out-of-memory error, which differs by device."""
    words = str(error)
    return (
        isinstance(error, torch.OutOfMemoryError)
        or "DefaultCPUAllocator: can't allocate memory" in words
        or "MPS backend out of memory" in words
    )


@contextmanager
def out_of_memory_as_failure(device: torch.device) -> Iterator[None]:
    """Convert an out-of-memory error in the body into the failure of one sound.

    Raises:
        GenerationFailed: The device is out of memory.
    """
    try:
        yield
    except RuntimeError as error:
        if not is_out_of_memory(error):
            raise
        release_cached_memory(device)
        raise out_of_memory_failure() from None


def out_of_memory_failure() -> GenerationFailed:
    """Return the failure of a sound that memory has run out for."""
    return GenerationFailed("out of memory for this sound; try again later")


def release_cached_memory(device: torch.device) -> None:
    """Return the allocator's cached memory to the device."""
    if device.type == "cuda":
        torch.cuda.empty_cache()
    elif device.type == "mps":
        torch.mps.empty_cache()


def _free_in_machine() -> int:
    """Return the available memory of the machine, bytes.

    Linux reports it with reclaimable caches included. Elsewhere half of the total counts.
    """
    try:
        lines = Path("/proc/meminfo").read_text().splitlines()
    except OSError:
        return os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") // 2
    kilobytes = dict(line.split(":", 1) for line in lines)["MemAvailable"].split()[0]
    return int(kilobytes) * 1024


def _free_in_container() -> int:
    """Return the memory that the control group (version 2) leaves, bytes.

    Without a limit it is more than any machine has.
    """
    try:
        limit = int((_CGROUP / "memory.max").read_text())
        used = int((_CGROUP / "memory.current").read_text())
        statistics = dict(
            line.split() for line in (_CGROUP / "memory.stat").read_text().splitlines()
        )
    except (OSError, ValueError):  # no such file, or "max"
        return 1 << 62
    return limit - used + int(statistics["inactive_file"])
