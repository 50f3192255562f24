"""What no sound can be made from, and which engine makes one from another."""

from pathlib import Path
from typing import Any

import pytest
from google.rpc import code_pb2
from support.fake_sidecar import BROKEN, PROCEDURAL, STABLE_AUDIO, FakeSidecar, refusal
from support.making_from_sounds import ask, derived, made
from support.running_backend import BASE, Backend

from envsound.v1 import envsound_service_pb2 as pb

STABLE_LOADING = pb.Engine(name="stable_audio", state=pb.ENGINE_STATE_LOADING, supports_source=True)
STABLE_MISSING = pb.Engine(
    name="stable_audio",
    state=pb.ENGINE_STATE_UNAVAILABLE,
    unavailable_reason="set STABLE_AUDIO_WEIGHTS",
    supports_source=True,
)
OTHER = pb.Engine()
OTHER.CopyFrom(STABLE_AUDIO)
OTHER.name = "other"


async def offer(backend: Backend, sidecar: FakeSidecar, engines: list[pb.Engine]) -> None:
    """Have the sidecar offer these engines, as the backend knows at once."""
    sidecar.engines = engines
    await backend.app.state.services.engines.refresh()


@pytest.mark.parametrize(
    ("start", "end", "field", "words"),
    [
        (0, 2, "start", "nothing of the sound would stay"),
        (0, 2.5, "end", "at most 2"),
        (1, 1, "start", "below 1"),
        (1.5, 1, "start", "below 1"),
        (-1, 1, "start", "greater"),
    ],
)
async def test_a_repair_is_of_a_part(
    backend: Backend, start: float, end: float, field: str, words: str
) -> None:
    parent = await made(backend, duration=2)
    reply = await ask(backend, parent["id"], "repair", start=start, end=end)
    assert reply.status_code == 422
    [error] = reply.json()["errors"]
    assert error["field"] == field
    assert words in error["message"]
    assert (await backend.http.get(f"{BASE}/")).json()["data"]["total"] == 1


@pytest.mark.parametrize(
    ("operation", "fields", "field"),
    [
        ("vary", {"strength": 0}, "strength"),
        ("vary", {"strength": 1.01}, "strength"),
        ("vary", {"loudness": 1}, "loudness"),
        ("vary", {"duration": 121}, "duration"),
        ("vary", {"engine": "procedural"}, "engine"),
        ("extend", {}, "duration"),
        ("extend", {"duration": 121}, "duration"),
        ("repair", {"start": 1}, "end"),
    ],
)
async def test_a_bad_field_is_named(
    backend: Backend, operation: str, fields: dict[str, Any], field: str
) -> None:
    parent = await made(backend, duration=2)
    reply = await ask(backend, parent["id"], operation, **fields)
    assert (reply.status_code, reply.json()["reason"]) == (422, "REQUEST_INVALID")
    assert [error["field"] for error in reply.json()["errors"]] == [field]


async def test_only_a_finished_file_can_be_a_source(
    backend: Backend, sidecar: FakeSidecar, data_dir: Path
) -> None:
    async def refused(sound_id: int) -> tuple[int, str]:
        reply = await ask(backend, sound_id, "vary")
        return reply.status_code, reply.json()["reason"]

    parent = await made(backend)
    sidecar.script.hold.clear()
    waiting = await backend.generate()
    assert await refused(waiting) == (409, "SOUND_NOT_COMPLETED")
    await backend.http.post(f"{BASE}/{parent['id']}/regenerate")
    assert await refused(parent["id"]) == (409, "SOUND_BUSY")
    sidecar.script.hold.set()
    parent = await backend.over(parent["id"])
    (data_dir / "environment_sounds" / parent["file_path"]).unlink()
    assert await refused(parent["id"]) == (410, "SOUND_FILE_GONE")
    assert await refused(999) == (404, "SOUND_NOT_FOUND")
    await backend.http.delete(f"{BASE}/{parent['id']}")
    assert await refused(parent["id"]) == (404, "SOUND_NOT_FOUND")


async def test_a_source_stays_until_what_is_made_from_it_is_finished(
    backend: Backend, sidecar: FakeSidecar
) -> None:
    parent = await made(backend)
    sidecar.script.hold.clear()
    child = (await ask(backend, parent["id"], "vary")).json()["sound_id"]
    reply = await backend.http.post(f"{BASE}/{parent['id']}/regenerate")
    assert (reply.status_code, reply.json()["reason"]) == (409, "SOUND_BUSY")
    assert f"the sound {child} is being made from it" in reply.json()["detail"]
    sidecar.script.hold.set()
    await backend.over(child)
    reply = await backend.http.post(f"{BASE}/{parent['id']}/regenerate")
    assert reply.status_code == 202


async def test_a_source_that_the_sidecar_does_not_find_fails_the_sound_at_once(
    backend: Backend, sidecar: FakeSidecar
) -> None:
    parent = await made(backend)
    sidecar.script.refusals = [
        refusal(code_pb2.NOT_FOUND, "SOURCE_NOT_FOUND", "the source is not there any more")
    ]
    reply = await ask(backend, parent["id"], "vary")
    sound = await backend.over(reply.json()["sound_id"])
    assert (sound["generation_status"], sound["error_reason"], sound["error_message"]) == (
        "failed",
        "SOURCE_NOT_FOUND",
        "the source is not there any more",
    )
    assert len(sidecar.calls) == 2


@pytest.mark.parametrize(
    ("engines", "chosen"),
    [
        ([PROCEDURAL, STABLE_AUDIO, OTHER], "stable_audio"),
        ([PROCEDURAL, OTHER, STABLE_AUDIO], "other"),
        ([PROCEDURAL, STABLE_LOADING, OTHER], "other"),
        ([PROCEDURAL, STABLE_MISSING, OTHER], "other"),
    ],
)
async def test_an_engine_that_can_is_chosen(
    backend: Backend, sidecar: FakeSidecar, engines: list[pb.Engine], chosen: str
) -> None:
    await offer(backend, sidecar, engines)
    parent = await made(backend)
    sound = await derived(backend, parent["id"], "vary")
    assert sound["engine"] == chosen
    # What the engine made is varied by the same one, whatever the order.
    await offer(backend, sidecar, [*reversed(engines)])
    assert (await derived(backend, sound["id"], "vary"))["engine"] == chosen


@pytest.mark.parametrize(
    ("engines", "words"),
    [
        ([PROCEDURAL], "install one that does, such as stable_audio"),
        ([PROCEDURAL, STABLE_MISSING, BROKEN], "stable_audio: set STABLE_AUDIO_WEIGHTS"),
    ],
)
async def test_without_an_engine_that_can_it_is_refused_with_the_remedy(
    backend: Backend, sidecar: FakeSidecar, engines: list[pb.Engine], words: str
) -> None:
    await offer(backend, sidecar, engines)
    parent = await made(backend)
    reply = await ask(backend, parent["id"], "vary")
    assert (reply.status_code, reply.json()["reason"]) == (422, "REQUEST_INVALID")
    [error] = reply.json()["errors"]
    assert error["field"] == "engine"
    assert words in error["message"]


async def test_an_engine_that_is_named_has_to_be_able(
    backend: Backend, sidecar: FakeSidecar
) -> None:
    parent = await made(backend)
    for engine, status, reason, words in (
        ("procedural", 422, "REQUEST_INVALID", "choose one of: stable_audio"),
        ("nope", 404, "ENGINE_UNKNOWN", "stable_audio"),
        ("broken", 503, "WEIGHTS_MISSING", "BROKEN_WEIGHTS"),
    ):
        reply = await ask(backend, parent["id"], "vary", engine=engine)
        assert (reply.status_code, reply.json()["reason"]) == (status, reason)
        assert words in reply.json()["detail"]


async def test_while_the_sidecar_is_away_an_engine_has_to_be_named(
    serving: Any, sidecar: FakeSidecar
) -> None:
    async with serving(job_max_failures=1) as backend:
        parent = await made(backend)
    await sidecar.kill()
    # A backend that was just started knows no engines.
    async with serving(job_max_failures=1) as backend:
        reply = await ask(backend, parent["id"], "vary")
        assert (reply.status_code, reply.json()["reason"]) == (503, "SIDECAR_UNAVAILABLE")
        assert "name one in `engine`" in reply.json()["detail"]
        reply = await ask(backend, parent["id"], "vary", engine="stable_audio")
        assert reply.status_code == 202
        await sidecar.start()
        sound = await backend.over(reply.json()["sound_id"])
        assert (sound["generation_status"], sound["engine"]) == ("completed", "stable_audio")
