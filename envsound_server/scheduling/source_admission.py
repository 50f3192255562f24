"""Bounds and defaults of the earlier sound that a new one is made from."""

import math
import unicodedata
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from pathlib import PurePosixPath

from envsound_server.audio.loops import overlap_frames
from envsound_server.audio.waveform import SAMPLE_RATE_HERTZ, frame_count
from envsound_server.domain.engine import License
from envsound_server.domain.plan import PlannedSource, SoundPlan
from envsound_server.domain.request import SoundSource
from envsound_server.errors import FieldViolation, InvalidRequest
from envsound_server.storage.store import is_sound_path

DEFAULT_STRENGTH = 0.7
MAX_KEEP_RANGES = 32
MAX_PATH_LENGTH = 500
MAX_REQUEST_ID_LENGTH = 128

_LATEST_SECONDS = 86_400.0
"""Times above it are refused at once, before they are turned into frames."""


def source_violations(source: SoundSource) -> Iterator[FieldViolation]:
    """Yield the violations of a source that no engine and no sound would change."""
    yield from _unnamed(source)
    if source.strength is not None and not 0 < source.strength <= 1:
        yield FieldViolation("source.strength", "has to be above 0 and at most 1")
    yield from _bad_ranges(source.keep_ranges)


def plan_source(
    plan: SoundPlan, relative_path: str, source_frames: int, terms: License | None
) -> SoundPlan:
    """Return the plan with its source, and as long as that where no duration was asked for.

    Args:
        plan: Of a request with a source.
        relative_path: The sound that was found, below the sounds folder.
        source_frames: Its frames at 44.1 kHz, >= 1.
        terms: Under which it may be used; None where they are unknown.

    Raises:
        InvalidRequest: The source does not go with the engine or with the new sound.
    """
    source = plan.request.source
    assert source is not None, "the request has a source"
    if plan.request.duration_seconds is None:
        plan = _with_length(plan, source_frames)
    violations = list(_unfit(plan, source, source_frames))
    if violations:
        raise InvalidRequest(violations)
    planned = PlannedSource(
        relative_path=relative_path,
        frame_count=source_frames,
        strength=DEFAULT_STRENGTH if source.strength is None else source.strength,
        kept_frames=tuple(map(_frames, source.keep_ranges)),
        license=terms,
    )
    return replace(plan, source=planned)


def _unnamed(source: SoundSource) -> Iterator[FieldViolation]:
    if (source.sound_file is None) == (source.request_id is None):
        yield FieldViolation("source", "has to name one sound: set sound_file or request_id")
    if source.sound_file is not None and not _is_path(source.sound_file):
        yield FieldViolation(
            "source.sound_file",
            "has to be a sound's path below the sounds folder, as in Sound.relative_path: "
            "'2026/11/env_rain_20261123_0a1b2c3d.wav'",
        )
    if source.request_id is not None and not 0 < len(source.request_id) <= MAX_REQUEST_ID_LENGTH:
        yield FieldViolation(
            "source.request_id", f"has to have 1 to {MAX_REQUEST_ID_LENGTH} characters"
        )


def _is_path(text: str) -> bool:
    has_control = any(unicodedata.category(character) == "Cc" for character in text)
    is_whole = text == PurePosixPath(text).as_posix()  # no empty part, none that is "."
    return (
        len(text) <= MAX_PATH_LENGTH
        and is_whole
        and not has_control
        and "\\" not in text
        and is_sound_path(PurePosixPath(text))
    )


def _bad_ranges(ranges: tuple[tuple[float, float], ...]) -> Iterator[FieldViolation]:
    if len(ranges) > MAX_KEEP_RANGES:
        yield FieldViolation(
            "source.keep_ranges", f"has {len(ranges)} ranges; send at most {MAX_KEEP_RANGES}"
        )
        return
    for index, (start, end) in enumerate(ranges):
        are_times = all(math.isfinite(t) and 0 <= t <= _LATEST_SECONDS for t in (start, end))
        if not are_times:
            yield _bad_range(index, "has to be from a time in seconds, 0 or more, to another")
        elif frame_count(start) >= frame_count(end):
            yield _bad_range(index, f"starts at {start:g} s and has to end later, not at {end:g} s")
    for index, ((_, end), (start, _)) in enumerate(pairwise(ranges), start=1):
        if start < end:
            yield _bad_range(
                index,
                f"starts at {start:g} s, before the end of the one before it at {end:g} s; "
                "send ranges in order and without overlap",
            )


def _bad_range(index: int, description: str) -> FieldViolation:
    return FieldViolation(f"source.keep_ranges[{index}]", description)


def _with_length(plan: SoundPlan, frames: int) -> SoundPlan:
    overlap = overlap_frames(frames) if plan.overlap_frame_count else 0
    return replace(plan, frame_count=frames, overlap_frame_count=overlap)


def _unfit(plan: SoundPlan, source: SoundSource, source_frames: int) -> Iterator[FieldViolation]:
    """Yield what does not fit. Where the source's length is wrong, yield that alone."""
    lengths, source_seconds = plan.engine.duration_seconds, source_frames / SAMPLE_RATE_HERTZ
    subject = f"is of a sound of {source_seconds:.6g} s; the {plan.engine.name} engine"
    if source_frames > frame_count(lengths.high):
        yield FieldViolation(
            source.named_by, f"{subject} takes at most {lengths.high:g} s; choose a shorter one"
        )
        return
    if plan.frame_count < frame_count(lengths.low):
        yield FieldViolation(
            source.named_by,
            f"{subject} makes at least {lengths.low:g} s; "
            "set duration_seconds, or choose a longer one",
        )
        return
    if source.keep_ranges and plan.overlap_frame_count:
        yield FieldViolation(
            "source.keep_ranges",
            f"the {plan.engine.name} engine keeps no part of a sound in a loop; "
            "leave them or loop unset",
        )
    yield from _beyond(plan, source, source_frames)


def _beyond(plan: SoundPlan, source: SoundSource, source_frames: int) -> Iterator[FieldViolation]:
    what = "source" if source_frames <= plan.frame_count else "new sound"
    frames = min(source_frames, plan.frame_count)
    for index, kept in enumerate(source.keep_ranges):
        if _frames(kept)[1] > frames:
            seconds = frames / SAMPLE_RATE_HERTZ
            yield _bad_range(
                index,
                f"ends at {kept[1]:g} s, but the {what} ends at {seconds:.6g} s; "
                "end it there or before",
            )


def _frames(kept: tuple[float, float]) -> tuple[int, int]:
    start, end = kept
    return frame_count(start), frame_count(end)
