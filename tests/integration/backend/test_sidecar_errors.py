import asyncio
from pathlib import Path
from typing import Any

import pytest
from google.rpc import code_pb2
from support.fake_sidecar import INTERNAL, FakeSidecar, refusal, until
from support.running_backend import BASE, Backend, serve

from backend.settings import Settings


@pytest.mark.parametrize(
    ("fields", "status", "reason", "words"),
    [
        ({"duration": 9999}, 422, "REQUEST_INVALID", "duration"),
        ({"engine": "tangoflux", "steps": 900}, 422, "REQUEST_INVALID", "steps"),
        ({"engine": "tangoflux", "cfg_scale": 99}, 422, "REQUEST_INVALID", "cfg_scale"),
        ({"format": "mp3"}, 422, "REQUEST_INVALID", "format"),
        ({"engine": "nope"}, 404, "ENGINE_UNKNOWN", "procedural, tangoflux"),
        ({"engine": "broken"}, 503, "WEIGHTS_MISSING", "BROKEN_WEIGHTS"),
    ],
)
async def test_what_the_engine_cannot_make_is_refused_at_once(
    backend: Backend, fields: dict[str, Any], status: int, reason: str, words: str
) -> None:
    reply = await backend.http.post(f"{BASE}/generate", json={"prompt": "rain", **fields})
    problem = reply.json()
    assert (reply.status_code, problem["reason"]) == (status, reason)
    assert reply.headers["content-type"] == "application/problem+json"
    assert set(problem) >= {"type", "title", "status", "detail", "instance", "reason"}
    assert words in problem["detail"]
    if status == 422:
        assert [error["field"] for error in problem["errors"]] == [words]
    assert (await backend.http.get(f"{BASE}/")).json()["data"]["total"] == 0


@pytest.mark.parametrize(
    ("status", "reason"),
    [
        (
            refusal(
                code_pb2.INVALID_ARGUMENT,
                "PROMPT_NOT_UNDERSTOOD",
                "the procedural engine knows no sound in this prompt; it can make: rain",
                violations={"prompt": "no known sound"},
            ),
            "PROMPT_NOT_UNDERSTOOD",
        ),
        (
            refusal(code_pb2.INVALID_ARGUMENT, "REQUEST_INVALID", "steps: has to be from 1 to 9"),
            "REQUEST_INVALID",
        ),
        (
            refusal(code_pb2.NOT_FOUND, "ENGINE_UNKNOWN", "there is no engine 'x'"),
            "ENGINE_UNKNOWN",
        ),
        (
            refusal(code_pb2.FAILED_PRECONDITION, "WEIGHTS_MISSING", "set TANGOFLUX_WEIGHTS"),
            "WEIGHTS_MISSING",
        ),
        (
            refusal(code_pb2.ALREADY_EXISTS, "REQUEST_ID_REUSED", "use a new one"),
            "REQUEST_ID_REUSED",
        ),
    ],
)
async def test_a_refusal_fails_the_sound_with_its_own_sentence(
    backend: Backend, sidecar: FakeSidecar, status: Any, reason: str
) -> None:
    sidecar.script.refusals = [status]
    sound = await backend.over(await backend.generate())
    assert sound["generation_status"] == "failed"
    assert sound["error_reason"] == reason
    assert f"{reason}: {sound['error_message']}" == status.message
    assert len(sidecar.calls) == 1


@pytest.mark.parametrize(
    "status",
    [
        refusal(code_pb2.RESOURCE_EXHAUSTED, "QUEUE_FULL", "32 wait", retry_after_seconds=0.1),
        refusal(code_pb2.UNAVAILABLE, "ENGINE_LOADING", "still loading"),
        refusal(code_pb2.UNAVAILABLE, "SHUTTING_DOWN", "this server is shutting down"),
        refusal(code_pb2.CANCELLED, "CANCELLED", "not by the client"),
        refusal(code_pb2.UNAUTHENTICATED, "UNAUTHENTICATED", "send the token"),
    ],
    ids=lambda status: str(status.message.partition(":")[0]),
)
async def test_what_passes_is_waited_for(serving: Any, sidecar: FakeSidecar, status: Any) -> None:
    """More often than a sound may fail: these are not its fault."""
    sidecar.script.refusals = [status] * 3
    async with serving(job_max_failures=1) as backend:
        sound = await backend.over(await backend.generate())
    assert sound["generation_status"] == "completed"
    assert len({call.request_id for call in sidecar.calls}) == 1
    assert len(sidecar.rendered) == 1


@pytest.mark.parametrize(
    "status",
    [
        INTERNAL,
        refusal(code_pb2.INTERNAL, "GENERATION_FAILED", "the sound is silent"),
        refusal(code_pb2.INTERNAL, "STORAGE_FAILED", "the folder cannot be written"),
        refusal(code_pb2.RESOURCE_EXHAUSTED, "STORAGE_FULL", "the disk is full"),
    ],
    ids=lambda status: str(status.message.partition(":")[0]),
)
async def test_a_failure_is_tried_again_a_few_times(
    serving: Any, sidecar: FakeSidecar, status: Any
) -> None:
    async with serving(job_max_failures=2) as backend:
        sidecar.script.refusals = [status]
        sound = await backend.over(await backend.generate())
        assert sound["generation_status"] == "completed"
        sidecar.script.refusals = [status] * 5
        sound = await backend.over(await backend.generate())
        assert sound["generation_status"] == "failed"
        reason, _, message = status.message.partition(": ")
        assert (sound["error_reason"], sound["error_message"]) == (reason, message)
    assert len(sidecar.script.refusals) == 3


async def test_a_failure_in_mid_stream_is_told_like_any_other(
    serving: Any, sidecar: FakeSidecar
) -> None:
    sidecar.script.break_after_progress = True
    async with serving(job_max_failures=1) as backend:
        sound = await backend.over(await backend.generate())
    assert (sound["generation_status"], sound["error_reason"]) == ("failed", "INTERNAL")
    assert sound["error_message"] == "something went wrong in the server"


async def test_a_sound_that_takes_too_long_fails(serving: Any, sidecar: FakeSidecar) -> None:
    sidecar.script.hold.clear()
    async with serving(job_max_failures=1, generation_timeout_seconds=0.3) as backend:
        sound = await backend.over(await backend.generate())
    assert (sound["generation_status"], sound["error_reason"]) == ("failed", "DEADLINE_EXCEEDED")


async def test_sounds_wait_for_a_sidecar_that_is_down(serving: Any, sidecar: FakeSidecar) -> None:
    await sidecar.kill()
    async with serving(job_max_failures=1) as backend:
        ready = await backend.http.get("/ready")
        assert ready.status_code == 503
        checks = ready.json()["checks"]
        assert [name for name, check in checks.items() if not check["ok"]] == ["sidecar"]
        assert (await backend.http.get("/health")).status_code == 200
        engines = await backend.http.get("/api/v1/engines")
        assert (engines.status_code, engines.json()["reason"]) == (503, "SIDECAR_UNAVAILABLE")

        reply = await backend.http.post(
            f"{BASE}/generate", json={"prompt": "rain", "steps": 50, "cfg_scale": 3.5}
        )
        assert reply.status_code == 202
        assert "waits until it is back" in reply.json()["message"]
        assert (await backend.sound(reply.json()["sound_id"]))["generation_status"] == "pending"

        await sidecar.start()
        sound = await backend.over(reply.json()["sound_id"])
        assert sound["generation_status"] == "completed"
        assert "The procedural engine has no steps; steps=50 was not used." in sound["notes"]
        assert (await backend.http.get("/ready")).status_code == 200


async def test_a_sidecar_that_dies_in_mid_stream_loses_nothing(
    serving: Any, sidecar: FakeSidecar
) -> None:
    sidecar.script.hold.clear()
    async with serving(job_max_failures=1) as backend:
        sound_ids = [await backend.generate(name=str(n)) for n in range(6)]
        for _ in range(2):
            await until(lambda: len(sidecar.calls) >= 4)
            await sidecar.kill()
            await asyncio.sleep(0.1)
            sidecar.calls.clear()
            await sidecar.start()
        sidecar.script.hold.set()
        sounds = [await backend.over(sound_id) for sound_id in sound_ids]
    assert {sound["generation_status"] for sound in sounds} == {"completed"}
    assert len(sidecar.rendered) == len(set(sidecar.rendered)) == 6
    assert len({sound["file_path"] for sound in sounds}) == 6


async def test_while_it_drains_the_sidecar_is_not_ready(
    backend: Backend, sidecar: FakeSidecar
) -> None:
    await sidecar.set_serving(False)
    reply = await backend.http.get("/ready")
    assert reply.status_code == 503
    assert reply.json()["checks"]["sidecar"]["ok"] is False


async def test_a_wrong_folder_is_told(serving: Any, sidecar: FakeSidecar, tmp_path: Path) -> None:
    async with serving(
        environment_sounds_dir=str(tmp_path / "other"), job_max_failures=1
    ) as backend:
        sound = await backend.over(await backend.generate())
    assert sound["generation_status"] == "failed"
    assert "ENVIRONMENT_SOUNDS_DIR" in sound["error_message"]
    assert str(tmp_path) not in sound["error_message"]


async def test_the_token_opens_the_sidecar(data_dir: Path) -> None:
    sidecar = FakeSidecar(data_dir / "environment_sounds", token="secret")
    await sidecar.start()
    try:
        fields: dict[str, Any] = {"data_dir": data_dir, "tangoflux_url": sidecar.target}
        async with serve(Settings(**fields)) as backend:
            reply = await backend.http.get("/api/v1/engines")
            assert (reply.status_code, reply.json()["reason"]) == (401, "UNAUTHENTICATED")
            assert (await backend.http.get("/ready")).status_code == 503
        async with serve(Settings(**fields, envsound_token="secret")) as backend:
            sound = await backend.over(await backend.generate())
            assert sound["generation_status"] == "completed"
            assert (await backend.http.get("/ready")).status_code == 200
    finally:
        await sidecar.kill()


async def test_what_the_engines_can_do_is_passed_on(backend: Backend) -> None:
    reply = (await backend.http.get("/api/v1/engines")).json()
    engines = {engine["name"]: engine for engine in reply["engines"]}
    assert reply["default_engine"] == "procedural"
    assert engines["procedural"]["steps"] is None
    assert engines["tangoflux"]["steps"] == {"low": 1, "high": 200, "default": 50}
    assert engines["broken"]["state"] == "unavailable"
    assert reply["formats"] == ["wav_16", "flac"]


async def test_tangoflux_health_is_honest(backend: Backend, sidecar: FakeSidecar) -> None:
    url = f"{BASE}/tangoflux/health"
    assert (await backend.http.get(url)).json()["status"] == "healthy"
    del sidecar.engines[1]
    assert (await backend.http.get(url)).json()["status"] == "unavailable"
    await sidecar.kill()
    reply = await backend.http.get(url)
    assert reply.status_code == 200
    assert reply.json()["status"] == "unavailable"
