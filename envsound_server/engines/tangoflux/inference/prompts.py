"""From a prompt to what the transformer reads of it."""

import logging
from dataclasses import dataclass

import torch
from torch import Tensor, nn
from transformers import PreTrainedTokenizerBase, T5EncoderModel

from envsound_server.engines.base import Lookups
from envsound_server.engines.inference.placing import Placed
from envsound_server.engines.inference.prompt_cache import PromptCache

MAX_TOKENS = 64
"""What the model was trained on (tangoflux.model.TangoFlux.max_text_seq_len), the end included."""

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class EncodedPrompt:
    """A prompt as the text encoder gives it.

    Attributes:
        tokens: float32 [64, text]: the prompt's tokens, then what padding becomes. A position
            depends on the tokens alone, not on how much padding follows, so any shorter padding
            is a prefix of it.
        token_count: Tokens of the prompt itself, its end included, 1 to 64.
        pooled: Mean of the prompt's own tokens, projected, float32 [pooled].
        left_out: What of the prompt did not fit into 64 tokens, or empty.
    """

    tokens: Tensor
    token_count: int
    pooled: Tensor
    left_out: str


class PromptEncoder:
    """Encodes prompts, and remembers the last 128 of them.

    Args:
        tokenizer: T5's.
        text_encoder: T5's, on `encoder.device` only while it is used where offloading is on.
        projection: `fc` of the checkpoint: pooled text to what steers the transformer.
        device: Where the encoded prompts stay.
    """

    def __init__(
        self,
        tokenizer: PreTrainedTokenizerBase,
        text_encoder: Placed[T5EncoderModel],
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
        """How often a prompt was encoded already."""
        return self._cache.lookups

    def encode(self, prompt: str) -> EncodedPrompt:
        """Encode a prompt; the empty one stands for no prompt at all.

        Upstream cuts only at the tokenizer's 512 tokens although the model was trained on 64; up
        to 64 tokens there is no difference.
        """
        return self._cache.get(prompt)

    def _encode(self, prompt: str) -> EncodedPrompt:
        token_ids, left_out = self._tokenize(prompt)
        if left_out:
            _log.info("a prompt was cut at %d tokens; left out: %.80r", MAX_TOKENS, left_out)
        return self._encode_tokens(token_ids, left_out)

    def _tokenize(self, prompt: str) -> tuple[list[int], str]:
        """The prompt's tokens, at most 64, and the text that they leave out."""
        batch = self._tokenizer(prompt, return_offsets_mapping=True, verbose=False)
        token_ids: list[int] = batch["input_ids"]
        if len(token_ids) <= MAX_TOKENS:
            return token_ids, ""
        _, end = batch["offset_mapping"][MAX_TOKENS - 2]
        return [*token_ids[: MAX_TOKENS - 1], token_ids[-1]], prompt[end:].strip()

    def _encode_tokens(self, token_ids: list[int], left_out: str) -> EncodedPrompt:
        token_count = len(token_ids)
        padding = [self._tokenizer.pad_token_id] * (MAX_TOKENS - token_count)
        padded = torch.tensor([token_ids + padding], device=self._device)
        mask = (torch.arange(MAX_TOKENS, device=self._device) < token_count)[None].long()
        with self._text_encoder.placed() as text_encoder:
            tokens = text_encoder(input_ids=padded, attention_mask=mask)[0][0].float()
        pooled = self._projection(tokens[:token_count].mean(dim=0, keepdim=True))[0]
        return EncodedPrompt(tokens, token_count, pooled, left_out)
