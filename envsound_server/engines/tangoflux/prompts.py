"""From a prompt to what the transformer reads of it."""

import logging
from collections import OrderedDict
from dataclasses import dataclass

import torch
from torch import Tensor, nn
from transformers import PreTrainedTokenizerBase, T5EncoderModel

from envsound_server.engines.base import Lookups
from envsound_server.engines.tangoflux.placing import Placed

MAX_TOKENS = 64
"""What the model was trained on (tangoflux.model.TangoFlux.max_text_seq_len), the end included."""

_CACHED_PROMPTS = 128
"""Of the released size an encoded prompt takes 264 kB: 34 MB in all."""

_ECHO_MAX_LENGTH = 80

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
        self._cache: OrderedDict[str, EncodedPrompt] = OrderedDict()
        self.lookups = Lookups(0, 0)

    def encode(self, prompt: str) -> EncodedPrompt:
        """Encodes a prompt; the empty one stands for no prompt at all.

        Upstream cuts only at the tokenizer's 512 tokens although the model was trained on 64; up
        to 64 tokens there is no difference.
        """
        if (known := self._cache.get(prompt)) is not None:
            self._cache.move_to_end(prompt)
            self.lookups = self.lookups._replace(hit_count=self.lookups.hit_count + 1)
            return known
        self.lookups = self.lookups._replace(miss_count=self.lookups.miss_count + 1)
        token_ids, left_out = self._tokenize(prompt)
        if left_out:
            _log.info("a prompt was cut at %d tokens; left out: %.80r", MAX_TOKENS, left_out)
        encoded = self._encode_tokens(token_ids, left_out)
        self._cache[prompt] = encoded
        if len(self._cache) > _CACHED_PROMPTS:
            self._cache.popitem(last=False)
        return encoded

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


def cut_note(field: str, encoded: EncodedPrompt) -> str:
    """What the listener is told of a prompt that was cut."""
    left_out = encoded.left_out
    if len(left_out) > _ECHO_MAX_LENGTH:
        left_out = f"{left_out[:_ECHO_MAX_LENGTH].rstrip()}…"
    return f"The model reads {MAX_TOKENS} tokens; left out of the {field}: {left_out}"
