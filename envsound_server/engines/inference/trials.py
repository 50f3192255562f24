"""Benchmarks of this machine's matrix products, by number format and library."""

import logging
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from copy import deepcopy
from functools import cache
from typing import Final

import torch
from torch import Tensor, nn
from torch.nn import functional

from envsound_server.engines.inference.computation import MKL, ONEDNN, Format
from envsound_server.engines.inference.packing import Int8Linear, PackedLinear

_ROWS, _IN_FEATURES, _OUT_FEATURES = 256, 1024, 2048
_ROUNDS: Final = 5

_BFLOAT16_FLAGS: Final = ("avx512_bf16", "amx_bf16", "bf16")
"""x86 and ARM instruction sets for bfloat16, which is slower than float32 without them."""

_INT8_FLAGS: Final = ("avx512_vnni", "avx_vnni", "amx_int8")
"""x86 instruction sets that accumulate 8-bit products without loss."""

ProductKind = tuple[Format, str]
"""Number format and library."""

_log = logging.getLogger(__name__)


def has_bfloat16() -> bool:
    """Return True if this CPU has instructions for bfloat16."""
    return _has_any(_BFLOAT16_FLAGS)


def has_int8() -> bool:
    """Return True if this CPU has instructions for int8, and torch a library that uses them."""
    return torch.backends.mkldnn.is_available() and _has_any(_INT8_FLAGS)


def plain_library() -> str:
    """Return the library that torch uses for float32 products by default."""
    return MKL if torch.backends.mkl.is_available() else "BLAS"


@cache
def product_rates() -> dict[ProductKind, float]:
    """Measure the matrix products of one core, operations a second, once in a process.

    One thread and its processor time are measured, so that other load does not affect the choice.
    Takes a tenth of a second. int8 is not measured, because `auto` never selects it.
    """
    shape = (_ROWS, _IN_FEATURES, _OUT_FEATURES)
    with _one_thread():
        rates = measure_rates(shape, _ROUNDS, with_int8=False, clock=time.thread_time)
    listed = ", ".join(f"{kind[0]} ({kind[1]}) {rate / 1e9:.0f}" for kind, rate in rates.items())
    _log.info("matrix products of this CPU, GFLOP/s of one core: %s", listed)
    return rates


@torch.inference_mode()
def measure_rates(
    shape: tuple[int, int, int],
    round_count: int,
    with_int8: bool,
    clock: Callable[[], float] = time.perf_counter,
) -> dict[ProductKind, float]:
    """Measure every kind of product that this CPU has instructions for, operations a second.

    The kinds are interleaved and the fastest run of each counts, so that other load on the machine
    affects all of them alike.

    Args:
        shape: Rows, input features, output features.
        round_count: Runs of each kind, >= 1.
        with_int8: True to include int8.
        clock: Returns seconds.
    """
    row_count, in_features, out_features = shape
    rows = torch.randn(row_count, in_features)
    products = _products(nn.Linear(in_features, out_features), with_int8)
    seconds = dict.fromkeys(products, float("inf"))
    for _ in range(round_count):
        for kind, product in products.items():
            started_at = clock()
            product(rows)
            seconds[kind] = min(seconds[kind], clock() - started_at)
    operation_count = 2 * row_count * in_features * out_features
    return {kind: operation_count / least for kind, least in seconds.items()}


@torch.inference_mode()
def int8_error() -> float:
    """Measure the error of an int8 product, relative to float32 in the Euclidean norm."""
    generator = torch.Generator().manual_seed(0)
    linear = nn.Linear(_IN_FEATURES, _OUT_FEATURES, bias=False)
    linear.weight.copy_(torch.randn(linear.weight.shape, generator=generator))
    rows = torch.randn(_ROWS, _IN_FEATURES, generator=generator)
    exact = linear(rows)
    return float((Int8Linear(linear, torch.float32)(rows) - exact).norm() / exact.norm())


def _products(linear: nn.Linear, with_int8: bool) -> dict[ProductKind, Callable[[Tensor], Tensor]]:
    weight, bias = linear.weight, linear.bias
    products: dict[ProductKind, Callable[[Tensor], Tensor]] = {
        ("float32", plain_library()): lambda rows: functional.linear(rows, weight, bias)
    }
    if not torch.backends.mkldnn.is_available():
        return products
    products["float32", ONEDNN] = PackedLinear(linear, torch.float32)
    if has_bfloat16():
        products["bfloat16", ONEDNN] = PackedLinear(deepcopy(linear).bfloat16(), torch.float32)
    if with_int8 and has_int8():
        products["int8", ONEDNN] = Int8Linear(linear, torch.float32)
    return products


@contextmanager
def _one_thread() -> Iterator[None]:
    thread_count = torch.get_num_threads()
    torch.set_num_threads(1)
    try:
        yield
    finally:
        torch.set_num_threads(thread_count)


def _has_any(flags: tuple[str, ...]) -> bool:
    capabilities = torch.cpu.get_capabilities()
    return any(capabilities.get(flag, False) for flag in flags)
