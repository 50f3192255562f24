"""Step reuse: a step whose input has hardly moved takes the velocity of the step before it.

After TeaCache (Liu et al. 2024, arXiv 2411.19108, section 3.3): what the first block makes of
its input under the time's modulation costs next to nothing, and how far it moves from step to step
tells how far the output will. The relative L1 distances add up until they pass a threshold; only
then the transformer is asked again. TeaCache bends the distances by a polynomial that was fitted to
each model; for this one none is published, so they count as they are.
"""

from dataclasses import dataclass, field

import torch
from diffusers import FluxTransformer2DModel
from torch import Tensor


def modulated_input(
    transformer: FluxTransformer2DModel, latents: Tensor, sigma: float, pooled: Tensor
) -> Tensor:
    """What the first block's attention is given, float32 [frames, width].

    Args:
        transformer: The model.
        latents: float32 [frames, 64].
        sigma: Time, 0 to 1.
        pooled: The prompt's pooled projection, float32 [pooled].
    """
    time = torch.full((1,), sigma * 1000, device=latents.device)
    embedding = transformer.time_text_embed(time, pooled[None])
    first_block = transformer.transformer_blocks[0]
    modulated: Tensor = first_block.norm1(transformer.x_embedder(latents[None]), emb=embedding)[0]
    return modulated[0]


@dataclass(slots=True)
class StepReuse:
    """One window's memory of its last steps.

    Attributes:
        threshold: Distance that may add up before the transformer is asked again.
        reused_count: Steps that took over a velocity so far.
    """

    threshold: float
    reused_count: int = 0
    _distance: float = 0.0
    _modulated: Tensor | None = None
    _velocity: Tensor | None = field(default=None)

    def reusable(self, modulated: Tensor, is_last: bool) -> Tensor | None:
        """The velocity to take over; None where the transformer has to be asked.

        The first and the last step are always made.

        Args:
            modulated: As `modulated_input` gives it for this step.
            is_last: Whether it is the last step.
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
        """Remembers what the transformer has answered."""
        self._velocity, self._distance = velocity, 0.0
