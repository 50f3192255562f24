import io
from pathlib import Path

import numpy as np
import pytest
import soundfile
import soxr

from envsound_server.audio.encoding import SoundEncoder
from envsound_server.audio.formats import AudioFormat
from envsound_server.audio.wav import WavWriter
from envsound_server.audio.waveform import Samples

FRAMES = 100_001
WAVS = [AudioFormat.WAV_16, AudioFormat.WAV_24, AudioFormat.WAV_FLOAT]
LOSSY = [AudioFormat.MP3, AudioFormat.OGG_VORBIS, AudioFormat.OPUS]
# One step of dither and half a step of rounding, or what the format rounds to.
LARGEST_ERROR = {
    AudioFormat.WAV_16: 1.5 / 2**15,
    AudioFormat.WAV_24: 0.5 / 2**23,
    AudioFormat.WAV_FLOAT: 0,
    AudioFormat.FLAC: 1.5 / 2**23,
}


def texture(frames: int = FRAMES, seed: int = 1) -> Samples:
    """Return two tones over noise, different on the two channels."""
    time = np.arange(frames) / 44_100
    tones = 0.2 * np.sin(2 * np.pi * np.array([[440.0], [660.0]]) * time)
    noise = 0.02 * np.random.default_rng(seed).standard_normal((2, frames))
    return (tones + noise).astype(np.float32)


def encode(
    path: Path, audio_format: AudioFormat, samples: Samples, block: int = 30_000, gain: float = 1.0
) -> int:
    with SoundEncoder(path, audio_format) as encoder:
        for first in range(0, samples.shape[1], block):
            encoder.write(samples[:, first : first + block], gain)
    return encoder.frame_count


def decode(path: Path) -> Samples:
    samples, _ = soundfile.read(path, dtype="float32", always_2d=True)
    return samples.T


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "sound"


@pytest.mark.parametrize("audio_format", AudioFormat)
@pytest.mark.parametrize("frames", [1, 441, 1_152, 22_050, FRAMES])
def test_the_file_has_exactly_the_frames_written(
    path: Path, audio_format: AudioFormat, frames: int
) -> None:
    counted = encode(path, audio_format, texture(frames))
    info = soundfile.info(path)
    expected = frames if audio_format is not AudioFormat.OPUS else round(frames * 160 / 147)
    assert counted == info.frames == decode(path).shape[1] == expected
    assert info.samplerate == audio_format.sample_rate_hertz
    assert info.channels == 2


@pytest.mark.parametrize("audio_format", LARGEST_ERROR)
def test_lossless_formats_give_back_what_was_written(path: Path, audio_format: AudioFormat) -> None:
    samples = texture()
    encode(path, audio_format, samples)
    assert np.abs(decode(path) - samples).max() <= LARGEST_ERROR[audio_format]


@pytest.mark.parametrize("audio_format", LOSSY)
def test_lossy_formats_stay_close(path: Path, audio_format: AudioFormat) -> None:
    samples = texture()
    encode(path, audio_format, samples)
    decoded = decode(path)
    if audio_format is AudioFormat.OPUS:
        samples = soxr.resample(samples.T, 44_100, 48_000).T[:, : decoded.shape[1]]
    middle = slice(5_000, 95_000)  # in step with the original, so no encoder delay is left
    error = np.sqrt(np.mean(np.square(decoded[:, middle] - samples[:, middle]), axis=1))
    level = np.sqrt(np.mean(np.square(samples[:, middle]), axis=1))
    assert (20 * np.log10(error / level) < -20).all()
    gained_db = 20 * np.log10(np.sqrt(np.mean(np.square(decoded[:, middle]), axis=1)) / level)
    assert gained_db == pytest.approx([0, 0], abs=0.2)


@pytest.mark.parametrize("audio_format", AudioFormat)
def test_the_containers_are_what_they_are_called(path: Path, audio_format: AudioFormat) -> None:
    encode(path, audio_format, texture())
    info = soundfile.info(path)
    assert (info.format, info.subtype) == {
        AudioFormat.WAV_16: ("WAV", "PCM_16"),
        AudioFormat.WAV_24: ("WAV", "PCM_24"),
        AudioFormat.WAV_FLOAT: ("WAV", "FLOAT"),
        AudioFormat.FLAC: ("FLAC", "PCM_24"),
        AudioFormat.MP3: ("MP3", "MPEG_LAYER_III"),
        AudioFormat.OGG_VORBIS: ("OGG", "VORBIS"),
        AudioFormat.OPUS: ("OGG", "OPUS"),
    }[audio_format]


@pytest.mark.parametrize("audio_format", LOSSY)
@pytest.mark.parametrize("frames", [44_000, 44_100, 44_400, 44_800, 132_300])
def test_lossy_formats_keep_the_end(path: Path, audio_format: AudioFormat, frames: int) -> None:
    """No frame of the sound stays inside the codec, wherever its last packet ends."""
    cycles = 2 * np.pi * 100 * np.arange(frames) / 44_100
    encode(path, audio_format, np.tile(0.8 * np.sin(cycles), (2, 1)).astype(np.float32))
    decoded = decode(path)
    cycles = 2 * np.pi * 100 * np.arange(decoded.shape[1]) / audio_format.sample_rate_hertz
    error = np.abs(decoded - 0.8 * np.sin(cycles))
    assert error[:, -600:-5].max() < 0.08


def bits_per_second(path: Path) -> float:
    return path.stat().st_size * 8 / soundfile.info(path).duration


@pytest.mark.parametrize(
    ("audio_format", "lowest", "highest"),
    [
        (AudioFormat.MP3, 192_000, 321_000),
        (AudioFormat.OGG_VORBIS, 180_000, 320_000),
        (AudioFormat.OPUS, 140_000, 190_000),
    ],
)
def test_lossy_formats_spend_enough_on_noise(
    path: Path, audio_format: AudioFormat, lowest: int, highest: int
) -> None:
    noise = 0.1 * np.random.default_rng(2).standard_normal((2, 220_500)).astype(np.float32)
    encode(path, audio_format, noise)
    assert lowest < bits_per_second(path) < highest


@pytest.mark.parametrize("audio_format", AudioFormat)
def test_the_same_sound_gives_the_same_bytes(tmp_path: Path, audio_format: AudioFormat) -> None:
    first, second = tmp_path / "first", tmp_path / "second"
    encode(first, audio_format, texture())
    encode(second, audio_format, texture())
    assert first.read_bytes() == second.read_bytes()


@pytest.mark.parametrize("audio_format", WAVS)
@pytest.mark.parametrize("block", [1_000, 65_536, 65_537])
def test_the_bytes_of_a_wav_do_not_depend_on_the_blocks(
    tmp_path: Path, audio_format: AudioFormat, block: int
) -> None:
    whole, cut = tmp_path / "whole", tmp_path / "cut"
    encode(whole, audio_format, texture(), FRAMES)
    encode(cut, audio_format, texture(), block)
    assert cut.read_bytes() == whole.read_bytes()


@pytest.mark.parametrize("audio_format", [f for f in AudioFormat if f is not AudioFormat.WAV_FLOAT])
def test_what_is_too_loud_is_clipped_and_does_not_wrap(
    path: Path, audio_format: AudioFormat
) -> None:
    time = np.arange(44_100) / 44_100
    loud = np.tile(1.5 * np.sin(2 * np.pi * 100 * time), (2, 1)).astype(np.float32)
    encode(path, audio_format, loud)
    decoded = decode(path)
    time = np.arange(decoded.shape[1]) / audio_format.sample_rate_hertz
    expected = np.clip(1.5 * np.sin(2 * np.pi * 100 * time), -1, 1)
    assert np.abs(decoded - expected).max() < 0.2


def test_float_keeps_what_is_above_full_scale(path: Path) -> None:
    encode(path, AudioFormat.WAV_FLOAT, texture() * np.float32(8))
    assert decode(path).max() > 1.5


@pytest.mark.parametrize("audio_format", AudioFormat)
def test_the_gain_is_applied(path: Path, audio_format: AudioFormat) -> None:
    samples = texture()
    encode(path, audio_format, samples, gain=0.5)
    assert np.std(decode(path)) == pytest.approx(np.std(samples) / 2, rel=0.02)


def test_16_bits_are_dithered(path: Path) -> None:
    """A tone of a third of a step, which rounding alone would remove, is preserved."""
    time = np.arange(FRAMES) / 44_100
    faint = np.tile(np.sin(2 * np.pi * 1_000 * time) / 3 / 2**15, (2, 1)).astype(np.float32)
    encode(path, AudioFormat.WAV_16, faint)
    left, right = decode(path).astype(np.float64)
    amplitude = 2 * np.mean(left * np.sin(2 * np.pi * 1_000 * time)) * 2**15
    assert amplitude == pytest.approx(1 / 3, abs=0.03)
    assert abs(np.corrcoef(left - faint[0], right - faint[1])[0, 1]) < 0.05


@pytest.mark.parametrize("audio_format", AudioFormat)
def test_a_stream_stays_open(audio_format: AudioFormat) -> None:
    stream = io.BytesIO()
    with SoundEncoder(stream, audio_format) as encoder:
        encoder.write(texture())
    encoder.close()
    stream.seek(0)
    samples, _ = soundfile.read(stream)
    assert len(samples) == encoder.frame_count


@pytest.mark.parametrize("audio_format", [AudioFormat.OGG_VORBIS, AudioFormat.OPUS])
def test_a_minute_in_one_block_is_fine(path: Path, audio_format: AudioFormat) -> None:
    """A single write of this length would overrun the stack of libsndfile's Vorbis encoder."""
    samples = np.zeros((2, 60 * 44_100), np.float32)
    assert encode(path, audio_format, samples, samples.shape[1]) == soundfile.info(path).frames


def test_a_wav_of_more_than_4_gib_is_refused(path: Path) -> None:
    with path.open("w+b") as stream:
        writer = WavWriter(stream, AudioFormat.WAV_16, longest_data_bytes=4 * FRAMES)
        writer.write(texture(), 1.0)
        with pytest.raises(ValueError, match="at most 4 GiB"):
            writer.write(texture(1), 1.0)
        writer.close()
    assert soundfile.info(path).frames == FRAMES


def test_a_folder_that_is_not_there_is_an_oserror(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        SoundEncoder(tmp_path / "nowhere" / "sound.wav", AudioFormat.WAV_16)


def test_every_format_is_described() -> None:
    assert [f.extension for f in AudioFormat] == ["wav", "wav", "wav", "flac", "mp3", "ogg", "opus"]
    assert {f.media_type.partition("/")[0] for f in AudioFormat} == {"audio"}
    assert len({f.display_name for f in AudioFormat}) == len(AudioFormat)
