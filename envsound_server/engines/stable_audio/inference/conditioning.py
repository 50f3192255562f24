"""From a prompt and a duration to what the transformer reads of them."""

import logging
import math
from dataclasses import dataclass
from typing import Final

import torch
from diffusers import StableAudio3DiTModel
from diffusers.pipelines.stable_audio_3 import StableAudio3DurationEmbedder
from torch import Tensor
from transformers import PreTrainedTokenizerBase, T5GemmaEncoderModel

from envsound_server.engines.inference.placing import Placed
from envsound_server.engines.inference.prompt_cache import PromptCache

TEXT_POSITIONS: Final = 256
"""What the model pads its texts to, and cuts them at."""

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class EncodedText:
    """A text as the text encoder gives it.

    Attributes:
        tokens: float32 [tokens, text width], 0 to 256 tokens.
        left_out: What of the text did not fit, or empty.
    """

    tokens: Tensor
    left_out: str


@dataclass(frozen=True, slots=True)
class Conditioning:
    """What one row of a transformer call is told, beside latents and time.

    Attributes:
        context: The text's tokens, one that stands for all padding, the duration: float32
            [positions, text width].
        weights: Logarithm of how many positions each of them stands for, float32 [positions].
        duration: float32 [duration width].
    """

    context: Tensor
    weights: Tensor
    duration: Tensor


class TextEncoder:
    """Encodes texts, and remembers the last of them.

    A token sees the text's tokens and no padding, so none is made.

    Args:
        tokenizer: Gemma's.
        text_encoder: T5Gemma's encoder, on its device while it is used.
        device: Where the encoded texts stay.
    """

    def __init__(
        self,
        tokenizer: PreTrainedTokenizerBase,
        text_encoder: Placed[T5GemmaEncoderModel],
        device: torch.device,
    ) -> None:
        self._tokenizer = tokenizer
        self._text_encoder = text_encoder
        self._device = device
        self.position_count = min(tokenizer.model_max_length, TEXT_POSITIONS)
        self.cache = PromptCache(self._encode)

    def encode(self, text: str) -> EncodedText:
        """Return the encoded text; the empty one stands for no text at all."""
        return self.cache.get(text)

    def _encode(self, text: str) -> EncodedText:
        batch = self._tokenizer(
            text,
            truncation=True,
            max_length=self.position_count,
            return_offsets_mapping=True,
        )
        token_ids: list[int] = batch["input_ids"]
        end = max((end for _, end in batch["offset_mapping"]), default=0)
        left_out = text[end:].strip() if len(token_ids) == self.position_count else ""
        if left_out:
            _log.info("a prompt was cut at %d tokens", self.position_count)
        return EncodedText(self._tokens(token_ids), left_out)

    def _tokens(self, token_ids: list[int]) -> Tensor:
        with self._text_encoder.placed() as text_encoder:
            if not token_ids:
                return torch.zeros(0, text_encoder.config.hidden_size, device=self._device)
            ids = torch.tensor([token_ids], device=self._device)
            tokens: Tensor = text_encoder(input_ids=ids, attention_mask=torch.ones_like(ids))[0][0]
            return tokens.float()


class Conditioner:
    """Puts text and duration together.

    Args:
        text_encoder: Encodes the texts.
        duration_embedder: Seconds to a token.
        transformer: Holds what padding is replaced by.
    """

    def __init__(
        self,
        text_encoder: TextEncoder,
        duration_embedder: StableAudio3DurationEmbedder,
        transformer: StableAudio3DiTModel,
    ) -> None:
        self.text_encoder = text_encoder
        self._duration_embedder = duration_embedder
        self._padding = transformer.prompt_padding_embedding.detach().float()

    def condition(self, text: EncodedText, duration_seconds: float) -> Conditioning:
        """Return what a row is told."""
        seconds = torch.tensor([duration_seconds], device=self._padding.device)
        duration = self._duration_embedder(seconds)[0].float()
        padding_count = self.text_encoder.position_count - len(text.tokens)
        rows = [text.tokens, *([self._padding[None]] if padding_count else []), duration[None]]
        counts = [*[1] * len(text.tokens), *([padding_count] if padding_count else []), 1]
        weights = torch.tensor([math.log(count) for count in counts], device=seconds.device)
        return Conditioning(torch.cat(rows), weights, duration)
