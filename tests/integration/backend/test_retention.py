import asyncio
import fcntl
import os
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import insert, select, update
from support.fake_sidecar import FakeSidecar
from support.running_backend import BASE, Backend

from backend.db.models import EnvironmentSound, Favorite, UsageAction, UsageLog
from backend.errors import StorageFailed
from backend.files.metadata import Metadata
from backend.upkeep.metadata_sync import MetadataSync
from backend.upkeep.retention import Retention, RetentionLimits, Swept


@pytest.fixture
def sounds_dir(data_dir: Path) -> Path:
    return data_dir / "environment_sounds"


def metadata_sync_of(backend: Backend, sounds_dir: Path) -> MetadataSync:
    services = backend.app.state.services
    return MetadataSync(services.database, Metadata(sounds_dir), services.library)


def retention_of(backend: Backend, sounds_dir: Path) -> Retention:
    services = backend.app.state.services
    return Retention(
        services.database,
        services.library,
        metadata_sync_of(backend, sounds_dir),
        sounds_dir,
        RetentionLimits(sound_days=30, usage_days=365, temp_hours=24, cache_bytes=1_000_000),
    )


async def delete_days_ago(backend: Backend, sound_id: int, days: float) -> None:
    await backend.http.delete(f"{BASE}/{sound_id}")
    deleted_at = datetime.now(UTC) - timedelta(days=days)
    statement = (
        update(EnvironmentSound)
        .where(EnvironmentSound.id == sound_id)
        .values(deleted_at=deleted_at)
    )
    await backend.app.state.services.database.write(lambda session: session.execute(statement))


async def ids(backend: Backend) -> list[int]:
    rows = select(EnvironmentSound.id).order_by(EnvironmentSound.id)
    found: list[int] = await backend.app.state.services.database.read(
        lambda session: list(session.scalars(rows))
    )
    return found


async def test_deleted_sounds_go_for_good_after_their_days(
    backend: Backend, sounds_dir: Path
) -> None:
    sounds = [await backend.over(await backend.generate(seed=i)) for i in range(3)]
    kept, fresh, old = (sound["id"] for sound in sounds)
    await backend.http.post(f"{BASE}/{old}/favorite")
    await delete_days_ago(backend, fresh, 29)
    await delete_days_ago(backend, old, 31)
    assert (sounds_dir / sounds[2]["file_path"]).exists()
    assert (await retention_of(backend, sounds_dir).sweep()).sound_count == 1
    assert await ids(backend) == [kept, fresh]
    assert not (sounds_dir / sounds[2]["file_path"]).exists()
    assert (sounds_dir / sounds[1]["file_path"]).exists()
    favorites = await backend.app.state.services.database.read(
        lambda session: list(session.scalars(select(Favorite)))
    )
    assert favorites == []
    await metadata_sync_of(backend, sounds_dir).flush()
    metadata = (sounds_dir / "2026/11/metadata.json").read_text()
    assert Path(sounds[2]["file_path"]).name not in metadata
    assert Path(sounds[0]["file_path"]).name in metadata
    assert await retention_of(backend, sounds_dir).sweep() == Swept(0, 0)


async def test_a_row_stays_until_its_file_could_be_deleted(
    backend: Backend, sounds_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sounds = [await backend.over(await backend.generate(seed=i)) for i in range(3)]
    for sound in sounds:
        await delete_days_ago(backend, sound["id"], 31)
    library = backend.app.state.services.library
    delete_file = library.delete

    def refuse(path: str) -> None:
        if path == sounds[0]["file_path"]:
            raise StorageFailed("the disk is read-only")
        delete_file(path)

    with monkeypatch.context() as disk:
        disk.setattr(library, "delete", refuse)
        with pytest.raises(StorageFailed):
            await retention_of(backend, sounds_dir).sweep()
    assert await ids(backend) == [sounds[0]["id"]]
    assert [(sounds_dir / sound["file_path"]).exists() for sound in sounds] == [True, False, False]
    assert (await retention_of(backend, sounds_dir).sweep()).sound_count == 1
    assert await ids(backend) == []
    assert not (sounds_dir / sounds[0]["file_path"]).exists()


async def test_a_crash_between_files_and_rows_leaves_nothing_behind(
    backend: Backend, sounds_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sounds = [await backend.over(await backend.generate(seed=i)) for i in range(3)]
    for sound in sounds:
        await delete_days_ago(backend, sound["id"], 31)
    database = backend.app.state.services.database

    async def crash(*_: object, **__: object) -> None:
        raise KeyError

    with monkeypatch.context() as killed:
        killed.setattr(database, "write", crash)
        with pytest.raises(KeyError):
            await retention_of(backend, sounds_dir).sweep()
    assert (await retention_of(backend, sounds_dir).sweep()).sound_count == 3
    assert list((sounds_dir / "2026/11").glob("env_*")) == []
    rescan = (await backend.http.post(f"{BASE}/rescan")).json()
    assert rescan["data"]["added"] == [], rescan
    assert await ids(backend) == []


async def test_room_is_made_only_by_files_that_are_there(
    backend: Backend, sounds_dir: Path
) -> None:
    sounds = [await backend.over(await backend.generate(seed=i)) for i in range(3)]
    for days, sound in enumerate(reversed(sounds)):
        await delete_days_ago(backend, sound["id"], 1 + days)
    # The two that were deleted first lie on a disk that is not mounted.
    for sound in sounds[:2]:
        (sounds_dir / sound["file_path"]).rename(sounds_dir / f".{sound['id']}")
    retention = retention_of(backend, sounds_dir)
    assert await retention.purge_oldest(1) == 1
    assert await ids(backend) == [sounds[0]["id"], sounds[1]["id"]]
    assert await retention.purge_oldest(1) == 0


async def test_a_deleted_sound_that_is_still_being_stopped_is_left_to_its_worker(
    serving: Any, sidecar: FakeSidecar, sounds_dir: Path
) -> None:
    async with serving(job_worker_count=0) as backend:
        sound_id = await backend.generate()
        statement = update(EnvironmentSound).values(
            generation_status="processing", lease_until=9e12, attempt=1
        )
        database = backend.app.state.services.database
        await database.write(lambda session: session.execute(statement))
        await delete_days_ago(backend, sound_id, 31)
        assert (await retention_of(backend, sounds_dir).sweep()).sound_count == 0
        assert await ids(backend) == [sound_id]


async def test_old_temporary_files_go_and_those_in_use_stay(
    backend: Backend, sounds_dir: Path
) -> None:
    def put(name: str, days: float) -> Path:
        path = sounds_dir / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("x")
        written_at = path.stat().st_mtime - days * 86_400
        os.utime(path, (written_at, written_at))
        return path

    gone = [
        put("temp/uploading_1", 2),
        put("temp/failed_1.wav", 2),
        put("temp/generating_1.wav", 2),
        put("cache/waveforms/1.json", 31),
        put("cache/thumbnails/.1.partial", 1),
        put("2026/11/.1.partial", 1),
    ]
    held = put("temp/generating_2.wav", 2)
    stay = [
        held,
        put("temp/uploading_2", 0.5),
        put("cache/waveforms/2.json", 29),
        put("2026/11/env_a.wav", 1000),
        put("2026/11/metadata.json", 1000),
    ]
    with held.open("rb") as stream:
        fcntl.flock(stream, fcntl.LOCK_EX)
        swept = await retention_of(backend, sounds_dir).sweep()
    assert swept == Swept(0, len(gone))
    assert not any(path.exists() for path in gone)
    assert all(path.exists() for path in stay)


async def test_old_lines_of_the_usage_log_go_and_the_counts_stay(
    backend: Backend, sounds_dir: Path
) -> None:
    sound = await backend.over(await backend.generate())
    url = f"{BASE}/{sound['id']}"
    database = backend.app.state.services.database
    line = {"sound_id": sound["id"], "user_name": "a", "client_address": "::1"}
    line["action"] = UsageAction.PLAY.value
    ages = [400.0] * 2500 + [366.0, 364.0, 1.0]
    now = datetime.now(UTC)
    lines = [line | {"created_at": now - timedelta(days=days)} for days in ages]
    # Older lines first, as they are written.
    await database.write(lambda session: session.execute(update(UsageLog).values(created_at=now)))
    await database.write(lambda session: session.execute(insert(UsageLog), lines))
    for _ in range(3):
        await backend.http.post(f"{url}/play")
    await backend.http.get(f"{url}/download")
    before = (await backend.http.get(f"{BASE}/stats")).json()
    # The line of the generation is the first one, and no older line hides behind it.
    swept = await retention_of(backend, sounds_dir).sweep()
    assert swept == Swept(0, 0, 2501)
    page = (await backend.http.get(f"{BASE}/usage-logs?page_size=100")).json()
    assert len(page["data"]["logs"]) == 1 + 2 + 3 + 1
    assert (await backend.http.get(f"{BASE}/stats")).json() == before
    shown = await backend.sound(sound["id"])
    assert (shown["play_count"], shown["download_count"]) == (3, 1)
    assert (await retention_of(backend, sounds_dir).sweep()).line_count == 0


async def test_cache_and_failed_files_are_bounded_in_bytes_and_number(
    backend: Backend, sounds_dir: Path
) -> None:
    def put(name: str, size: int, hours: float) -> Path:
        path = sounds_dir / name
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("wb") as file:
            file.truncate(size)
        used_at = path.stat().st_mtime - hours * 3600
        os.utime(path, (used_at, used_at))
        return path

    cached = [put(f"cache/waveforms/{n}.json", 400_000, hours=n) for n in range(5)]
    few = [put(f"temp/failed_{n:02}.wav", 1000, hours=n / 10) for n in range(25)]
    await retention_of(backend, sounds_dir).sweep()
    assert [path.exists() for path in cached] == [True, True, False, False, False]
    assert [path.exists() for path in few] == [True] * 20 + [False] * 5
    large = [put(f"temp/failed_large_{n}.wav", 40 << 20, hours=-1 - n) for n in range(3)]
    held = put("temp/failed_held.wav", 40 << 20, hours=1)
    with held.open("rb") as stream:
        fcntl.flock(stream, fcntl.LOCK_EX)
        await retention_of(backend, sounds_dir).sweep()
    assert [path.exists() for path in (*large, held)] == [False, False, True, True]


async def test_a_sweep_that_fails_is_told_and_the_next_one_goes_on(
    backend: Backend,
    sounds_dir: Path,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    monkeypatch.setattr("backend.upkeep.retention._FIRST_SECONDS", 0.0)
    monkeypatch.setattr("backend.upkeep.retention._PERIOD_SECONDS", 0.0)
    retention = retention_of(backend, sounds_dir)
    found: asyncio.Queue[str] = asyncio.Queue()
    # Also of a kind that nobody foresaw.
    errors = [StorageFailed("the disk is read-only"), ValueError("/a/path"), None]

    async def sweep() -> Swept:
        try:
            await retention.check()
            found.put_nowait("")
        except StorageFailed as error:
            found.put_nowait(error.message)
        failure = errors.pop(0) if errors else None
        if failure is not None:
            raise failure
        return Swept(0, 0)

    monkeypatch.setattr(retention, "sweep", sweep)
    running = asyncio.create_task(retention.run())
    async with asyncio.timeout(20):
        told = [await found.get() for _ in range(4)]
    running.cancel()
    assert caplog.text.count("the sweep did not come to its end") == 2
    # Their tracebacks are meant.
    caplog.clear()
    assert told[0] == told[3] == ""
    assert "the disk is read-only" in told[1]
    assert "the log has the reason" in told[2]
    assert "/a/path" not in told[2]
