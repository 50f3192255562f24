"""Prediction of velocities for many windows in one batch, whatever their parameters."""

from collections.abc import Sequence
from dataclasses import dataclass

import torch
from diffusers import FluxTransformer2DModel
from torch import Tensor
from torch.nn.utils.rnn import pad_sequence

from envsound_server.engines.inference.batches import Batches
from envsound_server.engines.tangoflux.inference.reuse import StepReuse, modulated_input
from envsound_server.errors import GenerationFailed


@dataclass(frozen=True, slots=True)
class Conditioning:
    """The conditioning of one row of a transformer call, beside latents and time.

    Attributes:
        text: Tokens and then the duration, float32 [positions, text].
        pooled: Pooled projection, float32 [pooled].
    """

    text: Tensor
    pooled: Tensor


@dataclass(frozen=True, slots=True)
class WindowStep:
    """The next step of one window.

    Attributes:
        latents: float32 [frames, 64], with the same number of frames in all windows.
        sigma: Noise level, 0 to 1.
        conditional: Conditioning of the prompt.
        unconditional: Conditioning of the negative prompt. None for a guidance scale of 1, which
            needs one row instead of two.
        cfg_scale: Guidance scale, >= 1.
        reuse: The window's cache for step reuse; None where every step is computed.
        is_last_step: True for the last step, which is always computed.
    """

    latents: Tensor
    sigma: float
    conditional: Conditioning
    unconditional: Conditioning | None
    cfg_scale: float
    reuse: StepReuse | None = None
    is_last_step: bool = False

    @property
    def conditionings(self) -> list[Conditioning]:
        """The conditioning of each row of this window, the conditional one first."""
        if self.unconditional is None:
            return [self.conditional]
        return [self.conditional, self.unconditional]


@dataclass(frozen=True, slots=True)
class _Row:
    latents: Tensor
    sigma: float
    conditioning: Conditioning


def sigmas(step_count: int) -> Tensor:
    """Return the noise levels of a sampling, float32 [steps + 1], from 1 down to 0.

    linspace(1, 1 / steps, steps) and a 0, as `TangoFlux.inference_flow` passes them to diffusers'
    FlowMatchEulerDiscreteScheduler, which does not change them: its shift is 1 there.
    """
    steps = torch.linspace(1.0, 1.0 / step_count, step_count, dtype=torch.float64)
    return torch.cat([steps, torch.zeros(1, dtype=torch.float64)]).float()


class Sampler:
    """The predictor of velocities.

    Rows of different text length share a call: shorter texts are padded, and a key mask hides the
    padding from attention. Text positions carry no order (their ids are all 0), so the output of a
    row is the same as alone.

    Args:
        transformer: The model.
        device: Device of the model.
        batches: Splits the rows into calls.
    """

    def __init__(
        self, transformer: FluxTransformer2DModel, device: torch.device, batches: Batches
    ) -> None:
        self._transformer = transformer
        self._device = device
        self._batches = batches
        self._last_call: torch.cuda.Event | None = None

    @property
    def row_limit(self) -> int:
        """Maximum rows of a call."""
        return self._batches.row_limit

    def velocities(self, windows: Sequence[WindowStep]) -> list[Tensor | GenerationFailed]:
        """Return the guided velocity of each window, float32 [frames, 64].

        A window whose rows do not fit into memory fails without affecting the others.
        """
        reused = [self._reusable(window) for window in windows]
        pending = [window for window, cached in zip(windows, reused, strict=True) if cached is None]
        predictions = iter(self._predict(pending))
        return [next(predictions) if cached is None else cached for cached in reused]

    def _reusable(self, window: WindowStep) -> Tensor | None:
        if window.reuse is None:
            return None
        modulated = modulated_input(
            self._transformer, window.latents, window.sigma, window.conditional.pooled
        )
        return window.reuse.reusable(modulated, window.is_last_step)

    def _predict(self, windows: list[WindowStep]) -> list[Tensor | GenerationFailed]:
        rows = [
            _Row(window.latents, window.sigma, conditioning)
            for window in windows
            for conditioning in window.conditionings
        ]
        predicted = iter(self._batches.run(rows, self._call))
        velocities: list[Tensor | GenerationFailed] = []
        for window in windows:
            velocity = _guided([next(predicted) for _ in window.conditionings], window.cfg_scale)
            if window.reuse is not None and isinstance(velocity, Tensor):
                window.reuse.keep(velocity)
            velocities.append(velocity)
        return velocities

    def _call(self, rows: Sequence[_Row]) -> Sequence[Tensor]:
        """Call the transformer once."""
        output: Tensor = self._transformer(**self._arguments(rows))[0]
        self._wait_for_previous_call()
        return output.clone().unbind()  # a CUDA graph's output is overwritten by its next run

    def _arguments(self, rows: Sequence[_Row]) -> dict[str, object]:
        texts = [row.conditioning.text for row in rows]
        text_lengths = [len(text) for text in texts]
        position_count, audio_count = max(text_lengths), len(rows[0].latents)
        arguments: dict[str, object] = {
            "hidden_states": torch.stack([row.latents for row in rows]),
            "timestep": torch.tensor([row.sigma for row in rows], device=self._device),
            "pooled_projections": torch.stack([row.conditioning.pooled for row in rows]),
            "encoder_hidden_states": pad_sequence(texts, batch_first=True),
            "txt_ids": torch.zeros(position_count, 3, device=self._device),
            "img_ids": self._frame_ids(audio_count),
            "return_dict": False,
        }
        if min(text_lengths) < position_count:
            keep = torch.ones(len(rows), 1, 1, position_count + audio_count, dtype=torch.bool)
            for row, length in enumerate(text_lengths):
                keep[row, ..., length:position_count] = False
            arguments["joint_attention_kwargs"] = {"attention_mask": keep.to(self._device)}
        return arguments

    def _frame_ids(self, frame_count: int) -> Tensor:
        """Return the frame number for all three rotary axes, as upstream does."""
        return torch.arange(frame_count, device=self._device).float()[:, None].expand(-1, 3)

    def _wait_for_previous_call(self) -> None:
        """Keep the CPU at most one call ahead of the GPU (on MPS: none).

        That keeps the GPU busy, while progress stays accurate and a cancelled sound stops at its
        next step.
        """
        if self._device.type == "mps":
            torch.mps.synchronize()
        if self._device.type != "cuda":
            return
        if self._last_call is not None:
            self._last_call.synchronize()
        self._last_call = torch.cuda.Event()
        self._last_call.record()


def _guided(
    predicted: list[Tensor | GenerationFailed], cfg_scale: float
) -> Tensor | GenerationFailed:
    """Apply classifier-free guidance (Ho & Salimans 2022, arXiv 2207.12598, equation 6)."""
    tensors: list[Tensor] = []
    for prediction in predicted:
        if isinstance(prediction, GenerationFailed):
            return prediction
        tensors.append(prediction)
    if len(tensors) == 1:
        return tensors[0]
    conditional, unconditional = tensors
    return unconditional + cfg_scale * (conditional - unconditional)
