"""The fingerprints of rows that were queued before fingerprints were of canonical JSON.

Each form is written out here as it was, so that an idempotency key of those days still matches.
"""

import json
from dataclasses import asdict
from hashlib import sha256
from typing import Any

from backend.sidecar.types import Priority, SoundRequest

_FIELDS = (
    "prompt",
    "name",
    "request_id",
    "duration_seconds",
    "steps",
    "cfg_scale",
    "seed",
    "engine",
    "category",
    "loop",
    "audio_format",
    "target_lufs",
    "negative_prompt",
    "priority",
)
_PRIORITY_NUMBERS = {Priority.BATCH: 0, Priority.INTERACTIVE: 1}


def older_fingerprint(
    request: SoundRequest, description: str, category_id: int | None, tag_ids: tuple[int, ...]
) -> str | None:
    """Return the fingerprint of a new sound, None where older versions had no such request."""
    if request.to_json().keys() - _FIELDS:
        return None
    texts = {name: repr(getattr(request, name)) for name in _FIELDS}
    audio_format, priority = request.audio_format, request.priority
    texts["request_id"] = "''"
    texts["audio_format"] = f"<AudioFormat.{audio_format.name}: {audio_format.value!r}>"
    texts["priority"] = f"<Priority.{priority.name}: {_PRIORITY_NUMBERS[priority]}>"
    arguments = ", ".join(f"{name}={text}" for name, text in texts.items())
    fields = f"(SoundRequest({arguments}), {description!r}, {category_id!r}, {tag_ids!r})"
    return sha256(fields.encode()).hexdigest()


def older_derived_fingerprint(derivation: Any, parent_id: int) -> str:
    """Return the fingerprint of a sound that is made from another one."""
    fields = asdict(derivation)
    fields |= {"parent_id": parent_id, "kind": derivation.change.kind, **fields.pop("change")}
    fields["priority"] = _PRIORITY_NUMBERS[derivation.priority]
    content = {name: value for name, value in fields.items() if value not in (None, "")}
    return sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()
