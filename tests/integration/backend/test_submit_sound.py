import asyncio
import hashlib
import json
from typing import Any

import httpx
from google.rpc import code_pb2
from support.fake_sidecar import FakeSidecar, refusal, until
from support.running_backend import BASE, Backend


async def test_the_same_key_asks_for_the_same_sound(backend: Backend, sidecar: FakeSidecar) -> None:
    async def ask(**fields: Any) -> Any:
        return await backend.http.post(
            f"{BASE}/generate",
            json={"prompt": "rain", **fields},
            headers={"Idempotency-Key": "form-1"},
        )

    replies = await asyncio.gather(*(ask() for _ in range(8)))
    assert {reply.status_code for reply in replies} == {202}
    (sound_id,) = {reply.json()["sound_id"] for reply in replies}
    await backend.over(sound_id)
    again = (await ask()).json()
    assert (again["sound_id"], again["status"]) == (sound_id, "completed")
    assert len(sidecar.rendered) == 1

    other = await ask(prompt="wind")
    assert (other.status_code, other.json()["reason"]) == (409, "REQUEST_ID_REUSED")
    await backend.http.delete(f"{BASE}/{sound_id}")
    assert (await ask(prompt="wind")).status_code == 202


async def test_the_key_of_a_row_from_an_earlier_version_asks_for_the_same_sound(
    backend: Backend,
) -> None:
    from sqlalchemy import update

    from backend.db.models import EnvironmentSound

    async def ask(**fields: Any) -> Any:
        return await backend.http.post(
            f"{BASE}/generate",
            json={"prompt": "rain", "duration": 1, "priority": "batch", **fields},
            headers={"Idempotency-Key": "form-1"},
        )

    sound_id = (await ask()).json()["sound_id"]
    await backend.over(sound_id)
    # As the version before canonical fingerprints wrote it for this request.
    older = "738937fbe2fec87cd8a1341e80b1422d623e10300b469c7f39486edb72283ec8"
    statement = update(EnvironmentSound).values(request_fingerprint=older)
    await backend.app.state.services.database.write(lambda session: session.execute(statement))
    assert (await ask()).json()["sound_id"] == sound_id
    assert (await ask(seed=1)).status_code == 409


async def test_a_bad_key_is_refused(backend: Backend) -> None:
    for key in ("", "k" * 256, "\u00e9"):
        reply = await backend.http.post(
            f"{BASE}/generate",
            json={"prompt": "rain"},
            headers={b"Idempotency-Key": key.encode("latin-1")},
        )
        assert reply.status_code == 422, key


async def test_a_full_queue_says_when_to_try_again(serving: Any, sidecar: FakeSidecar) -> None:
    async with serving(job_max_pending=2, job_worker_count=1) as backend:
        sidecar.script.hold.clear()
        first = await backend.generate()
        await backend.until(first, "processing")
        waiting = [await backend.generate(), await backend.generate()]
        reply = await backend.http.post(f"{BASE}/generate", json={"prompt": "rain"})
        assert (reply.status_code, reply.json()["reason"]) == (429, "QUEUE_FULL")
        assert int(reply.headers["retry-after"]) >= 1
        sidecar.script.hold.set()
        for sound_id in (first, *waiting):
            assert (await backend.over(sound_id))["generation_status"] == "completed"
        await backend.generate()


async def test_one_caller_cannot_fill_the_queue(serving: Any, sidecar: FakeSidecar) -> None:
    names = ("alice", "bob")
    keys = {
        name: {"role": "editor", "sha256": hashlib.sha256(name.encode()).hexdigest()}
        for name in names
    }
    settings = {"api_keys": json.dumps(keys), "job_max_pending": 4, "job_worker_count": 1}
    async with serving(**settings) as backend:
        alice, bob = ({"x-api-key": name} for name in names)

        async def ask(caller: dict[str, str]) -> httpx.Response:
            body = {"prompt": "rain"}
            reply: httpx.Response = await backend.http.post(
                f"{BASE}/generate", json=body, headers=caller
            )
            return reply

        sidecar.script.hold.clear()
        assert (await ask(alice)).is_success
        await until(lambda: len(sidecar.calls) == 1)
        assert [(await ask(alice)).status_code for _ in range(3)] == [202, 202, 429]
        assert "your share" in (await ask(alice)).json()["detail"]
        accepted = await ask(bob)
        assert accepted.status_code == 202
        sidecar.script.hold.set()
        await until(lambda: len(sidecar.calls) == 4)
        sounds = [sound.request_id for sound in sidecar.calls]
        assert len(set(sounds)) == 4


async def test_a_sound_names_the_trace_of_its_request(
    backend: Backend, sidecar: FakeSidecar
) -> None:
    trace_id = "4bf92f3577b34da6a3ce929d0e0e4736"
    sidecar.script.refusals = [refusal(code_pb2.NOT_FOUND, "ENGINE_UNKNOWN", "no engine")]
    headers = {"traceparent": f"00-{trace_id}-00f067aa0ba902b7-01"}
    reply = await backend.http.post(f"{BASE}/generate", json={"prompt": "rain"}, headers=headers)
    sound = await backend.over(reply.json()["sound_id"])
    assert (sound["generation_status"], sound["trace_id"]) == ("failed", trace_id)


async def test_a_sound_that_is_made_again_has_the_notes_of_its_last_making(
    backend: Backend,
) -> None:
    sound_id = await backend.generate(negative_prompt="wind")
    notes = (await backend.over(sound_id))["notes"]
    assert len(notes) == 2
    for _ in range(2):
        await backend.http.post(f"{BASE}/{sound_id}/regenerate")
        assert (await backend.over(sound_id))["notes"] == notes


async def test_interactive_sounds_go_before_batch_sounds(
    serving: Any, sidecar: FakeSidecar
) -> None:
    async with serving(job_worker_count=1) as backend:
        sidecar.script.hold.clear()
        await backend.until(await backend.generate(name="first"), "processing")
        sound_ids = [
            await backend.generate(name="batch", priority="batch"),
            await backend.generate(name="second"),
            await backend.generate(name="third", priority="interactive"),
        ]
        sidecar.script.hold.set()
        for sound_id in sound_ids:
            await backend.over(sound_id)
    assert [call.name for call in sidecar.calls] == ["first", "second", "third", "batch"]


async def test_an_estimate_is_given_once_there_is_something_measured(backend: Backend) -> None:
    async def estimate(duration: float) -> float | None:
        reply = await backend.http.post(
            f"{BASE}/generate", json={"prompt": "rain", "duration": duration}
        )
        await backend.over(reply.json()["sound_id"])
        seconds: float | None = reply.json()["estimated_time"]
        return seconds

    assert await estimate(1) is None
    # The fake says that it took 0.01 s for one second of sound.
    assert await estimate(10) == 0.1


async def test_the_engines_are_asked_about_now_and_then_not_for_every_sound(
    backend: Backend, sidecar: FakeSidecar
) -> None:
    for _ in range(5):
        await backend.over(await backend.generate())
    assert sidecar.list_count <= 2
