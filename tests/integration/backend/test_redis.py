"""What several backends share over a real Redis, and that nothing depends on it."""

import asyncio
import logging
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from redis.asyncio import Redis
from support.fake_sidecar import FakeSidecar, free_port, until
from support.redis_process import RedisProcess, running_redis
from support.running_backend import BASE, Backend

from backend.db.redis import RedisConnection
from backend.jobs import Broadcaster, Relay, SoundProgress
from backend.sidecar.types import Stage

CHANNEL = "envsound:1:progress"
_PATIENT = {"redis_timeout_seconds": 40.0}
"""For tests with a Redis that answers: slowly, on a busy machine."""


@pytest.fixture
def redis(tmp_path: Path) -> Iterator[RedisProcess]:
    with running_redis(tmp_path / "redis") as running:
        yield running


@pytest.fixture
async def two(serving: Any, redis: RedisProcess) -> AsyncIterator[tuple[Backend, Backend]]:
    """A backend that makes sounds, and one that only takes requests and has viewers."""
    async with AsyncExitStack() as stack:
        fields = {"redis_url": redis.url, **_PATIENT}
        maker = await stack.enter_async_context(serving(**fields))
        watcher = await stack.enter_async_context(serving(**fields, job_worker_count=0))
        await until_subscribed(redis, 2)
        yield maker, watcher


async def until_subscribed(redis: RedisProcess, count: int) -> None:
    """Waits until so many backends hear each other."""
    async with asyncio.timeout(20), Redis.from_url(redis.url) as client:
        # A state of a server, with no event to wait for.
        while (await client.pubsub_numsub(CHANNEL))[0][1] < count:  # noqa: ASYNC110
            await asyncio.sleep(0.02)


async def readiness(backend: Backend) -> tuple[int, str, bool]:
    reply = await backend.http.get("/ready")
    body = reply.json()
    return reply.status_code, body["status"], body["checks"]["redis"]["ok"]


async def until_ready(backend: Backend, *, redis_ok: bool) -> None:
    async with asyncio.timeout(20):
        # A state of a server, with no event to wait for.
        while (await readiness(backend))[2] is not redis_ok:  # noqa: ASYNC110
            await asyncio.sleep(0.05)


def tell(backend: Backend, sound_id: int, percent: float) -> None:
    """A step of a sound that this backend makes."""
    progress = SoundProgress(percent, Stage.GENERATING, step=round(percent), step_count=100)
    backend.app.state.services.broadcaster.publish(sound_id, progress)


async def watch(backend: Backend, sound_id: int, seen: list[float]) -> None:
    """Notes what a viewer of a sound sees, to its end."""
    async for _, sound in backend.events(sound_id):
        seen.append(sound["generation_progress"])


@asynccontextmanager
async def relaying(
    redis: RedisProcess, broadcaster: Broadcaster, quiet_seconds: float
) -> AsyncIterator[RedisConnection]:
    """Run a relay by itself and yield its connection."""
    link = RedisConnection(redis.url)
    relay = Relay(link, broadcaster, quiet_seconds)
    relay.start()
    try:
        yield link
    finally:
        await relay.stop()
        await link.close()


async def eventually(condition: Callable[[], bool]) -> None:
    await until(condition, 20)


async def test_the_newest_step_reaches_the_viewers_of_the_other_backend(
    two: tuple[Backend, Backend], sidecar: FakeSidecar
) -> None:
    maker, watcher = two
    sidecar.script.hold.clear()
    sound_id = await watcher.generate()
    await maker.until(sound_id, "processing")
    views: list[list[float]] = [[] for _ in range(4)]
    watching = [asyncio.create_task(watch(watcher, sound_id, view)) for view in views]
    await eventually(lambda: all(50.0 in view for view in views))
    steps = [float(percent) for percent in range(51, 91)]
    for percent in steps:
        tell(maker, sound_id, percent)
    await eventually(lambda: all(90.0 in view for view in views))
    assert (await watcher.sound(sound_id))["generation_progress"] == 90
    page = (await watcher.http.get(f"{BASE}/")).json()["data"]["sounds"]
    assert [sound["generation_progress"] for sound in page] == [90]
    sidecar.script.hold.set()
    await asyncio.gather(*watching)
    for view in views:
        assert view[-1] == 100
        assert view == sorted(view)
        assert steps[-1] in view


async def test_a_sound_is_finished_while_redis_is_away_and_ready_tells_it(
    two: tuple[Backend, Backend],
    redis: RedisProcess,
    sidecar: FakeSidecar,
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.INFO, "backend.db.redis")
    maker, watcher = two
    assert await readiness(watcher) == (200, "ready", True)
    sidecar.script.hold.clear()
    sound_id = await watcher.generate()
    await maker.until(sound_id, "processing")
    view: list[float] = []
    watching = asyncio.create_task(watch(watcher, sound_id, view))
    redis.kill()
    for backend in two:
        assert await readiness(backend) == (200, "degraded", False)
    tell(maker, sound_id, 60)
    other_id = await maker.generate(name="asked for in the meantime")
    sidecar.script.hold.set()
    for id_ in (sound_id, other_id):
        assert (await watcher.over(id_))["generation_status"] == "completed"
    await watching
    assert view[-1] == 100
    assert caplog.text.count("Redis is away") == 2  # once a backend
    assert str(redis.port) not in caplog.text

    redis.start()
    for backend in two:
        await until_ready(backend, redis_ok=True)
    await until_subscribed(redis, 2)
    sidecar.script.hold.clear()
    later_id = await watcher.generate(name="later")
    await maker.until(later_id, "processing")
    view.clear()
    watching = asyncio.create_task(watch(watcher, later_id, view))
    await eventually(lambda: 50.0 in view)
    tell(maker, later_id, 60.0)
    await eventually(lambda: view[-1] == 60.0)
    sidecar.script.hold.set()
    await watching
    assert caplog.text.count("Redis is back") == 2


async def test_a_cancel_at_the_other_backend_stops_the_making_before_the_next_heartbeat(
    serving: Any, redis: RedisProcess, sidecar: FakeSidecar
) -> None:
    # A heartbeat in 200 s.
    fields = {"redis_url": redis.url, "job_lease_seconds": 600, **_PATIENT}
    async with AsyncExitStack() as stack:
        maker = await stack.enter_async_context(serving(**fields))
        watcher = await stack.enter_async_context(serving(**fields, job_worker_count=0))
        sidecar.script.hold.clear()
        sound_id = await maker.generate()
        await maker.until(sound_id, "processing")
        await until_subscribed(redis, 2)
        reply = await watcher.http.post(f"{BASE}/{sound_id}/cancel")
        assert reply.status_code == 200
        await watcher.until(sound_id, "cancelled")
        await eventually(lambda: len(sidecar.cancelled) == 1)


async def test_a_redis_that_hangs_holds_nothing_up(serving: Any, redis: RedisProcess) -> None:
    async with serving(redis_url=redis.url) as backend:
        await until_subscribed(redis, 1)
        redis.hang()
        try:
            assert await readiness(backend) == (200, "degraded", False)
            sound = await backend.over(await backend.generate())
            assert sound["generation_status"] == "completed"
        finally:
            redis.go_on()
        await until_ready(backend, redis_ok=True)


async def test_a_relay_subscribes_again_after_a_redis_that_hangs(redis: RedisProcess) -> None:
    here, there = Broadcaster(), Broadcaster()
    async with relaying(redis, here, 0.2) as link, relaying(redis, there, 0.2):
        await until_subscribed(redis, 2)
        redis.hang()
        try:
            await eventually(lambda: not link.is_worth_a_try)
        finally:
            redis.go_on()
        await eventually(lambda: link.is_worth_a_try)
        await until_subscribed(redis, 2)
        progress = SoundProgress(30, Stage.GENERATING)
        there.publish(7, progress)
        await eventually(lambda: here.last(7) == progress)


async def test_a_backend_starts_and_works_without_its_redis(serving: Any) -> None:
    async with serving(redis_url=f"redis://127.0.0.1:{free_port()}/0") as backend:
        assert await readiness(backend) == (200, "degraded", False)
        sound = await backend.over(await backend.generate())
        assert sound["generation_status"] == "completed"


async def test_a_relay_stops_also_while_its_connection_is_just_being_tried(
    redis: RedisProcess,
) -> None:
    async def start_and_stop(after_seconds: float) -> None:
        async with relaying(redis, Broadcaster(), 0.1):
            await asyncio.sleep(after_seconds)

    async with asyncio.timeout(20):
        await asyncio.gather(*(start_and_stop(0.09 + number / 1000) for number in range(30)))


async def test_words_of_other_programs_on_the_channel_do_no_harm(
    two: tuple[Backend, Backend], redis: RedisProcess
) -> None:
    maker, watcher = two
    async with Redis.from_url(redis.url) as client:
        for words in (b"", b"\xff", b"{}", b'{"sender": "x", "sound_id": 1, "progress": {}}'):
            assert await client.publish(CHANNEL, words) == 2
    sound = await watcher.over(await watcher.generate())
    assert sound["generation_status"] == "completed"
    assert maker.app.state.services.redis.is_worth_a_try


async def test_another_database_number_is_another_installation(
    serving: Any, redis: RedisProcess
) -> None:
    async with AsyncExitStack() as stack:
        url = redis.url.removesuffix("1")
        first, second, same = [
            await stack.enter_async_context(serving(redis_url=f"{url}{number}", **_PATIENT))
            for number in (1, 2, 1)
        ]
        await until_subscribed(redis, 2)
        heard = same.app.state.services.broadcaster
        tell(first, 7, 30)
        await eventually(lambda: heard.last(7) is not None)
        assert second.app.state.services.broadcaster.last(7) is None


async def test_one_limit_holds_at_all_backends(serving: Any, redis: RedisProcess) -> None:
    limits = {"redis_url": redis.url, "rate_limit_requests": "6/hour", **_PATIENT}
    async with AsyncExitStack() as stack:
        two = [await stack.enter_async_context(serving(**limits)) for _ in range(2)]
        statuses = [(await two[number % 2].http.get(f"{BASE}/")).status_code for number in range(8)]
        assert statuses == [200] * 6 + [429] * 2
        redis.kill()
        # Each counts for itself now, and nothing is refused that was not asked for here.
        for backend in two:
            statuses = [(await backend.http.get(f"{BASE}/")).status_code for _ in range(7)]
            assert statuses == [200] * 6 + [429]
