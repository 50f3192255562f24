"""The canonical form of a request: the fields that are set, as JSON.

A field that holds its default is left out, and an enum is written by its name. So neither a new
optional field nor a new display name changes the form of a request that does not use it.
"""

import json
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from enum import Enum
from hashlib import sha256
from typing import Any


def set_fields(value: Any) -> dict[str, Any]:
    """Return the fields of a dataclass that do not hold their default, ready for JSON."""
    held = ((field, getattr(value, field.name)) for field in fields(value))
    return {field.name: _plain(content) for field, content in held if content != field.default}


def fingerprint(content: Mapping[str, Any]) -> str:
    """Return the SHA-256 of canonical JSON: sorted keys, no spaces, ASCII. 64 hex digits."""
    text = json.dumps(content, sort_keys=True, separators=(",", ":"))
    return sha256(text.encode()).hexdigest()


def _plain(content: Any) -> Any:
    if isinstance(content, Enum):
        return content.name
    if is_dataclass(content):
        return set_fields(content)
    if isinstance(content, tuple):
        return [_plain(each) for each in content]
    return content
