"""How much memory there is, what a batch takes of it, and whether it has run out."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import torch

from envsound_server.errors import GenerationFailed

MOST_SOUNDS = 8
"""Sounds at a time unless the settings say more: beyond it throughput hardly grows, and every
sound waits longer for its steps."""

_FLOATS_PER_TOKEN_AND_WIDTH = 24
"""A single-stream block at its peak holds residual, norm, queries, keys and values with their
rotated copies, attention, the four-fold hidden layer before and after its activation, both
concatenated: 24 values a token and unit of width, rounded up."""

_SHARE_FOR_BATCH = 0.5
"""The rest is for the decoder, the text encoder and what else runs there."""

_CGROUP = Path("/sys/fs/cgroup")


def row_bytes(token_count: int, width: int) -> int:
    """Working memory of one row of a transformer call, bytes.

    Args:
        token_count: Text positions and latent frames.
        width: Inner dimension of the transformer.
    """
    return token_count * width * _FLOATS_PER_TOKEN_AND_WIDTH * 4


def sounds_that_fit(free_bytes: int, bytes_per_row: int) -> int:
    """Sounds, of two rows each, that fit into half of the free memory: 1 to `MOST_SOUNDS`."""
    rows = int(free_bytes * _SHARE_FOR_BATCH) // bytes_per_row
    return max(1, min(MOST_SOUNDS, rows // 2))


def free_bytes(device: torch.device) -> int:
    """Memory that is free on the device, bytes; on a CPU within the limit of its container."""
    if device.type == "cuda":
        return torch.cuda.mem_get_info(device)[0]
    if device.type == "mps":
        return torch.mps.recommended_max_memory() - torch.mps.driver_allocated_memory()
    return min(_free_in_machine(), _free_in_container())


def is_out_of_memory(error: RuntimeError) -> bool:
    """Whether an error of torch says that memory has run out; each device says it its own way."""
    words = str(error)
    return (
        isinstance(error, torch.OutOfMemoryError)
        or "DefaultCPUAllocator: can't allocate memory" in words
        or "MPS backend out of memory" in words
    )


@contextmanager
def memory_errors_told(device: torch.device) -> Iterator[None]:
    """Turns running out of memory in the body into the failure of the one sound it was for.

    Raises:
        GenerationFailed: Memory has run out.
    """
    try:
        yield
    except RuntimeError as error:
        if not is_out_of_memory(error):
            raise
        release_cached_memory(device)
        raise no_memory() from None


def no_memory() -> GenerationFailed:
    """What the client of a sound is told that memory has run out for."""
    return GenerationFailed("there is no memory left for this sound; try again later")


def release_cached_memory(device: torch.device) -> None:
    """Gives back what the allocator keeps for later."""
    if device.type == "cuda":
        torch.cuda.empty_cache()
    elif device.type == "mps":
        torch.mps.empty_cache()


def _free_in_machine() -> int:
    """Linux tells what could be had if caches were dropped; elsewhere half of all memory counts."""
    try:
        lines = Path("/proc/meminfo").read_text().splitlines()
    except OSError:
        return os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") // 2
    kilobytes = dict(line.split(":", 1) for line in lines)["MemAvailable"].split()[0]
    return int(kilobytes) * 1024


def _free_in_container() -> int:
    """What the control group (version 2) leaves; without a limit more than any machine has."""
    try:
        limit = int((_CGROUP / "memory.max").read_text())
        used = int((_CGROUP / "memory.current").read_text())
        statistics = dict(
            line.split() for line in (_CGROUP / "memory.stat").read_text().splitlines()
        )
    except (OSError, ValueError):  # no such file, or "max"
        return 1 << 62
    return limit - used + int(statistics["inactive_file"])
