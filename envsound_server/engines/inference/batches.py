"""Batches of model calls, split so that each fits into memory."""

import logging
from collections.abc import Callable, Sequence
from typing import TypeVar

import torch
from torch import Tensor

from envsound_server.engines.inference.memory import (
    is_out_of_memory,
    out_of_memory_failure,
    release_cached_memory,
)
from envsound_server.errors import GenerationFailed

RowT = TypeVar("RowT")

_log = logging.getLogger(__name__)


class Batches:
    """Calls of a model with a limited batch size.

    Running out of memory halves the limit permanently.

    Args:
        device: Device of the model.
        row_limit: Maximum rows of a call.
    """

    def __init__(self, device: torch.device, row_limit: int) -> None:
        self._device = device
        self.row_limit = row_limit

    def run(
        self, rows: Sequence[RowT], call: Callable[[Sequence[RowT]], Sequence[Tensor]]
    ) -> list[Tensor | GenerationFailed]:
        """Return the output of the calls for each row.

        A row that does not fit into memory on its own fails without affecting the others.

        Args:
            rows: Inputs of the model.
            call: Runs the model on a batch and returns one output for each row.
        """
        results: list[Tensor | GenerationFailed] = []
        while len(results) < len(rows):
            chunk = rows[len(results) : len(results) + self.row_limit]
            if (outputs := _outputs(chunk, call)) is not None:
                results += outputs
                continue
            # The failed call's tensors are freed only here, so that there is memory to release.
            release_cached_memory(self._device)
            if len(chunk) == 1:
                results.append(out_of_memory_failure())
            else:
                self.row_limit = len(chunk) // 2
                _log.warning("out of memory: reduced the batch size to %d rows", self.row_limit)
        return results


def _outputs(
    rows: Sequence[RowT], call: Callable[[Sequence[RowT]], Sequence[Tensor]]
) -> Sequence[Tensor] | None:
    """Return the outputs of a call, or None where it ran out of memory."""
    try:
        return call(rows)
    except RuntimeError as error:
        if not is_out_of_memory(error):
            raise
        return None
