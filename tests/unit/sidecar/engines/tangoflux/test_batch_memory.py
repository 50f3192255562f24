"""The default batch size for the free memory."""

from pathlib import Path

import pytest
import torch
from support.tangoflux_rendering import loaded_engine

from envsound_server.engines.inference import memory
from envsound_server.engines.inference.memory import default_batch_size, free_bytes, row_bytes

CPU = torch.device("cpu")
ROW = row_bytes(token_count=710, width=1024)
"""Of the released size."""


def test_the_batch_grows_with_the_memory_up_to_eight() -> None:
    counts = [
        default_batch_size(free, ROW) for free in (0, 8 * ROW, 16 * ROW, 24 * ROW, 1000 * ROW)
    ]
    assert counts == [1, 2, 4, 6, 8]


def test_memory_decides_unless_the_settings_do(
    short_checkpoint: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tiny_row = row_bytes(token_count=65 + 65, width=256)
    monkeypatch.setattr(
        "envsound_server.engines.tangoflux.inference.opening.free_bytes",
        lambda _device: 12 * tiny_row,
    )
    assert loaded_engine(short_checkpoint, max_batch="").description.max_batch_size == 3
    assert loaded_engine(short_checkpoint, max_batch="20").description.max_batch_size == 20


def test_a_container_s_limit_counts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(memory, "_CGROUP", tmp_path)
    unlimited = free_bytes(CPU)
    (tmp_path / "memory.max").write_text("300000000\n")
    (tmp_path / "memory.current").write_text("250000000\n")
    (tmp_path / "memory.stat").write_text("anon 100000000\ninactive_file 50000000\n")
    assert free_bytes(CPU) == 100_000_000 < unlimited
    (tmp_path / "memory.max").write_text("max\n")
    assert free_bytes(CPU) > 100_000_000
