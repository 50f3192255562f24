"""metadata.json, by what is in the file."""

import json
import multiprocessing
import os
import socket
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path

import pytest

from backend.errors import StorageFailed
from backend.files.metadata import Metadata, SoundEntry
from backend.sidecar.types import AudioFormat

MONTH = "2026/11"


def entry(name: str = "Rain", **fields: object) -> SoundEntry:
    return SoundEntry.model_validate(
        {"name": name, "audio_format": "wav_16", "created_at": "2026-11-23T10:00:00Z", **fields}
    )


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / MONTH).mkdir(parents=True)
    return tmp_path


def update(metadata: Metadata, changes: Mapping[str, SoundEntry | None]) -> None:
    """Change entries of the month, by file name."""
    metadata.write(metadata.read(MONTH), changes)


def known(metadata: Metadata) -> dict[str, SoundEntry]:
    entries, problems = metadata.read(MONTH).entries()
    assert problems == []
    return entries


def on_disk(folder: Path) -> dict[str, dict[str, object]]:
    content = json.loads((folder / MONTH / "metadata.json").read_text(encoding="utf-8"))
    assert content["version"] == 1
    return content["sounds"]


def test_an_entry_comes_back_as_it_was(folder: Path) -> None:
    whole = entry(
        "夜雨",
        prompt="rain",
        category="天气音效",
        tags=["放松", "夜晚"],
        seed=2**62,
        cfg_scale=3.5,
        loop=True,
        notes=["one"],
        is_public=False,
        deleted_at=datetime(2026, 11, 24, tzinfo=UTC),
    )
    metadata = Metadata(folder)
    update(metadata, {"a.wav": whole})
    assert known(metadata) == {"a.wav": whole}
    assert on_disk(folder)["a.wav"]["tags"] == ["放松", "夜晚"]
    assert "夜雨" in (folder / MONTH / "metadata.json").read_text(encoding="utf-8")


def test_entries_are_added_changed_and_taken_away(folder: Path) -> None:
    metadata = Metadata(folder)
    update(metadata, {name: entry() for name in ("b.wav", "a.wav")})
    update(metadata, {"a.wav": entry("Storm"), "b.wav": None})
    assert {name: e.name for name, e in known(metadata).items()} == {"a.wav": "Storm"}
    update(metadata, {"a.wav": None, "never.wav": None})
    assert on_disk(folder) == {}


def test_what_is_told_again_is_not_written_again(folder: Path) -> None:
    metadata = Metadata(folder)
    update(metadata, {"a.wav": entry(cfg_scale=1e-7)})
    before = (folder / MONTH / "metadata.json").stat().st_ino
    update(metadata, {"a.wav": entry(cfg_scale=1e-7)})
    update(metadata, {})
    assert (folder / MONTH / "metadata.json").stat().st_ino == before


def test_a_month_without_sounds_has_no_file(folder: Path) -> None:
    metadata = Metadata(folder)
    update(metadata, {"a.wav": None})
    metadata.write(metadata.read("2027/01"), {"b.wav": None})
    assert known(metadata) == metadata.read("2027/01").lines == {}
    assert not (folder / MONTH / "metadata.json").exists()
    assert not (folder / "2027").exists()


def asides(folder: Path) -> list[Path]:
    return sorted((folder / MONTH).glob("metadata.json.damaged-*"))


@pytest.mark.parametrize("content", ["", "{", "[]", '{"sounds": 3}', '{"version": 1}', "null"])
def test_a_file_that_cannot_be_understood_is_put_aside_not_lost(folder: Path, content: str) -> None:
    path = folder / MONTH / "metadata.json"
    metadata = Metadata(folder)
    for _ in range(2):
        path.write_text(content)
        entries, problems = metadata.read(MONTH).entries()
        assert entries == {}
        assert "damaged" in problems[0]
        update(metadata, {"a.wav": entry()})
        assert list(on_disk(folder)) == ["a.wav"]
    assert [aside.read_text() for aside in asides(folder)] == [content, content]


def put_pipe(path: Path) -> None:
    os.mkfifo(path)


def put_folder(path: Path) -> None:
    path.mkdir()


def put_link(path: Path) -> None:
    path.symlink_to("/etc/hostname")


def put_socket(path: Path) -> None:
    # The name of a socket must be short.
    before = Path.cwd()
    os.chdir(path.parent)
    try:
        socket.socket(socket.AF_UNIX).bind(path.name)
    finally:
        os.chdir(before)


@pytest.mark.filterwarnings("ignore::ResourceWarning")
@pytest.mark.parametrize("put", [put_pipe, put_folder, put_link, put_socket])
def test_what_is_no_file_is_put_aside_and_never_waited_for(
    folder: Path, put: Callable[[Path], None]
) -> None:
    put(folder / MONTH / "metadata.json")
    metadata = Metadata(folder)
    assert "cannot be read" in metadata.read(MONTH).entries()[1][0]
    update(metadata, {"a.wav": entry()})
    assert list(on_disk(folder)) == ["a.wav"]
    assert len(asides(folder)) == 1


DEEP = "[" * 100_000 + "]" * 100_000
GOOD = entry().model_dump_json()


@pytest.mark.parametrize(
    "content",
    [
        f'{{"version": 1, "sounds": {{"good.wav": {GOOD}, "bad.wav": {DEEP}}}}}',
        f'{{"sounds": {{"bad.wav": {DEEP}, "good.wav": {GOOD}}}, "version": 1}}',
        f'{{"version": {{"sounds": 1}}, "sounds": {{"good.wav": {GOOD}, "bad.wav": {{"name"',
        f'{{"version": 1, "sounds": {{"good.wav": {GOOD}, "bad.wav": {{"seed": NaN}}}}}}',
        f'{{"version": 1, "sounds": {{"good.wav": {GOOD}, "bad.wav": "\\ud800"}}}}',
        f'{{"version": 1, "sounds": {{"good.wav": {GOOD}, "bad.wav": {"9" * 5000}}}}}',
        f'{{"version": 1, "sounds": {{"good.wav": {GOOD}, "b{{]\\",d.wav": }}}}}}',
    ],
)
def test_whole_entries_are_read_beside_damaged_ones(folder: Path, content: str) -> None:
    (folder / MONTH / "metadata.json").write_text(content)
    metadata = Metadata(folder)
    entries, problems = metadata.read(MONTH).entries()
    assert entries == {"good.wav": entry()}
    assert problems
    update(metadata, {"new.wav": entry()})
    assert sorted(on_disk(folder)) == ["good.wav", "new.wav"]
    assert [aside.read_text() for aside in asides(folder)] == [content]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("seed", -1),
        ("seed", 2**64),
        ("steps", 2**31),
        ("sort_order", -(2**40)),
        ("frame_count", -3),
        ("loop", []),
        ("origin", "stolen"),
        ("name", ""),
        ("name", "a\0b"),
        ("tags", ["x" * 51]),
        ("tags", "no list"),
        ("category", {"name": "x"}),
        ("created_at", "0001-01-01T00:00:00+14:00"),
        ("created_at", "soon"),
        ("deleted_at", 10**300),
        ("sha256", "../x"),
        ("source_file", "../../etc/x.wav"),
        ("source_file", "/etc/x.wav"),
        ("duration_seconds", "1e999"),
    ],
)
def test_a_value_that_no_row_can_have_costs_one_entry(
    folder: Path, field: str, value: object
) -> None:
    bad = json.loads(GOOD) | {field: value}
    content = {"version": 1, "sounds": {"good.wav": json.loads(GOOD), "bad.wav": bad}}
    (folder / MONTH / "metadata.json").write_text(json.dumps(content))
    entries, problems = Metadata(folder).read(MONTH).entries()
    assert entries == {"good.wav": entry()}
    (problem,) = problems
    assert "bad.wav" in problem
    assert field in problem


@pytest.mark.parametrize(
    "key",
    [
        "../../../../evil/x.wav",
        "/etc/x.wav",
        "..\\x.wav",
        "C:\\x.wav",
        "a/b.wav",
        "x\0.wav",
        "",
        ".",
        "..",
        ".hidden.wav",
        "x" * 300 + ".wav",
        "odd",
        "metadata.json",
    ],
)
def test_no_key_leads_out_of_the_folder(folder: Path, key: str) -> None:
    content = json.dumps({"version": 1, "sounds": {"good.wav": json.loads(GOOD), key: None}})
    (folder / MONTH / "metadata.json").write_text(content)
    metadata = Metadata(folder)
    entries, problems = metadata.read(MONTH).entries()
    assert list(entries) == ["good.wav"]
    assert "no sound's in this folder" in problems[0]
    update(metadata, {"new.wav": entry(), key: entry()})
    assert sorted(on_disk(folder)) == ["good.wav", "new.wav"]
    assert [aside.read_text() for aside in asides(folder)] == [content]


@pytest.mark.parametrize("where", ["..", "2026/../..", "/etc", "temp", "a\0b", "2026/11/../12"])
def test_no_folder_leads_out_of_the_sounds_folder(tmp_path: Path, where: str) -> None:
    sounds = tmp_path / "sounds"
    sounds.mkdir()
    metadata = Metadata(sounds)
    (tmp_path / "metadata.json").write_text(f'{{"version": 1, "sounds": {{"a.wav": {GOOD}}}}}')
    before = (tmp_path / "metadata.json").read_text()
    known = metadata.read(where)
    assert known.lines == {}
    with pytest.raises(StorageFailed):
        metadata.write(known, {"x.wav": entry()})
    assert (tmp_path / "metadata.json").read_text() == before
    assert sorted(path.name for path in tmp_path.rglob("*")) == ["metadata.json", "sounds"]


def test_a_linked_folder_is_not_written_to(folder: Path, tmp_path: Path) -> None:
    elsewhere = tmp_path.parent / f"{tmp_path.name}-elsewhere"
    elsewhere.mkdir()
    (folder / "2026" / "12").symlink_to(elsewhere)
    metadata = Metadata(folder)
    with pytest.raises(StorageFailed):
        metadata.write(metadata.read("2026/12"), {"a.wav": entry()})
    assert list(elsewhere.iterdir()) == []


def test_an_entry_that_no_row_can_have_stays_until_its_file_has_a_row(folder: Path) -> None:
    good = json.loads(GOOD) | {"a field of a later version": 1}
    content = {"version": 1, "sounds": {"good.wav": good, "bad.wav": {"name": 3}}}
    (folder / MONTH / "metadata.json").write_text(json.dumps(content))
    metadata = Metadata(folder)
    update(metadata, {"new.wav": entry()})
    assert sorted(on_disk(folder)) == ["bad.wav", "good.wav", "new.wav"]
    assert asides(folder) == []


def _write_many(folder: Path, writer: int) -> None:
    metadata = Metadata(folder)
    for i in range(20):
        with metadata.lock():
            update(metadata, {f"{writer}-{i}.wav": entry()})


def test_processes_that_write_at_once_lose_nothing(folder: Path) -> None:
    spawn = multiprocessing.get_context("spawn")
    writers = [spawn.Process(target=_write_many, args=(folder, i)) for i in range(2)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join(60)
        assert writer.exitcode == 0
    assert len(on_disk(folder)) == 40
    assert sorted(p.name for p in (folder / MONTH).iterdir()) == ["metadata.json"]


def test_a_folder_that_refuses_is_one_sentence_without_a_path(folder: Path) -> None:
    (folder / "2027").write_text("no folder")
    metadata = Metadata(folder)
    assert metadata.read("2027/01").lines == {}
    with pytest.raises(StorageFailed) as refused:
        metadata.write(metadata.read("2027/01"), {"a.wav": entry(audio_format=AudioFormat.FLAC)})
    assert str(folder) not in refused.value.message


def test_a_pipe_in_the_place_of_the_lock_is_not_waited_for(folder: Path) -> None:
    os.mkfifo(folder / ".metadata.lock")
    Metadata(folder).lock().close()
