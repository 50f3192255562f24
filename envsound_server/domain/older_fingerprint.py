"""The fingerprint in answered requests that were recorded before it was of canonical JSON.

The form is written out here as it was, the formats' names for people included. Answered requests
are kept for 30 days, so nothing needs it 30 days after the last server of an older version stopped.
"""

from collections.abc import Mapping
from hashlib import sha256
from typing import Any

_FIELDS = (
    "audio_format",
    "category",
    "cfg_scale",
    "duration_seconds",
    "engine",
    "loop",
    "name",
    "negative_prompt",
    "prompt",
    "seed",
    "source",
    "steps",
    "target_lufs",
)
_LEFT_OUT = ("request_id", "priority")
_UNSET = (None, "", False, ())
_FORMATS = {
    "WAV_16": ("WAV, 16 bits", "wav", "audio/wav", 44_100),
    "WAV_24": ("WAV, 24 bits", "wav", "audio/wav", 44_100),
    "WAV_FLOAT": ("WAV, 32-bit float", "wav", "audio/wav", 44_100),
    "FLAC": ("FLAC, 24 bits", "flac", "audio/flac", 44_100),
    "MP3": ("MP3", "mp3", "audio/mpeg", 44_100),
    "OGG_VORBIS": ("Ogg Vorbis", "ogg", "audio/ogg", 44_100),
    "OPUS": ("Ogg Opus", "opus", "audio/ogg", 48_000),
}
_TRAITS = ("name", "extension", "media_type", "sample_rate_hertz")


def older_fingerprint(fields: Mapping[str, Any]) -> str | None:
    """Return the older fingerprint of a request, None where older versions had no such request.

    Args:
        fields: The request's, as `dataclasses.asdict` returns them.
    """
    later = fields.keys() - _FIELDS - set(_LEFT_OUT)
    if any(fields[name] not in _UNSET for name in later):
        return None
    texts = {name: repr(fields[name]) for name in _FIELDS}
    texts["audio_format"] = _format_text(fields["audio_format"].name)
    if fields["source"] is None:
        del texts["source"]
    items = ", ".join(f"({name!r}, {text})" for name, text in texts.items())
    return sha256(f"[{items}]".encode()).hexdigest()


def _format_text(name: str) -> str:
    traits = zip(_TRAITS, _FORMATS[name], strict=True)
    return f"<AudioFormat.{name}: _Traits({', '.join(f'{t}={v!r}' for t, v in traits)})>"
