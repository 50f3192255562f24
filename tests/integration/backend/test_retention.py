import fcntl
import json
import os
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select, update
from support.fake_sidecar import FakeSidecar
from support.running_backend import BASE, Backend

from backend.db.models import EnvironmentSound, Favorite
from backend.errors import StorageFailed
from backend.files.metadata import Metadata
from backend.upkeep.metadata_sync import MetadataSync
from backend.upkeep.retention import Retention, Swept


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
        sound_days=30,
        temp_hours=24,
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


async def test_a_file_that_cannot_be_deleted_is_not_found_as_a_new_sound(
    backend: Backend, sounds_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sound = await backend.over(await backend.generate())
    path = sounds_dir / sound["file_path"]
    metadata = sounds_dir / "2026/11/metadata.json"
    await delete_days_ago(backend, sound["id"], 31)
    metadata_sync = metadata_sync_of(backend, sounds_dir)
    await metadata_sync.flush()

    def refuse(_path: str) -> None:
        raise StorageFailed("the disk is read-only")

    with monkeypatch.context() as disk:
        disk.setattr(backend.app.state.services.library, "delete", refuse)
        with pytest.raises(StorageFailed):
            await retention_of(backend, sounds_dir).sweep()
    await metadata_sync.flush()
    assert await ids(backend) == []
    assert json.loads(metadata.read_text())["sounds"][path.name]["deleted_at"] is not None
    path.unlink()
    await metadata_sync.flush()
    assert path.name not in metadata.read_text()


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
