"""Sounds longer than the model's window: several overlapping windows over one strip of latents.

The windows are joined in the latents, at every step (MultiDiffusion: Bar-Tal et al. 2023, arXiv
2302.08113, section 3). There is only one strip of latents. In each step, every window predicts the
velocity of its own range. Where windows overlap, their predictions are averaged with weights that
cross-fade from one window to the next, and the strip takes one Euler step with the result. So both
windows start each step from the same latents, agree on the overlap by the last steps, and the
decoder reads one continuous strip.
"""

import itertools
import math

import torch
from torch import Tensor

MIN_OVERLAP_SHARE = 0.2
"""Minimum share of a window that overlaps the next one: 129 of 645 frames, 6 s."""


def window_starts(frame_count: int, window_frame_count: int) -> list[int]:
    """Return the first latent frames of the windows that cover a strip.

    It is the smallest number of windows that keeps the minimum overlap. All have full size, as in
    training, and are evenly spread: the first begins with the strip and the last ends with it.

    Args:
        frame_count: Latent frames of the strip, >= 1.
        window_frame_count: Latent frames of a window.

    Returns:
        Ascending; only 0 where one window covers the strip.
    """
    if frame_count <= window_frame_count:
        return [0]
    overlap = round(window_frame_count * MIN_OVERLAP_SHARE)
    window_count = math.ceil((frame_count - overlap) / (window_frame_count - overlap))
    free = frame_count - window_frame_count
    return [round(number * free / (window_count - 1)) for number in range(window_count)]


def window_weights(starts: list[int], window_frame_count: int) -> list[Tensor]:
    """Return the weight of each window's prediction at each frame.

    A window's weight rises linearly over the overlap with its neighbour and falls likewise. The
    weights of all windows at a frame are then normalized to a sum of 1.

    Args:
        starts: Result of `window_starts`.
        window_frame_count: Latent frames of a window.

    Returns:
        For each window float32 [window frames, 1].
    """
    overlap = window_frame_count - max((b - a for a, b in itertools.pairwise(starts)), default=0)
    from_edge = torch.arange(1, window_frame_count + 1, dtype=torch.float32)
    ramp = torch.minimum(from_edge, from_edge.flip(0)).clamp(max=overlap)
    total = torch.zeros(starts[-1] + window_frame_count)
    for start in starts:
        total[start : start + window_frame_count] += ramp
    return [(ramp / total[start : start + window_frame_count])[:, None] for start in starts]


class Strip:
    """The latents of one sound during sampling, float32 throughout.

    Args:
        noise: float32 [frames, 64], at least one window long.
        window_frame_count: Latent frames of a window.
        sigmas: Noise levels from 1 down to 0, one more than there are steps.
    """

    def __init__(self, noise: Tensor, window_frame_count: int, sigmas: list[float]) -> None:
        self.latents = noise
        self.step = 0
        self._velocity = torch.zeros_like(noise)
        self._sigmas = sigmas
        self._window_frame_count = window_frame_count
        self._starts = window_starts(len(noise), window_frame_count)
        weights = window_weights(self._starts, window_frame_count)
        self._weights = [weight.to(noise.device) for weight in weights]
        self._windows_done = 0

    @property
    def window_count(self) -> int:
        """Number of windows."""
        return len(self._starts)

    @property
    def step_count(self) -> int:
        """Number of steps."""
        return len(self._sigmas) - 1

    @property
    def sigma(self) -> float:
        """Noise level of the current step."""
        return self._sigmas[self.step]

    @property
    def is_finished(self) -> bool:
        """True if all steps are done."""
        return self.step == self.step_count

    @property
    def done(self) -> float:
        """Completed share of all windows in all steps, 0 to 1."""
        return (self.step + self._windows_done / self.window_count) / self.step_count

    @property
    def windows_left(self) -> range:
        """Numbers of the windows that the current step still needs, in order."""
        return range(self._windows_done, 0 if self.is_finished else self.window_count)

    def window(self, number: int) -> Tensor:
        """Return the latents of a window before this step, float32 [window frames, 64]."""
        return self.latents[self._stretch(number)]

    def add(self, velocity: Tensor) -> None:
        """Add the next window's velocity. The last window of a step completes the Euler step.

        Args:
            velocity: Velocity of the first of `windows_left`, float32 [window frames, 64].
        """
        number = self._windows_done
        self._velocity[self._stretch(number)] += self._weights[number] * velocity
        self._windows_done += 1
        if self._windows_done == self.window_count:
            self._take_step()

    def _take_step(self) -> None:
        self.latents = self.latents + self._velocity * (self._sigmas[self.step + 1] - self.sigma)
        self._velocity.zero_()
        self._windows_done = 0
        self.step += 1

    def _stretch(self, number: int) -> slice:
        start = self._starts[number]
        return slice(start, start + self._window_frame_count)
