"""Files of crashed recorders, pipes and old programs: what is kept is what decodes."""

import itertools
import os
from dataclasses import dataclass
from pathlib import Path
from threading import Event

import numpy as np
import pytest
import soundfile
from support import odd_sounds
from support.odd_sounds import encoded, mp3, without_length

from backend.errors import UploadRefused
from backend.files.decoder import Decoder
from backend.files.inspection import Inspection, inspect, inspection_of
from backend.files.waveform import read_waveform

SECONDS = 8.0
VARIABLE = mp3(SECONDS, "VARIABLE")
BARE = without_length(VARIABLE)
FLAC = encoded("FLAC", "PCM_16", SECONDS)
VORBIS = encoded("OGG", "VORBIS", SECONDS)
OPUS = encoded("OGG", "OPUS", SECONDS, 48_000)


@dataclass(frozen=True)
class Kept:
    found: Inspection
    path: Path


def keep(folder: Path, content: bytes, max_seconds: float = 100.0) -> Kept:
    """Return the findings on an upload, and the file that is kept."""
    (folder / "sent").write_bytes(content)
    with (folder / "repaired").open("wb+") as stream:
        found = inspection_of(Decoder(max_seconds).run(folder / "sent", stream.fileno()))
    return Kept(found, folder / ("repaired" if found.is_repaired else "sent"))


def with_garbage_between() -> bytes:
    starts = odd_sounds.frame_starts(BARE)
    cuts = [0, starts[20], starts[150], len(BARE)]
    pieces = [BARE[start:end] for start, end in itertools.pairwise(cuts)]
    return (b"garbage!" * 40).join(pieces)


REPAIRED = {
    "variable bitrate": (BARE, "did not tell its length"),
    "average bitrate": (without_length(mp3(SECONDS, "AVERAGE")), "did not tell its length"),
    "tags around": (
        odd_sounds.id3(odd_sounds.id3_frame(b"TIT2", b"\x03a")) + BARE + b"TAG".ljust(128, b"\0"),
        "did not tell its length",
    ),
    "garbage before": (b"<html>" * 500 + BARE, "other bytes before or between"),
    "garbage between": (with_garbage_between(), "other bytes before or between"),
    "leading zeros": (bytes(10_000) + mp3(SECONDS), "other bytes before or between"),
    "zeros before tags": (
        bytes(1_000) + odd_sounds.id3(odd_sounds.id3_frame(b"TIT2", b"\x03a")) + BARE,
        "other bytes before or between",
    ),
    "piped FLAC": (odd_sounds.flac_of_unknown_length(SECONDS), "did not tell its length"),
    "piped FLAC with tags": (
        odd_sounds.id3() + odd_sounds.flac_of_unknown_length(SECONDS) + b"TAG".ljust(128, b"\0"),
        "did not tell its length",
    ),
    "tag of a wrong size": (
        b"ID3\x04\0\0\x7f\x7f\x7f\x7f" + bytes(100) + mp3(SECONDS),
        "other bytes before or between",
    ),
    "RF64": (odd_sounds.wav_of_64_bits(b"RF64", SECONDS), "sizes of 64 bits"),
    "BW64": (odd_sounds.wav_of_64_bits(b"BW64", SECONDS), "sizes of 64 bits"),
    "WAV of size 0": (odd_sounds.wav_of_sizes(0, 0, SECONDS), "did not tell its length"),
    "WAV of size 0 in data only": (
        odd_sounds.wav_of_sizes(len(encoded()) - 8, 0, SECONDS),
        "did not tell its length",
    ),
    "silent WAV of size 0": (
        odd_sounds.wav_of_sizes(0, 0, 0.001) + bytes(round(SECONDS * 44_100 - 44) * 4),
        "did not tell its length",
    ),
    "WAV of the largest size": (
        odd_sounds.wav_of_sizes(0xFFFF_FFFF, 0xFFFF_FFFF, SECONDS),
        "did not tell its length",
    ),
    "WAV of ffmpeg's pipe": (
        odd_sounds.wav_of_sizes(0xFFFF_FFFF, 0xFFFF_FF00, SECONDS),
        "did not tell its length",
    ),
    "WAV of sox's pipe": (
        odd_sounds.wav_of_sizes(0x7FFF_F024, 0x7FFF_F000, SECONDS),
        "did not tell its length",
    ),
}


@pytest.mark.parametrize("name", REPAIRED)
def test_a_file_with_a_wrong_header_is_kept_whole(tmp_path: Path, name: str) -> None:
    content, cause = REPAIRED[name]
    kept = keep(tmp_path, content)
    # An MP3 file has up to two frames of silence more.
    assert kept.found.duration_seconds == pytest.approx(SECONDS, abs=0.08)
    assert len(kept.found.notes) == 1
    assert kept.found.notes[0].startswith("the file was repaired: ")
    assert cause in kept.found.notes[0]
    # Every program reads the same length from the kept file, also the drawing of its waveform.
    assert soundfile.info(kept.path).duration == kept.found.duration_seconds
    assert inspect(kept.path, 100.0).notes == ()
    drawn = read_waveform(kept.path, 50, Event())
    assert len(drawn.peaks) == pytest.approx(SECONDS * 50, abs=6)
    assert kept.path.stat().st_size == kept.found.file_size_bytes


def test_the_repaired_samples_are_those_of_the_file(tmp_path: Path) -> None:
    for content in (FLAC, encoded("WAV", "PCM_16", SECONDS)):
        (tmp_path / "whole").write_bytes(content)
        whole, _ = soundfile.read(tmp_path / "whole")
        is_flac = content is FLAC
        odd = odd_sounds.flac_of_unknown_length if is_flac else odd_sounds.wav_of_64_bits
        kept = keep(tmp_path, odd(seconds=SECONDS))
        assert np.array_equal(soundfile.read(kept.path)[0], whole)
    frames = keep(tmp_path, mp3(SECONDS, "VARIABLE"))
    whole, _ = soundfile.read(frames.path)
    kept = keep(tmp_path, BARE)
    samples, _ = soundfile.read(kept.path)
    # Without the encoder's header its delay is heard: 576 samples.
    assert np.allclose(samples[576 : 576 + len(whole)], whole, atol=1e-4)


@pytest.mark.parametrize("frame_count_told", [True, False])
def test_the_longest_sound_is_measured_by_decoding(tmp_path: Path, frame_count_told: bool) -> None:
    content = VARIABLE if frame_count_told else BARE
    with pytest.raises(UploadRefused, match="too long; send at most 7 s"):
        keep(tmp_path, content, 7)
    assert keep(tmp_path, content, 8.1).found.duration_seconds == pytest.approx(8, abs=0.08)


def test_files_one_after_the_other_are_kept_or_refused_whole(tmp_path: Path) -> None:
    kept = keep(tmp_path, VARIABLE + VARIABLE)
    assert kept.found.duration_seconds == pytest.approx(2 * SECONDS, abs=0.2)
    assert kept.found.notes == ("the file was repaired: it was several files one after the other",)
    for content in (VORBIS + VORBIS, OPUS + OPUS, VORBIS + encoded("OGG", "VORBIS", 1.0)):
        with pytest.raises(UploadRefused, match=r"several sounds.*export them as one"):
            keep(tmp_path, content)


def test_another_sample_rate_in_the_middle_is_refused(tmp_path: Path) -> None:
    tag = odd_sounds.id3(odd_sounds.id3_frame(b"TIT2", b"\x03a"))
    for between in (b"", tag):
        with pytest.raises(UploadRefused, match=r"changes its sample rate.*export it again"):
            keep(tmp_path, mp3(1.0) + between + mp3(1.0, rate_hertz=48_000))


@pytest.mark.parametrize("after", [b"APETAGEX" + bytes(300), b"TAG".ljust(128, b"\0"), bytes(64)])
def test_tags_after_the_samples_are_no_damage(tmp_path: Path, after: bytes) -> None:
    for content in (FLAC, VARIABLE, encoded("WAV", "PCM_16", SECONDS)):
        kept = keep(tmp_path, content + after)
        assert kept.found.duration_seconds == pytest.approx(SECONDS, abs=0.001)
        assert (kept.found.notes, kept.found.is_repaired) == ((), False)


def test_frames_of_the_free_format_are_kept(tmp_path: Path) -> None:
    found = keep(tmp_path, odd_sounds.free_format(SECONDS)).found
    assert found.duration_seconds == pytest.approx(SECONDS, abs=0.08)


def test_a_constant_bitrate_needs_no_repair(tmp_path: Path) -> None:
    content = without_length(mp3(SECONDS))
    kept = keep(tmp_path, content)
    assert (kept.found.is_repaired, kept.found.notes) == (False, ())
    assert kept.found.duration_seconds == pytest.approx(SECONDS, abs=0.08)


EARLY = {
    "WAV": (encoded("WAV", "PCM_16", SECONDS), 0.05, True),
    "RF64": (odd_sounds.wav_of_64_bits(seconds=SECONDS), 0.05, True),
    "FLAC": (FLAC, 2.0, True),
    "MP3": (VARIABLE, 3.0, True),
    "MP3 without a length": (BARE, 3.0, False),
    "Ogg": (VORBIS, 4.0, False),
    "Opus": (OPUS, 4.0, False),
}


@pytest.mark.parametrize("name", EARLY)
def test_a_file_that_ends_early_is_kept_with_a_note(tmp_path: Path, name: str) -> None:
    content, slack_seconds, is_whole_known = EARLY[name]
    kept = keep(tmp_path, content[: len(content) * 6 // 10 + 1])
    seconds = kept.found.duration_seconds
    assert 0.3 < seconds < SECONDS
    assert seconds == pytest.approx(0.6 * SECONDS, abs=slack_seconds)
    whole = f" of {SECONDS:.1f}" if is_whole_known else ""
    assert kept.found.notes[-1] == f"the file ends early: {seconds:.1f}{whole} s could be decoded"
    assert soundfile.info(kept.path).frames == kept.found.frame_count


def test_an_empty_wav_with_a_title_is_no_recording(tmp_path: Path) -> None:
    content = odd_sounds.with_chunks(encoded(seconds=0), odd_sounds.info(b"Forest" * 9_000))
    with pytest.raises(UploadRefused, match="shorter than"):
        keep(tmp_path, content)


def test_without_a_place_for_a_copy_the_remedy_is_told(tmp_path: Path) -> None:
    (tmp_path / "a.mp3").write_bytes(BARE)
    with pytest.raises(UploadRefused, match=r"has to be repaired.*upload it"):
        inspect(tmp_path / "a.mp3", 100)


def test_what_is_no_regular_file_is_refused(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "a.wav")
    with pytest.raises(UploadRefused, match="no regular file"):
        inspect(tmp_path / "a.wav", 100)
