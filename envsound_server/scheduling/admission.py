"""The admission of a request: every bound and default in one place."""

import math
import secrets
import unicodedata
from collections.abc import Iterator
from dataclasses import replace

from envsound_server.audio.loops import overlap_frames
from envsound_server.audio.waveform import frame_count
from envsound_server.domain.engine import EngineDescription, Range
from envsound_server.domain.plan import SoundPlan
from envsound_server.domain.request import SoundRequest
from envsound_server.engines.registry import Registry
from envsound_server.errors import FieldViolation, InvalidRequest
from envsound_server.scheduling.source_admission import MAX_REQUEST_ID_LENGTH, source_violations

MAX_PROMPT_LENGTH = 1000
MAX_NAME_LENGTH = 200
MAX_CATEGORY_LENGTH = 100
TARGET_LUFS = (-70.0, -5.0)
"""From the absolute gate of ITU-R BS.1770-4 to louder than any finished programme."""

TRUE_PEAK_CEILING_DBTP = (-20.0, 0.0)
"""From far below what any delivery specification asks for to full scale."""

_DRAWN_SEED_BITS = 31
"""Drawn seeds fit every client's integers, JavaScript's included."""


def plan_sound(request: SoundRequest, registry: Registry) -> SoundPlan:
    """Check a request against its engine's bounds and fill in what was left unset.

    The engine need not be ready, and is not asked about the prompt. What the engine cannot use is
    not used, and noted. The source is looked for later: see `source_admission.plan_source`.

    Raises:
        EngineNotFound: No engine has the requested name.
        InvalidRequest: Fields are out of bounds; each is named.
    """
    request = _cleaned(request)
    violations = list(_violations_of_any_engine(request))
    description = registry.slot(request.engine).engine.description
    violations += _violations_of(description, request)
    if request.source is not None:
        violations += source_violations(request.source)
        if not description.supports_source:
            violations.append(_no_source(description, registry))
    if violations:
        raise InvalidRequest(violations)
    return _with_defaults(request, description)


def _cleaned(request: SoundRequest) -> SoundRequest:
    return replace(
        request,
        prompt=_one_line(request.prompt),
        negative_prompt=_one_line(request.negative_prompt),
        name=_one_line(request.name),
        category=_one_line(request.category),
    )


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _violations_of_any_engine(request: SoundRequest) -> Iterator[FieldViolation]:
    if not request.prompt:
        yield FieldViolation("prompt", "is empty; say what is to be heard")
    limits = {
        "prompt": MAX_PROMPT_LENGTH,
        "negative_prompt": MAX_PROMPT_LENGTH,
        "name": MAX_NAME_LENGTH,
        "category": MAX_CATEGORY_LENGTH,
        "request_id": MAX_REQUEST_ID_LENGTH,
    }
    for field, limit in limits.items():
        text: str = getattr(request, field)
        if len(text) > limit:
            yield FieldViolation(field, f"has {len(text)} characters; send at most {limit}")
        if any(unicodedata.category(character) == "Cc" for character in text):
            yield FieldViolation(field, "holds a control character; send plain text")
    if request.seed is not None and request.seed < 0:
        yield FieldViolation("seed", "is negative; send 0 or more, or leave it unset")
    yield from _level_violations(request)


def _level_violations(request: SoundRequest) -> Iterator[FieldViolation]:
    levels = (
        ("target_lufs", request.target_lufs, TARGET_LUFS, "LUFS"),
        ("true_peak_ceiling_dbtp", request.true_peak_ceiling_dbtp, TRUE_PEAK_CEILING_DBTP, "dBTP"),
    )
    for field, level, (low, high), unit in levels:
        if level is not None and not low <= level <= high:
            yield FieldViolation(field, f"has to be from {low:g} to {high:g} {unit}")


def _violations_of(engine: EngineDescription, request: SoundRequest) -> Iterator[FieldViolation]:
    yield from _outside("duration_seconds", request.duration_seconds, engine.duration_seconds)
    if engine.steps is not None:
        yield from _outside("steps", request.steps, engine.steps)
    if engine.cfg_scale is not None:
        yield from _outside("cfg_scale", request.cfg_scale, engine.cfg_scale)


def _no_source(engine: EngineDescription, registry: Registry) -> FieldViolation:
    others = [
        slot.engine.description.name
        for slot in registry.slots
        if slot.engine.description.supports_source
    ]
    choice = f", or choose one of: {', '.join(others)}" if others else ""
    return FieldViolation(
        "source",
        f"the {engine.name} engine makes no sound from an earlier one; leave source unset{choice}",
    )


def _unused(engine: EngineDescription, request: SoundRequest) -> Iterator[str]:
    """Yield a sentence for each field of the request that the engine has no use for."""
    if engine.steps is None and request.steps is not None:
        yield f"The {engine.name} engine has no steps; steps={request.steps} was not used."
    if engine.cfg_scale is None and request.cfg_scale is not None:
        yield (
            f"The {engine.name} engine has no guidance; "
            f"cfg_scale={request.cfg_scale:g} was not used."
        )
    if request.negative_prompt and not engine.supports_negative_prompt:
        yield f"The {engine.name} engine has no negative prompt; negative_prompt was not used."


def _outside(field: str, value: float | None, bounds: Range) -> Iterator[FieldViolation]:
    if value is None:
        return
    if not (math.isfinite(value) and bounds.low <= value <= bounds.high):
        yield FieldViolation(field, f"has to be from {bounds.low:g} to {bounds.high:g}")


def _with_defaults(request: SoundRequest, engine: EngineDescription) -> SoundPlan:
    frames = frame_count(_chosen(request.duration_seconds, engine.duration_seconds))
    has_overlap = request.loop and not engine.loops_natively
    return SoundPlan(
        request=replace(request, name=request.name or request.prompt[:MAX_NAME_LENGTH]),
        engine=engine,
        frame_count=frames,
        overlap_frame_count=overlap_frames(frames) if has_overlap else 0,
        seed=secrets.randbits(_DRAWN_SEED_BITS) if request.seed is None else request.seed,
        steps=int(_chosen(request.steps, engine.steps)),
        cfg_scale=_chosen(request.cfg_scale, engine.cfg_scale),
        notes=tuple(_unused(engine, request)),
    )


def _chosen(value: float | None, bounds: Range | None) -> float:
    """Return what was asked for, else the default, 0 where the engine has no such setting."""
    if bounds is None:
        return 0.0
    return bounds.default if value is None else value
