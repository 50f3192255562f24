from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import update
from support.fake_sidecar import FakeSidecar, until
from support.running_backend import BASE, Backend

from backend.db.models import EnvironmentSound


async def test_a_waiting_sound_is_cancelled_at_once(serving: Any, sidecar: FakeSidecar) -> None:
    async with serving(job_worker_count=1) as backend:
        sidecar.script.hold.clear()
        first = await backend.generate()
        await backend.until(first, "processing")
        second = await backend.generate()
        reply = await backend.http.post(f"{BASE}/{second}/cancel")
        assert reply.status_code == 200
        assert reply.json()["data"]["generation_status"] == "cancelled"
        sidecar.script.hold.set()
        assert (await backend.over(first))["generation_status"] == "completed"
        assert (await backend.sound(second))["generation_status"] == "cancelled"
    assert len(sidecar.calls) == 1


async def test_a_sound_that_is_cancelled_has_no_error_of_its_tries(serving: Any) -> None:
    async with serving(job_worker_count=0) as backend:
        sound_id = await backend.generate()
        away = {"error_reason": "SIDECAR_UNAVAILABLE", "error_message": "the sidecar is away"}
        await backend.app.state.services.database.write(
            lambda session: session.execute(update(EnvironmentSound).values(**away))
        )
        assert (await backend.sound(sound_id))["error_message"] == "the sidecar is away"
        reply = await backend.http.post(f"{BASE}/{sound_id}/cancel")
        assert reply.json()["data"]["generation_status"] == "cancelled"
        assert reply.json()["data"]["error_message"] is None


async def test_a_sound_in_the_making_is_stopped(
    backend: Backend, sidecar: FakeSidecar, data_dir: Path
) -> None:
    sidecar.script.hold.clear()
    sound_id = await backend.generate()
    await backend.until(sound_id, "processing")
    await until(lambda: bool(sidecar.calls))
    reply = await backend.http.post(f"{BASE}/{sound_id}/cancel")
    assert reply.json()["message"] == "The sound is being stopped."
    sound = await backend.over(sound_id)
    assert sound["generation_status"] == "cancelled"
    assert sound["file_path"] is None
    await until(lambda: len(sidecar.cancelled) == 1)
    assert not list((data_dir / "environment_sounds").rglob("*.wav"))


async def test_what_is_over_cannot_be_cancelled(backend: Backend) -> None:
    sound_id = await backend.generate()
    await backend.over(sound_id)
    reply = await backend.http.post(f"{BASE}/{sound_id}/cancel")
    assert reply.status_code == 409
    assert reply.json()["reason"] == "SOUND_NOT_RUNNING"
    assert (await backend.http.post(f"{BASE}/99/cancel")).status_code == 404


async def test_a_deleted_sound_is_gone_and_its_file_kept_for_the_sweep(
    backend: Backend, data_dir: Path
) -> None:
    sound_id = await backend.generate()
    sound = await backend.over(sound_id)
    path = data_dir / "environment_sounds" / sound["file_path"]
    assert path.exists()
    assert (await backend.http.delete(f"{BASE}/{sound_id}")).status_code == 200
    assert path.exists()
    for suffix in ("", "/download", "/events"):
        assert (await backend.http.get(f"{BASE}/{sound_id}{suffix}")).status_code == 404, suffix
    assert (await backend.http.get(f"{BASE}/")).json()["data"]["total"] == 0
    assert (await backend.http.delete(f"{BASE}/{sound_id}")).status_code == 404


async def test_deleting_a_sound_in_the_making_stops_it_and_leaves_no_file(
    backend: Backend, sidecar: FakeSidecar, data_dir: Path
) -> None:
    sidecar.script.hold.clear()
    sound_id = await backend.generate()
    await backend.until(sound_id, "processing")
    await until(lambda: bool(sidecar.calls))
    await backend.http.delete(f"{BASE}/{sound_id}")
    await until(lambda: len(sidecar.cancelled) == 1)
    assert not list((data_dir / "environment_sounds").rglob("*.wav"))


async def test_ids_are_not_used_again(backend: Backend) -> None:
    first = await backend.generate()
    await backend.over(first)
    await backend.http.delete(f"{BASE}/{first}")
    assert await backend.generate() > first


@pytest.fixture(params=["cancel", "delete"])
def stop(request: pytest.FixtureRequest) -> Callable[[Backend, int], Awaitable[None]]:
    """Stops a sound."""

    async def cancel(backend: Backend, sound_id: int) -> None:
        assert (await backend.http.post(f"{BASE}/{sound_id}/cancel")).is_success

    async def delete(backend: Backend, sound_id: int) -> None:
        assert (await backend.http.delete(f"{BASE}/{sound_id}")).is_success

    return cancel if request.param == "cancel" else delete


async def test_a_file_that_was_finished_at_the_last_moment_goes(
    backend: Backend, sidecar: FakeSidecar, stop: Any
) -> None:
    sidecar.script.hold.clear()
    sound_id = await backend.generate()
    await until(lambda: bool(sidecar.calls))
    path = sidecar.finish_unheard(sidecar.calls[0])
    await stop(backend, sound_id)
    await until(lambda: not path.exists())
    assert sidecar.discarded == [sidecar.calls[0].request_id]


async def test_it_goes_also_where_the_sidecar_was_away(
    backend: Backend, sidecar: FakeSidecar, stop: Any
) -> None:
    sidecar.script.hold.clear()
    sound_id = await backend.generate()
    await until(lambda: bool(sidecar.calls))
    path = sidecar.finish_unheard(sidecar.calls[0])
    await sidecar.kill()
    await backend.until(sound_id, "pending")
    await stop(backend, sound_id)
    await sidecar.start()
    await until(lambda: not path.exists())


async def test_it_goes_also_where_the_backend_was_stopped_meanwhile(
    serving: Any, sidecar: FakeSidecar, stop: Any
) -> None:
    sidecar.script.hold.clear()
    async with serving() as backend:
        sound_id = await backend.generate()
        await until(lambda: bool(sidecar.calls))
        path = sidecar.finish_unheard(sidecar.calls[0])
        await sidecar.kill()
        await backend.until(sound_id, "pending")
        await stop(backend, sound_id)
    assert path.exists()
    await sidecar.start()
    async with serving():
        await until(lambda: not path.exists())


async def test_a_sound_that_is_made_again_and_cancelled_keeps_its_file(
    backend: Backend, sidecar: FakeSidecar, data_dir: Path
) -> None:
    sound_id = await backend.generate()
    before = await backend.over(sound_id)
    sidecar.script.hold.clear()
    assert (await backend.http.post(f"{BASE}/{sound_id}/regenerate")).is_success
    await until(lambda: len(sidecar.calls) == 2)
    path = sidecar.finish_unheard(sidecar.calls[1])
    assert (await backend.http.post(f"{BASE}/{sound_id}/cancel")).is_success
    await until(lambda: not path.exists())
    after = await backend.over(sound_id)
    assert (after["generation_status"], after["file_path"]) == ("completed", before["file_path"])
    assert (data_dir / "environment_sounds" / after["file_path"]).exists()


async def test_a_sidecar_that_cannot_discard_is_asked_once(
    backend: Backend, sidecar: FakeSidecar
) -> None:
    sidecar.script.can_discard = False
    sidecar.script.hold.clear()
    first = await backend.generate()
    await until(lambda: bool(sidecar.calls))
    await backend.http.post(f"{BASE}/{first}/cancel")
    assert (await backend.over(first))["generation_status"] == "cancelled"
    await until(lambda: sidecar.refused_discards == 1)
    sidecar.script.can_discard = True
    second = await backend.generate()
    await until(lambda: len(sidecar.calls) == 2)
    await backend.http.post(f"{BASE}/{second}/cancel")
    await until(lambda: bool(sidecar.discarded))
    assert sidecar.discarded == [sidecar.calls[1].request_id]
