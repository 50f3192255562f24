"""What a row asks the sidecar for."""

from dataclasses import replace
from typing import Any

from backend.db.models import EnvironmentSound
from backend.sidecar.types import AudioFormat, Priority, SoundRequest, Source, TimeRange

SETTINGS = ("prompt", "duration_seconds", "steps", "cfg_scale", "seed")
"""Columns that a row may hold in `next_settings` for its next making."""


def request_of(row: EnvironmentSound) -> SoundRequest:
    """The request; what its next making is to change goes before what its file was made with."""
    request = SoundRequest(
        prompt=row.prompt,
        name=row.name,
        request_id=row.request_id,
        duration_seconds=row.duration_seconds,
        steps=row.steps,
        cfg_scale=row.cfg_scale,
        seed=row.seed,
        engine=row.engine_requested,
        category=row.category.name if row.category is not None else "",
        loop=row.loop,
        audio_format=AudioFormat(row.audio_format),
        target_lufs=row.target_lufs,
        negative_prompt=row.negative_prompt,
        priority=Priority(row.priority),
        source=_source(row.source) if row.source is not None else None,
    )
    return replace(request, **(row.next_settings or {}))


def _source(column: dict[str, Any]) -> Source:
    """Return what `dataclasses.asdict` made the column of."""
    return Source(
        sound_file=column["sound_file"],
        strength=column["strength"],
        keep_ranges=tuple(TimeRange(**kept) for kept in column["keep_ranges"]),
    )
