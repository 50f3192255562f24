"""Packed linear layers: the same results, with one copy of the weights."""

import gc
import shutil
import weakref

import pytest
import torch
from support.servers import leave_out
from support.small_transformer import (
    WIDTH,
    SmallTransformer,
    relative_error,
    small_transformer,
    some_rows,
)
from torch import Tensor, nn

from envsound_server.engines.inference import packing
from envsound_server.engines.inference.computation import ONEDNN, Computation, Format
from envsound_server.engines.inference.packing import Int8Linear, PackedLinear
from envsound_server.engines.inference.precision import cast_block_linears
from envsound_server.engines.inference.products import pack_linears
from envsound_server.engines.inference.trials import has_int8

torch.set_num_threads(1)

LARGEST_ERRORS: dict[Format, float] = {"float32": 1e-6, "bfloat16": 1e-2, "int8": 3e-2}
FORMATS = [
    "float32",
    "bfloat16",
    pytest.param("int8", marks=pytest.mark.skipif(not has_int8(), reason="a CPU without VNNI")),
]
needs_int8 = pytest.mark.skipif(not has_int8(), reason="a CPU without VNNI")


def packed(number_format: Format) -> SmallTransformer:
    model = small_transformer()
    computation = Computation(number_format, ONEDNN, torch.float32)
    cast_block_linears(model, computation.dtype)
    pack_linears(model, computation)
    return model


@pytest.mark.parametrize("number_format", FORMATS)
@pytest.mark.parametrize("count", [1, 2, 50])
def test_packed_layers_return_nearly_the_same(number_format: Format, count: int) -> None:
    rows = some_rows(count)
    answer = packed(number_format)(rows)
    assert answer.dtype == torch.float32
    assert relative_error(answer, small_transformer()(rows)) < LARGEST_ERRORS[number_format]


@pytest.mark.parametrize("number_format", FORMATS)
def test_a_row_is_the_same_alone_and_among_others(number_format: Format) -> None:
    model, rows = packed(number_format), some_rows()
    together = model(rows)
    for alone, row in zip(rows.unbind(), together.unbind(), strict=True):
        assert relative_error(model(alone[None])[0], row) < 1e-6


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore:.torch.jit.script_method:DeprecationWarning")
@pytest.mark.parametrize("number_format", FORMATS)
def test_a_compiled_block_serves_all_blocks_and_returns_the_same(number_format: Format) -> None:
    if shutil.which("g++") is None:
        leave_out("a C++ compiler (g++)")
    model, rows = packed(number_format), some_rows()
    expected = model(rows)
    for block in model.blocks:
        block.compile(fullgraph=True, dynamic=True)
    model.enter(rows)
    first = model.blocks[0](rows)
    with torch.compiler.set_stance("fail_on_recompile"):
        model.blocks[1](first)
        gained = model(rows)
    torch.compiler.reset()
    assert relative_error(gained, expected) < 1e-5


def test_only_linear_layers_of_blocks_are_quantized() -> None:
    model = small_transformer()
    pack_linears(model, Computation("int8", ONEDNN, torch.float32))
    kinds = {name: type(part) for name, part in model.named_modules() if hasattr(part, "number")}
    assert kinds == {
        "enter": PackedLinear,
        "leave": PackedLinear,
        **{
            f"blocks.{number}.{name}": kind
            for number in (0, 1)
            for name, kind in [
                ("norm.linear", PackedLinear),
                ("up", Int8Linear),
                ("down", Int8Linear),
            ]
        },
    }


@pytest.mark.parametrize("library", ["MKL", "CUDA", "Metal"])
def test_torch_s_own_products_leave_layers_unchanged(library: str) -> None:
    model = small_transformer()
    pack_linears(model, Computation("float32", library, torch.float32))
    assert torch.equal(model(some_rows()), small_transformer()(some_rows()))


def test_a_subclass_of_a_linear_layer_is_not_packed() -> None:
    class Doubled(nn.Linear):
        def forward(self, input: Tensor) -> Tensor:
            return 2 * super().forward(input)

    model = nn.Sequential(Doubled(WIDTH, WIDTH))
    expected = model(some_rows())
    pack_linears(model, Computation("float32", ONEDNN, torch.float32))
    assert torch.equal(model(some_rows()), expected)


def test_each_plain_weight_is_freed_before_the_next_is_packed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    model = small_transformer()
    weights = [weakref.ref(parameter) for parameter in model.parameters() if parameter.ndim == 2]
    alive: list[int] = []

    class Watched(PackedLinear):
        def __init__(self, linear: nn.Linear, output_dtype: torch.dtype) -> None:
            alive.append(sum(weight() is not None for weight in weights))
            super().__init__(linear, output_dtype)

    monkeypatch.setattr("envsound_server.engines.inference.products.PackedLinear", Watched)
    pack_linears(model, Computation("float32", ONEDNN, torch.float32))
    assert alive == list(range(len(weights), 0, -1))


def test_packed_weights_are_freed_with_their_model() -> None:
    gc.collect()
    before = len(packing._known)
    model = packed("float32")
    assert len(packing._known) == before + 8
    del model
    gc.collect()
    assert len(packing._known) == before


@needs_int8
def test_a_loud_row_does_not_coarsen_a_quiet_one_in_int8() -> None:
    linear = nn.Linear(WIDTH, WIDTH).requires_grad_(False)
    rows = some_rows()[0]
    rows[0] *= 1e4
    exact = linear(rows)
    rounded = Int8Linear(linear, torch.float32)(rows)
    assert relative_error(rounded[1:], exact[1:]) < 2e-2


@needs_int8
def test_a_weak_output_is_as_exact_as_a_strong_one_in_int8() -> None:
    linear = nn.Linear(WIDTH, WIDTH, bias=False).requires_grad_(False)
    linear.weight[1] *= 1e-4
    exact = linear(some_rows())
    rounded = Int8Linear(linear, torch.float32)(some_rows())
    assert relative_error(rounded[..., 1], exact[..., 1]) < 2e-2


@needs_int8
def test_silence_and_nan_are_preserved_in_int8() -> None:
    linear = nn.Linear(WIDTH, WIDTH).requires_grad_(False)
    rows = some_rows()[0]
    rows[0], rows[1, 3], rows[2, 4] = 0.0, torch.nan, torch.inf
    rounded = Int8Linear(linear, torch.float32)(rows)
    assert torch.equal(rounded[0], linear.bias)
    assert not rounded[1].isfinite().any()
    assert not rounded[2].isfinite().any()
    assert rounded[3:].isfinite().all()
