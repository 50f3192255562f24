"""Sampling passes from noise to latents, step by step."""

from collections.abc import Sequence
from dataclasses import dataclass

import torch
from diffusers.pipelines.stable_audio_3.pipeline_stable_audio_3 import logsnr_sigma_schedule
from torch import Tensor

LOGSNR_RANGE = (-6.2, 2.0)
"""Range of the log-SNR schedule, as in `StableAudio3Pipeline`."""


@dataclass(frozen=True, slots=True)
class Schedule:
    """The sampling schedule of a checkpoint.

    Attributes:
        is_stochastic: True if each step draws new noise ("ping-pong", the distilled weights);
            else Euler steps.
        time_scale: The model's timestep for a sigma of 1.
    """

    is_stochastic: bool
    time_scale: float

    def sigmas(self, step_count: int, noise_level: float = 1.0) -> list[float]:
        """Return the noise levels, one more than there are steps. The last one is 0.

        Args:
            step_count: Number of steps, >= 1.
            noise_level: Noise level of the initial latents, above 0 to 1.
        """
        sigmas: list[float] = logsnr_sigma_schedule(step_count, *LOGSNR_RANGE, noise_level)
        return [*sigmas, 0.0]


class Pass:
    """A sampling pass over the latents of one sound.

    Args:
        latents: Initial latents, float32 [channels, frames].
        sigmas: Noise levels, one more than there are steps.
        schedule: The sampling schedule.
        generator: Source of the noise of its steps, on the CPU.
        local: Inpainting condition: see `sampler.Row`.
    """

    def __init__(
        self,
        latents: Tensor,
        sigmas: Sequence[float],
        schedule: Schedule,
        generator: torch.Generator,
        local: Tensor | None = None,
    ) -> None:
        self.latents = latents
        self.local = local
        self.step = 0
        self._sigmas = sigmas
        self._schedule = schedule
        self._generator = generator

    @property
    def is_finished(self) -> bool:
        """True if all steps are done."""
        return self.step == len(self._sigmas) - 1

    @property
    def time(self) -> float:
        """The model's timestep of the current step."""
        return self._sigmas[self.step] * self._schedule.time_scale

    def take(self, velocity: Tensor) -> None:
        """Apply a scheduler step, as diffusers' FlowMatchEulerDiscreteScheduler does.

        Args:
            velocity: Predicted velocity, float32 [channels, frames].
        """
        sigma, next_sigma = self._sigmas[self.step : self.step + 2]
        if self._schedule.is_stochastic:
            sound = self.latents - sigma * velocity
            noise = draw_noise(self._generator, self.latents)
            self.latents = (1.0 - next_sigma) * sound + next_sigma * noise
        else:
            self.latents = self.latents + (next_sigma - sigma) * velocity
        self.step += 1


def draw_noise(generator: torch.Generator, like: Tensor) -> Tensor:
    """Return noise, float32 [channels, frames], drawn on the CPU to be the same on every device."""
    return torch.randn(1, *like.shape, generator=generator)[0].to(like.device)
