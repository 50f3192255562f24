"""The place in a list after which its next page begins."""

import base64
import binascii
import hashlib
import json
import math
import unicodedata
from datetime import datetime
from typing import Any, NamedTuple

from backend.errors import FieldViolation, InvalidRequest

_BINDING_LENGTH = 16
"""Hexadecimal digits that bind a cursor to its list."""
_MAX_INT64 = 2**63 - 1
_SENTENCE = (
    "is no cursor of this list; send the `next_cursor` of a page with the same filters and order, "
    "or leave it out for the first page"
)


class Position(NamedTuple):
    """The sorted value and the id of a list's last sound so far.

    What is added or deleted elsewhere in the list moves no later page.
    """

    value: Any
    sound_id: int


def encode(position: Position, list_name: str) -> str:
    """Return the position as opaque text for clients.

    Args:
        position: The last sound of a page.
        list_name: The filter and order of the list, as text that no other list has.
    """
    value, sound_id = position
    if isinstance(value, datetime):
        value = value.isoformat()
    content = [_binding(list_name, value, sound_id), value, sound_id]
    text = json.dumps(content, separators=(",", ":"))
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def decode(text: str, list_name: str, value_type: type) -> Position:
    """Return the position that a client sends back.

    Args:
        text: As `encode` wrote it.
        list_name: The filter and order of the list that it is sent to.
        value_type: The type of the sorted values.

    Raises:
        InvalidRequest: It is none, or it is one of another list.
    """
    try:
        padded = text + "=" * (-len(text) % 4)
        binding, value, sound_id = json.loads(base64.b64decode(padded, "-_", validate=True))
        is_ours = binding == _binding(list_name, value, sound_id)
        if value is not None and value_type is datetime:
            value = datetime.fromisoformat(value)
    except (binascii.Error, ValueError, TypeError, RecursionError):
        is_ours, value, sound_id = False, None, 0
    is_position = isinstance(sound_id, int) and 0 < sound_id <= _MAX_INT64
    if not (is_ours and is_position and _is_storable(value, value_type)):
        raise InvalidRequest([FieldViolation("cursor", _SENTENCE)])
    return Position(value, sound_id)


def _binding(list_name: str, value: Any, sound_id: Any) -> str:
    bound = json.dumps([list_name, value, sound_id])
    return hashlib.sha256(bound.encode()).hexdigest()[:_BINDING_LENGTH]


def _is_storable(value: Any, value_type: type[Any]) -> bool:
    """Return whether a column of this type may hold the value. Anybody can make up a cursor."""
    if value is None:
        return True
    if not isinstance(value, value_type):
        return False
    if isinstance(value, datetime):
        return value.utcoffset() is not None and not value.utcoffset()
    if isinstance(value, str):
        return not any(unicodedata.category(character) in ("Cc", "Cs") for character in value)
    return math.isfinite(value) and abs(value) <= _MAX_INT64
