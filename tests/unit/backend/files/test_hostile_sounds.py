"""Uploads that are made to cost memory or time, and titles of other programs."""

import json
import subprocess
from pathlib import Path
from threading import Timer

import pytest
from mutagen.id3 import APIC, ID3, TIT2, TXXX
from support import odd_sounds
from support.odd_sounds import chunk, encoded, id3, id3_frame, info, mp3, with_chunks

from backend.errors import UploadRefused
from backend.files import decoder
from backend.files.decoder import Decoder
from backend.files.inspection import Inspection, inspect, inspection_of

MP3 = mp3(1.0)
WAV = encoded(seconds=1.0)


def check(folder: Path, content: bytes) -> Inspection:
    (folder / "sent").write_bytes(content)
    with (folder / "repaired").open("wb+") as stream:
        return inspection_of(Decoder(100.0).run(folder / "sent", stream.fileno()))


COVER = id3_frame(b"APIC", b"\0image/png\0\x03\0" + bytes(100_000_000))
HOSTILE_TAGS = {
    "800 MB of text": lambda: id3(odd_sounds.compressed_text(b"TIT2", 800_000_000)),
    "800 MB of a recipe": lambda: id3(odd_sounds.compressed_text(b"TXXX", 800_000_000)),
    "a million texts": lambda: id3(id3_frame(b"TIT2", b"\x03" + b"\0a" * 1_000_000)),
    "a million frames": lambda: id3(id3_frame(b"TXXX", b"\x03a\0b") * 1_000_000),
    "a million empty frames": lambda: id3(id3_frame(b"TIT2", b"") * 1_000_000),
    "a cover of 100 MB": lambda: id3(COVER),
    "a size beyond the file": lambda: b"ID3\x04\0\0\x7f\x7f\x7f\x7f" + bytes(10),
    "an old tag, escaped": lambda: b"ID3\x03\0\x80" + id3(b"\xff\0" * 4_000_000)[6:],
    "a tag in a tag": lambda: id3() * 100_000,
}


def test_many_packed_texts_cost_no_more_than_a_few(tmp_path: Path) -> None:
    texts = [b"\x03%d\0" % number + b"a" * 1_000_000 for number in range(500)]
    frames = [id3_frame(b"TXXX", odd_sounds.packed(text), flags=b"\0\x09") for text in texts]
    title = id3_frame(b"TIT2", b"\x03rain")
    assert check(tmp_path, id3(title, *frames) + MP3).tags.title == "rain"


@pytest.mark.parametrize("name", HOSTILE_TAGS)
def test_hostile_tags_are_refused_or_left_out(tmp_path: Path, name: str) -> None:
    try:
        found = check(tmp_path, HOSTILE_TAGS[name]() + MP3)
    except UploadRefused:
        return
    assert found.tags.title == ""
    assert found.duration_seconds == pytest.approx(1.0, abs=0.1)


def test_ten_million_chunks_are_refused(tmp_path: Path) -> None:
    for content in (
        with_chunks(WAV, chunk(b"JUNK", b"") * 10_000_000),
        WAV[:12] + chunk(b"LIST", b"INFO") * 1_000_000 + WAV[12:],
    ):
        with pytest.raises(UploadRefused, match=r"more than 10000 chunks; export it again"):
            check(tmp_path, content)


FLAC = encoded("FLAC", "PCM_16", 1.0)
VORBIS = encoded("OGG", "VORBIS", 1.0)
EMPTY_PAGE = b"OggS\0\0" + bytes(21)
FREE = odd_sounds.free_format(1.0)
COSTLY = {
    "headers": lambda: b"\xff\xfb\x90\x64" * 5_000_000,
    "headers after frames": lambda: MP3 + b"\xff\xfb\x90\x64" * 5_000_000,
    "headers of the free format": lambda: b"\xff\xfb\x00\x64" * 5_000_000,
    "other headers of the free format": lambda: FREE + b"x" + b"\xff\xfb\x04\x64" * 5_000_000,
    "gaps": lambda: (MP3 + b"garbage") * 2_000,
    "metadata blocks": lambda: FLAC[:42] + b"\x01\0\0\0" * 5_000_000,
    "pages": lambda: VORBIS[:58] + EMPTY_PAGE * 1_000_000,
    "pages after the end": lambda: VORBIS + EMPTY_PAGE * 1_000_000,
    "lists": lambda: with_chunks(WAV, info(*[b"\x01"] * 50_000) * 100),
    "long titles": lambda: id3(id3_frame(b"TIT2", b"\0" + b"\x01" * 1_000_000) * 15) + MP3,
    "zeros": lambda: bytes(50_000_000),
}


@pytest.mark.parametrize("name", COSTLY)
def test_costly_bytes_are_refused_or_left_out(
    tmp_path: Path, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Without bounds on what is tried each of them would take minutes.
    monkeypatch.setattr(decoder, "_BASE_CPU_SECONDS", 15)
    content, refusal = COSTLY[name](), ""
    try:
        found = check(tmp_path, content)
    except UploadRefused as refused:
        refusal = refused.message
    if refusal:
        assert "too much time" not in refusal
        return
    assert found.duration_seconds == pytest.approx(1.0, abs=0.1)
    assert found.tags.title == ""


def test_a_child_that_passes_its_limits_is_an_upload_that_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a.wav").write_bytes(WAV)
    monkeypatch.setattr(decoder, "_MEMORY_BYTES", 64 << 20)
    with pytest.raises(UploadRefused, match=r"too much time or memory.*export it again"):
        inspect(tmp_path / "a.wav", 10)
    monkeypatch.undo()
    monkeypatch.setattr(decoder, "_WALL_PER_CPU_SECOND", 0)
    with pytest.raises(UploadRefused, match="too much time or memory"):
        inspect(tmp_path / "a.wav", 10)
    monkeypatch.undo()
    assert inspect(tmp_path / "a.wav", 10).duration_seconds == 1.0


def test_a_child_is_ended_with_its_group_from_outside(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a.wav").write_bytes(WAV)
    started: list[subprocess.Popen[bytes]] = []
    real = subprocess.Popen

    def hanging(command: list[str], **options: object) -> subprocess.Popen[bytes]:
        process = real(["sh", "-c", "sleep 600 & sleep 600"], **options)  # type: ignore[call-overload]
        started.append(process)
        return process  # type: ignore[no-any-return]

    monkeypatch.setattr(decoder.subprocess, "Popen", hanging)
    stopped = Decoder(10.0)
    timer = Timer(0.3, stopped.stop)
    timer.start()
    # It returns only once both processes have closed the pipe.
    with pytest.raises(UploadRefused):
        stopped.run(tmp_path / "a.wav")
    timer.join()
    assert started[0].returncode == -9
    with pytest.raises(UploadRefused):
        stopped.run(tmp_path / "a.wav")
    assert len(started) == 1


def test_the_child_gets_nothing_of_the_servers_environment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://secret")
    assert "DATABASE_URL" not in decoder._environment()


def recipe(**changes: object) -> bytes:
    texts = ("name", "prompt", "negative_prompt", "category", "engine", "model_revision")
    values = {name: name for name in texts}
    return json.dumps(
        {**values, "seed": 7, "steps": 1, "cfg_scale": 1.0, "loop": True, **changes}
    ).encode()


def test_wrong_values_of_a_recipe_are_left_out_of_the_file(tmp_path: Path) -> None:
    content = with_chunks(WAV, chunk(b"envs", recipe(seed=-1, prompt="ra\0in\ud800")))
    found = check(tmp_path, content)
    assert found.tags.recipe is not None
    assert (found.tags.recipe.seed, found.tags.recipe.prompt) == (None, "ra in")
    assert found.notes == ("seed: no value that a sound can have, so left out",)
    for raw in (b"[" * 100_000, b"\xff\xfe", recipe(prompt="x" * 900_000)):
        found = check(tmp_path, with_chunks(WAV, chunk(b"envs", raw)))
        assert found.tags.recipe is None
        assert found.notes == ("the recipe in the file cannot be read, so it was left out",)


RAIN = "夜雨"
WIDE = b"\x01" + RAIN.encode("utf-16")
VERSION_1 = b"TAG" + RAIN.encode("gbk").ljust(125, b"\0")
TITLED = {
    "GBK": with_chunks(WAV, info(RAIN.encode("gbk") + b"\0")),
    "UTF-8": with_chunks(WAV, info(RAIN.encode() + b"\0")),
    "UTF-16": with_chunks(WAV, info(RAIN.encode("utf-16") + b"\0\0")),
    "code page": with_chunks(WAV, chunk(b"CSET", b"\xa8\x03" + bytes(6)), info(RAIN.encode("gbk"))),
    "second list without a title": with_chunks(WAV, info(RAIN.encode()), info()),
    "second list with the title": with_chunks(WAV, info(), info(RAIN.encode())),
    "before the samples": with_chunks(WAV[:36] + info(RAIN.encode()) + WAV[36:]),
    "id3 chunk": with_chunks(WAV, chunk(b"id3 ", id3(id3_frame(b"TIT2", WIDE)))),
    "ID3 chunk": with_chunks(WAV, chunk(b"ID3 ", id3(id3_frame(b"TIT2", WIDE)))),
    "ID3v1": MP3 + VERSION_1,
    "ID3v2.3": id3(id3_frame(b"TIT2", WIDE, version=3), version=3) + MP3 + VERSION_1,
    "ID3v2.2": id3(b"TT2" + len(WIDE).to_bytes(3, "big") + WIDE, version=2) + MP3,
    "ID3v2 in GBK": id3(id3_frame(b"TIT2", b"\0" + RAIN.encode("gbk"))) + MP3,
    "after a small cover": id3(
        id3_frame(b"APIC", b"\0image/png\0\x03\0" + bytes(3_000_000)), id3_frame(b"TIT2", WIDE)
    )
    + MP3,
    "compressed": id3(
        id3_frame(b"TIT2", odd_sounds.packed(b"\x03" + RAIN.encode()), flags=b"\0\x09")
    )
    + MP3,
}


@pytest.mark.parametrize("name", TITLED)
def test_the_titles_of_other_programs_are_found(tmp_path: Path, name: str) -> None:
    assert check(tmp_path, TITLED[name]).tags.title == RAIN


def test_the_tags_of_a_maintained_library_are_read(tmp_path: Path) -> None:
    for version in (3, 4):
        (tmp_path / "a.mp3").write_bytes(MP3)
        tags = ID3()
        tags.add(APIC(3, "image/png", 3, "cover", bytes(70_000)))
        tags.add(TXXX(1, "ENVSOUND", [recipe().decode()]))
        tags.add(TXXX(3, "AIGC", ["{}"]))
        tags.add(TIT2(1, ["Étoile 夜雨", "second"]))
        tags.save(tmp_path / "a.mp3", v2_version=version)
        found = inspect(tmp_path / "a.mp3", 10).tags
        assert found.title.startswith("Étoile 夜雨")
        assert found.is_labelled_generated
        assert found.recipe is not None
        assert found.recipe.seed == 7
