"""Half width for the products of blocks, float32 for everything else."""

import torch
from support.small_transformer import relative_error, small_transformer, some_rows
from torch import nn

from envsound_server.engines.inference.precision import halve


def dtypes(model: nn.Module) -> dict[str, torch.dtype]:
    return {name: parameter.dtype for name, parameter in model.named_parameters()}


def test_a_halved_model_answers_in_float32_and_nearly_the_same() -> None:
    model = small_transformer()
    halve(model, torch.bfloat16)
    answer = model(some_rows())
    assert answer.dtype == torch.float32
    assert 0 < relative_error(answer, small_transformer()(some_rows())) < 1e-2


def test_only_the_products_of_the_blocks_are_halved() -> None:
    model = small_transformer()
    halve(model, torch.bfloat16)
    for name, dtype in dtypes(model).items():
        is_product = ".up." in name or ".down." in name
        assert dtype == (torch.bfloat16 if is_product else torch.float32), name


def test_float32_changes_nothing() -> None:
    model = small_transformer()
    halve(model, torch.float32)
    assert torch.equal(model(some_rows()), small_transformer()(some_rows()))


def test_modules_without_memory_stay_so() -> None:
    model = small_transformer().to("meta")
    halve(model, torch.bfloat16)
    assert {parameter.device.type for parameter in model.parameters()} == {"meta"}
    assert torch.bfloat16 in dtypes(model).values()
    assert not any(parameter.requires_grad for parameter in model.parameters())
