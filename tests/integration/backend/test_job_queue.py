"""Claims, leases, fences: two workers on one database, seen at the rows."""

import asyncio
from collections.abc import AsyncIterator

import pytest
from sqlalchemy import update

from backend.db.database import Database, database_now, migrate
from backend.db.models import EnvironmentSound, SoundStatus
from backend.errors import InternalError, SidecarUnavailable
from backend.jobs import JobQueue
from backend.jobs.broadcaster import SoundProgress
from backend.settings import Settings
from backend.sidecar.types import FinishedSound, Stage

SOUND = FinishedSound(
    relative_path="2026/11/env_rain_20261123_00000000.wav",
    duration_seconds=1.0,
    frame_count=44_100,
    sample_rate_hertz=44_100,
    channels=2,
    file_size_bytes=176_444,
    sha256="0" * 64,
    engine="procedural",
    model_revision="1",
    engine_prompt=None,
    seed=7,
    steps=None,
    cfg_scale=None,
    peak_dbfs=-6.0,
    true_peak_dbtp=-5.8,
    loudness_lufs=None,
    generation_seconds=0.1,
    notes=("told by the engine",),
)


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    url = Settings(database_url=database_url).database
    await asyncio.to_thread(migrate, url)
    database = Database(url)
    yield database
    await database.close()


@pytest.fixture
def queue(database: Database) -> JobQueue:
    return JobQueue(database, lease_seconds=60, max_failures=3)


async def add(database: Database, **fields: object) -> int:
    request = {"prompt": "rain", "name": "n", "request_id": "of the sidecar"}
    row = EnvironmentSound(name="n", prompt="rain", request=request, **fields)
    await database.write(lambda session: session.add(row))
    return row.id


async def row_of(database: Database, sound_id: int) -> EnvironmentSound:
    return await database.read(lambda session: session.get_one(EnvironmentSound, sound_id))


async def expire(database: Database, sound_id: int, **fields: object) -> None:
    """As if the lease had run out long ago."""
    statement = update(EnvironmentSound).where(EnvironmentSound.id == sound_id)
    expired = statement.values(lease_until=database_now() - 1, **fields)
    await database.write(lambda session: session.execute(expired))


async def test_each_sound_is_claimed_once_by_however_many_workers(
    database_url: str,
) -> None:
    url = Settings(database_url=database_url).database
    await asyncio.to_thread(migrate, url)
    databases = [Database(url) for _ in range(3)]
    for _ in range(20):
        await add(databases[0])
    queues = [JobQueue(database, 60, 3) for database in databases]
    claims = await asyncio.gather(*(queue.claim() for _ in range(10) for queue in queues))
    claimed = [job.id for job in claims if job is not None]
    assert sorted(claimed) == list(range(1, 21))
    for database in databases:
        await database.close()


async def test_a_living_workers_sound_is_not_claimed(database: Database, queue: JobQueue) -> None:
    await add(database)
    job = await queue.claim()
    assert job is not None
    assert job.attempt == 1
    assert await queue.claim() is None


async def test_a_stale_worker_can_write_nothing(database: Database, queue: JobQueue) -> None:
    sound_id = await add(database)
    stale = await queue.claim()
    assert stale is not None
    await expire(database, sound_id)
    fresh = await queue.claim()
    assert fresh is not None
    assert (fresh.id, fresh.attempt, fresh.failure_count) == (stale.id, 2, 1)

    assert await queue.heartbeat(stale) is None
    await queue.record_progress(stale, SoundProgress(80.0, Stage.GENERATING))
    assert await queue.finish(stale, SOUND) is False
    assert await queue.cancel(stale) is False
    assert await queue.fail(stale, InternalError("no")) is False
    assert await queue.retry(stale, InternalError("no"), 0) is None
    await queue.defer(stale, SidecarUnavailable("no"), 0)
    await queue.give_back(stale)

    row = await row_of(database, sound_id)
    assert row.generation_status is SoundStatus.PROCESSING
    assert (row.attempt, row.generation_progress, row.error_message) == (2, 0, None)
    assert await queue.heartbeat(fresh) is False
    assert await queue.finish(fresh, SOUND) is True
    row = await row_of(database, sound_id)
    assert row.generation_status is SoundStatus.COMPLETED
    assert row.notes == ["told by the engine"]
    assert await queue.finish(fresh, SOUND) is False


async def test_a_requested_cancel_is_told_by_the_heartbeat_and_stops_the_finish(
    database: Database, queue: JobQueue
) -> None:
    sound_id = await add(database)
    job = await queue.claim()
    assert job is not None
    requested = update(EnvironmentSound).values(cancel_requested=True)
    await database.write(lambda session: session.execute(requested))
    assert await queue.heartbeat(job) is True
    assert await queue.finish(job, SOUND) is False
    assert await queue.cancel(job) is True
    assert (await row_of(database, sound_id)).generation_status is SoundStatus.CANCELLED


async def test_the_reaper_fails_what_killed_its_workers_too_often(
    database: Database, queue: JobQueue
) -> None:
    sound_id = await add(database)
    for _ in range(3):
        assert await queue.claim() is not None
        await expire(database, sound_id)
    assert await queue.claim() is None
    assert (await queue.attention()).reapable_count == 1
    (reaped,) = await queue.reap()
    assert reaped.generation_status is SoundStatus.FAILED
    assert reaped.error_reason == "INTERRUPTED"
    assert "interrupted too often" in str(reaped.error_message)
    assert (await queue.attention()) == (0, 0)


async def test_the_reaper_cancels_what_its_dead_worker_was_told_to(
    database: Database, queue: JobQueue
) -> None:
    sound_id = await add(database)
    await queue.claim()
    await expire(database, sound_id, cancel_requested=True)
    assert await queue.claim() is None
    (reaped,) = await queue.reap()
    assert reaped.generation_status is SoundStatus.CANCELLED
    assert reaped.error_message is None


async def test_waiting_for_the_sidecar_uses_up_nothing(database: Database, queue: JobQueue) -> None:
    sound_id = await add(database)
    for _ in range(20):
        job = await queue.claim()
        assert job is not None
        await queue.defer(job, SidecarUnavailable("the sidecar cannot be reached"), 0)
    row = await row_of(database, sound_id)
    assert row.generation_status is SoundStatus.PENDING
    assert (row.failure_count, row.deferral_count, row.attempt) == (0, 20, 20)
    assert row.error_reason == "SIDECAR_UNAVAILABLE"
    assert await queue.claim() is not None
    assert (await row_of(database, sound_id)).error_reason is None


async def test_a_delayed_sound_lets_others_go_first(database: Database, queue: JobQueue) -> None:
    first, second = await add(database), await add(database)
    job = await queue.claim()
    assert job is not None
    assert job.id == first
    await queue.defer(job, SidecarUnavailable("away"), 60)
    job = await queue.claim()
    assert job is not None
    assert job.id == second
    assert await queue.claim() is None


async def test_a_sound_to_be_cancelled_is_not_given_back(
    database: Database, queue: JobQueue
) -> None:
    sound_id = await add(database)
    job = await queue.claim()
    assert job is not None
    requested = update(EnvironmentSound).values(cancel_requested=True)
    await database.write(lambda session: session.execute(requested))
    await queue.give_back(job)
    assert (await row_of(database, sound_id)).generation_status is SoundStatus.CANCELLED


async def test_a_file_is_wanted_while_its_row_may_need_it(
    database: Database, queue: JobQueue
) -> None:
    sound_id = await add(database)
    job = await queue.claim()
    assert job is not None
    assert await queue.is_wanted(job, SOUND.relative_path)
    await queue.cancel(job)
    assert not await queue.is_wanted(job, SOUND.relative_path)
    kept = (
        update(EnvironmentSound)
        .where(EnvironmentSound.id == sound_id)
        .values(relative_path=SOUND.relative_path)
    )
    await database.write(lambda session: session.execute(kept))
    assert await queue.is_wanted(job, SOUND.relative_path)
