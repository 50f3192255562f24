"""The source, an earlier sound that a new one is made from: found before the queue, read after it.

A sound that waits has the path and the length of its source, and not its samples, which take
0.35 MB a second. So the memory holds at most as many sources as sounds in the making. The file is
decoded to its end before the queue too, so that an unusable one is refused at once.

Everything here blocks and runs in a thread.
"""

import errno
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import BinaryIO

import numpy as np
import soundfile
import soxr

from envsound_server.audio.tags import tags_in
from envsound_server.audio.waveform import CHANNEL_COUNT, SAMPLE_RATE_HERTZ, Samples
from envsound_server.domain.engine import License, Source
from envsound_server.domain.plan import SoundPlan
from envsound_server.domain.request import SoundSource
from envsound_server.errors import FieldViolation, InvalidRequest, SourceNotFound
from envsound_server.scheduling.source_admission import plan_source
from envsound_server.storage.sound_storage import SoundStorage, storage_errors
from envsound_server.storage.terms import license_in

LOWEST_RATE_HERTZ, HIGHEST_RATE_HERTZ = 8_000, 192_000

_BLOCK_FRAMES = 1 << 16
_LARGEST_SECOND_BYTES = HIGHEST_RATE_HERTZ * CHANNEL_COUNT * 4
_LARGEST_TAGS_BYTES = 16 << 20

_NOT_THERE = {errno.ENOTDIR, errno.ENAMETOOLONG, errno.ELOOP}
"""Further errors of a disk for a missing file. A bucket's FileNotFoundError has no number."""


def find_source(
    storage: SoundStorage, plan: SoundPlan, licenses: Mapping[str, License]
) -> SoundPlan:
    """Return a plan with its source found, decoded once to its end and within all bounds.

    Args:
        storage: Where the sounds are.
        plan: Of a request with a source.
        licenses: Terms by engine, for sounds that were made before files held their terms.

    Raises:
        SourceNotFound: It is not there.
        InvalidRequest: It is no sound, or does not fit the engine or the new sound.
        StorageError: The storage cannot be read.
    """
    source = plan.request.source
    assert source is not None, "the request has a source"
    relative_path = _path(storage, source)
    longest_seconds = plan.engine.duration_seconds.high
    with _opened(storage, relative_path, source, longest_seconds) as (stream, file):
        frames = _count_frames(file, source, longest_seconds)
        rate_hertz = file.samplerate
        stream.seek(0)
        terms = license_in(tags_in(stream), licenses)
    frames_here = round(frames * SAMPLE_RATE_HERTZ / rate_hertz)
    if not frames_here:
        raise _refused(source, "is of an empty sound; choose another")
    return plan_source(plan, relative_path, frames_here, terms)


def read_source(storage: SoundStorage, plan: SoundPlan) -> Source:
    """Return the samples of a source that was found, with its strength and kept frames.

    Raises:
        EnvsoundError: As `find_source`. The file may have changed since.
    """
    asked, found = plan.request.source, plan.source
    assert asked is not None, "the request has a source"
    assert found is not None, "the source was found"
    longest_seconds = plan.engine.duration_seconds.high
    with _opened(storage, found.relative_path, asked, longest_seconds) as (_, file):
        samples = _decoded(file, found.frame_count, asked)
    return Source(samples, found.strength, found.kept_frames)


def _path(storage: SoundStorage, source: SoundSource) -> str:
    if source.sound_file is not None:
        return source.sound_file
    answered = storage.find_answered(source.request_id or "")
    if answered is None:
        raise SourceNotFound(source.named_by)
    return answered[1].relative_path


@contextmanager
def _opened(
    storage: SoundStorage, relative_path: str, source: SoundSource, longest_seconds: float
) -> Iterator[tuple[BinaryIO, soundfile.SoundFile]]:
    """Open a source whose file is not too large for the engine, and translate all errors."""
    with storage_errors(), _not_there(source), _undecodable(source):
        size_bytes = storage.store.size_bytes(relative_path)
        if size_bytes > longest_seconds * _LARGEST_SECOND_BYTES + _LARGEST_TAGS_BYTES:
            raise _refused(
                source,
                f"is of a file of {size_bytes / 1e6:.0f} MB; "
                f"choose a sound of at most {longest_seconds:g} s",
            )
        with (
            storage.store.open(relative_path) as stream,
            soundfile.SoundFile(stream.fileno(), closefd=False) as file,
        ):
            _check_layout(file, source)
            yield stream, file


@contextmanager
def _not_there(source: SoundSource) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        if isinstance(error, FileNotFoundError) or error.errno in _NOT_THERE:
            raise SourceNotFound(source.named_by) from error
        raise


@contextmanager
def _undecodable(source: SoundSource) -> Iterator[None]:
    try:
        yield
    except soundfile.LibsndfileError as error:
        raise _refused(source, "is of a file that is no sound, or damaged") from error


def _check_layout(file: soundfile.SoundFile, source: SoundSource) -> None:
    has_known_rate = LOWEST_RATE_HERTZ <= file.samplerate <= HIGHEST_RATE_HERTZ
    if file.channels > CHANNEL_COUNT or not has_known_rate:
        raise _refused(
            source,
            f"is of a sound with {file.channels} channels at {file.samplerate} Hz; choose one with "
            f"1 or 2 channels at {LOWEST_RATE_HERTZ} to {HIGHEST_RATE_HERTZ} Hz",
        )


def _count_frames(file: soundfile.SoundFile, source: SoundSource, longest_seconds: float) -> int:
    """Return how many frames can be decoded, or for an overlong sound the header's number."""
    most_frames = int(longest_seconds * file.samplerate) + 1
    if file.frames > most_frames:
        return int(file.frames)
    frames = 0
    for block in _blocks(file, source):
        frames += len(block)
        if frames > most_frames:
            break
    return frames


def _decoded(file: soundfile.SoundFile, frame_count: int, source: SoundSource) -> Samples:
    """Return `frame_count` frames at 44.1 kHz, float32 [2, frame_count]."""
    samples = np.zeros((CHANNEL_COUNT, frame_count), np.float32)
    end = 0
    for block in _resampled(file, source):
        part = block[: frame_count - end].T
        samples[:, end : end + part.shape[1]] = part
        end += part.shape[1]
    return samples


def _resampled(file: soundfile.SoundFile, source: SoundSource) -> Iterator[Samples]:
    """Yield float32 [frames, 2] at 44.1 kHz."""
    if file.samplerate == SAMPLE_RATE_HERTZ:
        yield from _blocks(file, source)
        return
    stream = soxr.ResampleStream(
        file.samplerate, SAMPLE_RATE_HERTZ, CHANNEL_COUNT, dtype="float32", quality="HQ"
    )
    for block in _blocks(file, source):
        yield stream.resample_chunk(block)
    yield stream.resample_chunk(np.zeros((0, CHANNEL_COUNT), np.float32), last=True)


def _blocks(file: soundfile.SoundFile, source: SoundSource) -> Iterator[Samples]:
    """Yield float32 [frames, 2] at the file's own rate, with a single channel on both sides."""
    while len(block := file.read(_BLOCK_FRAMES, dtype="float32", always_2d=True)):
        if not np.isfinite(block).all():
            raise _refused(source, "is of a file with samples that are no numbers")
        yield np.ascontiguousarray(np.broadcast_to(block, (len(block), CHANNEL_COUNT)))


def _refused(source: SoundSource, why: str) -> InvalidRequest:
    return InvalidRequest([FieldViolation(source.named_by, why)])
