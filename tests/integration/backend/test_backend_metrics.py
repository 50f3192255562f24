"""What Prometheus reads at the backend."""

import asyncio
from typing import Any

from google.rpc import code_pb2
from sqlalchemy import text
from support.fake_sidecar import FakeSidecar, refusal
from support.metrics import Page
from support.running_backend import BASE, Backend

NAME = "envsound_backend"


async def scraped(backend: Backend) -> Page:
    reply = await backend.http.get("/metrics")
    assert reply.status_code == 200, reply.text
    assert reply.headers["content-type"].startswith("text/plain; version=0.0.4")
    return Page(reply.text)


async def test_a_sound_is_told_of(backend: Backend, sidecar: FakeSidecar) -> None:
    sidecar.script.hold.clear()
    sound_id = await backend.generate(duration=2)
    await backend.until(sound_id, "processing")
    page = await scraped(backend)
    assert page.value(f"{NAME}_jobs", status="processing") == 1
    assert page.value(f"{NAME}_jobs", status="pending") == 0
    assert page.value(f"{NAME}_jobs_in_flight") == 1
    sidecar.script.hold.set()
    await backend.over(sound_id)
    page = await scraped(backend)
    assert page.value(f"{NAME}_jobs", status="processing") == 0
    assert page.value(f"{NAME}_job_wait_seconds_count") == 1
    assert page.value(f"{NAME}_job_duration_seconds_count", result="completed") == 1
    assert page.value(f"{NAME}_audio_seconds_total", engine="procedural") == 2
    assert page.value(f"{NAME}_sidecar_up") == 1
    assert page.value(f"{NAME}_database_up") == 1
    assert page.value(f"{NAME}_storage_free_bytes") > 0


async def test_requests_are_counted_by_route_and_never_by_path(backend: Backend) -> None:
    for number, method in enumerate(("PROPFIND", "MKCOL", "LOCK")):
        await backend.http.get(f"{BASE}/{number + 1}")
        await backend.http.get(f"/nowhere/{number}")
        await backend.http.request(method, f"/nowhere/{number}")
    page = await scraped(backend)
    labels = {"method": "GET", "route": f"{BASE}/{{sound_id}}"}
    assert page.value(f"{NAME}_http_requests_total", **labels, status="404") == 3
    assert page.value(f"{NAME}_http_request_duration_seconds_count", **labels) == 3
    unknown = {"route": "none", "status": "404"}
    assert page.value(f"{NAME}_http_requests_total", method="GET", **unknown) == 3
    assert page.value(f"{NAME}_http_requests_total", method="OTHER", **unknown) == 3
    assert page.value(f"{NAME}_http_requests_in_flight") == 1


async def test_failures_are_counted_by_known_reasons(
    backend: Backend, sidecar: FakeSidecar
) -> None:
    for reason in ("PROMPT_NOT_UNDERSTOOD", "WEIGHTS_MISSING"):
        sidecar.script.refusals = [refusal(code_pb2.INVALID_ARGUMENT, reason, "not this one")]
        await backend.over(await backend.generate())
    page = await scraped(backend)
    assert page.value(f"{NAME}_job_failures_total", reason="PROMPT_NOT_UNDERSTOOD") == 1
    assert page.value(f"{NAME}_job_failures_total", reason="WEIGHTS_MISSING") == 1
    assert page.value(f"{NAME}_job_duration_seconds_count", result="failed") == 2


async def test_what_waits_again_is_counted(backend: Backend, sidecar: FakeSidecar) -> None:
    sidecar.script.refusals = [refusal(code_pb2.RESOURCE_EXHAUSTED, "QUEUE_FULL", "full")]
    sidecar.script.refusals += [refusal(code_pb2.INTERNAL, "A_NEW_REASON", "whatever")]
    await backend.over(await backend.generate())
    page = await scraped(backend)
    assert page.value(f"{NAME}_jobs_put_back_total", reason="QUEUE_FULL") == 1
    assert page.value(f"{NAME}_jobs_put_back_total", reason="OTHER") == 1
    assert page.value(f"{NAME}_job_wait_seconds_count") == 1


async def test_what_was_there_already_is_counted(backend: Backend) -> None:
    for _ in range(2):
        reply = await backend.http.post(
            f"{BASE}/generate", json={"prompt": "rain"}, headers={"Idempotency-Key": "one"}
        )
    sound_id = reply.json()["sound_id"]
    await backend.over(sound_id)
    for _ in range(3):
        assert (await backend.http.get(f"{BASE}/{sound_id}/waveform")).status_code == 200
    assert (await backend.http.get(f"{BASE}/{sound_id}/thumbnail")).status_code == 200
    page = await scraped(backend)
    expected = {
        ("idempotency_key", "miss"): 1,
        ("idempotency_key", "hit"): 1,
        ("waveform", "miss"): 1,
        ("waveform", "hit"): 2,
        ("thumbnail", "miss"): 1,
    }
    for (cache, result), count in expected.items():
        assert page.value(f"{NAME}_cache_lookups_total", cache=cache, result=result) == count


async def test_the_page_needs_no_key_and_no_sidecar(serving: Any, sidecar: FakeSidecar) -> None:
    await sidecar.kill()
    keys = '{"alice": {"role": "viewer", "sha256": "' + "0" * 64 + '"}}'
    async with serving(api_keys=keys) as backend:
        assert (await backend.http.get(f"{BASE}/")).status_code == 401
        page = await scraped(backend)
    assert page.value(f"{NAME}_sidecar_up") == 0
    assert page.value(f"{NAME}_database_up") == 1


async def test_the_page_is_there_while_the_database_is_not(serving: Any) -> None:
    # Nothing else asks the database any more once the first look for work is over.
    async with serving(job_poll_seconds=60, job_worker_count=0) as backend:
        await backend.sound(await backend.generate())
        mirror = backend.app.state.services.metadata_sync
        mirror.stop()
        async with asyncio.timeout(20):
            while mirror.is_running:  # noqa: ASYNC110
                await asyncio.sleep(0.01)
        database = backend.app.state.services.database
        rename = text("ALTER TABLE environment_sounds RENAME TO elsewhere")
        await database.write(lambda session: session.execute(rename))
        page = await scraped(backend)
    assert page.value(f"{NAME}_database_up") == 0
    assert page.value(f"{NAME}_jobs", status="pending") is None
    assert page.value(f"{NAME}_sidecar_up") is not None
