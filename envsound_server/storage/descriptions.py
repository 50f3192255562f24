"""The descriptions of a sound: the tags and the label in its file, and the finished sound."""

import hashlib
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from envsound_server.audio.labels import AiLabel
from envsound_server.audio.levels import Levels
from envsound_server.audio.tags import SoundTags
from envsound_server.audio.waveform import CHANNEL_COUNT
from envsound_server.domain.engine import License
from envsound_server.domain.events import FinishedSound
from envsound_server.domain.plan import SoundPlan
from envsound_server.domain.request import SoundSource
from envsound_server.storage.terms import combined


@dataclass(frozen=True, slots=True)
class Outcome:
    """The properties of a sound that its plan does not hold.

    Attributes:
        relative_path: Below the sounds folder, with forward slashes.
        frame_count: Frames in the file, at the file's sample rate.
        levels: Of the file.
        notes: For the listener, a sentence each.
        generation_seconds: Time since it left the queue, s.
        created_at: When its file was begun.
    """

    relative_path: str
    frame_count: int
    levels: Levels
    notes: tuple[str, ...]
    generation_seconds: float
    created_at: datetime


def sound_tags(plan: SoundPlan, notes: tuple[str, ...]) -> SoundTags:
    """Return the tags of a sound's file."""
    request, terms = plan.request, _license(plan)
    return SoundTags(
        name=request.name,
        prompt=request.prompt,
        negative_prompt=plan.negative_prompt,
        category=request.category,
        engine=plan.engine.name,
        model_revision=plan.engine.model_revision,
        seed=plan.seed,
        steps=plan.steps,
        cfg_scale=plan.cfg_scale,
        loop=request.loop,
        notes=notes,
        source_file=_source_file(plan),
        license_name=terms.name,
        commercial_use=terms.commercial_use.value,
        revenue_limit_usd=terms.revenue_limit_usd,
        attribution=terms.attribution,
        terms_url=terms.terms_url,
    )


def ai_label(plan: SoundPlan, content_producer: str) -> AiLabel:
    """Return the AI label of a sound's file, which is equal for equal sounds."""
    return AiLabel(content_producer=content_producer, produce_id=_recipe_hash(plan))


def finished_sound(plan: SoundPlan, path: Path, outcome: Outcome) -> FinishedSound:
    """Return the description of a finished sound, whose whole file, tags included, is at `path`.

    Raises:
        OSError: The file cannot be read.
    """
    request = plan.request
    size_bytes, sha256 = _measure_file(path)
    return FinishedSound(
        relative_path=outcome.relative_path,
        audio_format=request.audio_format,
        frame_count=outcome.frame_count,
        sample_rate_hertz=request.audio_format.sample_rate_hertz,
        channels=CHANNEL_COUNT,
        file_size_bytes=size_bytes,
        sha256=sha256,
        engine=plan.engine.name,
        model_revision=plan.engine.model_revision,
        prompt=request.prompt,
        engine_prompt=plan.translations.get("prompt", ""),
        negative_prompt=plan.negative_prompt,
        name=request.name,
        category=request.category,
        seed=plan.seed,
        steps=plan.steps,
        cfg_scale=plan.cfg_scale,
        loop=request.loop,
        peak_dbfs=outcome.levels.peak_dbfs,
        true_peak_dbtp=outcome.levels.true_peak_dbtp,
        loudness_lufs=outcome.levels.loudness_lufs,
        generation_seconds=outcome.generation_seconds,
        create_time=outcome.created_at,
        notes=outcome.notes,
        license=_license(plan),
        source_file=_source_file(plan),
    )


def _license(plan: SoundPlan) -> License:
    return combined(plan.engine.license, plan.source.license if plan.source else None)


def _source_file(plan: SoundPlan) -> str:
    return plan.source.relative_path if plan.source is not None else ""


def _recipe_hash(plan: SoundPlan) -> str:
    """Return a hash that is equal for equal sounds, so that they have the same bytes."""
    resolved = replace(
        plan.request,
        prompt=plan.engine_request.prompt,
        negative_prompt=plan.negative_prompt,
        engine=f"{plan.engine.name} {plan.engine.model_revision}",
        duration_seconds=float(plan.frame_count),
        seed=plan.seed,
        steps=plan.steps,
        cfg_scale=plan.cfg_scale,
        source=_resolved_source(plan),
    )
    return resolved.fingerprint[:32]


def _resolved_source(plan: SoundPlan) -> SoundSource | None:
    """Return the source as a request names it that leaves no field unset."""
    asked, found = plan.request.source, plan.source
    if asked is None or found is None:
        return None
    return replace(asked, sound_file=found.relative_path, request_id=None, strength=found.strength)


def _measure_file(path: Path) -> tuple[int, str]:
    """Return the size of a file in bytes, and its SHA-256 in hexadecimal digits."""
    with path.open("rb") as stream:
        digest = hashlib.file_digest(stream, "sha256").hexdigest()
        return stream.tell(), digest
