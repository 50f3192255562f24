import json
from pathlib import Path

import soundfile
from support.fake_sidecar import FakeSidecar, until
from support.running_backend import BASE, Backend


async def test_a_prompt_becomes_a_file(backend: Backend, data_dir: Path) -> None:
    reply = await backend.http.post(
        f"{BASE}/generate",
        json={"name": "Forest rain", "prompt": "rain", "duration": 0.5, "seed": 7},
    )
    assert reply.status_code == 202
    accepted = reply.json()
    assert accepted["status"] == "pending"
    assert accepted["estimated_time"] is None

    sound = await backend.over(accepted["sound_id"])
    assert sound["generation_status"] == "completed"
    assert sound["generation_progress"] == 100
    assert (sound["name"], sound["prompt"], sound["seed"]) == ("Forest rain", "rain", 7)
    assert sound["generation_model"] == sound["engine"] == "procedural"
    assert sound["duration"] == 0.5
    assert sound["sample_rate"] == 44_100
    assert (sound["peak_dbfs"], sound["true_peak_dbtp"]) == (-6.0, -5.8)
    assert sound["loudness_lufs"] == -23.5
    assert sound["notes"] == ["made by a fake"]
    path = data_dir / "environment_sounds" / sound["file_path"]
    assert soundfile.info(path).channels == 2
    assert sound["file_size"] == path.stat().st_size

    download = await backend.http.get(f"{BASE}/{sound['id']}/download")
    assert download.content == path.read_bytes()
    by_url = await backend.http.get(sound["file_url"])
    assert by_url.content == path.read_bytes()


async def test_the_log_has_a_line_for_each_operation(backend: Backend, data_dir: Path) -> None:
    sound_id = await backend.generate()
    await backend.over(sound_id)
    await backend.http.delete(f"{BASE}/{sound_id}")
    log = data_dir / "logs" / "environment_sounds.log"
    await until(lambda: log.read_text().count("\n") == 3)
    operations = [json.loads(line) for line in log.read_text().splitlines()]
    assert [(line["operation"], line["result"]) for line in operations] == [
        ("generate", "accepted"),
        ("make", "completed"),
        ("delete", "deleted"),
    ]
    assert {line["sound_id"] for line in operations} == {sound_id}


async def test_everything_asked_for_reaches_the_sidecar(
    backend: Backend, sidecar: FakeSidecar
) -> None:
    sound_id = await backend.generate(
        prompt="rain  on\nleaves",
        name="n",
        duration_seconds=2,
        steps=30,
        cfg_scale=4.5,
        seed=0,
        engine="tangoflux",
        loop=True,
        format="flac",
        target_lufs=-20,
        negative_prompt="voices",
        category="天气音效",
        priority="batch",
    )
    sound = await backend.over(sound_id)
    (call,) = sidecar.calls
    assert (call.prompt, call.name, call.category) == ("rain on leaves", "n", "天气音效")
    assert (call.duration_seconds, call.steps, call.cfg_scale) == (2, 30, 4.5)
    assert call.HasField("seed")
    assert (call.seed, call.engine, call.loop, call.target_lufs) == (0, "tangoflux", True, -20)
    assert (call.negative_prompt, call.format, call.priority) == ("voices", 4, 2)
    assert call.request_id
    assert sound["generation_status"] == "completed"
    assert (sound["steps"], sound["cfg_scale"]) == (30, 4.5)
    assert sound["category"]["name"] == "天气音效"
    assert sound["file_path"].endswith(".flac")


async def test_the_sidecar_is_sent_the_library_as_it_was_when_the_sound_was_queued(
    backend: Backend, sidecar: FakeSidecar
) -> None:
    sound_id = await backend.generate(name="first", category_id=7)
    await backend.over(sound_id)
    await backend.http.put(f"{BASE}/{sound_id}", json={"name": "second", "category_id": 6})
    sidecar.script.hold.clear()
    await backend.http.post(f"{BASE}/{sound_id}/regenerate")
    await backend.until(sound_id, "processing")
    await backend.http.put(f"{BASE}/{sound_id}", json={"name": "third", "category_id": None})
    sidecar.script.hold.set()
    sound = await backend.over(sound_id)
    sent = [(call.name, call.category) for call in sidecar.calls]
    assert sent == [("first", "天气音效"), ("second", "水声音效")]
    assert (sound["name"], sound["category"]) == ("third", None)


async def test_what_the_engine_has_no_use_for_is_left_out_and_told(
    backend: Backend, sidecar: FakeSidecar
) -> None:
    reply = await backend.http.post(
        f"{BASE}/generate",
        json={
            "prompt": "rain",
            "duration": 1,
            "steps": 50,
            "cfg_scale": 3.5,
            "negative_prompt": "voices",
        },
    )
    sound = await backend.over(reply.json()["sound_id"])
    call = sidecar.calls[0]
    assert (call.steps, call.cfg_scale, call.negative_prompt) == (50, 3.5, "voices")
    assert not call.HasField("source")
    assert (sound["steps"], sound["cfg_scale"]) == (None, None)
    assert "The procedural engine has no steps; steps=50 was not used." in sound["notes"]
    assert sum("was not used" in note for note in sound["notes"]) == 3
    # Made again, each is noted once.
    await backend.http.post(f"{BASE}/{sound['id']}/regenerate")
    again = await backend.over(sound["id"])
    assert sum("was not used" in note for note in again["notes"]) == 1


async def test_what_an_engine_read_instead_of_the_prompt_is_kept(
    backend: Backend, sidecar: FakeSidecar
) -> None:
    sidecar.script.translations["雨声"] = "the sound of rain"
    sound = await backend.over(await backend.generate(prompt="雨声"))
    assert (sound["prompt"], sound["engine_prompt"]) == ("雨声", "the sound of rain")
    await backend.http.put(f"{BASE}/{sound['id']}", json={"prompt": "birds"})
    await backend.http.post(f"{BASE}/{sound['id']}/regenerate")
    sound = await backend.over(sound["id"])
    assert (sound["prompt"], sound["engine_prompt"]) == ("birds", None)
