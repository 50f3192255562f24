import json
import struct
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import soundfile
from mutagen.flac import FLAC
from mutagen.id3 import ID3
from mutagen.oggopus import OggOpus
from mutagen.oggvorbis import OggVorbis

from envsound_server.audio.encoding import SoundEncoder
from envsound_server.audio.formats import AudioFormat
from envsound_server.audio.labels import AiLabel
from envsound_server.audio.tags import SoundTags, read_label, read_tags, write_tags

FRAMES = 30_001
WAVS = [AudioFormat.WAV_16, AudioFormat.WAV_24, AudioFormat.WAV_FLOAT]
TAGS = SoundTags(
    name="大雨 Rain",
    prompt='heavy rain on leaves, 远处的雷声 "far"\nsecond line',
    negative_prompt="music",
    category="自然音效",
    engine="procedural",
    model_revision="1.2",
    seed=2**63 - 1,
    steps=50,
    cfg_scale=3.5,
    loop=True,
    notes=("The loudness was limited.", "二"),
    source_file="2026/10/env_雨_20261001_0a1b2c3d.flac",
    license_name="Community License",
    commercial_use="up_to_revenue",
    revenue_limit_usd=1_000_000,
    attribution="Powered by 某人",
    terms_url="https://example.org/license",
)
TERMS = "Community License; https://example.org/license"
LABEL = AiLabel(content_producer="00119111", produce_id="0a1b2c3d")


def make(path: Path, audio_format: AudioFormat, frames: int = FRAMES) -> None:
    samples = 0.1 * np.random.default_rng(1).standard_normal((2, frames)).astype(np.float32)
    with SoundEncoder(path, audio_format) as encoder:
        encoder.write(samples)


def riff_chunks(data: bytes) -> list[tuple[bytes, bytes]]:
    """Return the chunks of a WAV file, and check the offset of each."""
    assert data[:4] == b"RIFF"
    assert data[8:12] == b"WAVE"
    assert struct.unpack("<I", data[4:8])[0] == len(data) - 8
    chunks, position = [], 12
    while position < len(data):
        kind, size = struct.unpack("<4sI", data[position : position + 8])
        content = data[position + 8 : position + 8 + size]
        assert len(content) == size
        position += 8 + size
        if size % 2:
            assert data[position] == 0
            position += 1
        chunks.append((kind, content))
    return chunks


def info_texts(content: bytes) -> dict[bytes, str]:
    assert content[:4] == b"INFO"
    entries = riff_chunks(b"RIFF" + struct.pack("<I", len(content)) + b"WAVE" + content[4:])
    assert all(text.endswith(b"\0") for _, text in entries)
    return {kind: text[:-1].decode() for kind, text in entries}


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "sound"


@pytest.mark.parametrize("audio_format", AudioFormat)
def test_a_file_holds_its_record(path: Path, audio_format: AudioFormat) -> None:
    make(path, audio_format)
    untouched, _ = soundfile.read(path)
    assert read_tags(path) is None
    assert read_label(path) is None
    write_tags(path, audio_format, TAGS, LABEL, FRAMES)
    assert read_tags(path) == TAGS
    assert read_label(path) == LABEL
    samples, _ = soundfile.read(path)
    np.testing.assert_array_equal(samples, untouched)


@pytest.mark.parametrize("audio_format", AudioFormat)
def test_tagging_again_replaces_everything(path: Path, audio_format: AudioFormat) -> None:
    make(path, audio_format)
    write_tags(
        path, audio_format, replace(TAGS, name="old", notes=("n" * 9_000,)), AiLabel("", "0")
    )
    write_tags(path, audio_format, TAGS, LABEL)
    assert read_tags(path) == TAGS
    assert read_label(path) == LABEL
    assert path.read_bytes().count(b'"ContentProducer"') == 1
    assert b"old" not in path.read_bytes()[-2_000:]
    assert soundfile.info(path).frames in (FRAMES, round(FRAMES * 160 / 147))


@pytest.mark.parametrize("audio_format", AudioFormat)
def test_the_same_tags_give_the_same_bytes(tmp_path: Path, audio_format: AudioFormat) -> None:
    first, second = tmp_path / "first", tmp_path / "second"
    for path in (first, second):
        make(path, audio_format)
        write_tags(path, audio_format, TAGS, LABEL, FRAMES)
    assert first.read_bytes() == second.read_bytes()


@pytest.mark.parametrize("audio_format", AudioFormat)
@pytest.mark.parametrize("prompt", ["x" * 1_000, "雨" * 1_000, "a\0b", "🌧️", "\u2028 \t end"])
def test_any_prompt_survives(path: Path, audio_format: AudioFormat, prompt: str) -> None:
    make(path, audio_format)
    tags = replace(TAGS, prompt=prompt, name=prompt[:200], category="", notes=())
    write_tags(path, audio_format, tags, LABEL)
    assert read_tags(path) == tags


@pytest.mark.parametrize("audio_format", WAVS)
@pytest.mark.parametrize("produce_id", ["1", "12"])
def test_a_wav_has_its_chunks_behind_the_samples(
    path: Path, audio_format: AudioFormat, produce_id: str
) -> None:
    make(path, audio_format)
    label = AiLabel("code", produce_id)
    write_tags(path, audio_format, TAGS, label, FRAMES)
    chunks = riff_chunks(path.read_bytes())
    kinds = [kind for kind, _ in chunks if kind != b"fact"]
    assert kinds == [b"fmt ", b"data", b"LIST", b"smpl", b"envs", b"AIGC"]
    contents = dict(chunks)
    assert contents[b"AIGC"].decode("ascii") == label.to_json()
    assert json.loads(contents[b"envs"])["prompt"] == TAGS.prompt
    assert info_texts(contents[b"LIST"]) == {
        b"INAM": TAGS.name,
        b"ICMT": TAGS.prompt,
        b"ISFT": "envsound procedural 1.2",
        b"IGNR": TAGS.category,
        b"ICOP": f"{TAGS.attribution}; {TERMS}",
    }


def test_odd_and_even_labels_were_both_padded_right(tmp_path: Path) -> None:
    """The two labels of the test above differ by one byte, so one of them is odd."""
    lengths = {len(AiLabel("code", produce_id).to_json()) % 2 for produce_id in ("1", "12")}
    assert lengths == {0, 1}


@pytest.mark.parametrize("audio_format", WAVS)
def test_a_loop_has_one_endless_forward_loop_over_all_frames(
    path: Path, audio_format: AudioFormat
) -> None:
    make(path, audio_format)
    write_tags(path, audio_format, TAGS, LABEL, FRAMES)
    content = dict(riff_chunks(path.read_bytes()))[b"smpl"]
    assert len(content) == 36 + 24
    period, loop_count, loop_type, first, last, play_count = (
        struct.unpack("<15I", content)[i] for i in (2, 7, 10, 11, 12, 14)
    )
    assert period == 22_676
    assert (loop_count, loop_type, play_count) == (1, 0, 0)
    assert (first, last) == (0, FRAMES - 1)


def test_a_sound_that_is_no_loop_has_no_loop_points(path: Path) -> None:
    make(path, AudioFormat.WAV_16)
    write_tags(path, AudioFormat.WAV_16, TAGS, LABEL, None)
    assert b"smpl" not in dict(riff_chunks(path.read_bytes()))


@pytest.mark.parametrize(
    ("audio_format", "reader"),
    [
        (AudioFormat.FLAC, FLAC),
        (AudioFormat.OGG_VORBIS, OggVorbis),
        (AudioFormat.OPUS, OggOpus),
    ],
)
def test_players_find_vorbis_comments(path: Path, audio_format: AudioFormat, reader: Any) -> None:
    make(path, audio_format)
    write_tags(path, audio_format, TAGS, LABEL)
    comments = reader(path)
    assert comments["title"] == [TAGS.name]
    assert comments["description"] == [TAGS.prompt]
    assert comments["encoded-by"] == ["envsound procedural 1.2"]
    assert comments["genre"] == [TAGS.category]
    assert comments["license"] == [TERMS]
    assert comments["copyright"] == [TAGS.attribution]
    assert comments["aigc"] == [LABEL.to_json()]


def test_players_find_id3_tags(path: Path) -> None:
    make(path, AudioFormat.MP3)
    write_tags(path, AudioFormat.MP3, TAGS, LABEL)
    id3 = ID3(path)
    assert id3["TIT2"].text == [TAGS.name]
    assert id3.getall("COMM")[0].text == [TAGS.prompt]
    assert id3["TCOP"].text == [f"{TAGS.attribution}; {TERMS}"]
    assert [frame.url for frame in id3.getall("WCOP")] == [TAGS.terms_url]
    assert id3["TXXX:AIGC"].text == [LABEL.to_json()]
    assert [frame.desc for frame in id3.getall("TXXX")].count("AIGC") == 1


@pytest.mark.parametrize("audio_format", AudioFormat)
def test_a_sound_without_terms_names_none(path: Path, audio_format: AudioFormat) -> None:
    make(path, audio_format)
    terms = {"license_name": "", "attribution": "", "terms_url": ""}
    tags = replace(TAGS, **terms, commercial_use="", revenue_limit_usd=0)
    write_tags(path, audio_format, TAGS, LABEL)
    write_tags(path, audio_format, tags, LABEL)
    assert read_tags(path) == tags
    for usual in (b"ICOP", b"TCOP", b"WCOP", b"LICENSE=", b"COPYRIGHT="):
        assert usual not in path.read_bytes()


@pytest.mark.parametrize("audio_format", AudioFormat)
@pytest.mark.parametrize("terms_url", ["https://例.org/条款", "no URL\n", "x" * 5_000])
def test_any_terms_survive(path: Path, audio_format: AudioFormat, terms_url: str) -> None:
    make(path, audio_format)
    tags = replace(TAGS, license_name="雨\0;", terms_url=terms_url)
    write_tags(path, audio_format, tags, LABEL)
    assert read_tags(path) == tags


def test_the_record_of_an_older_server_is_read() -> None:
    values = json.loads(TAGS.to_json())
    later = ("source_file", "license_name", "commercial_use", "revenue_limit_usd")
    for field in (*later, "attribution", "terms_url"):
        del values[field]
    tags = SoundTags.from_json(json.dumps(values))
    assert tags is not None
    assert (tags.prompt, tags.license_name, tags.revenue_limit_usd) == (TAGS.prompt, "", 0)


@pytest.mark.parametrize("audio_format", AudioFormat)
def test_damaged_files_are_recognised_and_never_raise(
    path: Path, audio_format: AudioFormat
) -> None:
    make(path, audio_format, 3_000)
    write_tags(path, audio_format, TAGS, LABEL)
    whole = path.read_bytes()
    rng = np.random.default_rng(7)
    for _ in range(150):
        damaged = bytearray(whole[: rng.integers(1, len(whole))])
        ends = (0, max(len(damaged) - 1_500, 0))
        for place in rng.integers(0, min(1_500, len(damaged)), 8):
            damaged[ends[rng.integers(2)] + place] = rng.integers(256)
        path.write_bytes(damaged)
        assert read_tags(path) is None or isinstance(read_tags(path), SoundTags)
        assert read_label(path) is None or isinstance(read_label(path), AiLabel)


@pytest.mark.parametrize("audio_format", WAVS)
def test_a_truncated_wav_has_no_tags(path: Path, audio_format: AudioFormat) -> None:
    make(path, audio_format)
    write_tags(path, audio_format, TAGS, LABEL)
    whole = path.read_bytes()
    for length in (0, 1, 11, 12, 40, len(whole) // 2, whole.index(b"envs") + 20):
        path.write_bytes(whole[:length])
        assert read_tags(path) is None
        assert read_label(path) is None


@pytest.mark.parametrize(
    "content", [b"", b"hello", b"RIFF", b"RIFF\0\0\0\0AVI ", b"OggS" * 30, b"fLaC", b"ID3\4"]
)
def test_garbage_has_no_tags(path: Path, content: bytes) -> None:
    path.write_bytes(content)
    assert read_tags(path) is None
    assert read_label(path) is None


def test_another_programs_wav_has_no_tags(path: Path) -> None:
    soundfile.write(path, np.zeros((100, 2)), 44_100, format="WAV")
    assert read_tags(path) is None


@pytest.mark.parametrize(
    "change",
    [{"seed": "1"}, {"loop": 1}, {"notes": "text"}, {"prompt": None}, {"steps": 1.5}],
)
def test_a_record_of_another_shape_is_none(change: dict[str, object]) -> None:
    values = json.loads(TAGS.to_json())
    assert SoundTags.from_json(json.dumps(values)) == TAGS
    assert SoundTags.from_json(json.dumps(values | change)) is None


@pytest.mark.parametrize("audio_format", [f for f in AudioFormat if f is not AudioFormat.MP3])
def test_what_is_no_sound_cannot_be_tagged(path: Path, audio_format: AudioFormat) -> None:
    """But as MP3: an ID3 tag can stand before anything."""
    path.write_bytes(b"no sound at all")
    with pytest.raises(ValueError, match="tagged"):
        write_tags(path, audio_format, TAGS, LABEL)
    assert path.read_bytes() == b"no sound at all"


def test_a_file_that_is_not_there_is_an_oserror(path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        read_tags(path)
    for audio_format in AudioFormat:
        with pytest.raises(FileNotFoundError):
            write_tags(path, audio_format, TAGS, LABEL)
