"""Benchmarks of the machine's matrix products, by number format and library."""

from collections.abc import Sequence

import torch
from torch import nn
from torch.utils.flop_counter import FlopCounterMode

from bench import report
from envsound_server.engines.inference.products import choose_computation
from envsound_server.engines.inference.trials import measure_rates
from envsound_server.errors import EngineUnavailable

FORMATS = ("float32", "bfloat16", "int8")
"""Values of the DTYPE settings, beside `auto`."""

_SHAPE = (1418, 1024, 4096)
"""Rows, input and output features of a guided step of TangoFlux."""

_ROUNDS = 12


def formats_here() -> list[str]:
    """Return the formats that this CPU supports."""
    return [name for name in FORMATS if _is_possible(name)]


def rates() -> dict[str, float]:
    """Return operations a second, from the fastest of twelve interleaved runs of each kind."""
    measured = measure_rates(_SHAPE, _ROUNDS, with_int8=True)
    return {
        f"{number_format} ({library})": rate for (number_format, library), rate in measured.items()
    }


def rates_table(rates_by_kind: dict[str, float]) -> str:
    """Return the rates as a table."""
    slowest = min(rates_by_kind.values())
    rows = [
        [kind, f"{rate / 1e9:.0f}", f"{rate / slowest:.2f}"] for kind, rate in rates_by_kind.items()
    ]
    shape = " x ".join(map(str, _SHAPE[:2])) + f" by {_SHAPE[1]} x {_SHAPE[2]}"
    return report.table([f"products of {shape}", "GFLOP/s", "times the slowest"], rows)


def operations(module: nn.Module, arguments: dict[str, object]) -> int:
    """Return the floating-point operations of one call of a model with plain weights."""
    with torch.inference_mode(), FlopCounterMode(display=False) as counter:
        module(**arguments)
    return int(counter.get_total_flops())


def shares(
    step_seconds: dict[str, float], flops: int, rates_by_kind: dict[str, float]
) -> list[str]:
    """Return the share of the product rate that a step of each format reaches, a line each."""
    lines = []
    for name, seconds in step_seconds.items():
        best = max(
            (rate for kind, rate in rates_by_kind.items() if kind.startswith(name)), default=0
        )
        if best:
            lines.append(f"- a step in {name} reaches {flops / seconds / best:.0%} of that rate")
    return lines


def verdicts(goals: Sequence[tuple[str, float, float]]) -> str:
    """Return the goals as a list, with the result and the verdict of each.

    Args:
        goals: Name, measured value and minimum value of each.
    """
    return "\n".join(
        f"- {goal}: {'met' if measured >= minimum else 'not met'} ({measured:.2f})"
        for goal, measured, minimum in goals
    )


def _is_possible(name: str) -> bool:
    try:
        return choose_computation(name, torch.device("cpu")).format == name
    except EngineUnavailable:
        return False
