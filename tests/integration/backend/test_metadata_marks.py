"""Marks for `metadata.json` in the database: kept over a crash, and never lost."""

import asyncio
import fcntl
import json
import os
import signal
import threading
from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select, update
from support.backend_process import BackendProcess
from support.fake_sidecar import FakeSidecar, until
from support.running_backend import BASE, Backend

from backend.db.database import Database, after_commit
from backend.db.migrate import migrate
from backend.db.models import EnvironmentSound, MetadataMark, SoundOrigin, SoundStatus
from backend.errors import StorageFailed
from backend.files import Library
from backend.files.metadata import FolderMetadata, Metadata, SoundEntry
from backend.files.store import FolderStore, Overtaken
from backend.settings import Settings
from backend.upkeep.metadata_marks import mark_files, mark_sounds
from backend.upkeep.metadata_sync import MetadataSync

MONTH = "2026/11"


@pytest.fixture
def sounds_dir(data_dir: Path) -> Path:
    return data_dir / "environment_sounds"


@pytest.fixture
def process(data_dir: Path, sidecar: FakeSidecar, database_url: str) -> BackendProcess:
    return BackendProcess(data_dir, sidecar, DATABASE_URL=database_url)


def entries(sounds_dir: Path) -> dict[str, dict[str, Any]]:
    path = sounds_dir / MONTH / "metadata.json"
    if not path.exists():
        return {}
    sounds: dict[str, dict[str, Any]] = json.loads(path.read_text())["sounds"]
    return sounds


@contextmanager
def mirror_held(sounds_dir: Path) -> Iterator[None]:
    """Keep every process from writing `metadata.json`."""
    sounds_dir.mkdir(parents=True, exist_ok=True)
    with (sounds_dir / ".metadata.lock").open("ab") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


async def rename(backend: Backend, sound: Mapping[str, Any]) -> None:
    reply = await backend.http.put(f"{BASE}/{sound['id']}", json={"name": "after"})
    assert reply.status_code == 200


async def rename_category(backend: Backend, sound: Mapping[str, Any]) -> None:
    path = f"{BASE}/categories/{sound['category_id']}"
    assert (await backend.http.put(path, json={"name": "after"})).status_code == 200


async def delete_tag(backend: Backend, sound: Mapping[str, Any]) -> None:
    (tag,) = sound["tags"]
    assert (await backend.http.delete(f"{BASE}/tags/{tag['id']}")).status_code == 200


async def delete_sound(backend: Backend, sound: Mapping[str, Any]) -> None:
    reply = await backend.http.post(f"{BASE}/batch-delete", json={"sound_ids": [sound["id"]]})
    assert reply.status_code == 200


@pytest.mark.parametrize(
    ("change", "is_shown"),
    [
        (rename, lambda entry: entry["name"] == "after"),
        (rename_category, lambda entry: entry["category"] == "after"),
        (delete_tag, lambda entry: entry["tags"] == []),
        (delete_sound, lambda entry: entry["deleted_at"] is not None),
    ],
)
async def test_a_change_before_a_crash_is_in_metadata_json_after_it(
    process: BackendProcess,
    sounds_dir: Path,
    change: Any,
    is_shown: Callable[[dict[str, Any]], bool],
) -> None:
    async with process.running() as backend:
        tag = (await backend.http.get(f"{BASE}/tags")).json()[0]
        category = (await backend.http.get(f"{BASE}/categories")).json()[0]
        asked = {"category_id": category["id"], "tag_ids": [tag["id"]]}
        sound = await backend.over(await backend.generate(name="before", **asked))
        name = Path(sound["file_path"]).name
        await until(lambda: name in entries(sounds_dir))
        with mirror_held(sounds_dir):
            await change(backend, sound)
            await process.end(signal.SIGKILL)
    assert not is_shown(entries(sounds_dir)[name])
    async with process.running():
        await until(lambda: is_shown(entries(sounds_dir)[name]))


async def test_a_sound_made_before_a_crash_is_in_metadata_json_after_it(
    process: BackendProcess, sounds_dir: Path
) -> None:
    async with process.running() as backend:
        with mirror_held(sounds_dir):
            sound = await backend.over(await backend.generate())
            await process.end(signal.SIGKILL)
    name = Path(sound["file_path"]).name
    assert name not in entries(sounds_dir)
    async with process.running():
        await until(lambda: name in entries(sounds_dir))


async def test_a_file_replaced_before_a_crash_is_not_in_metadata_json_after_it(
    process: BackendProcess, sounds_dir: Path
) -> None:
    async with process.running() as backend:
        before = await backend.over(await backend.generate(seed=1))
        await until(lambda: Path(before["file_path"]).name in entries(sounds_dir))
        with mirror_held(sounds_dir):
            await backend.http.post(f"{BASE}/{before['id']}/regenerate", json={"seed": 2})
            after = await backend.over(before["id"])
            await until(lambda: not (sounds_dir / before["file_path"]).exists())
            await process.end(signal.SIGKILL)
    async with process.running():
        await until(lambda: list(entries(sounds_dir)) == [Path(after["file_path"]).name])


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    url = Settings(database_url=database_url).database
    await asyncio.to_thread(migrate, url)
    database = Database(url)
    yield database
    await database.close()


async def add(
    database: Database, sounds_dir: Path, month: str = MONTH, name: str = "env_a.wav"
) -> EnvironmentSound:
    """Add a marked sound with its file."""
    path = sounds_dir / month / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("x")
    row = EnvironmentSound(
        name="before",
        prompt="rain",
        origin=SoundOrigin.FOUND,
        audio_format="wav_16",
        generation_status=SoundStatus.COMPLETED,
        relative_path=f"{month}/{name}",
    )

    def work(session: Any) -> None:
        session.add(row)
        session.flush()
        mark_sounds(session, [row.id])

    await database.write(work)
    return row


async def mark_count(database: Database) -> int:
    wanted = select(MetadataMark.id)
    return await database.read(lambda session: len(session.scalars(wanted).all()))


def sync_of(database: Database, metadata: Metadata, sounds_dir: Path) -> MetadataSync:
    return MetadataSync(database, metadata, Library(sounds_dir, FolderStore(sounds_dir)))


@asynccontextmanager
async def running(metadata_sync: MetadataSync) -> AsyncIterator[None]:
    task = asyncio.create_task(metadata_sync.run())
    try:
        yield
    finally:
        metadata_sync.stop()
        await asyncio.wait_for(task, 30)


async def test_a_mark_that_is_set_while_the_last_one_is_processed_stays(
    database: Database, sounds_dir: Path
) -> None:
    reading, going_on = threading.Event(), threading.Event()

    class Slow(Metadata):
        def write(self, known: FolderMetadata, changes: Mapping[str, SoundEntry | None]) -> None:
            reading.set()
            going_on.wait(30)
            super().write(known, changes)

    row = await add(database, sounds_dir)
    first = asyncio.create_task(sync_of(database, Slow(sounds_dir), sounds_dir).flush())
    await asyncio.to_thread(reading.wait)

    def change(session: Any) -> None:
        session.execute(update(EnvironmentSound).values(name="after"))
        mark_sounds(session, [row.id])

    await database.write(change)
    going_on.set()
    await first
    await sync_of(database, Metadata(sounds_dir), sounds_dir).flush()
    assert entries(sounds_dir)["env_a.wav"]["name"] == "after"
    assert await mark_count(database) == 0


class Refusing(Metadata):
    """A metadata.json that cannot be written in some folders."""

    refused: set[str]

    def write(self, known: FolderMetadata, changes: Mapping[str, SoundEntry | None]) -> None:
        if known.folder in self.refused:
            raise StorageFailed("metadata.json cannot be written; check the disk")
        super().write(known, changes)


async def test_a_mark_that_the_disk_refused_to_process_stays(
    database: Database, sounds_dir: Path
) -> None:
    await add(database, sounds_dir)
    metadata = Refusing(sounds_dir)
    metadata.refused = {MONTH}
    metadata_sync = sync_of(database, metadata, sounds_dir)
    with pytest.raises(StorageFailed):
        await metadata_sync.flush()
    assert await mark_count(database) == 1
    metadata.refused = set()
    await metadata_sync.flush()
    assert list(entries(sounds_dir)) == ["env_a.wav"]


async def test_a_folder_that_refuses_does_not_hold_up_the_others(
    database: Database, sounds_dir: Path
) -> None:
    await add(database, sounds_dir, "2026/10")
    await add(database, sounds_dir, MONTH)
    metadata = Refusing(sounds_dir)
    metadata.refused = {"2026/10"}
    with pytest.raises(StorageFailed):
        await sync_of(database, metadata, sounds_dir).flush()
    assert list(entries(sounds_dir)) == ["env_a.wav"]
    assert await mark_count(database) == 1


@pytest.mark.parametrize("put", [os.mkfifo, os.mkdir, lambda path: path.write_text("[" * 100_000)])
async def test_what_is_unreadable_is_put_aside_and_rebuilt_from_the_rows(
    database: Database, sounds_dir: Path, put: Callable[[Path], object]
) -> None:
    for name in ("env_a.wav", "env_b.wav"):
        await add(database, sounds_dir, name=name)
    metadata_sync = sync_of(database, Metadata(sounds_dir), sounds_dir)
    await metadata_sync.flush()
    path = sounds_dir / MONTH / "metadata.json"
    path.unlink()
    put(path)
    await database.write(lambda session: mark_sounds(session, [1]))
    await metadata_sync.flush()
    assert list(entries(sounds_dir)) == ["env_a.wav", "env_b.wav"]
    assert len(list(path.parent.glob("metadata.json.damaged-*"))) == 1


async def test_lost_entries_are_written_again_at_the_next_start(
    database: Database, sounds_dir: Path
) -> None:
    for name in ("env_a.wav", "env_b.wav"):
        await add(database, sounds_dir, name=name)
    await sync_of(database, Metadata(sounds_dir), sounds_dir).flush()
    path = sounds_dir / MONTH / "metadata.json"
    lost = entries(sounds_dir)
    del lost["env_b.wav"]
    path.write_text(json.dumps({"version": 1, "sounds": lost}))
    metadata_sync = sync_of(database, Metadata(sounds_dir), sounds_dir)
    async with running(metadata_sync):
        await until(lambda: list(entries(sounds_dir)) == ["env_a.wav", "env_b.wav"])


async def test_marks_of_a_process_that_died_are_processed_by_another(
    database: Database, sounds_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("backend.upkeep.metadata_sync._POLL_SECONDS", 0.05)
    metadata_sync = sync_of(database, Metadata(sounds_dir), sounds_dir)
    async with running(metadata_sync):
        await until(lambda: metadata_sync.last_success_at is not None)
        # Nobody wakes this process.
        await add(database, sounds_dir)
        await until(lambda: list(entries(sounds_dir)) == ["env_a.wav"])


async def test_no_error_ends_the_mirror_and_check_tells_the_last(
    database: Database,
    sounds_dir: Path,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    monkeypatch.setattr("backend.upkeep.metadata_sync._RETRY_SECONDS", 0.05)
    is_broken = True

    class Broken(Metadata):
        def read(self, folder: str) -> FolderMetadata:
            if is_broken:
                raise RuntimeError("no one expected this")
            return super().read(folder)

    await add(database, sounds_dir)
    metadata_sync = sync_of(database, Broken(sounds_dir), sounds_dir)
    await metadata_sync.check()
    async with running(metadata_sync):
        await until(lambda: metadata_sync.last_error is not None)
        assert metadata_sync.is_running
        await metadata_sync.check()
        monkeypatch.setattr("backend.upkeep.metadata_sync._PATIENCE_SECONDS", 0.0)
        with pytest.raises(StorageFailed, match="an unexpected error; the log has the reason"):
            await metadata_sync.check()
        is_broken = False
        await until(lambda: list(entries(sounds_dir)) == ["env_a.wav"])
        await until(lambda: metadata_sync.last_error is None)
        await metadata_sync.check()
    assert {record.exc_info[0] for record in caplog.records if record.exc_info} == {RuntimeError}
    caplog.clear()


async def test_check_tells_that_the_task_has_ended(database: Database, sounds_dir: Path) -> None:
    metadata_sync = sync_of(database, Metadata(sounds_dir), sounds_dir)
    task = asyncio.create_task(metadata_sync.run())
    await until(lambda: metadata_sync.is_running)
    task.cancel()
    await asyncio.wait([task])
    with pytest.raises(StorageFailed, match="restart the backend"):
        await metadata_sync.check()


async def test_a_cancelled_flush_ends_its_writing_under_its_lock(
    database: Database, sounds_dir: Path
) -> None:
    writing, going_on = threading.Event(), threading.Event()

    class Slow(Metadata):
        def write(self, known: FolderMetadata, changes: Mapping[str, SoundEntry | None]) -> None:
            writing.set()
            going_on.wait(30)
            super().write(known, changes)

    await add(database, sounds_dir)
    flush = asyncio.create_task(sync_of(database, Slow(sounds_dir), sounds_dir).flush())
    await asyncio.to_thread(writing.wait)
    flush.cancel()
    await asyncio.wait([flush], timeout=0.1)
    with (sounds_dir / ".metadata.lock").open("ab") as lock, pytest.raises(BlockingIOError):
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    going_on.set()
    await asyncio.wait([flush])
    assert flush.cancelled()
    assert list(entries(sounds_dir)) == ["env_a.wav"]


async def test_a_newer_entry_of_another_machine_is_not_overwritten(
    database: Database, sounds_dir: Path
) -> None:
    row = await add(database, sounds_dir)
    tries = 0

    class Bucket(Metadata):
        def write(self, known: FolderMetadata, changes: Mapping[str, SoundEntry | None]) -> None:
            nonlocal tries
            tries += 1
            if tries == 1:
                # Another machine has changed the row and written its entry.
                asyncio.run_coroutine_threadsafe(database.write(change), loop).result(30)
                raise Overtaken
            super().write(known, changes)

    def change(session: Any) -> None:
        session.execute(update(EnvironmentSound).values(name="after"))

    loop = asyncio.get_running_loop()
    await sync_of(database, Bucket(sounds_dir), sounds_dir).flush()
    assert tries == 2
    assert entries(sounds_dir)[Path(row.relative_path or "").name]["name"] == "after"


async def test_two_processes_may_process_the_same_marks(
    database: Database, sounds_dir: Path
) -> None:
    await add(database, sounds_dir)
    syncs = [sync_of(database, Metadata(sounds_dir), sounds_dir) for _ in range(2)]
    with mirror_held(sounds_dir):
        # Both have read the mark when they wait for the lock.
        tasks = [asyncio.create_task(sync.flush()) for sync in syncs]
        await asyncio.wait(tasks, timeout=0.1)
    await asyncio.gather(*tasks)
    assert list(entries(sounds_dir)) == ["env_a.wav"]
    assert await mark_count(database) == 0


async def test_a_path_of_a_deleted_row_that_has_another_row_keeps_its_entry(
    database: Database, sounds_dir: Path
) -> None:
    row = await add(database, sounds_dir)
    assert row.relative_path is not None
    paths = [row.relative_path, f"{MONTH}/never.wav"]
    await database.write(lambda session: mark_files(session, paths))
    os.remove(sounds_dir / paths[0])
    await sync_of(database, Metadata(sounds_dir), sounds_dir).flush()
    assert list(entries(sounds_dir)) == ["env_a.wav"]
    assert await mark_count(database) == 0


async def test_calls_after_the_commit_come_before_the_write_returns(database: Database) -> None:
    calls: list[str] = []

    def work(session: Any) -> str:
        after_commit(session, lambda: calls.append("first"))
        after_commit(session, lambda: calls.append("second"))
        calls.append("work")
        return "done"

    assert await database.write(work) == "done"
    assert calls == ["work", "first", "second"]


async def test_a_rolled_back_transaction_makes_no_calls(database: Database) -> None:
    calls: list[str] = []

    def work(session: Any) -> None:
        after_commit(session, lambda: calls.append("never"))
        raise ValueError

    with pytest.raises(ValueError):  # noqa: PT011
        await database.write(work)
    await asyncio.sleep(0)
    assert calls == []
