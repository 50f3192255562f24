"""The metadata entry of a file without a row, from its content and tags."""

import math
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import PurePosixPath
from typing import Any

from backend.files.inspection import Inspection, inspect
from backend.files.library import SoundFile
from backend.files.sound_entry import MAX_REVENUE_USD, SoundEntry
from backend.files.tags import Recipe
from backend.sidecar.licenses import CommercialUse

_LONGEST_SECONDS = 86_400.0


class Source(StrEnum):
    """The source of a new row's content."""

    METADATA = "metadata"
    """The file's entry in `metadata.json`."""

    TAGS = "tags"
    """The recipe that the sidecar has written into the file."""

    FILE = "file"
    """The audio alone, in a file without a recipe."""


def describe(
    file: SoundFile, file_name: str, known: SoundEntry | None
) -> tuple[SoundEntry, Source]:
    """Return the entry of a file and its source. The whole file is decoded.

    Args:
        file: The file.
        file_name: Its name in the library.
        known: Its entry in `metadata.json`, if there is one.

    Raises:
        UploadRefused: The file is not a supported sound.
        OSError: The file cannot be read.
    """
    found = inspect(file.path, _LONGEST_SECONDS)
    measures = measured(found)
    if known is not None:
        return known.model_copy(update=measures), Source.METADATA
    measures["created_at"] = datetime.fromtimestamp(file.status.st_mtime, UTC)
    name = (found.tags.title or PurePosixPath(file_name).stem)[:200]
    if found.tags.recipe is not None:
        stated = _stated(found.tags.recipe, name, found.notes)
        return SoundEntry(**stated, **measures), Source.TAGS
    entry = SoundEntry(name=name, origin="found", notes=found.notes, **measures)
    return entry, Source.FILE


def measured(found: Inspection) -> dict[str, Any]:
    """Return the results of an inspection under the names of an entry and of a row."""
    return {
        "audio_format": found.audio_format,
        "duration_seconds": found.duration_seconds,
        "file_size_bytes": found.file_size_bytes,
        "sha256": found.sha256,
        "sample_rate_hertz": found.sample_rate_hertz,
        "channels": found.channels,
        "frame_count": found.frame_count,
        "peak_dbfs": found.peak_dbfs if math.isfinite(found.peak_dbfs) else None,
        "true_peak_dbtp": None,
        "loudness_lufs": None,
    }


def _stated(recipe: Recipe, name: str, notes: tuple[str, ...]) -> dict[str, Any]:
    return {
        "name": recipe.name or name,
        "prompt": recipe.prompt,
        "negative_prompt": recipe.negative_prompt,
        "category": recipe.category or None,
        "generation_model": recipe.engine,
        "model_revision": recipe.model_revision,
        "seed": recipe.seed,
        "steps": recipe.steps or None,
        "cfg_scale": recipe.cfg_scale or None,
        "loop": recipe.loop,
        "notes": (*recipe.notes, *notes),
        "source_file": recipe.source_file or None,
        **_terms(recipe),
    }


def _terms(recipe: Recipe) -> dict[str, Any]:
    if not recipe.license_name:
        return {}
    has_limit = 0 < recipe.revenue_limit_usd <= MAX_REVENUE_USD
    is_known = recipe.commercial_use in [use.value for use in CommercialUse]
    return {
        "license_name": recipe.license_name,
        "commercial_use": recipe.commercial_use if is_known else None,
        "revenue_limit_usd": recipe.revenue_limit_usd if has_limit else None,
        "attribution": recipe.attribution,
        "terms_url": recipe.terms_url,
    }
