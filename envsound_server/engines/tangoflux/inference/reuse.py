"""Step reuse: a step whose input has hardly changed reuses the velocity of the previous step.

After TeaCache (Liu et al. 2024, arXiv 2411.19108, section 3.3): the modulated input of the first
block costs next to nothing to compute, and its change from step to step predicts the change of the
output. The relative L1 distances accumulate until they pass a threshold. Only then the transformer
is called again. TeaCache rescales the distances by a polynomial that is fitted to each model. None
is published for this model, so they are not rescaled.
"""

from dataclasses import dataclass, field

import torch
from diffusers import FluxTransformer2DModel
from torch import Tensor


def modulated_input(
    transformer: FluxTransformer2DModel, latents: Tensor, sigma: float, pooled: Tensor
) -> Tensor:
    """Return the modulated input of the first block's attention, float32 [frames, width].

    Args:
        transformer: The model.
        latents: float32 [frames, 64].
        sigma: Noise level, 0 to 1.
        pooled: The prompt's pooled projection, float32 [pooled].
    """
    time = torch.full((1,), sigma * 1000, device=latents.device)
    embedding = transformer.time_text_embed(time, pooled[None])
    first_block = transformer.transformer_blocks[0]
    modulated: Tensor = first_block.norm1(transformer.x_embedder(latents[None]), emb=embedding)[0]
    return modulated[0]


@dataclass(slots=True)
class StepReuse:
    """The cache of one window's last velocity.

    Attributes:
        threshold: Accumulated distance at which the transformer is called again.
        reused_count: Steps that reused a velocity so far.
    """

    threshold: float
    reused_count: int = 0
    _distance: float = 0.0
    _modulated: Tensor | None = None
    _velocity: Tensor | None = field(default=None)

    def reusable(self, modulated: Tensor, is_last: bool) -> Tensor | None:
        """Return the velocity to reuse, or None where the transformer has to be called.

        The first and the last step are always computed.

        Args:
            modulated: Result of `modulated_input` for this step.
            is_last: True for the last step.
        """
        before, self._modulated = self._modulated, modulated
        if before is None or self._velocity is None or is_last:
            return None
        self._distance += float((modulated - before).abs().mean() / before.abs().mean())
        if self._distance >= self.threshold:
            return None
        self.reused_count += 1
        return self._velocity

    def keep(self, velocity: Tensor) -> None:
        """Cache a velocity that the transformer predicted."""
        self._velocity, self._distance = velocity, 0.0
