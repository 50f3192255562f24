"""What is read of the sound that a new one is made from, on real files."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import soundfile
from envsound_test_engines import create_from_source, create_slow

from envsound_server.audio.encoding import SoundEncoder
from envsound_server.audio.formats import AudioFormat
from envsound_server.audio.waveform import SAMPLE_RATE_HERTZ, Samples
from envsound_server.domain.engine import Source
from envsound_server.domain.plan import SoundPlan
from envsound_server.domain.request import SoundRequest, SoundSource
from envsound_server.engines.registry import Registry
from envsound_server.errors import InvalidRequest, SourceNotFound
from envsound_server.scheduling.admission import plan_sound
from envsound_server.scheduling.sources import find_source, read_source
from envsound_server.storage.sound_storage import SoundStorage

RATE = SAMPLE_RATE_HERTZ
NAME = "2026/11/env_tone_20261101_0a1b2c3d.wav"
REGISTRY = Registry([create_from_source({})], "from_source")


@pytest.fixture
def storage(tmp_path: Path) -> Iterator[SoundStorage]:
    made = SoundStorage(tmp_path / "sounds", "", 3600)
    made.prepare()
    (made.folder / "2026" / "11").mkdir(parents=True)
    yield made
    made.close()


def planned(source: SoundSource, **fields: object) -> SoundPlan:
    return plan_sound(replace(SoundRequest("rain", source=source), **fields), REGISTRY)


def found(storage: SoundStorage, source: SoundSource, **fields: object) -> SoundPlan:
    return find_source(storage, planned(source, **fields), {})


def read(storage: SoundStorage, **source: object) -> Source:
    return read_source(storage, found(storage, SoundSource(NAME, **source)))


def refusal(storage: SoundStorage, source: SoundSource, **fields: object) -> dict[str, str]:
    with pytest.raises(InvalidRequest) as caught:
        found(storage, source, **fields)
    return {violation.field: violation.description for violation in caught.value.violations}


def tone(seconds: float, rate_hertz: int = RATE, hertz: float = 440.0) -> Samples:
    """Return a tone, half as loud on the right, float32 [2, frames]."""
    wave = 0.4 * np.sin(2 * np.pi * hertz * np.arange(round(seconds * rate_hertz)) / rate_hertz)
    return np.stack((wave, wave / 2)).astype(np.float32)


def write(
    storage: SoundStorage, samples: Samples, rate_hertz: int = RATE, subtype: str = "FLOAT"
) -> None:
    soundfile.write(storage.folder / NAME, samples.T, rate_hertz, subtype=subtype, format="WAV")


def test_float_samples_come_bit_for_bit(storage: SoundStorage) -> None:
    samples = 4 * tone(3.1)  # above full scale, and longer than a block
    write(storage, samples)
    source = read(storage)
    assert source.samples.dtype == np.float32
    assert source.samples.flags.c_contiguous
    assert np.array_equal(source.samples, samples)
    assert (source.strength, source.kept_frames) == (0.7, ())


def test_one_channel_is_heard_on_both_sides(storage: SoundStorage) -> None:
    write(storage, tone(1)[:1])
    assert np.array_equal(read(storage).samples, tone(1)[[0, 0]])


@pytest.mark.parametrize("rate_hertz", [8_000, 22_050, 48_000, 96_000, 192_000])
@pytest.mark.parametrize("channels", [1, 2])
def test_another_rate_becomes_44100_hz(
    storage: SoundStorage, rate_hertz: int, channels: int
) -> None:
    write(storage, tone(2.2, rate_hertz)[:channels], rate_hertz)
    source = read(storage)
    expected = tone(2.2)[[0, channels - 1]]
    assert source.samples.shape == expected.shape
    middle = slice(2_000, -2_000)  # a tone that begins at once is more than 8 kHz can hold
    np.testing.assert_allclose(source.samples[:, middle], expected[:, middle], atol=2e-3)


@pytest.mark.parametrize("audio_format", AudioFormat)
def test_every_format_of_ours_is_read_at_its_length(
    storage: SoundStorage, audio_format: AudioFormat
) -> None:
    samples = tone(2.5)
    with SoundEncoder(storage.folder / NAME, audio_format) as encoder:
        encoder.write(samples)
    source = read(storage)
    assert source.samples.shape == samples.shape
    middle = slice(5_000, -5_000)
    assert np.corrcoef(source.samples[0, middle], samples[0, middle])[0, 1] > 0.999


def test_a_plan_without_a_length_gets_the_sources(storage: SoundStorage) -> None:
    write(storage, tone(2.5))
    plan = found(storage, SoundSource(NAME))
    assert (plan.frame_count, plan.source and plan.source.frame_count) == (110_250, 110_250)
    longer = found(storage, SoundSource(NAME), duration_seconds=4.0)
    assert (longer.frame_count, longer.source and longer.source.frame_count) == (176_400, 110_250)


def test_ranges_become_frames(storage: SoundStorage) -> None:
    write(storage, tone(2))
    source = read(storage, strength=0.25, keep_ranges=((0.0, 0.5), (0.5, 0.75), (1.5, 2.0)))
    assert source.strength == 0.25
    assert source.kept_frames == ((0, 22_050), (22_050, 33_075), (66_150, 88_200))


def test_a_range_beyond_the_shorter_of_the_two_is_refused(storage: SoundStorage) -> None:
    write(storage, tone(2))
    beyond = SoundSource(NAME, keep_ranges=((0.0, 0.5), (1.0, 2.001)))
    assert refusal(storage, beyond) == {
        "source.keep_ranges[1]": "ends at 2.001 s, but the source ends at 2 s; "
        "end it there or before"
    }
    kept = SoundSource(NAME, keep_ranges=((1.0, 1.5),))
    assert refusal(storage, kept, duration_seconds=1.25) == {
        "source.keep_ranges[0]": "ends at 1.5 s, but the new sound ends at 1.25 s; "
        "end it there or before"
    }


def test_a_loop_that_is_crossfaded_keeps_nothing_in_its_place(storage: SoundStorage) -> None:
    write(storage, tone(2))
    plan = planned(SoundSource(NAME, keep_ranges=((0.0, 1.0),)), loop=True)
    joined = replace(
        plan, engine=replace(plan.engine, loops_natively=False), overlap_frame_count=9_000
    )
    with pytest.raises(InvalidRequest, match=r"source\.keep_ranges: .*in a loop"):
        find_source(storage, joined, {})


@pytest.mark.parametrize("header_only", [False, True])
def test_a_source_that_is_too_long_is_refused(storage: SoundStorage, header_only: bool) -> None:
    write(storage, tone(200 if header_only else 60.001), subtype="PCM_16")
    (description,) = refusal(storage, SoundSource(NAME), duration_seconds=2.0).values()
    assert "the from_source engine takes at most 60 s" in description


def test_a_file_that_no_sound_of_that_length_can_have_is_not_opened(storage: SoundStorage) -> None:
    with (storage.folder / NAME).open("wb") as stream:
        stream.truncate(200_000_000)
    (description,) = refusal(storage, SoundSource(NAME)).values()
    assert description == "is of a file of 200 MB; choose a sound of at most 60 s"


def test_a_short_source_needs_a_length(storage: SoundStorage) -> None:
    write(storage, tone(0.25))
    (description,) = refusal(storage, SoundSource(NAME)).values()
    assert description.startswith("is of a sound of 0.25 s; the from_source engine makes at least")
    assert found(storage, SoundSource(NAME), duration_seconds=1.0).frame_count == RATE


@pytest.mark.parametrize(
    "content", [b"", b"no sound at all", b"RIFF\x24\0\0\0WAVE", b'{"sounds": []}' * 100]
)
def test_a_file_that_is_no_sound_is_refused(storage: SoundStorage, content: bytes) -> None:
    (storage.folder / NAME).write_bytes(content)
    assert refusal(storage, SoundSource(NAME)) == {
        "source.sound_file": "is of a file that is no sound, or damaged"
    }


def test_an_empty_sound_is_refused(storage: SoundStorage) -> None:
    write(storage, tone(0))
    assert "source.sound_file" in refusal(storage, SoundSource(NAME))


def test_samples_that_are_no_numbers_are_refused(storage: SoundStorage) -> None:
    samples = tone(3)
    samples[1, -5] = np.nan
    write(storage, samples)
    (description,) = refusal(storage, SoundSource(NAME)).values()
    assert description == "is of a file with samples that are no numbers"


@pytest.mark.parametrize(("channels", "rate_hertz"), [(3, 44_100), (8, 48_000), (2, 4_000)])
def test_an_odd_layout_is_refused(storage: SoundStorage, channels: int, rate_hertz: int) -> None:
    write(storage, np.zeros((channels, rate_hertz), np.float32), rate_hertz)
    (description,) = refusal(storage, SoundSource(NAME)).values()
    assert f"{channels} channels at {rate_hertz} Hz" in description


def test_a_truncated_file_never_raises_anything_else(storage: SoundStorage) -> None:
    for audio_format in (AudioFormat.FLAC, AudioFormat.MP3, AudioFormat.OGG_VORBIS):
        with SoundEncoder(storage.folder / NAME, audio_format) as encoder:
            encoder.write(tone(2))
        whole = (storage.folder / NAME).read_bytes()
        for part in (0.02, 0.3, 0.6, 0.99):
            (storage.folder / NAME).write_bytes(whole[: round(len(whole) * part)])
            try:
                plan = found(storage, SoundSource(NAME), duration_seconds=2.0)
            except InvalidRequest:
                continue
            assert plan.source is not None
            source = read_source(storage, plan)
            assert source.samples.shape == (2, plan.source.frame_count)


@pytest.mark.parametrize(
    "name", ["2026/11/gone.wav", "2026/11", "gone/11/a.wav", f"{NAME}/a.wav", "2026/" + "x" * 300]
)
def test_what_is_not_there_is_told(storage: SoundStorage, name: str) -> None:
    write(storage, tone(1))
    with pytest.raises(SourceNotFound, match=r"source\.sound_file") as caught:
        found(storage, SoundSource(name))
    assert str(storage.folder) not in caught.value.message


def test_no_link_leads_out_or_to_what_is_no_sound(storage: SoundStorage, tmp_path: Path) -> None:
    outside = tmp_path / "secret.wav"
    soundfile.write(outside, tone(1).T, RATE)
    soundfile.write(storage.temp_folder / "failed.wav", tone(1).T, RATE)
    month = storage.folder / "2026" / "11"
    (month / "out.wav").symlink_to(outside)
    (month / "temp.wav").symlink_to(storage.temp_folder / "failed.wav")
    (month / "round.wav").symlink_to(month / "round.wav")
    (storage.folder / "2027").symlink_to(tmp_path)
    for name in ("2026/11/out.wav", "2026/11/temp.wav", "2026/11/round.wav", "2027/secret.wav"):
        with pytest.raises(SourceNotFound):
            found(storage, SoundSource(name))


def test_a_link_within_the_folder_is_followed(storage: SoundStorage) -> None:
    write(storage, tone(1))
    (storage.folder / "2026" / "12").symlink_to(storage.folder / "2026" / "11")
    assert found(storage, SoundSource(NAME.replace("/11/", "/12/"))).frame_count == RATE


def test_an_unanswered_request_is_not_there(storage: SoundStorage) -> None:
    with pytest.raises(SourceNotFound, match=r"source\.request_id"):
        found(storage, SoundSource(request_id="nobody's"))


def test_a_source_that_is_gone_when_its_turn_comes_is_told(storage: SoundStorage) -> None:
    write(storage, tone(1))
    plan = found(storage, SoundSource(NAME))
    (storage.folder / NAME).unlink()
    with pytest.raises(SourceNotFound):
        read_source(storage, plan)


def test_no_other_engine_is_named_where_none_takes_sources() -> None:
    request = SoundRequest("rain", source=SoundSource(NAME))
    with pytest.raises(InvalidRequest, match=r"leave source unset$"):
        plan_sound(request, Registry([create_slow({})], "slow"))
