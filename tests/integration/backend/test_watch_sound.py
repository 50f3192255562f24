import asyncio
from contextlib import ExitStack, suppress
from itertools import count
from typing import Any

import pytest
from support.fake_sidecar import FakeSidecar, until
from support.running_backend import BASE, Backend

from backend.errors import QueueFull
from backend.jobs import SoundProgress
from backend.sidecar.types import Stage


async def collect(backend: Backend, sound_id: int) -> list[tuple[str, dict[str, Any]]]:
    return [event async for event in backend.events(sound_id)]


async def watch(backend: Backend, sound_id: int, events: list[tuple[str, dict[str, Any]]]) -> None:
    """Append each event of a sound as it arrives."""
    async for event in backend.events(sound_id):
        events.append(event)


async def test_every_change_is_told_and_the_last_event_ends_the_stream(
    backend: Backend, sidecar: FakeSidecar
) -> None:
    sidecar.script.hold.clear()
    sound_id = await backend.generate()
    events: list[tuple[str, dict[str, Any]]] = []
    watching = asyncio.create_task(watch(backend, sound_id, events))
    await until(lambda: any(sound["generation_progress"] == 50 for _, sound in events))
    sidecar.script.hold.set()
    await asyncio.wait_for(watching, 20)
    assert [name for name, _ in events[:-1]] == ["progress"] * (len(events) - 1)
    assert events[-1][0] == "completed"
    assert events[-1][1] == await backend.sound(sound_id)
    percents = [sound["generation_progress"] for _, sound in events]
    assert percents == sorted(percents)
    assert 50 in percents
    assert percents[-1] == 100


async def test_a_late_and_a_reconnecting_client_get_the_current_state_first(
    backend: Backend, sidecar: FakeSidecar
) -> None:
    sidecar.script.hold.clear()
    sound_id = await backend.generate()
    await backend.until(sound_id, "processing")
    for _ in range(2):
        stream = backend.events(sound_id)
        async for name, sound in stream:
            assert name == "progress"
            if sound["progress"] and sound["progress"]["stage"] == "generating":
                break
        assert sound["generation_status"] == "processing"
        assert sound["generation_progress"] == 50
        assert (sound["progress"]["step"], sound["progress"]["step_count"]) == (5, 10)
        await stream.aclose()
    sidecar.script.hold.set()
    await backend.over(sound_id)
    events = await collect(backend, sound_id)
    assert [name for name, _ in events] == ["completed"]


async def test_polling_sees_the_same_progress(backend: Backend, sidecar: FakeSidecar) -> None:
    sidecar.script.hold.clear()
    sound_id = await backend.generate()
    async with asyncio.timeout(20):
        sound = await backend.sound(sound_id)
        while sound["generation_progress"] != 50:
            await asyncio.sleep(0.02)
            sound = await backend.sound(sound_id)
    assert sound["generation_status"] == "processing"
    assert sound["progress"]["stage"] == "generating"
    sidecar.script.hold.set()


async def test_a_deleted_sound_ends_the_stream(backend: Backend, sidecar: FakeSidecar) -> None:
    sidecar.script.hold.clear()
    sound_id = await backend.generate()
    await backend.until(sound_id, "processing")
    events: list[tuple[str, dict[str, Any]]] = []
    watching = asyncio.create_task(watch(backend, sound_id, events))
    await until(lambda: bool(events))
    await backend.http.delete(f"{BASE}/{sound_id}")
    await asyncio.wait_for(watching, 20)
    assert events[-1] == ("deleted", {"id": sound_id})


async def test_there_are_no_events_of_a_sound_that_is_not_there(backend: Backend) -> None:
    reply = await backend.http.get(f"{BASE}/77/events")
    assert reply.status_code == 404
    assert reply.json()["reason"] == "SOUND_NOT_FOUND"


async def test_a_viewer_sees_what_another_process_makes(
    backend: Backend, serving: Any, sidecar: FakeSidecar
) -> None:
    """The second backend has no workers: it learns everything from the rows."""
    sidecar.script.hold.clear()
    async with serving(job_worker_count=0) as other:
        sound_id = await other.generate()
        watching = asyncio.create_task(collect(other, sound_id))
        await backend.until(sound_id, "processing")
        sidecar.script.hold.set()
        events = await asyncio.wait_for(watching, 20)
    assert events[-1][0] == "completed"


async def test_one_viewer_too_many_is_told_before_the_stream_begins(
    backend: Backend, sidecar: FakeSidecar
) -> None:
    sound_id = await backend.generate()
    broadcaster = backend.app.state.services.broadcaster
    with ExitStack() as viewers:
        with suppress(QueueFull):
            for number in count():
                viewers.enter_context(broadcaster.viewer(sound_id, str(number)))
        reply = await backend.http.get(f"{BASE}/{sound_id}/events")
    assert (reply.status_code, reply.json()["reason"]) == (429, "QUEUE_FULL")


async def test_one_client_holds_so_many_streams_and_no_more(
    serving: Any, sidecar: FakeSidecar
) -> None:
    sidecar.script.hold.clear()
    async with serving(events_per_caller=2) as backend:
        sound_id = await backend.generate()
        path = f"{BASE}/{sound_id}/events"
        async with backend.http.stream("GET", path), backend.http.stream("GET", path):
            reply = await backend.http.get(path)
            assert (reply.status_code, reply.json()["reason"]) == (429, "QUEUE_FULL")
            assert "2 sounds" in reply.json()["detail"]
        await until(lambda: backend.app.state.services.broadcaster.viewer_count == 0)
        async with backend.http.stream("GET", path) as reply:
            assert reply.status_code == 200
        sidecar.script.hold.set()


async def test_many_viewers_share_the_reads_of_a_sound(
    backend: Backend, sidecar: FakeSidecar, monkeypatch: pytest.MonkeyPatch
) -> None:
    sidecar.script.hold.clear()
    sound_id = await backend.generate()
    await backend.until(sound_id, "processing")
    services = backend.app.state.services
    watching = [asyncio.create_task(collect(backend, sound_id)) for _ in range(50)]
    await until(lambda: services.broadcaster.viewer_count == 50)
    read, reads = services.sounds.get, []

    async def counted_read(wanted_id: int) -> Any:
        reads.append(wanted_id)
        return await read(wanted_id)

    monkeypatch.setattr(services.sounds, "get", counted_read)
    sidecar.script.hold.set()
    for events in await asyncio.gather(*watching):
        assert events[-1][0] == "completed"
    # Some for changes on the way, and one a second where nothing changes.
    assert len(reads) < 25


async def test_a_late_viewer_is_not_told_what_is_older_than_the_current_state(
    backend: Backend, sidecar: FakeSidecar, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Progress that happens between subscribing and reading the row must not come twice."""
    sidecar.script.hold.clear()
    sound_id = await backend.generate()
    await backend.until(sound_id, "processing")
    services = backend.app.state.services
    read = services.sounds.get

    async def read_while_much_happens(wanted_id: int) -> Any:
        for percent in (60.0, 70.0):
            services.broadcaster.publish(sound_id, SoundProgress(percent, Stage.GENERATING))
        return await read(wanted_id)

    with monkeypatch.context() as patch:
        patch.setattr(services.sounds, "get", read_while_much_happens)
        watched = services.watching.watched(sound_id, "")
        changes = await watched.__aenter__()
    services.broadcaster.publish(sound_id, SoundProgress(80.0, Stage.GENERATING))
    percents = [(await anext(changes))[1].percent]
    services.broadcaster.publish(sound_id, SoundProgress(90.0, Stage.GENERATING))
    percents.append((await anext(changes))[1].percent)
    assert percents == [80.0, 90.0]
    await changes.aclose()
    await watched.__aexit__(None, None, None)
    sidecar.script.hold.set()
