"""A cache of encoded prompts."""

from collections import OrderedDict
from collections.abc import Callable
from typing import Final, Generic, TypeVar

from envsound_server.engines.base import Lookups

EncodedT = TypeVar("EncodedT")

_CAPACITY: Final = 128
"""Number of cached prompts. TangoFlux's take 264 kB each, 34 MB in all.

Stable Audio's take at most 800 kB each.
"""

_QUOTE_MAX_LENGTH: Final = 80


class PromptCache(Generic[EncodedT]):
    """An LRU cache of the last 128 prompts. It belongs to the inference thread.

    Args:
        encode: Encodes a prompt on a cache miss.
    """

    def __init__(self, encode: Callable[[str], EncodedT]) -> None:
        self._encode = encode
        self._encoded: OrderedDict[str, EncodedT] = OrderedDict()
        self.lookups = Lookups(0, 0)

    def get(self, prompt: str) -> EncodedT:
        """Return the encoded prompt, from the cache where possible."""
        if (cached := self._encoded.get(prompt)) is not None:
            self._encoded.move_to_end(prompt)
            self.lookups = self.lookups._replace(hit_count=self.lookups.hit_count + 1)
            return cached
        self.lookups = self.lookups._replace(miss_count=self.lookups.miss_count + 1)
        encoded = self._encoded[prompt] = self._encode(prompt)
        if len(self._encoded) > _CAPACITY:
            self._encoded.popitem(last=False)
        return encoded


def truncation_note(field: str, token_count: int, truncated_text: str) -> str:
    """Return the note for the listener on a prompt that was truncated."""
    if len(truncated_text) > _QUOTE_MAX_LENGTH:
        truncated_text = f"{truncated_text[:_QUOTE_MAX_LENGTH].rstrip()}…"
    return f"The {field} is longer than {token_count} tokens; ignored: {truncated_text}"
