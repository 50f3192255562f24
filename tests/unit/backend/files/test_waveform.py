"""Waveforms, against the definition computed the plain way."""

import json
import tracemalloc
from pathlib import Path
from threading import Event

import numpy as np
import pytest
import soundfile

from backend.errors import InvalidRequest, SoundFileDamaged
from backend.files.waveform import WaveformAbandoned, read_outline, read_waveform

RATE_HERTZ = 8_000


def noise(frame_count: int, channels: int) -> np.ndarray:
    return np.random.default_rng(3).integers(-32768, 32768, (frame_count, channels), dtype=np.int16)


def plain_data(samples: np.ndarray, samples_per_pixel: int) -> list[int]:
    data: list[int] = []
    for start in range(0, len(samples), samples_per_pixel):
        for channel in samples[start : start + samples_per_pixel].T:
            data += [int(channel.min()), int(channel.max())]
    return data


@pytest.mark.parametrize("channels", [1, 2])
@pytest.mark.parametrize("frame_count", [1, 399, 400, 401, 70_123])
def test_each_pixel_has_the_lowest_and_highest_sample_of_each_channel(
    tmp_path: Path, frame_count: int, channels: int
) -> None:
    samples = noise(frame_count, channels)
    soundfile.write(tmp_path / "a.wav", samples, RATE_HERTZ)
    waveform = json.loads(read_waveform(tmp_path / "a.wav", 20, Event()).to_json())
    assert list(waveform) == [
        "version", "channels", "sample_rate", "samples_per_pixel", "bits", "length", "data",
    ]  # fmt: skip
    data = waveform.pop("data")
    assert waveform == {
        "version": 2,
        "channels": channels,
        "sample_rate": RATE_HERTZ,
        "samples_per_pixel": 400,
        "bits": 16,
        "length": -(-frame_count // 400),
    }
    assert data == plain_data(samples, 400)


@pytest.mark.parametrize(
    ("name", "subtype"),
    [("a.wav", "FLOAT"), ("a.flac", "PCM_24"), ("a.ogg", "VORBIS"), ("a.mp3", None)],
)
def test_every_kind_of_file_has_a_waveform(tmp_path: Path, name: str, subtype: str | None) -> None:
    tone = 0.5 * np.sin(np.arange(44_100) * 2 * np.pi * 441 / 44_100)
    soundfile.write(tmp_path / name, np.stack([tone, -tone], 1), 44_100, subtype=subtype)
    peaks = read_waveform(tmp_path / name, 100, Event()).peaks
    # At the ends a lossy codec adds silence of its own.
    middle = peaks[10:-10].astype(float)
    assert len(middle) > 75
    assert middle[:, :, 1] == pytest.approx(16_384, rel=0.06)
    assert middle[:, :, 0] == pytest.approx(-16_384, rel=0.06)


def test_more_than_full_scale_is_clipped_and_no_number_is_zero(tmp_path: Path) -> None:
    samples = np.array([1.5, -1.5, np.nan, 0.0], dtype=np.float32)
    soundfile.write(tmp_path / "a.wav", samples, RATE_HERTZ, subtype="FLOAT")
    peaks = read_waveform(tmp_path / "a.wav", RATE_HERTZ, Event()).peaks
    assert peaks[:, 0, 0].tolist() == [32767, -32768, 0, 0]


def test_a_long_file_takes_little_memory(tmp_path: Path) -> None:
    with soundfile.SoundFile(tmp_path / "a.flac", "w", 44_100, 2) as sound:
        for _ in range(100):
            sound.write(np.zeros((44_100, 2), dtype=np.int16))
    tracemalloc.start()
    read_waveform(tmp_path / "a.flac", 10, Event())
    read_outline(tmp_path / "a.flac", 2, Event())
    _, most_bytes = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert most_bytes < 8_000_000  # the samples themselves would be 35 MB


def test_too_many_pixels_name_the_field_and_how_many_there_may_be(tmp_path: Path) -> None:
    with soundfile.SoundFile(tmp_path / "a.flac", "w", RATE_HERTZ, 1) as sound:
        sound.write(np.zeros(1000 * RATE_HERTZ, dtype=np.int16))
    with pytest.raises(InvalidRequest, match="pixels_per_second: has to be at most 400 "):
        read_waveform(tmp_path / "a.flac", 401, Event())
    assert len(read_waveform(tmp_path / "a.flac", 400, Event()).peaks) == 400_000


@pytest.mark.parametrize("content", [b"", b"RIFF", b"no sound at all" * 100])
def test_what_is_no_sound_is_damaged(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "a.wav").write_bytes(content)
    for read in (read_waveform, read_outline):
        with pytest.raises(SoundFileDamaged):
            read(tmp_path / "a.wav", 20, Event())


def test_a_file_without_samples_is_damaged(tmp_path: Path) -> None:
    soundfile.write(tmp_path / "a.wav", np.zeros((0, 2)), RATE_HERTZ)
    with pytest.raises(SoundFileDamaged):
        read_waveform(tmp_path / "a.wav", 20, Event())


@pytest.mark.parametrize("frame_count", [1, 63, 64, 65, 1000, 300_001])
def test_an_outline_has_every_peak_of_the_sound(tmp_path: Path, frame_count: int) -> None:
    samples = np.zeros((frame_count, 2), dtype=np.int16)
    samples[frame_count // 2, 1] = 12_345
    soundfile.write(tmp_path / "a.wav", samples, RATE_HERTZ)
    peaks = read_outline(tmp_path / "a.wav", 64, Event()).peaks
    assert 1 <= len(peaks) <= 64
    column = int(np.argmax(peaks[:, 1, 1]))
    assert peaks[column, 1].tolist() == [0 if frame_count > 64 else 12_345, 12_345]
    assert column == pytest.approx(len(peaks) / 2, abs=1)
    assert np.count_nonzero(peaks[:, 0]) == 0


def test_reading_stops_once_it_is_abandoned(tmp_path: Path) -> None:
    soundfile.write(tmp_path / "a.wav", noise(RATE_HERTZ, 2), RATE_HERTZ)
    abandoned = Event()
    abandoned.set()
    for read in (read_waveform, read_outline):
        with pytest.raises(WaveformAbandoned):
            read(tmp_path / "a.wav", 20, abandoned)
