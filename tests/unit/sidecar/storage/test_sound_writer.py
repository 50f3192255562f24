"""The level that a file has, told and measured: each is decoded and oversampled independently."""

import math
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest
import scipy.signal
import soundfile

from envsound_server.audio.formats import AudioFormat
from envsound_server.audio.levels import (
    BED_LOUDNESS_LUFS,
    EVENT_TRUE_PEAK_DBTP,
    LevelMeter,
    LevelTarget,
    LoudnessTarget,
    TruePeakTarget,
)
from envsound_server.audio.spool import LARGEST_BYTES_IN_MEMORY
from envsound_server.audio.waveform import SAMPLE_RATE_HERTZ, Samples
from envsound_server.domain.engine import CommercialUse, EngineDescription, License, Range
from envsound_server.domain.events import FinishedSound
from envsound_server.domain.plan import SoundPlan
from envsound_server.domain.request import SoundRequest
from envsound_server.errors import Abandoned, GenerationFailed, StorageFull
from envsound_server.storage.sound_storage import SoundStorage
from envsound_server.storage.sound_writer import SoundWriter

RATE = SAMPLE_RATE_HERTZ
BED = LoudnessTarget(BED_LOUDNESS_LUFS)
EVENT = TruePeakTarget(EVENT_TRUE_PEAK_DBTP)
ENGINE = EngineDescription(
    name="test",
    display_name="Test",
    description="For tests.",
    model_revision="1",
    license=License("CC0-1.0", CommercialUse.YES),
    duration_seconds=Range(0.1, 3600, 1),
    steps=None,
    cfg_scale=None,
    supports_negative_prompt=False,
    known_sounds=(),
    languages=("en",),
    max_batch_size=1,
)


@pytest.fixture
def storage(tmp_path: Path) -> Iterator[SoundStorage]:
    made = SoundStorage(tmp_path, "", 3600)
    made.prepare()
    yield made
    made.close()


@dataclass
class Waiting:
    """A ticket that somebody waits for."""

    level_target: LevelTarget | None
    is_abandoned: bool = False
    generation_seconds: float = 1.0
    notes: tuple[str, ...] = ()


def started(
    storage: SoundStorage,
    samples: Samples,
    audio_format: AudioFormat = AudioFormat.WAV_16,
    loop: bool = False,
    largest_bytes_in_memory: int = LARGEST_BYTES_IN_MEMORY,
) -> SoundWriter:
    request = SoundRequest("rain", name="rain", audio_format=audio_format, loop=loop)
    plan = SoundPlan(request, ENGINE, samples.shape[1], 0, 1, 0, 0.0)
    sound_writer = SoundWriter(storage, plan, largest_bytes_in_memory)
    sound_writer.open()
    write(sound_writer, samples)
    return sound_writer


def write(sound_writer: SoundWriter, samples: Samples) -> None:
    for first in range(0, samples.shape[1], 50_000):
        sound_writer.write(samples[:, first : first + 50_000])


def taken(
    storage: SoundStorage,
    samples: Samples,
    target: LevelTarget | None,
    audio_format: AudioFormat = AudioFormat.WAV_16,
    loop: bool = False,
    largest_bytes_in_memory: int = LARGEST_BYTES_IN_MEMORY,
) -> FinishedSound:
    sound_writer = started(storage, samples, audio_format, loop, largest_bytes_in_memory)
    waiting = Waiting(target)
    while (sound := sound_writer.finish(waiting)) is None:
        pass
    assert list(storage.temp_folder.iterdir()) == []
    return sound


def decoded(storage: SoundStorage, sound: FinishedSound) -> Samples:
    samples, _ = soundfile.read(storage.folder / sound.relative_path, dtype="float32")
    return np.ascontiguousarray(samples.T)


def true_peak_dbtp(samples: Samples) -> float:
    """Measured with SciPy's own filter, 8 times oversampled."""
    padded = np.pad(samples.astype(float), ((0, 0), (100, 100)))
    return 20 * math.log10(np.abs(scipy.signal.resample_poly(padded, 8, 1, axis=1)).max())


def loudness_lufs(samples: Samples) -> float | None:
    meter = LevelMeter()
    meter.add(samples)
    return meter.levels().loudness_lufs


def rain(seconds: float, level: float = 0.02) -> Samples:
    white = np.random.default_rng(3).standard_normal((2, round(seconds * RATE)))
    low_pass = scipy.signal.butter(2, 9_000, fs=RATE, output="sos")
    return (level * scipy.signal.sosfilt(low_pass, white)).astype(np.float32)


def thunder(seconds: float) -> Samples:
    """Three claps, each a burst of noise that dies away."""
    samples = np.zeros((2, round(seconds * RATE)))
    rng = np.random.default_rng(4)
    for at in (0.1, 0.4, 0.8):
        first = round(at * samples.shape[1])
        clap = rng.standard_normal((2, RATE)) * np.exp(-np.arange(RATE) / 4_000)
        length = min(RATE, samples.shape[1] - first)
        samples[:, first : first + length] += clap[:, :length]
    low_pass = scipy.signal.butter(2, 2_000, fs=RATE, output="sos")
    return scipy.signal.sosfilt(low_pass, samples).astype(np.float32)


SOUNDS = {
    "rain": rain(6),
    "rain, faint": rain(6, 2e-4),
    "rain, far above full scale": rain(6, 20),
    "thunder over rain": rain(20) + thunder(20),
    "thunder, above full scale": 4 * thunder(6),
    "short": rain(0.5),
}


def assert_told_is_written(storage: SoundStorage, sound: FinishedSound) -> None:
    samples = decoded(storage, sound)
    assert sound.true_peak_dbtp is not None
    assert sound.true_peak_dbtp <= -1
    assert true_peak_dbtp(samples) <= -1
    assert true_peak_dbtp(samples) == pytest.approx(sound.true_peak_dbtp, abs=0.1)
    assert loudness_lufs(samples) == pytest.approx(sound.loudness_lufs, abs=0.05)
    assert 20 * math.log10(np.abs(samples).max()) == pytest.approx(sound.peak_dbfs, abs=0.02)


@pytest.mark.parametrize("name", SOUNDS)
@pytest.mark.parametrize("loop", [False, True])
def test_a_bed_comes_at_its_loudness(storage: SoundStorage, name: str, loop: bool) -> None:
    sound = taken(storage, SOUNDS[name], BED, loop=loop)
    assert_told_is_written(storage, sound)
    assert sound.loudness_lufs == pytest.approx(-23, abs=0.2)


@pytest.mark.parametrize("name", SOUNDS)
def test_an_event_comes_at_its_true_peak(storage: SoundStorage, name: str) -> None:
    sound = taken(storage, SOUNDS[name], EVENT)
    assert_told_is_written(storage, sound)
    assert sound.true_peak_dbtp == pytest.approx(-3, abs=0.05)
    assert sound.notes == ()


@pytest.mark.parametrize("name", SOUNDS)
@pytest.mark.parametrize("target", [None, LoudnessTarget(-8), LoudnessTarget(-8, False)])
def test_no_file_has_a_true_peak_above_the_ceiling(
    storage: SoundStorage, name: str, target: LevelTarget | None
) -> None:
    # 24 bits: dither of 16 bits would be a part of the faint sound's peak.
    assert_told_is_written(storage, taken(storage, SOUNDS[name], target, AudioFormat.WAV_24))


def test_what_is_taken_down_is_told(storage: SoundStorage) -> None:
    sound = taken(storage, SOUNDS["thunder over rain"], BED)
    assert any("above -1 dBTP were turned down" in note for note in sound.notes)


def test_a_gain_that_has_to_stop_leaves_the_shape_as_it_is(storage: SoundStorage) -> None:
    samples = SOUNDS["thunder over rain"]
    target = LoudnessTarget(-8, limits_peaks=False)
    sound = taken(storage, samples, target, AudioFormat.WAV_FLOAT)
    assert sound.true_peak_dbtp == pytest.approx(-1, abs=0.1)
    assert sound.notes == (
        "-8 LUFS would lift the true peak above -1 dBTP; "
        f"the sound has {sound.loudness_lufs:.1f} LUFS.",
    )
    gain = decoded(storage, sound).max() / samples.max()
    np.testing.assert_allclose(decoded(storage, sound), gain * samples, rtol=1e-5, atol=1e-7)


@pytest.mark.parametrize("limits_peaks", [False, True])
def test_what_has_no_loudness_keeps_its_level_below_the_ceiling(
    storage: SoundStorage, limits_peaks: bool
) -> None:
    slow = np.sin(2 * np.pi * 0.1 * np.arange(10 * RATE) / RATE)
    samples = np.stack((slow, slow)).astype(np.float32)
    sound = taken(storage, samples, LoudnessTarget(-23, limits_peaks))
    assert sound.loudness_lufs is None
    assert sound.true_peak_dbtp == pytest.approx(-1, abs=0.1)


def test_a_sound_of_its_own_level_stays_bit_for_bit(storage: SoundStorage) -> None:
    sound = taken(storage, SOUNDS["rain"], None, AudioFormat.WAV_FLOAT)
    assert np.array_equal(decoded(storage, sound), SOUNDS["rain"])


def test_a_loop_that_its_engine_joins_stays_as_it_was_made(storage: SoundStorage) -> None:
    sound = taken(storage, SOUNDS["rain"], None, AudioFormat.WAV_FLOAT, loop=True)
    assert np.array_equal(decoded(storage, sound), SOUNDS["rain"])
    assert b"smpl" in (storage.folder / sound.relative_path).read_bytes()


def test_a_loop_is_turned_down_evenly_across_its_seam(storage: SoundStorage) -> None:
    samples = rain(4)
    samples[:, -300] = 3.0  # its gain reaches over the seam
    sound = taken(storage, samples, None, AudioFormat.WAV_FLOAT, loop=True)
    heard = np.roll(decoded(storage, sound), RATE, axis=1)
    made = np.roll(samples, RATE, axis=1)
    audible = np.flatnonzero(np.abs(made).min(axis=0) > 0.005)
    gain = heard[0, audible] / made[0, audible]
    assert gain.min() < 0.35
    assert np.abs(np.diff(gain)).max() < 0.02
    assert_told_is_written(storage, sound)


@pytest.mark.parametrize("audio_format", AudioFormat)
def test_every_format_holds_a_limited_sound(
    storage: SoundStorage, audio_format: AudioFormat
) -> None:
    sound = taken(storage, SOUNDS["thunder over rain"], BED, audio_format)
    assert loudness_lufs(decoded(storage, sound)) == pytest.approx(-23, abs=0.4)


@pytest.mark.parametrize("loop", [False, True])
def test_a_sound_on_the_disk_gives_the_same_file(storage: SoundStorage, loop: bool) -> None:
    samples = SOUNDS["thunder over rain"]
    in_memory = taken(storage, samples, BED, loop=loop)
    on_disk = taken(storage, samples, BED, loop=loop, largest_bytes_in_memory=100_000)
    assert on_disk.sha256 == in_memory.sha256


def test_a_full_disk_is_told_by_the_spool(
    storage: SoundStorage, monkeypatch: pytest.MonkeyPatch
) -> None:
    if not os.path.exists("/dev/full"):
        pytest.skip("there is no /dev/full")

    def open_full(*_: object, **__: object) -> object:
        return open("/dev/full", "w+b")

    monkeypatch.setattr("tempfile.TemporaryFile", open_full)
    sound_writer = started(storage, rain(0.5), largest_bytes_in_memory=500_000)
    with pytest.raises(StorageFull):
        write(sound_writer, SOUNDS["rain"])
    sound_writer.discard()
    assert list(storage.temp_folder.iterdir()) == []


def test_what_nobody_waits_for_is_given_up_between_two_parts(storage: SoundStorage) -> None:
    sound_writer = started(storage, rain(60))
    waiting = Waiting(BED)
    assert sound_writer.finish(waiting) is None
    waiting.is_abandoned = True
    with pytest.raises(Abandoned):
        sound_writer.finish(waiting)
    sound_writer.discard()
    assert list(storage.temp_folder.iterdir()) == []


def test_silence_is_no_sound(storage: SoundStorage) -> None:
    sound_writer = started(storage, np.zeros((2, RATE), np.float32))
    with pytest.raises(GenerationFailed, match="silence"):
        sound_writer.finish(Waiting(BED))
    sound_writer.discard()


def test_what_was_made_of_a_failed_sound_is_kept(storage: SoundStorage) -> None:
    sound_writer = started(storage, SOUNDS["rain"])
    sound_writer.keep_failed()
    (kept,) = storage.temp_folder.iterdir()
    assert kept.name.startswith("failed_")
    assert soundfile.info(kept).frames == SOUNDS["rain"].shape[1]


def test_only_the_beginning_of_a_long_failed_sound_is_kept(storage: SoundStorage) -> None:
    sound_writer = started(storage, np.tile(SOUNDS["rain"], 40), AudioFormat.WAV_FLOAT)
    sound_writer.keep_failed()
    (kept,) = storage.temp_folder.iterdir()
    assert 15 << 20 < kept.stat().st_size <= 16 << 20
    assert soundfile.info(kept).frames > 0


def test_a_sound_that_failed_before_its_first_block_leaves_no_file(storage: SoundStorage) -> None:
    sound_writer = started(storage, np.zeros((2, 0), np.float32))
    sound_writer.keep_failed()
    assert list(storage.temp_folder.iterdir()) == []


def test_few_failed_sounds_are_kept(storage: SoundStorage) -> None:
    for number in range(25):
        path = storage.temp_folder / f"generating_{number}"
        path.write_bytes(b"sound")
        os.utime(path, (number, number))
        storage.failed_files.keep(path, f"{number:02}.wav")
    kept = sorted(path.name for path in storage.temp_folder.iterdir())
    assert kept == [f"failed_{number:02}.wav" for number in range(5, 25)]
