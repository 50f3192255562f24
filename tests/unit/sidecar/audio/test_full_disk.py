"""A full disk as an OSError, in every format and at every stage."""

import errno
import os
import resource
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import pytest
from support.disks import small_disk

from envsound_server.audio.encoding import SoundEncoder
from envsound_server.audio.formats import AudioFormat
from envsound_server.audio.labels import AiLabel
from envsound_server.audio.tags import SoundTags, write_tags
from envsound_server.audio.waveform import Samples

TAGS = SoundTags("rain", "p" * 1_000, "", "", "procedural", "1", 1, 0, 0.0, False, ("n" * 20_000,))
LABEL = AiLabel("code", "1")
FULL = os.strerror(errno.ENOSPC)
REFUSED = os.strerror(errno.EFBIG)


def noise(frames: int = 220_500) -> Samples:
    return (np.random.default_rng(1).standard_normal((2, frames)) * 0.1).astype(np.float32)


@contextmanager
def files_limited_to(size_bytes: int) -> Iterator[None]:
    """Limit the size of files, so that the system answers with EFBIG."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size_bytes, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


@pytest.fixture
def tiny_disk(tmp_path: Path) -> Iterator[Path]:
    with small_disk(tmp_path / "disk", "64k") as folder:
        yield folder


def encode(path: Path, audio_format: AudioFormat) -> None:
    with SoundEncoder(path, audio_format) as encoder:
        for block in np.split(noise(), 10, axis=1):
            encoder.write(block)


@pytest.mark.parametrize("audio_format", AudioFormat)
def test_a_full_disk_is_reported_while_encoding(tiny_disk: Path, audio_format: AudioFormat) -> None:
    with pytest.raises(OSError, match=FULL):
        encode(tiny_disk / "sound", audio_format)


@pytest.mark.parametrize("audio_format", AudioFormat)
def test_a_full_disk_is_reported_while_tagging(tiny_disk: Path, audio_format: AudioFormat) -> None:
    path = tiny_disk / "sound"
    with SoundEncoder(path, audio_format) as encoder:
        encoder.write(noise(4_000))
    room = 65_536 - path.stat().st_size // 4_096 * 4_096 - 8_192
    (tiny_disk / "other").write_bytes(bytes(room))
    with pytest.raises(OSError, match=FULL):
        write_tags(path, audio_format, TAGS, LABEL)


@pytest.mark.parametrize("audio_format", AudioFormat)
@pytest.mark.parametrize("limit_bytes", [10, 20_000, 60_000])
def test_a_refused_write_is_reported(
    tmp_path: Path, audio_format: AudioFormat, limit_bytes: int
) -> None:
    with files_limited_to(limit_bytes), pytest.raises(OSError, match=REFUSED):
        encode(tmp_path / "sound", audio_format)


@pytest.mark.parametrize("audio_format", AudioFormat)
def test_a_write_refused_at_the_end_is_reported(tmp_path: Path, audio_format: AudioFormat) -> None:
    encode(tmp_path / "whole", audio_format)
    size_bytes = (tmp_path / "whole").stat().st_size
    with files_limited_to(size_bytes - 1), pytest.raises(OSError, match=REFUSED):
        encode(tmp_path / "sound", audio_format)


@pytest.mark.parametrize("audio_format", AudioFormat)
def test_refused_tags_are_reported(tmp_path: Path, audio_format: AudioFormat) -> None:
    path = tmp_path / "sound"
    encode(path, audio_format)
    with files_limited_to(path.stat().st_size + 100), pytest.raises(OSError, match=REFUSED):
        write_tags(path, audio_format, TAGS, LABEL)


def test_later_writes_report_the_error_again(tmp_path: Path) -> None:
    with files_limited_to(1_000), (tmp_path / "sound").open("x+b") as stream:
        encoder = SoundEncoder(stream, AudioFormat.FLAC)
        for _ in range(3):
            with pytest.raises(OSError, match=REFUSED):
                encoder.write(noise())
        with pytest.raises(OSError, match=REFUSED):
            encoder.close()
