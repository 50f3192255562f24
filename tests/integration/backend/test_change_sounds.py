"""PUT, batches and making again."""

import io
from pathlib import Path
from typing import Any

import soundfile
from google.rpc import code_pb2
from sqlalchemy import Engine, event
from sqlalchemy.exc import OperationalError
from support.fake_sidecar import FakeSidecar, refusal, until
from support.running_backend import BASE, Backend

from backend.access.api_keys import Role, key_line, new_key


async def put(backend: Backend, sound_id: int, **fields: Any) -> dict[str, Any]:
    reply = await backend.http.put(f"{BASE}/{sound_id}", json=fields)
    assert reply.status_code == 200, reply.text
    body: dict[str, Any] = reply.json()
    return body


async def test_what_is_left_out_of_a_put_stays(backend: Backend) -> None:
    made = await backend.over(await backend.generate(name="a", category_id=1, tag_ids=[1, 2]))
    changed = (await put(backend, made["id"], description="大雨", color="red"))["data"]
    differing = {name for name in made if made[name] != changed[name]}
    assert differing == {"description", "color", "updated_at"}
    emptied = (await put(backend, made["id"], category_id=None, tag_ids=[], name=None))["data"]
    assert (emptied["category"], emptied["tags"], emptied["name"]) == (None, [], "a")
    listed = (await backend.http.get(f"{BASE}/", params={"search": "大雨"})).json()
    assert listed["data"]["total"] == 1


async def test_what_is_completed_is_found_by_its_words(
    backend: Backend,
) -> None:
    made = await backend.over(await backend.generate(engine="tangoflux", duration=1))
    await put(backend, made["id"], prompt="wind")
    refused: list[str] = []

    def refuse(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        if "environment_sound_texts" in statement:
            refused.append(statement)
            raise OperationalError(statement, {}, Exception("the database stops here"))

    # The row is not completed without its words, whatever happens between the two.
    event.listen(Engine, "before_cursor_execute", refuse)
    try:
        await backend.http.post(f"{BASE}/{made['id']}/regenerate")
        await until(lambda: bool(refused))
        assert (await backend.sound(made["id"]))["generation_status"] != "completed"
    finally:
        event.remove(Engine, "before_cursor_execute", refuse)
    assert (await backend.over(made["id"]))["generation_status"] == "completed"
    found = (await backend.http.get(f"{BASE}/", params={"search": "wind"})).json()
    assert [sound["id"] for sound in found["data"]["sounds"]] == [made["id"]]


async def test_settings_wait_for_the_next_file(backend: Backend, sidecar: FakeSidecar) -> None:
    made = await backend.over(
        await backend.generate(engine="tangoflux", duration=1, steps=30, seed=7)
    )
    reply = await put(backend, made["id"], prompt="wind", duration=2, steps=30)
    assert "duration, prompt will be used when it is generated again" in reply["message"]
    waiting = reply["data"]
    assert (waiting["prompt"], waiting["duration"]) == ("rain", 1)
    assert waiting["next_settings"] == {
        "prompt": "wind", "duration": 2, "steps": None, "cfg_scale": None,
    }  # fmt: skip
    await backend.http.post(f"{BASE}/{made['id']}/regenerate", json={"keep_seed": True})
    again = await backend.over(made["id"])
    assert (again["prompt"], again["duration"], again["seed"]) == ("wind", 2, 7)
    assert again["next_settings"] is None
    assert (sidecar.calls[1].prompt, sidecar.calls[1].steps) == ("wind", 30)
    found = (await backend.http.get(f"{BASE}/", params={"search": "wind"})).json()
    assert found["data"]["total"] == 1


async def test_a_sound_that_has_no_file_is_changed_at_once(
    backend: Backend, sidecar: FakeSidecar
) -> None:
    sidecar.script.refusals = [refusal(code_pb2.INVALID_ARGUMENT, "PROMPT_NOT_UNDERSTOOD", "no")]
    failed = await backend.over(await backend.generate())
    changed = (await put(backend, failed["id"], prompt="wind", duration=2))["data"]
    assert (changed["prompt"], changed["duration"], changed["next_settings"]) == ("wind", 2, None)


async def test_a_form_written_back_queues_nothing_that_the_engine_has_not(
    backend: Backend, sidecar: FakeSidecar
) -> None:
    made = await backend.over(await backend.generate(duration=2))
    shown = {name: made[name] for name in ("name", "description", "prompt", "duration")}
    for sampling in ({"steps": None, "cfg_scale": None}, {"steps": 50, "cfg_scale": 3.5}):
        reply = await put(backend, made["id"], **shown, **sampling)
        assert reply["message"] == "The sound is changed."
        assert reply["data"]["next_settings"] is None
        batch = {"sound_ids": [made["id"]], **sampling}
        assert (await backend.http.post(f"{BASE}/batch-update", json=batch)).status_code == 200
    await backend.http.post(f"{BASE}/{made['id']}/regenerate")
    again = await backend.over(made["id"])
    assert (again["next_settings"], again["notes"]) == (None, made["notes"])
    assert (sidecar.calls[1].steps, sidecar.calls[1].cfg_scale) == (0, 0)


async def test_a_form_written_back_changes_no_failed_sound_either(
    backend: Backend, sidecar: FakeSidecar
) -> None:
    sidecar.script.refusals = [refusal(code_pb2.INVALID_ARGUMENT, "PROMPT_NOT_UNDERSTOOD", "no")]
    failed = await backend.over(await backend.generate())
    reply = await put(backend, failed["id"], prompt="wind", steps=50, cfg_scale=3.5)
    assert reply["message"] == "The sound is changed."
    assert (reply["data"]["steps"], reply["data"]["cfg_scale"]) == (None, None)


async def test_a_setting_that_is_set_back_waits_no_more(backend: Backend) -> None:
    made = await backend.over(await backend.generate(engine="tangoflux", duration=1, steps=30))
    reply = await put(backend, made["id"], steps=80, prompt="wind")
    assert "prompt, steps will be used" in reply["message"]
    reply = await put(backend, made["id"], steps=30)
    assert reply["message"] == "The sound is changed."
    assert reply["data"]["next_settings"]["prompt"] == "wind"
    assert reply["data"]["next_settings"]["steps"] is None
    reply = await put(backend, made["id"], prompt=made["prompt"], cfg_scale=made["cfg_scale"])
    assert reply["data"]["next_settings"] is None


async def test_settings_of_an_uploaded_file_wait_for_nothing(backend: Backend) -> None:
    content = io.BytesIO()
    soundfile.write(content, [0.1, -0.1] * 11_025, 44_100, format="WAV")
    reply = await backend.http.post(
        f"{BASE}/upload", files={"file": ("own.wav", content.getvalue())}
    )
    sound = reply.json()["data"]
    changed = await put(
        backend, sound["id"], prompt="own rain", duration=sound["duration"], steps=50, cfg_scale=3.5
    )
    assert changed["message"] == "The sound is changed."
    assert changed["data"]["prompt"] == "own rain"
    assert changed["data"]["next_settings"] is None
    changed = await put(backend, sound["id"], duration=20)
    assert "its duration stays as it is" in changed["message"]
    assert changed["data"]["duration"] == sound["duration"]


async def test_the_old_file_stays_until_the_new_one_is_there(
    backend: Backend, sidecar: FakeSidecar, data_dir: Path
) -> None:
    made = await backend.over(await backend.generate(seed=7))
    sidecar.script.hold.clear()
    reply = await backend.http.post(f"{BASE}/{made['id']}/regenerate")
    assert reply.status_code == 202
    assert reply.json()["success"] is True
    running = await backend.until(made["id"], "processing")
    assert running["file_path"] == made["file_path"]
    assert (await backend.http.get(f"{BASE}/{made['id']}/download")).status_code == 200
    busy = await backend.http.post(f"{BASE}/{made['id']}/regenerate")
    assert (busy.status_code, busy.json()["reason"]) == (409, "SOUND_BUSY")
    sidecar.script.hold.set()
    again = await backend.over(made["id"])
    assert again["file_path"] != made["file_path"]
    # The fake's own draw: no seed was sent.
    assert again["seed"] == 4242
    sounds_dir = data_dir / "environment_sounds"
    await until(lambda: not (sounds_dir / made["file_path"]).exists())
    assert (sounds_dir / again["file_path"]).exists()


async def test_a_cancelled_or_failed_new_making_leaves_the_old_sound(
    backend: Backend, sidecar: FakeSidecar
) -> None:
    made = await backend.over(await backend.generate(seed=7))
    sidecar.script.hold.clear()
    await backend.http.post(f"{BASE}/{made['id']}/regenerate", json={"seed": 8})
    await backend.until(made["id"], "processing")
    await backend.http.post(f"{BASE}/{made['id']}/cancel")
    kept = await backend.until(made["id"], "completed")
    assert (kept["seed"], kept["file_path"]) == (7, made["file_path"])
    assert kept["generation_progress"] == 100
    sidecar.script.refusals = [refusal(code_pb2.INVALID_ARGUMENT, "PROMPT_NOT_UNDERSTOOD", "no")]
    await backend.http.post(f"{BASE}/{made['id']}/regenerate")
    failed = await backend.until(made["id"], "failed")
    assert (failed["seed"], failed["error_message"]) == (7, "no")
    assert (await backend.http.get(f"{BASE}/{made['id']}/download")).status_code == 200
    sidecar.script.hold.set()


async def test_a_batch_is_changed_whole_or_not_at_all(backend: Backend) -> None:
    ids = [await backend.generate(name=name) for name in "abc"]
    for sound_id in ids:
        await backend.over(sound_id)
    reply = await backend.http.post(
        f"{BASE}/batch-update",
        json={"sound_ids": [*ids, ids[0]], "is_featured": True, "tag_ids": [3], "category_id": 2},
    )
    assert reply.status_code == 200
    assert reply.json()["data"]["count"] == 3
    assert [each["sound_id"] for each in reply.json()["data"]["results"]] == ids
    for sound_id in ids:
        sound = await backend.sound(sound_id)
        assert (sound["is_featured"], sound["tag_ids"], sound["category_id"]) == (True, [3], 2)
    for call, fields in (("batch-delete", {}), ("batch-update", {"is_featured": False})):
        refused = await backend.http.post(
            f"{BASE}/{call}", json={"sound_ids": [ids[0], 999], **fields}
        )
        problem = refused.json()
        assert (refused.status_code, problem["reason"]) == (409, "BATCH_REFUSED")
        assert "999" in problem["detail"]
        assert [(each["sound_id"], each["reason"]) for each in problem["results"]] == [
            (ids[0], ""),
            (999, "SOUND_NOT_FOUND"),
        ]
    assert (await backend.sound(ids[0]))["is_featured"] is True
    unknown = await backend.http.post(
        f"{BASE}/batch-update", json={"sound_ids": ids, "tag_ids": [1, 99]}
    )
    assert (unknown.status_code, unknown.json()["errors"][0]["field"]) == (422, "tag_ids")
    gone = await backend.http.post(f"{BASE}/batch-delete", json={"sound_ids": ids[:2]})
    assert gone.json()["data"]["count"] == 2
    assert (await backend.http.get(f"{BASE}/")).json()["data"]["total"] == 1


async def test_editors_change_in_batches_only_what_they_made(serving: Any, tmp_path: Path) -> None:
    keys = {name: new_key() for name in ("alice", "bob", "carol")}
    roles = {"alice": Role.EDITOR, "bob": Role.EDITOR, "carol": Role.ADMIN}
    file = tmp_path / "keys.toml"
    file.write_text("\n".join(key_line(name, roles[name], key) for name, key in keys.items()))
    async with serving(api_keys_file=file) as backend:
        ids = []
        for name in ("alice", "bob"):
            backend.http.headers["X-API-Key"] = keys[name]
            ids.append(await backend.generate(name=name))
            assert (await backend.over(ids[-1]))["created_by"] == name
        refused = await backend.http.post(f"{BASE}/batch-delete", json={"sound_ids": ids})
        assert [each["reason"] for each in refused.json()["results"]] == ["FORBIDDEN", ""]
        backend.http.headers["X-API-Key"] = keys["carol"]
        done = await backend.http.post(f"{BASE}/batch-delete", json={"sound_ids": ids})
        assert done.status_code == 200
        logs = (await backend.http.get(f"{BASE}/usage-logs")).json()["data"]["logs"]
        assert [(log["user_name"], log["action"], log["sound_id"]) for log in logs] == [
            ("carol", "delete", ids[1]),
            ("carol", "delete", ids[0]),
            ("bob", "generate", ids[1]),
            ("alice", "generate", ids[0]),
        ]
        assert {log["client_address"] for log in logs} == {"127.0.0.1"}
        backend.http.headers["X-API-Key"] = keys["bob"]
        assert (await backend.http.get(f"{BASE}/usage-logs")).status_code == 403


async def test_a_file_left_by_a_crash_after_its_replacement_is_deleted_at_the_next_start(
    serving: Any, data_dir: Path
) -> None:
    from sqlalchemy import update

    from backend.db.models import EnvironmentSound

    async with serving() as backend:
        sound = await backend.over(await backend.generate())
        left = data_dir / "environment_sounds" / "2026/11/env_left.wav"
        left.write_bytes(b"")
        crashed = update(EnvironmentSound).values(previous_relative_path="2026/11/env_left.wav")
        database = backend.app.state.services.database
        await database.write(lambda session: session.execute(crashed))
    async with serving() as backend:
        await until(lambda: not left.exists())
        assert (await backend.sound(sound["id"]))["file_path"] == sound["file_path"]


async def test_the_queues_bound_holds_for_making_again(serving: Any, sidecar: FakeSidecar) -> None:
    async with serving(job_max_pending=1, job_worker_count=1) as backend:
        made = await backend.over(await backend.generate())
        sidecar.script.hold.clear()
        await backend.until(await backend.generate(), "processing")
        await backend.generate()
        full = await backend.http.post(f"{BASE}/{made['id']}/regenerate")
        assert (full.status_code, full.json()["reason"]) == (429, "QUEUE_FULL")
        assert (await backend.sound(made["id"]))["generation_status"] == "completed"
        sidecar.script.hold.set()
