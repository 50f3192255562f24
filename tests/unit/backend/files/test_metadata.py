"""metadata.json, by what is in the file."""

import json
import multiprocessing
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
    metadata.update({f"{MONTH}/a.wav": whole})
    assert metadata.read(MONTH) == {"a.wav": whole}
    assert on_disk(folder)["a.wav"]["tags"] == ["放松", "夜晚"]
    assert "夜雨" in (folder / MONTH / "metadata.json").read_text(encoding="utf-8")


def test_entries_are_added_changed_and_taken_away(folder: Path) -> None:
    metadata = Metadata(folder)
    metadata.update({f"{MONTH}/{name}": entry() for name in ("b.wav", "a.wav")})
    metadata.update({f"{MONTH}/a.wav": entry("Storm"), f"{MONTH}/b.wav": None})
    assert {name: e.name for name, e in metadata.read(MONTH).items()} == {"a.wav": "Storm"}
    metadata.update({f"{MONTH}/a.wav": None, f"{MONTH}/never.wav": None})
    assert on_disk(folder) == {}


def test_what_is_told_again_is_not_written_again(folder: Path) -> None:
    metadata = Metadata(folder)
    metadata.update({f"{MONTH}/a.wav": entry(cfg_scale=1e-7)})
    before = (folder / MONTH / "metadata.json").stat().st_ino
    metadata.update({f"{MONTH}/a.wav": entry(cfg_scale=1e-7)})
    metadata.update({})
    assert (folder / MONTH / "metadata.json").stat().st_ino == before


def test_a_month_without_sounds_has_no_file(folder: Path) -> None:
    metadata = Metadata(folder)
    metadata.update({f"{MONTH}/a.wav": None, "2027/01/b.wav": None})
    assert metadata.read(MONTH) == metadata.read("2027/01") == {}
    assert not (folder / MONTH / "metadata.json").exists()
    assert not (folder / "2027").exists()


@pytest.mark.parametrize("content", ["", "{", "[]", '{"sounds": 3}', '{"version": 1}', "null"])
def test_a_file_that_cannot_be_understood_is_put_aside_not_lost(folder: Path, content: str) -> None:
    path = folder / MONTH / "metadata.json"
    path.write_text(content)
    metadata = Metadata(folder)
    assert metadata.read(MONTH) == {}
    metadata.update({f"{MONTH}/a.wav": entry()})
    assert list(on_disk(folder)) == ["a.wav"]
    assert (folder / MONTH / "metadata.json.damaged").read_text() == content


def test_one_bad_entry_costs_only_itself(folder: Path) -> None:
    good = json.loads(entry().model_dump_json()) | {"a field of a later version": 1}
    content = {"version": 1, "sounds": {"good.wav": good, "bad.wav": {"name": 3}, "odd": None}}
    (folder / MONTH / "metadata.json").write_text(json.dumps(content))
    metadata = Metadata(folder)
    assert metadata.read(MONTH) == {"good.wav": entry()}
    metadata.update({f"{MONTH}/new.wav": entry()})
    assert sorted(on_disk(folder)) == ["bad.wav", "good.wav", "new.wav", "odd"]


def _write_many(folder: Path, writer: int) -> None:
    metadata = Metadata(folder)
    for i in range(20):
        with metadata.lock():
            metadata.update({f"{MONTH}/{writer}-{i}.wav": entry()})


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
    (folder / MONTH / "metadata.json").mkdir()
    metadata = Metadata(folder)
    for attempt in (
        lambda: metadata.read(MONTH),
        lambda: metadata.update({f"{MONTH}/a.wav": entry(audio_format=AudioFormat.FLAC)}),
    ):
        with pytest.raises(StorageFailed) as refused:
            attempt()
        assert str(folder) not in refused.value.message
