"""What a file is, by its content alone."""

import hashlib
import io
import math
from pathlib import Path

import numpy as np
import pytest
import soundfile

from backend.errors import UploadRefused
from backend.files.inspection import inspect
from backend.sidecar.types import AudioFormat

NOISE = np.random.default_rng(1).uniform(-0.5, 0.5, (22_050, 2))


def encoded(container: str, subtype: str | None = None, rate_hertz: int = 44_100) -> bytes:
    stream = io.BytesIO()
    soundfile.write(stream, NOISE, rate_hertz, format=container, subtype=subtype)
    return stream.getvalue()


@pytest.mark.parametrize(
    ("container", "subtype", "audio_format"),
    [
        ("WAV", "PCM_16", AudioFormat.WAV_16),
        ("WAV", "PCM_24", AudioFormat.WAV_24),
        ("WAVEX", "PCM_24", AudioFormat.WAV_24),
        ("WAV", "FLOAT", AudioFormat.WAV_FLOAT),
        ("FLAC", "PCM_24", AudioFormat.FLAC),
        ("OGG", "VORBIS", AudioFormat.OGG_VORBIS),
        ("MP3", None, AudioFormat.MP3),
    ],
)
def test_the_content_tells_the_format_whatever_the_name(
    tmp_path: Path, container: str, subtype: str | None, audio_format: AudioFormat
) -> None:
    content = encoded(container, subtype)
    path = tmp_path / "holiday.jpg.raw"
    path.write_bytes(content)
    found = inspect(path, 1.0)
    assert found.audio_format is audio_format
    assert (found.sample_rate_hertz, found.channels) == (44_100, 2)
    assert found.duration_seconds == pytest.approx(0.5)
    assert found.file_size_bytes == len(content)
    assert found.sha256 == hashlib.sha256(content).hexdigest()
    # A lossy codec turns the noise into other noise.
    is_lossy = audio_format in (AudioFormat.OGG_VORBIS, AudioFormat.MP3)
    assert found.peak_dbfs == pytest.approx(-6.02, abs=8 if is_lossy else 0.01)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"R",
        b"\xff",
        b"\xff\xd8\xff\xe0 a JPEG picture",
        b"\xff\xfb\x90\x64" + b"not really MP3" * 100,
        b"RIFF\x24\x00\x00\x00WAVEfmt ",
        b"RIFF\xff\xff\xff\xffAVI LIST",
        b"fLaC" + bytes(100),
        b"OggS" + bytes(100),
        b"ID3\x04" + bytes(100),
        b"<svg onload=alert(1)>",
        b"FORM\x00\x00\x00\x00AIFF",
    ],
)
def test_what_is_no_sound_is_refused(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "a.wav").write_bytes(content)
    with pytest.raises(UploadRefused, match=r"no sound that can be decoded.*send WAV, FLAC"):
        inspect(tmp_path / "a.wav", 1.0)


@pytest.mark.parametrize("subtype", ["PCM_U8", "ULAW", "IMA_ADPCM", "DOUBLE"])
def test_other_encodings_are_refused_with_what_to_send(tmp_path: Path, subtype: str) -> None:
    (tmp_path / "a.wav").write_bytes(encoded("WAV", subtype))
    with pytest.raises(UploadRefused, match="send WAV with 16, 24 or 32"):
        inspect(tmp_path / "a.wav", 1.0)


def test_the_bounds_are_told(tmp_path: Path) -> None:
    path = tmp_path / "a.wav"
    path.write_bytes(encoded("WAV"))
    with pytest.raises(UploadRefused, match=r"too long; send at most 0\.4 s"):
        inspect(path, 0.4)
    path.write_bytes(encoded("WAV", rate_hertz=7_999))
    with pytest.raises(UploadRefused, match="7999 Hz"):
        inspect(path, 10)
    soundfile.write(path, np.zeros((9_000, 9)), 44_100)
    with pytest.raises(UploadRefused, match="9 channels; send at most 8"):
        inspect(path, 10)
    soundfile.write(path, np.zeros((100, 2)), 44_100)
    with pytest.raises(UploadRefused, match="shorter than"):
        inspect(path, 10)
    soundfile.write(path, np.full((9_000, 2), math.nan), 44_100, subtype="FLOAT")
    with pytest.raises(UploadRefused, match="no numbers"):
        inspect(path, 10)


def test_damage_in_the_middle_is_found(tmp_path: Path) -> None:
    content = bytearray(encoded("FLAC"))
    middle = len(content) // 2
    content[middle : middle + 2_000] = bytes(2_000)
    (tmp_path / "a.flac").write_bytes(content)
    with pytest.raises(UploadRefused, match="no sound that can be decoded"):
        inspect(tmp_path / "a.flac", 10)


def test_silence_has_no_peak(tmp_path: Path) -> None:
    soundfile.write(tmp_path / "a.wav", np.zeros((9_000, 1)), 44_100)
    found = inspect(tmp_path / "a.wav", 10)
    assert (found.peak_dbfs, found.channels) == (-math.inf, 1)
