"""The recipe in a file of this product, checked value by value.

Anybody can write one, so a value that no sound can have is left out, and the file is kept.
"""

import json
import math
from collections.abc import Callable, Mapping
from typing import Any, TypeAlias

from backend.decoding.titles import clean

MAX_BYTES = 256 << 10
"""The largest recipe that is read."""

_UNREADABLE = "the recipe in the file cannot be read, so it was left out"
_MAX_NOTES = 50
_MAX_NOTE_CHARACTERS = 500
_BIGGEST = 2**63 - 1

_Check: TypeAlias = Callable[[Any], Any]


class _Wrong(Exception):
    pass


def _text(max_characters: int) -> _Check:
    def check(value: Any) -> str:
        if not isinstance(value, str):
            raise _Wrong
        return clean(value, max_characters)

    return check


def _whole(lowest: int, highest: int) -> _Check:
    def check(value: Any) -> int:
        if type(value) is not int or not lowest <= value <= highest:
            raise _Wrong
        return value

    return check


def _number(value: Any) -> float:
    if type(value) not in (int, float) or not 0 <= value <= 1e6 or not math.isfinite(value):
        raise _Wrong
    return float(value)


def _flag(value: Any) -> bool:
    if not isinstance(value, bool):
        raise _Wrong
    return value


def _notes(value: Any) -> list[str]:
    if not isinstance(value, list) or not all(isinstance(note, str) for note in value):
        raise _Wrong
    return [clean(note, _MAX_NOTE_CHARACTERS) for note in value[:_MAX_NOTES]]


_REQUIRED: Mapping[str, _Check] = {
    "name": _text(200),
    "prompt": _text(1000),
    "negative_prompt": _text(1000),
    "category": _text(100),
    "engine": _text(100),
    "model_revision": _text(200),
    "seed": _whole(0, _BIGGEST),
    "steps": _whole(0, 2**31 - 1),
    "cfg_scale": _number,
    "loop": _flag,
}
"""The fields that every version of the product writes."""

_LATER: Mapping[str, _Check] = {
    "notes": _notes,
    "source_file": _text(512),
    "license_name": _text(200),
    "commercial_use": _text(20),
    "revenue_limit_usd": _whole(0, _BIGGEST),
    "attribution": _text(1000),
    "terms_url": _text(1000),
}


def read(text: str) -> tuple[dict[str, Any] | None, list[str]]:
    """Return the values that a sound can have, and notes on what was left out.

    Args:
        text: The recipe as JSON, or an empty text.
    """
    if not text:
        return None, []
    try:
        values = json.loads(text) if len(text) <= MAX_BYTES else None
    except (ValueError, RecursionError):
        values = None
    if not isinstance(values, dict) or not _REQUIRED.keys() <= values.keys():
        return None, [_UNREADABLE]
    kept, wrong = {}, []
    for name, check in {**_REQUIRED, **_LATER}.items():
        if name not in values:
            continue
        try:
            kept[name] = check(values[name])
        except _Wrong:
            wrong.append(name)
    notes = [f"{', '.join(wrong)}: no value that a sound can have, so left out"] if wrong else []
    return kept, notes
