import asyncio
from typing import Any

import pytest
from google.rpc import code_pb2
from support.fake_sidecar import INTERNAL, NO_SOUND, FakeSidecar, refusal
from support.running_backend import BASE, Backend

from envsound.v1 import envsound_service_pb2 as pb

URL = f"{BASE}/read-prompt"
STORM = pb.ReadPromptResponse(
    engine="procedural",
    reader=pb.PROMPT_READER_VOCABULARY,
    understood=True,
    layers=[
        pb.Layer(
            kind="thunder",
            chinese_name="雷",
            description="distant heavy thunder",
            intensity=pb.INTENSITY_HEAVY,
            distance=pb.DISTANCE_DISTANT,
            pace=pb.PACE_SLOW,
            place="in a cave",
            motion=pb.MOTION_LEFT_TO_RIGHT,
            count=3,
            every_seconds=2.5,
            start_seconds=5,
            end_seconds=10,
            swell=pb.SWELL_FALLING,
            sudden=True,
        ),
        pb.Layer(kind="rain", chinese_name="雨", description="rain", end_seconds=10),
    ],
    left_out=["wind"],
    not_understood=["violin"],
    suggestions=[pb.KnownSound(name="gong", chinese_name="锣", chinese_example="铜锣")],
    notes=["A note."],
)


async def read(backend: Backend, **fields: Any) -> Any:
    reply = await backend.http.post(URL, json={"prompt": "storm", **fields})
    assert reply.status_code == 200, reply.text
    return reply.json()


async def test_all_that_the_sidecar_tells_is_told(backend: Backend, sidecar: FakeSidecar) -> None:
    sidecar.script.readings["storm"] = STORM
    fields = {"negative_prompt": "wind", "duration": 10, "vocabulary_only": True}
    reading = await read(backend, engine="procedural", **fields)
    assert reading["layers"][0] == {
        "kind": "thunder",
        "chinese_name": "雷",
        "description": "distant heavy thunder",
        "intensity": "heavy",
        "distance": "distant",
        "pace": "slow",
        "place": "in a cave",
        "motion": "left_to_right",
        "count": 3,
        "every_seconds": 2.5,
        "start": 5.0,
        "end": 10.0,
        "swell": "falling",
        "sudden": True,
    }
    plain = {name: value for name, value in reading["layers"][1].items() if value is not None}
    assert plain == {
        "kind": "rain",
        "chinese_name": "雨",
        "description": "rain",
        "start": 0.0,
        "end": 10.0,
        "sudden": False,
    }
    del reading["layers"]
    assert reading == {
        "engine": "procedural",
        "reader": "vocabulary",
        "understood": True,
        "left_out": ["wind"],
        "not_understood": ["violin"],
        "suggestions": [
            {"name": "gong", "chinese_name": "锣", "category": "",
             "examples": {"en": "", "zh": "铜锣"}}
        ],
        "notes": ["A note."],
    }  # fmt: skip
    (asked,) = sidecar.reads
    assert (asked.engine, asked.negative_prompt) == ("procedural", "wind")
    assert (asked.duration_seconds, asked.vocabulary_only) == (10, True)


async def test_the_prompt_alone_is_enough(backend: Backend, sidecar: FakeSidecar) -> None:
    assert (await read(backend))["understood"]
    assert sidecar.reads == [pb.ReadPromptRequest(prompt="storm")]
    assert (await read(backend, engine="tangoflux"))["reader"] == "engine"


async def test_what_is_wrong_is_named(backend: Backend, sidecar: FakeSidecar) -> None:
    for field, value in (
        ("prompt", ""),
        ("prompt", "a" * 1001),
        ("prompt", "\x00"),
        ("duration", 0),
        ("negative_prompt", "a" * 1001),
        ("seed", 7),
    ):
        reply = await backend.http.post(URL, json={"prompt": "rain", field: value})
        assert (reply.status_code, reply.json()["reason"]) == (422, "REQUEST_INVALID"), field
        assert [error["field"] for error in reply.json()["errors"]] == [field]
    reply = await backend.http.post(URL, json={"prompt": "rain", "engine": "nope"})
    assert (reply.status_code, reply.json()["reason"]) == (404, "ENGINE_UNKNOWN")
    sidecar.script.read_refusal = refusal(
        code_pb2.INVALID_ARGUMENT,
        "REQUEST_INVALID",
        "duration_seconds: has to be from 0.5 to 3600",
        violations={"duration_seconds": "has to be from 0.5 to 3600"},
    )
    reply = await backend.http.post(URL, json={"prompt": "rain", "duration": 9999})
    assert reply.status_code == 422
    message = "has to be from 0.5 to 3600"
    assert reply.json()["errors"] == [{"field": "duration", "message": message}]
    assert reply.json()["detail"] == f"duration: {message}"


async def test_a_sidecar_that_is_away_old_or_slow_is_told(
    backend: Backend, sidecar: FakeSidecar
) -> None:
    sidecar.script.can_read = False
    reply = await backend.http.post(URL, json={"prompt": "rain"})
    assert (reply.status_code, reply.json()["reason"]) == (501, "SIDECAR_TOO_OLD")
    sidecar.script.can_read = True
    sidecar.script.read_seconds = 15
    reply = await backend.http.post(URL, json={"prompt": "rain", "vocabulary_only": True})
    assert (reply.status_code, reply.json()["reason"]) == (504, "DEADLINE_EXCEEDED")
    assert "prompt" in reply.json()["detail"]
    await sidecar.kill()
    reply = await backend.http.post(URL, json={"prompt": "rain"})
    assert (reply.status_code, reply.json()["reason"]) == (503, "SIDECAR_UNAVAILABLE")
    assert int(reply.headers["retry-after"]) >= 1


async def test_the_known_sounds_are_listed_in_both_languages(
    backend: Backend, sidecar: FakeSidecar
) -> None:
    async def sounds() -> Any:
        engines = (await backend.http.get("/api/v1/engines")).json()["engines"]
        return engines[0]["known_sounds"]

    assert (await sounds())[1] == {
        "name": "thunder",
        "chinese_name": "雷",
        "category": "WEATThun",
        "examples": {"en": "distant thunder", "zh": "远处雷声"},
    }
    old = pb.Engine()
    old.CopyFrom(sidecar.engines[0])
    del old.sounds[:]
    sidecar.engines[0] = old
    nothing = {"chinese_name": "", "category": "", "examples": {"en": "", "zh": ""}}
    assert await sounds() == [{"name": "rain"} | nothing, {"name": "thunder"} | nothing]


async def test_a_prompt_without_a_known_sound_is_refused_at_once(
    backend: Backend, sidecar: FakeSidecar
) -> None:
    sidecar.script.readings["a violin"] = NO_SOUND
    reply = await backend.http.post(f"{BASE}/generate", json={"prompt": "a violin"})
    problem = reply.json()
    assert (reply.status_code, problem["reason"]) == (422, "PROMPT_NOT_UNDERSTOOD")
    sentence = "the procedural engine knows no sound in this prompt; did you mean: rain, thunder?"
    assert problem["detail"] == sentence
    assert problem["errors"] == [{"field": "prompt", "message": sentence}]
    assert problem["suggestions"] == ["rain", "thunder"]
    assert (await backend.http.get(f"{BASE}/")).json()["data"]["total"] == 0
    assert sidecar.calls == []
    # An engine that takes any text is not asked.
    sidecar.reads.clear()
    await backend.over(await backend.generate(prompt="a violin", engine="tangoflux"))
    assert sidecar.reads == []


async def test_what_is_ready_refuses_at_once(serving: Any, sidecar: FakeSidecar) -> None:
    # A sidecar that did not answer a moment ago is not asked by `/generate` for a second.
    sidecar.script.readings["a violin"] = NO_SOUND
    async with serving() as backend:
        sidecar.script.list_refusals.append(INTERNAL)
        await backend.http.post(f"{BASE}/generate", json={"prompt": "a violin"})
        assert (await backend.http.get("/ready")).status_code == 200
        reply = await backend.http.post(f"{BASE}/generate", json={"prompt": "a violin"})
    assert (reply.status_code, reply.json()["reason"]) == (422, "PROMPT_NOT_UNDERSTOOD")


async def test_a_prompt_of_which_everything_is_left_out_is_refused(
    backend: Backend, sidecar: FakeSidecar
) -> None:
    sidecar.script.readings["no rain"] = pb.ReadPromptResponse(
        engine="procedural", reader=pb.PROMPT_READER_VOCABULARY, left_out=["rain"]
    )
    reply = await backend.http.post(f"{BASE}/generate", json={"prompt": "no rain"})
    assert reply.status_code == 422
    assert "makes no sound of a prompt without rain" in reply.json()["detail"]
    assert "suggestions" not in reply.json()


async def test_a_language_model_is_asked_only_where_it_decides(
    backend: Backend, sidecar: FakeSidecar
) -> None:
    fields = {"negative_prompt": "", "duration": 3}
    await backend.over(await backend.generate(prompt="rain", **fields))
    assert [(read.prompt, read.vocabulary_only) for read in sidecar.reads] == [("rain", True)]
    assert sidecar.reads[0].duration_seconds == 3
    sidecar.reads.clear()
    sidecar.script.readings["the sky weeps"] = NO_SOUND
    sidecar.script.model_readings["the sky weeps"] = STORM
    await backend.over(await backend.generate(prompt="the sky weeps"))
    assert [read.vocabulary_only for read in sidecar.reads] == [True, False]


@pytest.mark.parametrize("trouble", ["old", "slow", "refuses"])
async def test_a_sidecar_that_cannot_read_refuses_no_sound(
    backend: Backend, sidecar: FakeSidecar, trouble: str
) -> None:
    sidecar.script.readings["a violin"] = NO_SOUND
    if trouble == "old":
        sidecar.script.can_read = False
    elif trouble == "slow":
        sidecar.script.read_seconds = 15
    else:
        sidecar.script.read_refusal = refusal(code_pb2.INTERNAL, "INTERNAL", "went wrong")
    sound = await backend.over(await backend.generate(prompt="a violin"))
    assert sound["generation_status"] == "completed"


async def test_a_sound_is_accepted_while_the_sidecar_is_away(
    serving: Any, sidecar: FakeSidecar
) -> None:
    await sidecar.kill()
    sidecar.script.readings["a violin"] = NO_SOUND
    async with serving() as backend:
        await backend.generate(prompt="a violin")


async def test_a_repeat_of_an_accepted_request_is_not_refused(
    backend: Backend, sidecar: FakeSidecar
) -> None:
    async def ask() -> Any:
        return await backend.http.post(
            f"{BASE}/generate", json={"prompt": "storm"}, headers={"Idempotency-Key": "once"}
        )

    accepted = (await ask()).json()
    await backend.over(accepted["sound_id"])
    sidecar.script.readings["storm"] = NO_SOUND
    again = await ask()
    assert (again.status_code, again.json()["sound_id"]) == (202, accepted["sound_id"])


async def test_a_changed_prompt_is_read_before_it_is_made_again(
    backend: Backend, sidecar: FakeSidecar
) -> None:
    sound_id = await backend.generate(prompt="rain")
    await backend.over(sound_id)
    sidecar.script.readings["a violin"] = NO_SOUND
    changed = await backend.http.put(f"{BASE}/{sound_id}", json={"prompt": "a violin"})
    assert changed.status_code == 200
    reply = await backend.http.post(f"{BASE}/{sound_id}/regenerate")
    assert (reply.status_code, reply.json()["reason"]) == (422, "PROMPT_NOT_UNDERSTOOD")
    assert (await backend.sound(sound_id))["generation_status"] == "completed"
    del sidecar.script.readings["a violin"]
    assert (await backend.http.post(f"{BASE}/{sound_id}/regenerate")).status_code == 202
    await backend.over(sound_id)


async def test_many_readings_at_once(backend: Backend) -> None:
    replies = await asyncio.gather(*(read(backend, vocabulary_only=True) for _ in range(50)))
    assert all(reply["understood"] for reply in replies)
