"""A trial prediction of the transformer for synthetic input, which measures rounding errors."""

from typing import Final

import torch
from diffusers import FluxTransformer2DModel
from torch import Tensor

_FRAMES, _TEXT_POSITIONS = 64, 16
_TIME: Final = 0.5


@torch.inference_mode()
def trial_prediction(transformer: FluxTransformer2DModel) -> Tensor:
    """Return the velocity for a fixed random input, float32 [1, 64, channels].

    Args:
        transformer: Transformer with its weights.
    """
    config, device = transformer.config, transformer.device
    generator = torch.Generator().manual_seed(0)
    latents, text, pooled = (
        torch.randn(shape, generator=generator).to(device)
        for shape in (
            (1, _FRAMES, config.in_channels),
            (1, _TEXT_POSITIONS, config.joint_attention_dim),
            (1, config.pooled_projection_dim),
        )
    )
    velocity: Tensor = transformer(
        hidden_states=latents,
        timestep=torch.tensor([_TIME], device=device),
        pooled_projections=pooled,
        encoder_hidden_states=text,
        txt_ids=torch.zeros(_TEXT_POSITIONS, 3, device=device),
        img_ids=torch.arange(_FRAMES, device=device).float()[:, None].expand(-1, 3),
        return_dict=False,
    )[0]
    return velocity


def relative_error(approximate: Tensor, exact: Tensor) -> float:
    """Return the error relative to the exact result, in the Euclidean norm."""
    return float((approximate - exact).norm() / exact.norm())
