"""Mixed precision: half precision for the matrix products, float32 for everything else.

A transformer spends its time in the matrix products of its repeated blocks, attention included.
These tolerate bfloat16's 8 bits of mantissa, with float32 accumulators. The values that steer a
sound over all its steps do not: the residual stream, the norms, the embeddings of time and duration
and the Euler state stay float32.
"""

from collections.abc import Iterator
from typing import Final

import torch
from torch import nn

OUTPUT_DTYPE: Final = "output_dtype"
"""Attribute of a linear layer with the dtype of its output, float32 where it has none."""


class HalfPrecisionLinear(nn.Linear):
    """A linear layer with weights in half precision, between activations of any dtype.

    Attributes:
        output_dtype: Dtype of the output.
    """

    output_dtype: torch.dtype = torch.float32

    def forward(self, input: torch.Tensor) -> torch.Tensor:
        """Map [..., in_features] to `output_dtype` [..., out_features]."""
        return super().forward(input.to(self.weight.dtype)).to(self.output_dtype)


def block_linears(
    module: nn.Module, is_in_block: bool = False
) -> Iterator[tuple[nn.Module, str, nn.Linear]]:
    """Yield the linear layers that are in a repeated block and not part of a norm.

    A block is any child of an `nn.ModuleList`. A layer may be replaced during the iteration.

    Args:
        module: The module to search.
        is_in_block: True if the module is in a block itself.

    Yields:
        The parent of a layer, its name there, and the layer.
    """
    for name, child in list(module.named_children()):
        if is_in_block and isinstance(child, nn.Linear):
            yield module, name, child
        elif not name.startswith("norm"):
            # The norms of the blocks are adaptive: their linear layers map the time embedding.
            yield from block_linears(child, is_in_block or isinstance(child, nn.ModuleList))


def cast_block_linears(module: nn.Module, matrix_dtype: torch.dtype) -> None:
    """Cast the weights of the `block_linears` to `matrix_dtype`, in place.

    Modules on the meta device stay there. float32 changes nothing.
    """
    if matrix_dtype == torch.float32:
        return
    for parent, name, linear in block_linears(module):
        setattr(parent, name, _half_precision(linear, matrix_dtype))


def _half_precision(linear: nn.Linear, matrix_dtype: torch.dtype) -> HalfPrecisionLinear:
    converted = HalfPrecisionLinear(
        linear.in_features,
        linear.out_features,
        bias=linear.bias is not None,
        device="meta",
        dtype=matrix_dtype,
    )
    state = {name: tensor.to(matrix_dtype) for name, tensor in linear.state_dict().items()}
    converted.load_state_dict(state, assign=True)
    return converted.requires_grad_(linear.weight.requires_grad).train(linear.training)
