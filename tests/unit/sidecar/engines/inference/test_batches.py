"""Batches of model calls within the memory."""

from collections.abc import Sequence

import pytest
import torch
from torch import Tensor

from envsound_server.engines.inference.batches import Batches
from envsound_server.errors import GenerationFailed

OUT_OF_MEMORY = "DefaultCPUAllocator: can't allocate memory: you tried to allocate 9 bytes"


def test_rows_are_split_into_batches() -> None:
    calls: list[int] = []

    def call(rows: Sequence[int]) -> Sequence[Tensor]:
        calls.append(len(rows))
        return [torch.tensor(row) for row in rows]

    answers = Batches(torch.device("cpu"), 3).run(range(8), call)
    assert [int(answer) for answer in answers if isinstance(answer, Tensor)] == list(range(8))
    assert calls == [3, 3, 2]


def test_out_of_memory_halves_the_batch_and_fails_only_rows_that_exceed_it() -> None:
    def call(rows: Sequence[int]) -> Sequence[Tensor]:
        if len(rows) > 2 or 5 in rows:
            raise RuntimeError(OUT_OF_MEMORY)
        return [torch.tensor(row) for row in rows]

    batches = Batches(torch.device("cpu"), 8)
    answers = batches.run(range(8), call)
    failed = [number for number, answer in enumerate(answers) if not isinstance(answer, Tensor)]
    assert failed == [5]
    assert isinstance(answers[5], GenerationFailed)
    assert batches.row_limit == 1


def test_another_error_is_not_treated_as_out_of_memory() -> None:
    def call(rows: Sequence[int]) -> Sequence[Tensor]:
        raise RuntimeError(f"{len(rows)} rows of another shape")

    with pytest.raises(RuntimeError, match="another shape"):
        Batches(torch.device("cpu"), 8).run([1], call)
