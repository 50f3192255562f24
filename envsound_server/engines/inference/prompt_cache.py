"""Prompts that were encoded lately."""

from collections import OrderedDict
from collections.abc import Callable
from typing import Final, Generic, TypeVar

from envsound_server.engines.base import Lookups

EncodedT = TypeVar("EncodedT")

_CAPACITY: Final = 128
"""TangoFlux's encoded prompts take 264 kB each, 34 MB in all; Stable Audio's at most 800 kB."""

_ECHO_MAX_LENGTH: Final = 80


class PromptCache(Generic[EncodedT]):
    """Remembers the last 128 prompts. It belongs to the inference thread.

    Args:
        encode: Encodes a prompt that is not remembered.
    """

    def __init__(self, encode: Callable[[str], EncodedT]) -> None:
        self._encode = encode
        self._encoded: OrderedDict[str, EncodedT] = OrderedDict()
        self.lookups = Lookups(0, 0)

    def get(self, prompt: str) -> EncodedT:
        """Return the encoded prompt."""
        if (known := self._encoded.get(prompt)) is not None:
            self._encoded.move_to_end(prompt)
            self.lookups = self.lookups._replace(hit_count=self.lookups.hit_count + 1)
            return known
        self.lookups = self.lookups._replace(miss_count=self.lookups.miss_count + 1)
        encoded = self._encoded[prompt] = self._encode(prompt)
        if len(self._encoded) > _CAPACITY:
            self._encoded.popitem(last=False)
        return encoded


def cut_note(field: str, token_count: int, left_out: str) -> str:
    """Return what the listener is told of a prompt that was cut."""
    if len(left_out) > _ECHO_MAX_LENGTH:
        left_out = f"{left_out[:_ECHO_MAX_LENGTH].rstrip()}…"
    return f"The model reads {token_count} tokens; left out of the {field}: {left_out}"
