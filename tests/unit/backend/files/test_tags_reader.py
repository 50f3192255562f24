"""Files that the sidecar tagged, read by the backend; the two share no code."""

from pathlib import Path

import numpy as np
import pytest
import soundfile
from mutagen.flac import FLAC
from mutagen.id3 import TIT2
from mutagen.mp3 import MP3

from backend.decoding import tags
from backend.decoding.source import Source
from backend.files.inspection import inspect
from backend.files.tags import FileTags
from envsound_server.audio.formats import AudioFormat
from envsound_server.audio.labels import AiLabel
from envsound_server.audio.tags import SoundTags, write_tags

TAGS = SoundTags(
    name="Night rain 夜雨",
    prompt="rain, 雨声",
    negative_prompt="voices",
    category="天气音效",
    engine="tangoflux",
    model_revision="r1",
    seed=2**62,
    steps=50,
    cfg_scale=3.5,
    loop=True,
    notes=("one", "two"),
    source_file="2026/11/env_a.wav",
    license_name="Community License",
    commercial_use="up_to_revenue",
    revenue_limit_usd=1_000_000,
    attribution="Powered by a test",
    terms_url="https://terms.test",
)
ENCODINGS = {
    AudioFormat.WAV_16: ("WAV", "PCM_16"),
    AudioFormat.FLAC: ("FLAC", "PCM_24"),
    AudioFormat.OGG_VORBIS: ("OGG", "VORBIS"),
    AudioFormat.OPUS: ("OGG", "OPUS"),
    AudioFormat.MP3: ("MP3", None),
}


def read_tags(path: Path) -> FileTags:
    return inspect(path, 10).tags


def sound(path: Path, audio_format: AudioFormat) -> Path:
    container, subtype = ENCODINGS[audio_format]
    rate_hertz = audio_format.sample_rate_hertz
    soundfile.write(path, np.zeros((9_600, 2)), rate_hertz, format=container, subtype=subtype)
    return path


@pytest.mark.parametrize("audio_format", ENCODINGS)
def test_the_recipe_is_read_back_whole(tmp_path: Path, audio_format: AudioFormat) -> None:
    path = sound(tmp_path / "a", audio_format)
    write_tags(path, audio_format, TAGS, AiLabel("producer", "id"), loop_frame_count=9_600)
    found = read_tags(path)
    assert found.title == TAGS.name
    assert found.is_labelled_generated
    assert found.recipe is not None
    for name in TAGS.__dataclass_fields__:
        assert getattr(found.recipe, name) == getattr(TAGS, name), name


@pytest.mark.parametrize("audio_format", ENCODINGS)
def test_a_file_without_tags_says_nothing(tmp_path: Path, audio_format: AudioFormat) -> None:
    assert read_tags(sound(tmp_path / "a", audio_format)) == FileTags()


def test_the_titles_of_other_programs_are_read(tmp_path: Path) -> None:
    flac = FLAC(sound(tmp_path / "a.flac", AudioFormat.FLAC))
    flac["title"] = ["Forest"]
    flac.save()
    assert read_tags(tmp_path / "a.flac") == FileTags(title="Forest")
    mp3 = MP3(sound(tmp_path / "a.mp3", AudioFormat.MP3))
    mp3["TIT2"] = TIT2(3, ["Forest"])
    mp3.save()
    assert read_tags(tmp_path / "a.mp3") == FileTags(title="Forest")
    with soundfile.SoundFile(tmp_path / "a.wav", "w", 44_100, 1) as wav:
        wav.title = "Forest"
        wav.write(np.zeros(9_600))
    assert read_tags(tmp_path / "a.wav") == FileTags(title="Forest")


@pytest.mark.parametrize(
    "start", [b"RIFF", b"fLaC", b"OggS", b"ID3\x04", b"OggS" + b"OpusHead", b""]
)
@pytest.mark.parametrize("rest", [b"", bytes(3), bytes(100), b"\xff" * 200])
def test_a_damaged_file_says_nothing(tmp_path: Path, start: bytes, rest: bytes) -> None:
    (tmp_path / "a").write_bytes(start + rest)
    with (tmp_path / "a").open("rb") as stream:
        found = tags.read(Source(stream.fileno()))
    assert found == {"title": "", "recipe": None, "is_labelled_generated": False, "notes": []}


def test_a_recipe_of_the_wrong_shape_is_none(tmp_path: Path) -> None:
    flac = FLAC(sound(tmp_path / "a.flac", AudioFormat.FLAC))
    flac["ENVSOUND"] = ['{"name": "x"}']
    flac.save()
    found = inspect(tmp_path / "a.flac", 10)
    assert found.tags.recipe is None
    assert found.notes == ("the recipe in the file cannot be read, so it was left out",)
