"""Attention for batches: sounds of different lengths in one call, and short texts.

diffusers pads every text to 256 positions and replaces all padding by the same learned embedding.
Equal keys have equal weights, so here one key stands for all of them, with the logarithm of their
number added to its logits: the same result from a twentieth of the keys.
"""

from dataclasses import dataclass
from typing import Final

import torch
from diffusers.models.autoencoders.autoencoder_same import (
    SAMEAttention,
    SAMETransformerResamplingBlock,
)
from diffusers.models.transformers.transformer_stable_audio3 import (
    StableAudio3CrossAttention,
    StableAudio3DiTModel,
    StableAudio3SelfAttention,
    _apply_rotary_partial,
)
from torch import Tensor
from torch.nn import functional

_QUERIES_PER_WINDOW: Final = 4
"""Queries of a window of band attention, in half-widths of the band.

More compute masked products in vain, fewer make the matrix products small.
"""


@dataclass(slots=True)
class Masks:
    """The masks of the transformer's attention in the current call.

    Attributes:
        frames: bool [rows, 1, 1, memory tokens + frames], True for the positions of a row; None
            where all rows have the same length.
        context: float32 [rows, 1, 1, text positions], added to the logits.
    """

    frames: Tensor | None = None
    context: Tensor | None = None


class _SelfAttention:
    """Differential self-attention, with both halves in one product and a mask over frames."""

    def __init__(self, masks: Masks, dtype: torch.dtype) -> None:
        self._masks = masks
        self._dtype = dtype

    def __call__(
        self, attn: StableAudio3SelfAttention, hidden_states: Tensor, rope: Tensor
    ) -> Tensor:
        """Map [rows, positions, width] to the same shape."""
        queries, keys, values = _rotated(attn, hidden_states, rope)
        out = _attend(queries, keys, values, self._masks.frames, self._dtype)
        projected: Tensor = attn.to_out(out)
        return projected


class _CrossAttention:
    """Differential cross-attention to the text and the duration."""

    def __init__(self, masks: Masks, dtype: torch.dtype) -> None:
        self._masks = masks
        self._dtype = dtype

    def __call__(
        self,
        attn: StableAudio3CrossAttention,
        hidden_states: Tensor,
        context: Tensor,
        context_mask: Tensor | None = None,
    ) -> Tensor:
        """Map [rows, positions, width] to the same shape."""
        assert context_mask is None, "padding is masked by Masks.context"
        count = attn.heads * (2 if attn.use_differential else 1)
        queries = attn.q_norm(attn.to_q(hidden_states).unflatten(-1, (count, attn.dim_heads)))
        heads = attn.to_kv(context).unflatten(-1, (count + attn.heads, attn.dim_heads))
        keys, values = heads.split((count, attn.heads), dim=2)
        out = _attend(queries, attn.k_norm(keys), values, self._masks.context, self._dtype)
        projected: Tensor = attn.to_out(out)
        return projected


class _BandAttention:
    """Self-attention within a band, in windows. Its cost is linear in length, not quadratic.

    Args:
        half_width: Positions on either side that a position attends to.
        dtype: Dtype of the operands.
    """

    def __init__(self, half_width: int, dtype: torch.dtype) -> None:
        self._half_width = half_width
        self._dtype = dtype

    def __call__(
        self,
        attn: SAMEAttention,
        hidden_states: Tensor,
        attn_mask: Tensor | None = None,  # noqa: ARG002, the band is given by the window
    ) -> Tensor:
        """Map [1, positions, width] to the same shape."""
        length = hidden_states.shape[1]
        rope = attn.rope(length, hidden_states.device)
        queries, keys, values = _rotated(attn, hidden_states, rope)
        size, reach = _QUERIES_PER_WINDOW * self._half_width, self._half_width
        queries = _windows(queries[0], size, 0)
        keys, values = (_windows(x[0], size, reach) for x in (keys, values))
        mask = self._mask(len(queries), size, length, queries.device)
        out = _attend(queries, keys, values, mask, self._dtype)
        projected: Tensor = attn.to_out(out.flatten(0, 1)[None, :length])
        return projected

    def _mask(self, window_count: int, size: int, length: int, device: torch.device) -> Tensor:
        """Return the mask of each window, bool [windows, 1, size, size + 2 reach]."""
        reach = self._half_width
        query = torch.arange(size, device=device)[:, None]
        key = torch.arange(size + 2 * reach, device=device)[None] - reach
        in_band = (key - query).abs() <= reach
        place = key + torch.arange(window_count, device=device)[:, None, None] * size
        # A position beyond the end attends to itself, because an empty softmax is NaN.
        is_there = ((place >= 0) & (place < length)) | (key == query)
        return (in_band & is_there)[:, None]


def _windows(rows: Tensor, size: int, reach: int) -> Tensor:
    """Map [positions, heads, dim] to [windows, size + 2 reach, heads, dim], zero-padded."""
    missing = -len(rows) % size
    padded = functional.pad(rows, (0, 0, 0, 0, reach, missing + reach))
    return padded.unfold(0, size + 2 * reach, size).movedim(-1, 1)


def _rotated(
    attn: StableAudio3SelfAttention | SAMEAttention, hidden_states: Tensor, rope: Tensor
) -> tuple[Tensor, Tensor, Tensor]:
    """Return queries, keys and values, with rotary embeddings on both halves of the first two."""
    heads = attn.to_qkv(hidden_states).unflatten(-1, (-1, attn.dim_heads))
    count = attn.heads * (2 if attn.use_differential else 1)
    queries, keys, values = heads.split((count, count, attn.heads), dim=2)
    queries = _apply_rotary_partial(attn.q_norm(queries), rope)
    keys = _apply_rotary_partial(attn.k_norm(keys), rope)
    return queries, keys, values


def _attend(
    queries: Tensor, keys: Tensor, values: Tensor, mask: Tensor | None, dtype: torch.dtype
) -> Tensor:
    """Compute attention, and subtract the second half of the heads from the first if differential.

    Args:
        queries: [rows, positions, heads, dim].
        keys: [rows, keys, heads, dim].
        values: [rows, keys, heads, dim], with half as many heads for differential attention.
        mask: bool or float32, [rows, 1, 1 or positions, keys].
        dtype: Dtype of the operands.

    Returns:
        float32 [rows, positions, width].
    """
    is_differential = values.shape[2] != queries.shape[2]
    if is_differential:
        values = torch.cat((values, values), dim=2)
    if mask is not None and mask.is_floating_point():
        mask = mask.to(dtype)
    out = functional.scaled_dot_product_attention(
        queries.to(dtype).transpose(1, 2),
        keys.to(dtype).transpose(1, 2),
        values.to(dtype).transpose(1, 2),
        attn_mask=mask,
    ).float()
    if is_differential:
        first, second = out.chunk(2, dim=1)
        out = first - second
    return out.transpose(1, 2).flatten(2)


def mask_attention(transformer: StableAudio3DiTModel, dtype: torch.dtype) -> Masks:
    """Install attention processors that apply masks, and return the masks.

    Args:
        transformer: The model, changed in place.
        dtype: Dtype of the operands of attention. Accumulators are float32.
    """
    masks = Masks()
    for block in transformer.transformer_blocks:
        block.self_attn.set_processor(_SelfAttention(masks, dtype))
        block.cross_attn.set_processor(_CrossAttention(masks, dtype))
    return masks


def attend_in_bands(
    block: SAMETransformerResamplingBlock, half_width: int, dtype: torch.dtype
) -> None:
    """Install band attention in an autoencoder's resampling block, in place."""
    for layer in block.transformers:
        layer.attn.set_processor(_BandAttention(half_width, dtype))
