"""Prediction of velocities for many sounds, in as few batches as their lengths allow."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import torch
from diffusers import StableAudio3DiTModel
from torch import Tensor
from torch.nn.utils.rnn import pad_sequence

from envsound_server.engines.inference.batches import Batches
from envsound_server.engines.stable_audio.inference.attention import Masks
from envsound_server.engines.stable_audio.inference.conditioning import Conditioning
from envsound_server.errors import GenerationFailed

_MIN_LENGTH_SHARE: Final = 0.75
"""Minimum length of a row relative to the longest in its call. The rest is padding."""


@dataclass(frozen=True, slots=True)
class Row:
    """The inputs of one row of a transformer call.

    Attributes:
        latents: float32 [channels, frames].
        time: Timestep as in training: 1 is noise, 0 is sound.
        conditioning: Conditioning on text and duration.
        local: Inpainting condition, float32 [1 + channels, frames]: see
            `sources.local_conditioning`. None: no frames are kept.
    """

    latents: Tensor
    time: float
    conditioning: Conditioning
    local: Tensor | None = None

    @property
    def frame_count(self) -> int:
        """Number of latent frames."""
        return self.latents.shape[1]


class Sampler:
    """The predictor of velocities.

    Rows of different length share a call where they are nearly as long: shorter ones are padded,
    and a mask hides the padding from attention. So the output of a row is the same as alone.

    Args:
        transformer: The model. Its attention applies `masks`.
        masks: Result of `mask_attention`.
        batches: Splits the rows into calls.
        device: Device of the model.
    """

    def __init__(
        self,
        transformer: StableAudio3DiTModel,
        masks: Masks,
        batches: Batches,
        device: torch.device,
    ) -> None:
        self._transformer = transformer
        self._masks = masks
        self._batches = batches
        self._device = device
        self._memory_count = int(transformer.config.num_memory_tokens)

    @property
    def row_limit(self) -> int:
        """Maximum rows of a call."""
        return self._batches.row_limit

    def velocities(self, rows: Sequence[Row]) -> list[Tensor | GenerationFailed]:
        """Return the velocity of each row, float32 [channels, frames].

        A row that does not fit into memory fails without affecting the others.
        """
        velocities: dict[int, Tensor | GenerationFailed] = {}
        for group in _groups(rows):
            outcomes = self._batches.run([rows[number] for number in group], self._call)
            velocities.update(zip(group, outcomes, strict=True))
        return [velocities[number] for number in range(len(rows))]

    def _call(self, rows: Sequence[Row]) -> list[Tensor]:
        lengths = [row.frame_count for row in rows]
        local = [row.local for row in rows if row.local is not None]
        self._masks.frames = self._frame_mask(lengths)
        self._masks.context = _context_weights([row.conditioning.weights for row in rows])
        output: Tensor = self._transformer(
            hidden_states=_stacked([row.latents for row in rows]),
            timestep=torch.tensor([row.time for row in rows], device=self._device),
            encoder_hidden_states=pad_sequence(
                [row.conditioning.context for row in rows], batch_first=True
            ),
            global_hidden_states=torch.stack([row.conditioning.duration for row in rows]),
            local_add_cond=_stacked(local) if local else None,
            return_dict=False,
        )[0]
        return [row[:, :length] for row, length in zip(output.float(), lengths, strict=True)]

    def _frame_mask(self, lengths: Sequence[int]) -> Tensor | None:
        if min(lengths) == max(lengths):
            return None
        places = torch.arange(max(lengths), device=self._device)
        is_there = places < torch.tensor(lengths, device=self._device)[:, None]
        return torch.nn.functional.pad(is_there, (self._memory_count, 0), value=True)[:, None, None]


def _groups(rows: Sequence[Row]) -> Iterator[list[int]]:
    """Yield the numbers of the rows that may share a call, the longest first."""
    order = sorted(range(len(rows)), key=lambda n: (rows[n].local is None, -rows[n].frame_count))
    group: list[int] = []
    for number in order:
        if group and not _may_share(rows[group[0]], rows[number]):
            yield group
            group = []
        group.append(number)
    if group:
        yield group


def _may_share(longest: Row, row: Row) -> bool:
    is_alike = (longest.local is None) == (row.local is None)
    return is_alike and row.frame_count >= _MIN_LENGTH_SHARE * longest.frame_count


def _stacked(rows: Sequence[Tensor]) -> Tensor:
    """Stack [channels, frames] of different lengths to [rows, channels, frames], zero-padded."""
    return pad_sequence([row.T for row in rows], batch_first=True).transpose(1, 2)


def _context_weights(weights: Sequence[Tensor]) -> Tensor:
    padded = pad_sequence(list(weights), batch_first=True, padding_value=float("-inf"))
    return padded[:, None, None]
