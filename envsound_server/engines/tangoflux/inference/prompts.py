"""Encoding of prompts for the transformer."""

import logging
from dataclasses import dataclass

import torch
from torch import Tensor, nn
from transformers import PreTrainedTokenizerBase, T5EncoderModel

from envsound_server.engines.base import Lookups
from envsound_server.engines.inference.offloading import Offloadable
from envsound_server.engines.inference.prompt_cache import PromptCache

MAX_TOKENS = 64
"""Longest text in training (tangoflux.model.TangoFlux.max_text_seq_len), end token included."""

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class EncodedPrompt:
    """A prompt as encoded by the text encoder.

    Attributes:
        tokens: float32 [64, text]: embeddings of the prompt's tokens, then of the padding. A
            position depends on the tokens alone and not on the length of the padding, so any
            shorter padding is a prefix of it.
        token_count: Tokens of the prompt itself, end token included, 1 to 64.
        pooled: Mean of the prompt's own tokens, projected, float32 [pooled].
        truncated_text: The part of the prompt beyond 64 tokens, or empty.
    """

    tokens: Tensor
    token_count: int
    pooled: Tensor
    truncated_text: str


class PromptEncoder:
    """An encoder of prompts with a cache of the last 128.

    Args:
        tokenizer: Tokenizer of T5.
        text_encoder: Encoder of T5. With offloading, it is on the device only while it is used.
        projection: `fc` of the checkpoint: pooled text to the transformer's pooled projection.
        device: Device of the encoded prompts.
    """

    def __init__(
        self,
        tokenizer: PreTrainedTokenizerBase,
        text_encoder: Offloadable[T5EncoderModel],
        projection: nn.Module,
        device: torch.device,
    ) -> None:
        self._tokenizer = tokenizer
        self._text_encoder = text_encoder
        self._projection = projection
        self._device = device
        self._cache = PromptCache(self._encode)

    @property
    def lookups(self) -> Lookups:
        """Hits and misses of the cache."""
        return self._cache.lookups

    def encode(self, prompt: str) -> EncodedPrompt:
        """Return the encoded prompt. The empty prompt stands for no prompt at all.

        Upstream truncates only at the tokenizer's 512 tokens although the model was trained on 64.
        Up to 64 tokens there is no difference.
        """
        return self._cache.get(prompt)

    def _encode(self, prompt: str) -> EncodedPrompt:
        token_ids, truncated_text = self._tokenize(prompt)
        if truncated_text:
            _log.info("truncated a prompt at %d tokens: ignored %.80r", MAX_TOKENS, truncated_text)
        return self._encode_tokens(token_ids, truncated_text)

    def _tokenize(self, prompt: str) -> tuple[list[int], str]:
        """Return the prompt's tokens, at most 64, and the truncated text."""
        batch = self._tokenizer(prompt, return_offsets_mapping=True, verbose=False)
        token_ids: list[int] = batch["input_ids"]
        if len(token_ids) <= MAX_TOKENS:
            return token_ids, ""
        _, end = batch["offset_mapping"][MAX_TOKENS - 2]
        return [*token_ids[: MAX_TOKENS - 1], token_ids[-1]], prompt[end:].strip()

    def _encode_tokens(self, token_ids: list[int], truncated_text: str) -> EncodedPrompt:
        token_count = len(token_ids)
        padding = [self._tokenizer.pad_token_id] * (MAX_TOKENS - token_count)
        padded = torch.tensor([token_ids + padding], device=self._device)
        mask = (torch.arange(MAX_TOKENS, device=self._device) < token_count)[None].long()
        with self._text_encoder.on_device() as text_encoder:
            tokens = text_encoder(input_ids=padded, attention_mask=mask)[0][0].float()
        pooled = self._projection(tokens[:token_count].mean(dim=0, keepdim=True))[0]
        return EncodedPrompt(tokens, token_count, pooled, truncated_text)
