"""Half precision for the operands of diffusers' Flux attention, rounded where they are computed."""

from typing import Final

import torch
from diffusers import FluxTransformer2DModel
from torch import nn

from envsound_server.engines.inference.precision import OUTPUT_DTYPE

_VALUES: Final = ("to_v", "add_v_proj")
"""The layers of FluxAttention that compute values."""


class _OperandNorm(nn.RMSNorm):
    """A float32 norm of queries or keys that rounds its output to the dtype of the operands.

    diffusers then applies the rotary embedding in float32 and rounds again.
    """

    matrix_dtype: torch.dtype

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """Map float32 [..., width] to `matrix_dtype` of the same shape."""
        return super().forward(x).to(self.matrix_dtype)


def round_operands(transformer: FluxTransformer2DModel, dtype: torch.dtype) -> None:
    """Cast the operands of attention to a dtype, in place. float32 changes nothing.

    Args:
        transformer: Transformer with its weights. Call this before its linear layers are packed.
        dtype: Dtype of queries, keys and values.
    """
    if dtype == torch.float32:
        return
    for parent in list(transformer.modules()):
        for name, child in list(parent.named_children()):
            if isinstance(child, nn.RMSNorm):
                setattr(parent, name, _operand_norm(child, dtype))
            elif name in _VALUES:
                setattr(child, OUTPUT_DTYPE, dtype)


def _operand_norm(norm: nn.RMSNorm, dtype: torch.dtype) -> _OperandNorm:
    replaced = _OperandNorm(norm.normalized_shape, eps=norm.eps, device="meta")
    replaced.load_state_dict(norm.state_dict(), assign=True)
    replaced.matrix_dtype = dtype
    return replaced.requires_grad_(norm.weight.requires_grad).train(norm.training)
