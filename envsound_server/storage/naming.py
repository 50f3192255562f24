"""The names of sound files: `2026/11/env_rain_20261127_0a1b2c3d.wav`."""

import unicodedata
import uuid
from datetime import datetime

from envsound_server.domain.plan import SoundPlan

SLUG_MAX_BYTES = 80


def file_name(plan: SoundPlan, created_at: datetime) -> str:
    """Return a new name for a sound's file."""
    request = plan.request
    extension = request.audio_format.extension
    day = f"{created_at.astimezone():%Y%m%d}"
    return f"env_{slug(request.name)}_{day}_{uuid.uuid4().hex[:8]}.{extension}"


def relative_path(name: str, created_at: datetime) -> str:
    """Return the path of a file below the sounds folder: its month, and its name."""
    return f"{created_at.astimezone():%Y/%m}/{name}"


def slug(text: str) -> str:
    """Return a file name of letters of any script, digits, `-` and `_`, at most 80 UTF-8 bytes."""
    kept = "".join(
        character if unicodedata.category(character)[0] in "LMN" or character == "_" else "-"
        for character in unicodedata.normalize("NFC", text).lower()
    )
    dashed = "-".join(part for part in kept.split("-") if part)
    shortened = dashed.encode()[:SLUG_MAX_BYTES].decode(errors="ignore").strip("-")
    return shortened or "sound"
