"""Velocities for many sounds at once: as few calls of the transformer as their lengths allow."""

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

_LEAST_LENGTH_SHARE: Final = 0.75
"""The shortest row of a call has at least so much of its longest: the rest is filling."""


@dataclass(frozen=True, slots=True)
class Row:
    """What one row of a transformer call is given.

    Attributes:
        latents: float32 [channels, frames].
        time: As the model was trained on it: 1 is noise, 0 is sound.
        conditioning: What is to be heard, and how long.
        local: What is kept, float32 [1 + channels, frames]: see `sources.local_conditioning`.
            None: nothing.
    """

    latents: Tensor
    time: float
    conditioning: Conditioning
    local: Tensor | None = None

    @property
    def frame_count(self) -> int:
        """Latent frames."""
        return self.latents.shape[1]


class Sampler:
    """Predicts velocities.

    Rows of different length share a call where they are nearly as long: shorter ones are filled
    up, and a mask hides the filling from attention. So a row comes out as it does alone.

    Args:
        transformer: The model; its attention reads `masks`.
        masks: As `mask_attention` returned them.
        batches: Splits the calls.
        device: Where the model is.
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
        """Rows that a call may have."""
        return self._batches.row_limit

    def velocities(self, rows: Sequence[Row]) -> list[Tensor | GenerationFailed]:
        """Return the velocity of each row, float32 [channels, frames].

        One that fails, for it fits into no memory, fails alone.
        """
        answers: dict[int, Tensor | GenerationFailed] = {}
        for group in _groups(rows):
            outcomes = self._batches.run([rows[number] for number in group], self._call)
            answers.update(zip(group, outcomes, strict=True))
        return [answers[number] for number in range(len(rows))]

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
    """Give the numbers of the rows that may share a call, the longest first."""
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
    return is_alike and row.frame_count >= _LEAST_LENGTH_SHARE * longest.frame_count


def _stacked(rows: Sequence[Tensor]) -> Tensor:
    """[channels, frames] of different lengths -> [rows, channels, frames], zeros at their ends."""
    return pad_sequence([row.T for row in rows], batch_first=True).transpose(1, 2)


def _context_weights(weights: Sequence[Tensor]) -> Tensor:
    padded = pad_sequence(list(weights), batch_first=True, padding_value=float("-inf"))
    return padded[:, None, None]
