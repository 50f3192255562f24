"""Claims, leases, fences: two workers on one database, seen at the rows."""

import asyncio
from collections.abc import AsyncIterator

import pytest
from sqlalchemy import select, update

from backend.db.clock import database_now
from backend.db.database import Database
from backend.db.migrate import migrate
from backend.db.models import DiscardedRequest, EnvironmentSound, SoundStatus
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


async def release(queue: JobQueue) -> list[EnvironmentSound]:
    """End the leases that are over, as a look-out does."""
    return await queue.release([lease for lease in await queue.leases() if lease.is_over])


async def discarded(database: Database) -> list[str]:
    """Return the requests whose result is to be discarded."""
    return await database.read(
        lambda session: list(session.scalars(select(DiscardedRequest.request_id)))
    )


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
    await release(queue)
    fresh = await queue.claim()
    assert fresh is not None
    assert (fresh.id, fresh.attempt, fresh.interruption_count) == (stale.id, 2, 1)
    assert fresh.failure_count == 0

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


async def test_deaths_among_others_give_no_sound_up(database: Database, queue: JobQueue) -> None:
    sound_id = await add(database)
    for _ in range(3):
        assert await queue.claim() is not None
        await expire(database, sound_id)
        (released,) = await release(queue)
        assert released.generation_status is SoundStatus.PENDING
    assert await queue.claim() is None
    assert await queue.attention() == (0, 1, 0)
    assert (await row_of(database, sound_id)).failure_count == 0
    alone = await queue.claim_suspect()
    assert alone is not None
    assert await queue.finish(alone, SOUND)


async def test_a_sound_that_ends_its_process_each_time_it_is_alone_is_given_up(
    database: Database, queue: JobQueue
) -> None:
    sound_id = await add(database)
    for claim in (queue.claim,) * 3 + (queue.claim_suspect,) * 3:
        assert await claim() is not None
        await expire(database, sound_id)
        (released,) = await release(queue)
    assert released.generation_status is SoundStatus.FAILED
    assert released.error_reason == "INTERRUPTED"
    assert "interrupted too often" in str(released.error_message)
    assert await queue.attention() == (0, 0, 1)
    assert await discarded(database) == [released.request_id]


async def test_a_sound_that_its_dead_worker_was_told_to_cancel_is_cancelled(
    database: Database, queue: JobQueue
) -> None:
    sound_id = await add(database)
    await queue.claim()
    await expire(database, sound_id, cancel_requested=True)
    assert await queue.claim() is None
    (released,) = await release(queue)
    assert released.generation_status is SoundStatus.CANCELLED
    assert released.error_message is None
    assert await discarded(database) == [released.request_id]


async def test_a_lease_that_is_renewed_meanwhile_is_not_ended(
    database: Database, queue: JobQueue
) -> None:
    await add(database)
    job = await queue.claim()
    assert job is not None
    seen = await queue.leases()
    assert await queue.heartbeat(job) is False
    assert await queue.release(seen) == []
    assert await queue.finish(job, SOUND)


async def test_a_clock_that_is_set_back_delays_no_sound(
    database: Database, queue: JobQueue
) -> None:
    sound_id = await add(database)
    job = await queue.claim()
    assert job is not None
    await queue.defer(job, SidecarUnavailable("away"), 5)
    # An hour back: what was written before lies in the future.
    statement = update(EnvironmentSound).where(EnvironmentSound.id == sound_id)
    moved = statement.values(next_attempt_at=EnvironmentSound.next_attempt_at + 3600)
    await database.write(lambda session: session.execute(moved))
    assert await queue.claim() is not None


async def test_callers_of_equal_priority_take_turns(database: Database, queue: JobQueue) -> None:
    many = [await add(database, queued_by="alice") for _ in range(4)]
    one = await add(database, queued_by="bob")
    first_of_batch = await add(database, queued_by="carol", priority=2)
    claimed = [await queue.claim() for _ in range(6)]
    ids = [job.id for job in claimed if job is not None]
    assert ids == [many[0], one, *many[1:], first_of_batch]


@pytest.mark.parametrize("end", ["cancel", "fail", "retry"])
async def test_a_request_that_ends_without_its_result_is_noted(
    database: Database, queue: JobQueue, end: str
) -> None:
    await add(database, failure_count=2)
    job = await queue.claim()
    assert job is not None
    if end == "cancel":
        await queue.cancel(job)
    elif end == "fail":
        await queue.fail(job, InternalError("no"))
    else:
        await queue.retry(job, InternalError("no"), 0)
    assert await discarded(database) == [job.request_id]


async def test_a_request_that_goes_on_is_not_noted(database: Database, queue: JobQueue) -> None:
    await add(database)
    job = await queue.claim()
    assert job is not None
    await queue.retry(job, InternalError("no"), 0)
    job = await queue.claim()
    assert job is not None
    await queue.give_back(job)
    job = await queue.claim()
    assert job is not None
    assert await queue.finish(job, SOUND)
    assert await discarded(database) == []


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


async def test_a_cancelled_sound_has_no_error_of_its_tries(
    database: Database, queue: JobQueue
) -> None:
    for end in (queue.defer, queue.retry):
        sound_id = await add(database)
        job = await queue.claim()
        assert job is not None
        statement = update(EnvironmentSound).where(EnvironmentSound.id == sound_id)
        await database.write(
            lambda session, s=statement: session.execute(s.values(cancel_requested=True))
        )
        await end(job, SidecarUnavailable("away"), 0)
        row = await row_of(database, sound_id)
        assert row.generation_status is SoundStatus.CANCELLED
        assert (row.error_reason, row.error_message) == (None, None)


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
