import asyncio
import json
import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from support.running_backend import BASE, Backend, serve
from support.servers import PostgresServer

from backend.files import open_store
from backend.settings import Settings
from backend.upkeep import database_dumps
from backend.upkeep.backup import BackupError, Place, back_up, restore
from backend.upkeep.database_dumps import DumpError


@pytest.fixture
def other(
    request: pytest.FixtureRequest, database_url: str, tmp_path: Path
) -> Iterator[dict[str, Any]]:
    """Settings of an empty library elsewhere, with the same kind of database."""
    data_dir = tmp_path / "other"
    if database_url.startswith("sqlite"):
        yield {"data_dir": data_dir, "database_url": f"sqlite:///{data_dir / 'sounds.db'}"}
        return
    server: PostgresServer = request.getfixturevalue("postgres")
    with server.database(is_empty=True) as url:
        yield {"data_dir": data_dir, "database_url": url}


def place_of(settings: Settings) -> Place:
    return Place(settings.database, settings.sounds_dir, open_store(settings))


async def library(backend: Backend) -> list[dict[str, Any]]:
    page = (await backend.http.get(f"{BASE}/", params={"sort_by": "id"})).json()["data"]
    sounds: list[dict[str, Any]] = page["sounds"]
    return sounds


async def test_a_library_comes_back_whole_from_a_backup_made_in_use(
    settings_of: Any, other: dict[str, Any], tmp_path: Path
) -> None:
    here, there = place_of(settings_of()), place_of(settings_of(**other))
    async with serve(settings_of()) as backend:
        tags = [tag["id"] for tag in (await backend.http.get(f"{BASE}/tags")).json()[:2]]
        for i in range(4):
            await backend.over(await backend.generate(name=f"雨 {i}", seed=i, tag_ids=tags))
        await backend.http.post(f"{BASE}/1/favorite")
        await backend.http.delete(f"{BASE}/{(await library(backend))[0]['id']}")
        still_coming = [await backend.generate(name="later", seed=100 + i) for i in range(8)]
        manifest = await asyncio.to_thread(back_up, here, tmp_path / "backup")
        for sound_id in still_coming:
            await backend.over(sound_id)
        before = {sound["id"]: sound for sound in await library(backend)}
    assert "manifest.json" in os.listdir(tmp_path / "backup")
    assert manifest.size_bytes > 4 * 17_000

    await asyncio.to_thread(restore, tmp_path / "backup", there, is_forced=False)
    async with serve(settings_of(**other)) as backend:
        after = await library(backend)
        assert {sound["name"] for sound in after} >= {"雨 0", "雨 1", "雨 2"}
        for sound in after:
            if sound["name"] == "later":
                continue
            assert sound == before[sound["id"]]
        for sound in after:
            await backend.over(sound["id"])
            reply = await backend.http.get(f"{BASE}/{sound['id']}/download")
            assert reply.status_code == 200
        rescan = (await backend.http.post(f"{BASE}/rescan")).json()["data"]
        assert rescan["missing"] == []


async def test_what_is_there_is_only_replaced_by_force(
    settings_of: Any, other: dict[str, Any], tmp_path: Path
) -> None:
    here, there = place_of(settings_of()), place_of(settings_of(**other))
    async with serve(settings_of()) as backend:
        await backend.over(await backend.generate(name="saved"))
        await asyncio.to_thread(back_up, here, tmp_path / "backup")
        lost = await backend.over(await backend.generate(name="made since", seed=9))
    with pytest.raises(BackupError, match="sounds already; restore with --force"):
        restore(tmp_path / "backup", here, is_forced=False)
    assert (here.sounds_dir / lost["file_path"]).exists()
    restore(tmp_path / "backup", here, is_forced=True)
    assert not (here.sounds_dir / lost["file_path"]).exists()
    async with serve(settings_of()) as backend:
        assert [sound["name"] for sound in await library(backend)] == ["saved"]
    assert not there.sounds_dir.exists()


@pytest.fixture
async def backup(settings_of: Any, tmp_path: Path) -> Path:
    async with serve(settings_of()) as backend:
        await backend.over(await backend.generate())
        folder = tmp_path / "backup"
        await asyncio.to_thread(back_up, place_of(settings_of()), folder)
    return folder


def test_a_damaged_backup_changes_nothing(
    backup: Path, settings_of: Any, other: dict[str, Any], tmp_path: Path
) -> None:
    there = place_of(settings_of(**other))
    (sound,) = backup.glob("sounds/*/*/*.wav")
    (database,) = backup.glob("database.*")

    def damaged(change: Any) -> str:
        copy = tmp_path / "damaged"
        shutil.copytree(backup, copy)
        change(copy)
        try:
            with pytest.raises(BackupError) as refused:
                restore(copy, there, is_forced=True)
        finally:
            shutil.rmtree(copy)
        return str(refused.value)

    def flip(path: Path) -> None:
        content = bytearray(path.read_bytes())
        content[len(content) // 2] ^= 1
        path.write_bytes(content)

    def escape(copy: Path) -> None:
        manifest = json.loads((copy / "manifest.json").read_text())
        manifest["files"]["sounds/../../escaped.wav"] = {"size_bytes": 1, "sha256": "0" * 64}
        (copy / "manifest.json").write_text(json.dumps(manifest))

    of_sound = str(sound.relative_to(backup))
    assert of_sound in damaged(lambda copy: flip(copy / of_sound))
    assert "is missing" in damaged(lambda copy: (copy / of_sound).unlink())
    assert "has changed" in damaged(lambda copy: flip(copy / database.name))
    assert "not finished" in damaged(lambda copy: (copy / "manifest.json").unlink())
    assert "damaged" in damaged(lambda copy: (copy / "manifest.json").write_text("{"))
    assert "no part of a backup" in damaged(escape)
    assert not there.sounds_dir.exists()
    assert not database_dumps.has_sounds(there.database)


def test_a_folder_that_is_not_empty_is_not_written_to(backup: Path, settings_of: Any) -> None:
    before = sorted(backup.rglob("*"))
    with pytest.raises(BackupError, match="not empty"):
        back_up(place_of(settings_of()), backup)
    with pytest.raises(BackupError, match="in the sounds folder"):
        back_up(place_of(settings_of()), settings_of().sounds_dir / "backup")
    assert sorted(backup.rglob("*")) == before


def test_another_kind_of_database_is_one_sentence(
    backup: Path, settings_of: Any, tmp_path: Path
) -> None:
    is_sqlite = settings_of().database.get_backend_name() == "sqlite"
    url = "postgresql://x@127.0.0.1:1/x" if is_sqlite else f"sqlite:///{tmp_path / 'x.db'}"
    place = place_of(settings_of(database_url=url, data_dir=tmp_path / "third"))
    with pytest.raises(BackupError, match="envsound rescan"):
        restore(backup, place, is_forced=False)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_postgresql_without_its_programs_or_without_answer_is_one_sentence(
    settings_of: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = "postgresql://someone:secret@127.0.0.1:1/x"
    place = place_of(settings_of(database_url=url, data_dir=tmp_path / "third"))
    with pytest.raises(DumpError) as refused:
        back_up(place, tmp_path / "a")
    assert "secret" not in str(refused.value)
    assert len(str(refused.value).splitlines()) == 1
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(DumpError, match="pg_dump is not there; install"):
        back_up(place, tmp_path / "b")
