"""What diffusers' Flux attention multiplies, rounded where it is made."""

from typing import Final

import torch
from diffusers import FluxTransformer2DModel
from torch import nn

from envsound_server.engines.inference.precision import OUTPUT_DTYPE

_VALUES: Final = ("to_v", "add_v_proj")
"""What FluxAttention makes its values with."""


class _NormOfFactors(nn.RMSNorm):
    """A float32 norm of queries or keys that rounds its result, for they are factors.

    diffusers then turns them by their position in float32 and rounds again.
    """

    matrix_dtype: torch.dtype

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """float32 [..., width] -> `matrix_dtype`, of the same shape."""
        return super().forward(x).to(self.matrix_dtype)


def round_factors(transformer: FluxTransformer2DModel, dtype: torch.dtype) -> None:
    """Have attention multiply factors of a dtype, in place. float32 changes nothing.

    Args:
        transformer: With its weights; layers that are plain float32 ones are to be packed next.
        dtype: Of queries, keys and values.
    """
    if dtype == torch.float32:
        return
    for parent in list(transformer.modules()):
        for name, child in list(parent.named_children()):
            if isinstance(child, nn.RMSNorm):
                setattr(parent, name, _norm_of_factors(child, dtype))
            elif name in _VALUES:
                setattr(child, OUTPUT_DTYPE, dtype)


def _norm_of_factors(norm: nn.RMSNorm, dtype: torch.dtype) -> _NormOfFactors:
    replaced = _NormOfFactors(norm.normalized_shape, eps=norm.eps, device="meta")
    replaced.load_state_dict(norm.state_dict(), assign=True)
    replaced.matrix_dtype = dtype
    return replaced.requires_grad_(norm.weight.requires_grad).train(norm.training)
