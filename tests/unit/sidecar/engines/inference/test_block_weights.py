"""Half precision for the linear layers of blocks, float32 for everything else."""

import torch
from support.small_transformer import relative_error, small_transformer, some_rows
from torch import nn

from envsound_server.engines.inference.precision import cast_block_linears


def dtypes(model: nn.Module) -> dict[str, torch.dtype]:
    return {name: parameter.dtype for name, parameter in model.named_parameters()}


def test_a_half_precision_model_returns_float32_and_nearly_the_same() -> None:
    model = small_transformer()
    cast_block_linears(model, torch.bfloat16)
    answer = model(some_rows())
    assert answer.dtype == torch.float32
    assert 0 < relative_error(answer, small_transformer()(some_rows())) < 1e-2


def test_only_the_linear_layers_of_the_blocks_are_cast() -> None:
    model = small_transformer()
    cast_block_linears(model, torch.bfloat16)
    for name, dtype in dtypes(model).items():
        is_product = ".up." in name or ".down." in name
        assert dtype == (torch.bfloat16 if is_product else torch.float32), name


def test_float32_changes_nothing() -> None:
    model = small_transformer()
    cast_block_linears(model, torch.float32)
    assert torch.equal(model(some_rows()), small_transformer()(some_rows()))


def test_modules_on_the_meta_device_stay_there() -> None:
    model = small_transformer().to("meta")
    cast_block_linears(model, torch.bfloat16)
    assert {parameter.device.type for parameter in model.parameters()} == {"meta"}
    assert torch.bfloat16 in dtypes(model).values()
    assert not any(parameter.requires_grad for parameter in model.parameters())
