"""Rows of model calls: split into calls that the memory holds."""

import logging
from collections.abc import Callable, Sequence
from typing import TypeVar

import torch
from torch import Tensor

from envsound_server.engines.inference.memory import (
    is_out_of_memory,
    no_memory,
    release_cached_memory,
)
from envsound_server.errors import GenerationFailed

RowT = TypeVar("RowT")

_log = logging.getLogger(__name__)


class Batches:
    """Makes calls of at most so many rows; running out of memory halves the number, for good.

    Args:
        device: Where the model is.
        row_limit: Rows that a call may have.
    """

    def __init__(self, device: torch.device, row_limit: int) -> None:
        self._device = device
        self.row_limit = row_limit

    def run(
        self, rows: Sequence[RowT], call: Callable[[Sequence[RowT]], Sequence[Tensor]]
    ) -> list[Tensor | GenerationFailed]:
        """Return what the calls give for each row.

        A row that fits into no memory alone fails alone.

        Args:
            rows: What is asked.
            call: Answers each of some rows.
        """
        answers: list[Tensor | GenerationFailed] = []
        while len(answers) < len(rows):
            chunk = rows[len(answers) : len(answers) + self.row_limit]
            if (outputs := _outputs(chunk, call)) is not None:
                answers += outputs
                continue
            # Only here, where the failed call's tensors are gone, there is something to release.
            release_cached_memory(self._device)
            if len(chunk) == 1:
                answers.append(no_memory())
            else:
                self.row_limit = len(chunk) // 2
                _log.warning("out of memory: from now on %d rows at a time", self.row_limit)
        return answers


def _outputs(
    rows: Sequence[RowT], call: Callable[[Sequence[RowT]], Sequence[Tensor]]
) -> Sequence[Tensor] | None:
    """Return what a call gives; None where the memory was not enough."""
    try:
        return call(rows)
    except RuntimeError as error:
        if not is_out_of_memory(error):
            raise
        return None
