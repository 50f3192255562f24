"""Which numbers are held how: half width for the matrix products, float32 for everything else.

A transformer spends its time in the products of its repeated blocks, attention's among them, and
those bear bfloat16's 8 bits of mantissa: what they are summed into is float32. What steers a sound
over all its steps does not: the residual stream, the norms, the embeddings of time and duration
and the Euler state stay float32.
"""

from collections.abc import Iterator
from typing import Final

import torch
from torch import nn

OUTPUT_DTYPE: Final = "output_dtype"
"""Attribute of a linear layer: what its product is turned into; float32 where it has none."""


class HalvedLinear(nn.Linear):
    """A linear layer with weights of half width, between activations of any dtype.

    Attributes:
        output_dtype: What the product is turned into.
    """

    output_dtype: torch.dtype = torch.float32

    def forward(self, input: torch.Tensor) -> torch.Tensor:
        """[..., in_features] -> `output_dtype` [..., out_features]."""
        return super().forward(input.to(self.weight.dtype)).to(self.output_dtype)


def block_products(
    module: nn.Module, is_in_block: bool = False
) -> Iterator[tuple[nn.Module, str, nn.Linear]]:
    """Yield the linear layers that are in a repeated block and not part of a norm.

    A block is whatever is in an `nn.ModuleList`. A layer may be replaced while this goes on.

    Args:
        module: What holds them.
        is_in_block: Whether it is in a block itself.

    Yields:
        What a layer is in, its name there, and the layer.
    """
    for name, child in list(module.named_children()):
        if is_in_block and isinstance(child, nn.Linear):
            yield module, name, child
        elif not name.startswith("norm"):
            # The norms of the blocks are adaptive: their linear layers hold what time asks for.
            yield from block_products(child, is_in_block or isinstance(child, nn.ModuleList))


def halve(module: nn.Module, matrix_dtype: torch.dtype) -> None:
    """Give the `block_products` weights of `matrix_dtype`, in place.

    Weights are kept, rounded; modules on the meta device stay there. float32 changes nothing.
    """
    if matrix_dtype == torch.float32:
        return
    for parent, name, linear in block_products(module):
        setattr(parent, name, _halved(linear, matrix_dtype))


def _halved(linear: nn.Linear, matrix_dtype: torch.dtype) -> HalvedLinear:
    halved = HalvedLinear(
        linear.in_features,
        linear.out_features,
        bias=linear.bias is not None,
        device="meta",
        dtype=matrix_dtype,
    )
    state = {name: tensor.to(matrix_dtype) for name, tensor in linear.state_dict().items()}
    halved.load_state_dict(state, assign=True)
    return halved.requires_grad_(linear.weight.requires_grad).train(linear.training)
