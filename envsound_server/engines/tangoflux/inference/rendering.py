"""The state of one sound: its request, its latents and its decoded part."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import torch
from torch import Tensor

from envsound_server.domain.engine import EngineRequest, Stage
from envsound_server.engines.base import Advance
from envsound_server.engines.tangoflux.inference.decoder import BLOCK_FRAMES, Decoder
from envsound_server.engines.tangoflux.inference.reuse import StepReuse
from envsound_server.engines.tangoflux.inference.sampler import Conditioning, WindowStep, sigmas
from envsound_server.engines.tangoflux.inference.windows import Strip
from envsound_server.errors import GenerationFailed

_DECODED_FRAMES_PER_ROW = 40
"""Latent frames that are decoded in the time of one row of a step, for the estimate of progress.

Measured on a CPU with the released sizes: 2.7 s a row, 73 ms a frame.
"""


@dataclass(frozen=True, slots=True)
class Window:
    """The length of sound that the model generates at once.

    Attributes:
        frame_count: Latent frames: 645.
        channel_count: Channels of a latent frame: 64.
        latent_frame_samples: Samples that a latent frame becomes: 2048.
    """

    frame_count: int
    channel_count: int
    latent_frame_samples: int

    def latent_frame_count(self, sample_count: int) -> int:
        """Return the number of latent frames that hold so many samples."""
        return math.ceil(sample_count / self.latent_frame_samples)

    def strip_frame_count(self, sample_count: int) -> int:
        """Return the number of latent frames to sample: a window, or more where that is too short.

        The window ends 2,040 samples before 30 s. A second window for those would double the work,
        and a 646th position would change the other 645. So up to one latent frame beyond the
        window, the last frame is held for that long, 46 ms, and the rest is the model's own.
        """
        needed = self.latent_frame_count(sample_count)
        return self.frame_count if needed <= self.frame_count + 1 else needed


class TangoFluxRendering:
    """The state of one sound.

    Memory: two strips of 64 floats a latent frame (600 s: 7 MB), for step reuse another one and
    2.6 MB for each window, and the block that is decoded.

    Args:
        request: The request for the sound.
        window: The length of sound that the model generates at once.
        conditional: Conditioning of the prompt.
        unconditional: Conditioning of the negative prompt; None for a guidance scale of 1.
        prompt_notes: Remarks for the listener on the reading of the prompts.
        reuse_threshold: Threshold of step reuse; 0 is off.
    """

    def __init__(
        self,
        request: EngineRequest,
        window: Window,
        conditional: Conditioning,
        unconditional: Conditioning | None,
        prompt_notes: Sequence[str] = (),
        reuse_threshold: float = 0.0,
    ) -> None:
        self.failure: GenerationFailed | None = None
        self._prompt_notes = tuple(prompt_notes)
        self._request, self._window = request, window
        self._conditional, self._unconditional = conditional, unconditional
        # Drawn on the CPU and in upstream's order, so that a seed gives the same noise.
        generator = torch.Generator().manual_seed(request.seed)
        frame_count = window.strip_frame_count(request.frame_count)
        noise = torch.randn(1, frame_count, window.channel_count, generator=generator)
        times = sigmas(request.steps).tolist()
        self._strip = Strip(noise[0].to(conditional.pooled.device), window.frame_count, times)
        self._reuses = (
            [StepReuse(reuse_threshold) for _ in range(self._strip.window_count)]
            if reuse_threshold > 0
            else []
        )
        self._blocks_done = 0

    @property
    def notes(self) -> Sequence[str]:
        """Remarks for the listener, a sentence each."""
        notes = list(self._prompt_notes)
        if (window_count := self._strip.window_count) > 1:
            notes.append(f"Generated in {window_count} windows that are joined in the latents.")
        if self._reuses:
            reused_count = sum(reuse.reused_count for reuse in self._reuses)
            step_count = self._strip.window_count * self._strip.step_count
            notes.append(
                f"Step reuse (threshold {self._reuses[0].threshold:g}): {reused_count} of "
                f"{step_count} steps reused the velocity of the previous step."
            )
        return notes

    # Sampling

    @property
    def is_sampling(self) -> bool:
        """True while steps are left."""
        return not self._strip.is_finished

    @property
    def latents(self) -> Tensor:
        """The latents at the current step, float32 [frames, 64]."""
        return self._strip.latents

    @property
    def rows_per_window(self) -> int:
        """Rows of a window in a transformer call."""
        return 1 if self._unconditional is None else 2

    @property
    def windows_left_count(self) -> int:
        """Windows that the current step still needs."""
        return len(self._strip.windows_left)

    def next_windows(self, count: int) -> list[WindowStep]:
        """Return the next `count` windows of the current step."""
        strip = self._strip
        return [
            WindowStep(
                latents=strip.window(number),
                sigma=strip.sigma,
                conditional=self._conditional,
                unconditional=self._unconditional,
                cfg_scale=self._request.cfg_scale,
                reuse=self._reuses[number] if self._reuses else None,
                is_last_step=strip.step == strip.step_count - 1,
            )
            for number in strip.windows_left[:count]
        ]

    def take(self, velocity: Tensor | GenerationFailed) -> None:
        """Apply the velocity of the next window, or record its failure."""
        if isinstance(velocity, GenerationFailed):
            self.failure = velocity
            return
        self._strip.add(velocity)
        if self._strip.is_finished and not bool(torch.isfinite(self._strip.latents).all()):
            self.failure = GenerationFailed(
                "the model's latents are not finite; try another seed or a lower cfg_scale"
            )

    # Progress and decoding

    def sampled(self) -> Advance:
        """Return the progress of sampling."""
        return Advance(
            stage=Stage.GENERATING,
            step=self._strip.step,
            step_count=self._strip.step_count,
            fraction=self._sampling_share * self._strip.done,
        )

    def decode(self, decoder: Decoder) -> Advance:
        """Decode the next block."""
        block_count = math.ceil(self._latent_count / BLOCK_FRAMES)
        block_samples = BLOCK_FRAMES * self._window.latent_frame_samples
        first = self._blocks_done * block_samples
        count = min(block_samples, self._request.frame_count - first)
        samples = decoder.decode(self._held_latents, first, count)
        self._blocks_done += 1
        is_last = self._blocks_done == block_count
        share = self._sampling_share
        return Advance(
            stage=Stage.DECODING,
            step=self._blocks_done,
            step_count=block_count,
            fraction=share + (1 - share) * self._blocks_done / block_count,
            block=samples,
            finished=is_last,
        )

    @property
    def _latent_count(self) -> int:
        return self._window.latent_frame_count(self._request.frame_count)

    @property
    def _held_latents(self) -> Tensor:
        """The finished latents, with the last frame repeated where one more is needed."""
        latents = self._strip.latents
        return latents if self._latent_count <= len(latents) else torch.cat([latents, latents[-1:]])

    @property
    def _sampling_share(self) -> float:
        """Share of sampling in the whole work."""
        rows = self._strip.step_count * self._strip.window_count * self.rows_per_window
        return rows / (rows + self._latent_count / _DECODED_FRAMES_PER_ROW)
