"""Conditioning of the transformer on a prompt and a duration."""

import logging
import math
from dataclasses import dataclass
from typing import Final

import torch
from diffusers import StableAudio3DiTModel
from diffusers.pipelines.stable_audio_3 import StableAudio3DurationEmbedder
from torch import Tensor
from transformers import PreTrainedTokenizerBase, T5GemmaEncoderModel

from envsound_server.engines.inference.offloading import Offloadable
from envsound_server.engines.inference.prompt_cache import PromptCache

TEXT_POSITIONS: Final = 256
"""Length that the model pads and truncates its texts to."""

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class EncodedText:
    """A text as encoded by the text encoder.

    Attributes:
        tokens: float32 [tokens, text width], 0 to 256 tokens.
        truncated_text: The part of the text that did not fit, or empty.
    """

    tokens: Tensor
    truncated_text: str


@dataclass(frozen=True, slots=True)
class Conditioning:
    """The conditioning of one row of a transformer call, beside latents and time.

    Attributes:
        context: The text's tokens, one that stands for all padding, the duration: float32
            [positions, text width].
        weights: Logarithm of the number of positions that each stands for, float32 [positions].
        duration: Duration embedding, float32 [duration width].
    """

    context: Tensor
    weights: Tensor
    duration: Tensor


class TextEncoder:
    """An encoder of texts with a cache.

    A token attends to the text's tokens and not to padding, so texts are not padded.

    Args:
        tokenizer: Tokenizer of Gemma.
        text_encoder: Encoder of T5Gemma, on its device while it is used.
        device: Device of the encoded texts.
    """

    def __init__(
        self,
        tokenizer: PreTrainedTokenizerBase,
        text_encoder: Offloadable[T5GemmaEncoderModel],
        device: torch.device,
    ) -> None:
        self._tokenizer = tokenizer
        self._text_encoder = text_encoder
        self._device = device
        self.position_count = min(tokenizer.model_max_length, TEXT_POSITIONS)
        self.cache = PromptCache(self._encode)

    def encode(self, text: str) -> EncodedText:
        """Return the encoded text. The empty text stands for no text at all."""
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
        truncated_text = text[end:].strip() if len(token_ids) == self.position_count else ""
        if truncated_text:
            _log.info("truncated a prompt at %d tokens", self.position_count)
        return EncodedText(self._tokens(token_ids), truncated_text)

    def _tokens(self, token_ids: list[int]) -> Tensor:
        with self._text_encoder.on_device() as text_encoder:
            if not token_ids:
                return torch.zeros(0, text_encoder.config.hidden_size, device=self._device)
            ids = torch.tensor([token_ids], device=self._device)
            tokens: Tensor = text_encoder(input_ids=ids, attention_mask=torch.ones_like(ids))[0][0]
            return tokens.float()


class Conditioner:
    """The combination of text and duration into a conditioning.

    Args:
        text_encoder: Encodes the texts.
        duration_embedder: Seconds to a token.
        transformer: Holds the embedding that replaces padding.
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
        """Return the conditioning for a text and a duration."""
        seconds = torch.tensor([duration_seconds], device=self._padding.device)
        duration = self._duration_embedder(seconds)[0].float()
        padding_count = self.text_encoder.position_count - len(text.tokens)
        rows = [text.tokens, *([self._padding[None]] if padding_count else []), duration[None]]
        counts = [*[1] * len(text.tokens), *([padding_count] if padding_count else []), 1]
        weights = torch.tensor([math.log(count) for count in counts], device=seconds.device)
        return Conditioning(torch.cat(rows), weights, duration)
