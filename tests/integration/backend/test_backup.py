import asyncio
import hashlib
import json
import os
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from support.running_backend import BASE, Backend, serve
from support.servers import PostgresServer

from backend.files import open_store
from backend.files.store import FolderStore
from backend.files.walking import FileStatus
from backend.settings import Settings
from backend.upkeep import database_dumps
from backend.upkeep.backup import Place, back_up
from backend.upkeep.backup_manifest import BackupError, verify
from backend.upkeep.database_dumps import DumpError
from backend.upkeep.restoring import restore


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
        backup = await asyncio.to_thread(back_up, here, tmp_path / "backup")
        for sound_id in still_coming:
            await backend.over(sound_id)
        before = {sound["id"]: sound for sound in await library(backend)}
    assert "manifest.json" in os.listdir(tmp_path / "backup")
    assert backup.left_out == ()
    assert backup.manifest.size_bytes > 4 * 17_000

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

    assert f"{database.name}: it has changed" in damaged(
        lambda copy: change_byte(copy / database.name)
    )
    assert f"{database.name}: it is missing" in damaged(lambda copy: link(copy / database.name))
    assert "not finished" in damaged(lambda copy: (copy / "manifest.json").unlink())
    assert "damaged" in damaged(lambda copy: (copy / "manifest.json").write_text("{"))
    assert not there.sounds_dir.exists()
    assert not database_dumps.has_sounds(there.database)


def change_byte(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)


def link(path: Path) -> None:
    path.rename(path.with_name("elsewhere"))
    path.symlink_to("elsewhere")


def pipe(path: Path) -> None:
    path.unlink()
    os.mkfifo(path)


@pytest.mark.parametrize("damage", [change_byte, link, pipe, Path.unlink])
@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_a_damaged_sound_of_a_backup_costs_only_itself(
    settings_of: Any, other: dict[str, Any], tmp_path: Path, damage: Any
) -> None:
    async with serve(settings_of()) as backend:
        good = await backend.over(await backend.generate(seed=1))
        bad = await backend.over(await backend.generate(seed=2))
        await asyncio.to_thread(back_up, place_of(settings_of()), tmp_path / "backup")
    damage(tmp_path / "backup" / "sounds" / bad["file_path"])
    there = place_of(settings_of(**other))
    restored = restore(tmp_path / "backup", there, is_forced=False)
    (left_out,) = restored.left_out
    assert left_out.relative_path == f"sounds/{bad['file_path']}"
    assert (there.sounds_dir / good["file_path"]).exists()
    assert not (there.sounds_dir / bad["file_path"]).exists()
    async with serve(settings_of(**other)) as backend:
        assert len(await library(backend)) == 2
        missing = (await backend.http.post(f"{BASE}/rescan")).json()["data"]["missing"]
        assert [each["sound_id"] for each in missing] == [bad["id"]]


@pytest.mark.parametrize(
    "name",
    [
        "sounds/../../escaped.wav",
        "../escaped.wav",
        "/escaped.wav",
        "sounds//escaped.wav",
        "sounds/a/../../../escaped.wav",
        "sounds/..\\escaped.wav",
        "sounds/C:/escaped.wav",
        "sounds/a\0.wav",
        "sounds/temp/escaped.wav",
        "sounds/.hidden.wav",
        "escaped.wav",
    ],
)
@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_name_that_leads_out_of_the_backup_is_refused_alone(
    backup: Path, settings_of: Any, other: dict[str, Any], tmp_path: Path, name: str
) -> None:
    content = b"escaped"
    (tmp_path / "escaped.wav").write_bytes(content)
    manifest = json.loads((backup / "manifest.json").read_text())
    sha256 = hashlib.sha256(content).hexdigest()
    manifest["files"][name] = {"size_bytes": len(content), "sha256": sha256}
    (backup / "manifest.json").write_text(json.dumps(manifest))
    before = set(tmp_path.rglob("*escaped*"))
    there = place_of(settings_of(**other))
    (left_out,) = restore(backup, there, is_forced=False).left_out
    assert "no part of a backup" in left_out.reason
    assert set(tmp_path.rglob("*escaped*")) == before
    assert database_dumps.has_sounds(there.database)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_restore_does_not_follow_links_out_of_the_library(
    backup: Path, settings_of: Any, other: dict[str, Any], tmp_path: Path
) -> None:
    there = place_of(settings_of(**other))
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    there.sounds_dir.mkdir(parents=True)
    (there.sounds_dir / "2026").symlink_to(elsewhere)
    left_out = restore(backup, there, is_forced=True).left_out
    assert left_out
    assert list(elsewhere.iterdir()) == []


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_every_file_is_in_the_backup_or_named(
    settings_of: Any, other: dict[str, Any], tmp_path: Path
) -> None:
    here, there = place_of(settings_of()), place_of(settings_of(**other))
    async with serve(settings_of()) as backend:
        sound = await backend.over(await backend.generate())
        month = (here.sounds_dir / sound["file_path"]).parent
        kept = {
            month / "LOUD.WAV": b"capitals",
            month / "deep" / "er" / "x.oga": b"a subfolder",
            month / "notes.txt": b"no sound",
            here.sounds_dir / "top.mp3": b"top",
        }
        for path, content in kept.items():
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
        os.mkfifo(month / "pipe.wav")
        (month / "link.wav").symlink_to("/etc/hostname")
        os.close(os.open(os.fsencode(month) + b"/bad\xff.wav", os.O_CREAT))
        os.mkfifo(month / "deep" / "metadata.json")
        backup = await asyncio.to_thread(back_up, here, tmp_path / "backup")
    folder = str(month.relative_to(here.sounds_dir))
    reasons = {each.relative_path: each.reason for each in backup.left_out}
    assert reasons.keys() == {
        f"{folder}/pipe.wav",
        f"{folder}/link.wav",
        f"{folder}/bad\\udcff.wav",
        f"{folder}/deep/metadata.json",
    }
    assert "UTF-8; rename it" in reasons[f"{folder}/bad\\udcff.wav"]
    restored = await asyncio.to_thread(restore, tmp_path / "backup", there, is_forced=False)
    assert restored.left_out == ()
    for path, content in kept.items():
        assert (there.sounds_dir / path.relative_to(here.sounds_dir)).read_bytes() == content
    assert (there.sounds_dir / sound["file_path"]).exists()


class Growing(FolderStore):
    """A store in which a file grows after its status was read."""

    changing: Path
    times: int

    def status(self, relative_path: str) -> FileStatus:
        status = super().status(relative_path)
        if relative_path.endswith(self.changing.name) and self.times > 0:
            self.times -= 1
            self.changing.write_bytes(self.changing.read_bytes() + b"more")
        return status


@pytest.mark.parametrize(("times", "is_kept"), [(1, True), (10**6, False)])
@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_a_file_that_changes_is_copied_whole_or_named(
    settings_of: Any, tmp_path: Path, times: int, is_kept: bool
) -> None:
    async with serve(settings_of()) as backend:
        sound = await backend.over(await backend.generate())
    here = place_of(settings_of())
    store = Growing(here.sounds_dir)
    store.changing, store.times = here.sounds_dir / sound["file_path"], times
    backup = back_up(replace(here, store=store), tmp_path / "backup")
    copy = tmp_path / "backup" / "sounds" / sound["file_path"]
    if is_kept:
        assert backup.left_out == ()
        assert copy.read_bytes() == store.changing.read_bytes()
    else:
        (left_out,) = backup.left_out
        assert "changes all the time" in left_out.reason
        assert not copy.exists()
    assert verify(tmp_path / "backup").refused == ()


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
    with pytest.raises(BackupError, match="sounds folder is missing"):
        back_up(place, tmp_path / "a")
    place.sounds_dir.mkdir(parents=True)
    with pytest.raises(DumpError) as refused:
        back_up(place, tmp_path / "a")
    assert "secret" not in str(refused.value)
    assert len(str(refused.value).splitlines()) == 1
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(DumpError, match="pg_dump is not there; install"):
        back_up(place, tmp_path / "b")
