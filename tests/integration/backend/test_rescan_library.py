import asyncio
import json
import os
import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import soundfile
from sqlalchemy import delete
from support.fake_sidecar import FakeSidecar, until
from support.making_from_sounds import derived
from support.running_backend import BASE, Backend

from backend.db.models import Category, EnvironmentSound
from envsound_server.audio.formats import AudioFormat
from envsound_server.audio.labels import AiLabel
from envsound_server.audio.tags import SoundTags, write_tags

MONTH = "2026/11"
TAGS = SoundTags(
    name="Night rain",
    prompt="rain on a roof",
    negative_prompt="",
    category="天气音效",
    engine="procedural",
    model_revision="1",
    seed=7,
    steps=0,
    cfg_scale=0.0,
    loop=True,
    notes=("a note",),
)


@pytest.fixture
def sounds_dir(data_dir: Path) -> Path:
    return data_dir / "environment_sounds"


async def rescan(backend: Backend) -> dict[str, Any]:
    reply = await backend.http.post(f"{BASE}/rescan")
    assert reply.status_code == 200, reply.text
    return reply.json()["data"]  # type: ignore[no-any-return]


def put_file(sounds_dir: Path, name: str, tags: SoundTags | None = None, age: float = 120) -> Path:
    path = sounds_dir / MONTH / name
    path.parent.mkdir(parents=True, exist_ok=True)
    soundfile.write(path, np.random.default_rng(1).uniform(-0.5, 0.5, (22_050, 2)), 44_100)
    if tags is not None:
        write_tags(path, AudioFormat.WAV_16, tags, AiLabel("", "id"), loop_frame_count=None)
    grow_old(path, age)
    return path


def grow_old(path: Path, age: float = 120) -> None:
    written_at = path.stat().st_mtime - age
    os.utime(path, (written_at, written_at))


def entries(sounds_dir: Path) -> dict[str, dict[str, Any]]:
    path = sounds_dir / MONTH / "metadata.json"
    if not path.exists():
        return {}
    sounds: dict[str, dict[str, Any]] = json.loads(path.read_text())["sounds"]
    return sounds


async def lose_rows(backend: Backend) -> None:
    """What is left is what a new database has."""
    database = backend.app.state.services.database
    await database.write(lambda session: session.execute(delete(EnvironmentSound)))
    await database.write(
        lambda session: session.execute(delete(Category).where(Category.name == "Of my own"))
    )


async def test_a_file_without_a_row_gets_one_from_its_tags(
    backend: Backend, sounds_dir: Path
) -> None:
    path = put_file(sounds_dir, "env_a.wav", TAGS)
    report = await rescan(backend)
    assert (report["file_count"], report["added_count"], report["skipped_count"]) == (1, 1, 0)
    (added,) = report["added"]
    assert (added["file_path"], added["source"]) == (f"{MONTH}/env_a.wav", "tags")
    sound = await backend.sound(added["sound_id"])
    assert (sound["name"], sound["prompt"], sound["seed"]) == ("Night rain", "rain on a roof", 7)
    assert (sound["engine"], sound["loop"], sound["notes"]) == ("procedural", True, ["a note"])
    assert (sound["steps"], sound["cfg_scale"]) == (None, None)
    assert sound["category"]["name"] == "天气音效"
    assert sound["origin"] == "generated"
    assert sound["generation_status"] == "completed"
    assert (sound["duration"], sound["sample_rate"], sound["channels"]) == (0.5, 44_100, 2)
    assert sound["file_size"] == path.stat().st_size
    download = await backend.http.get(f"{BASE}/{sound['id']}/download")
    assert download.content == path.read_bytes()
    again = await rescan(backend)
    assert (again["added_count"], again["row_count"]) == (0, 1)


async def test_files_of_others_are_taken_in_and_what_is_no_sound_is_told(
    backend: Backend, sounds_dir: Path
) -> None:
    put_file(sounds_dir, "Regen im Wald.wav")
    broken = sounds_dir / MONTH / "broken.wav"
    broken.write_bytes(b"no sound")
    grow_old(broken)
    (sounds_dir / "2026" / "notes.txt").write_text("not looked at")
    report = await rescan(backend)
    (added,) = report["added"]
    assert added["source"] == "file"
    sound = await backend.sound(added["sound_id"])
    assert (sound["name"], sound["prompt"]) == ("Regen im Wald", "")
    assert sound["origin"] == "found"
    (skipped,) = report["skipped"]
    assert skipped["file_path"] == f"{MONTH}/broken.wav"
    assert "cannot be decoded" in skipped["reason"] or "no sound" in skipped["reason"]


async def test_a_lost_database_is_rebuilt_from_metadata_json(
    backend: Backend, sidecar: FakeSidecar, sounds_dir: Path
) -> None:
    sidecar.script.translations["rain"] = "rain on leaves"
    tag = (await backend.http.get(f"{BASE}/tags")).json()[0]
    await backend.http.post(f"{BASE}/categories", json={"name": "Of my own"})
    sound_id = await backend.generate(
        name="雨", description="my own words", category="Of my own", tag_ids=[tag["id"]], seed=3
    )
    before = await backend.over(sound_id)
    deleted = await backend.over(await backend.generate(name="gone", seed=4))
    await backend.http.delete(f"{BASE}/{deleted['id']}")
    await until(lambda: len(entries(sounds_dir)) == 2)
    await until(lambda: any(entry["deleted_at"] for entry in entries(sounds_dir).values()))
    await lose_rows(backend)
    for path in (sounds_dir / MONTH).glob("*.wav"):
        grow_old(path)
    report = await rescan(backend)
    assert {added["source"] for added in report["added"]} == {"metadata"}
    assert report["added_count"] == 2
    listed = (await backend.http.get(f"{BASE}/")).json()["data"]["sounds"]
    (after,) = listed
    changes = {"id", "updated_at", "category_id", "category", "tags", "request_id", "progress"}
    changes.add("trace_id")
    assert {k: v for k, v in after.items() if k not in changes} == {
        k: v for k, v in before.items() if k not in changes
    }
    assert after["category"]["name"] == "Of my own"
    assert [t["name"] for t in after["tags"]] == [tag["name"]]


async def test_terms_and_source_outlive_the_database(
    backend: Backend, sidecar: FakeSidecar, sounds_dir: Path
) -> None:
    parent = await backend.over(await backend.generate(duration=2))
    take = await derived(backend, parent["id"], "repair", start=1, end=1.5)
    await until(lambda: len(entries(sounds_dir)) == 2)
    await lose_rows(backend)
    for path in (sounds_dir / MONTH).glob("*.wav"):
        grow_old(path)
    assert (await rescan(backend))["added_count"] == 2
    listed = (await backend.http.get(f"{BASE}/")).json()["data"]["sounds"]
    found = {sound["file_path"]: sound for sound in listed}
    found_take, found_parent = found[take["file_path"]], found[parent["file_path"]]
    assert found_take["parent_id"] == found_parent["id"]
    assert found_parent["parent_id"] is None
    assert found_take["license"] == take["license"]
    assert found_parent["license"] == parent["license"]
    await backend.http.post(f"{BASE}/{found_take['id']}/regenerate")
    await backend.over(found_take["id"])
    assert sidecar.calls[-1].source == sidecar.calls[1].source


async def test_terms_and_source_of_a_file_are_in_its_own_tags(
    backend: Backend, sounds_dir: Path
) -> None:
    terms = {
        "license_name": "Community License",
        "commercial_use": "up_to_revenue",
        "revenue_limit_usd": 1_000_000,
        "attribution": "Powered by a test",
        "terms_url": "https://terms.test",
    }
    # The child is found first.
    put_file(sounds_dir, "env_a.wav", replace(TAGS, source_file=f"{MONTH}/env_b.wav", **terms))
    put_file(sounds_dir, "env_b.wav", TAGS)
    unknown = terms | {"commercial_use": "perhaps", "revenue_limit_usd": 2**80}
    put_file(sounds_dir, "env_c.wav", replace(TAGS, source_file="2020/01/gone.wav", **unknown))
    added = {Path(a["file_path"]).name: a["sound_id"] for a in (await rescan(backend))["added"]}
    child, parent, other = [
        await backend.sound(added[f"env_{name}.wav"]) for name in ("a", "b", "c")
    ]
    assert child["license"] == {
        "name": "Community License",
        "commercial_use": "up_to_revenue",
        "revenue_limit_usd": 1_000_000,
        "attribution": "Powered by a test",
        "terms_url": "https://terms.test",
    }
    assert (child["parent_id"], parent["parent_id"], other["parent_id"]) == (parent["id"],) + (
        None,
    ) * 2
    assert parent["license"]["commercial_use"] == "yes"
    assert (other["license"]["commercial_use"], other["license"]["revenue_limit_usd"]) == (
        None,
        None,
    )


async def test_older_entries_have_the_terms_that_were_known_then(
    backend: Backend, sounds_dir: Path
) -> None:
    put_file(sounds_dir, "env_a.wav")
    old = {"name": "x", "audio_format": "wav_16", "created_at": "2026-01-01T00:00:00Z"}
    entry = old | {"generation_model": "tangoflux"}
    (sounds_dir / MONTH / "metadata.json").write_text(
        json.dumps({"version": 1, "sounds": {"env_a.wav": entry}})
    )
    [added] = (await rescan(backend))["added"]
    terms = (await backend.sound(added["sound_id"]))["license"]
    assert (terms["commercial_use"], terms["attribution"]) == ("no", "Powered by Stability AI")


async def test_a_row_whose_file_is_gone_is_marked_until_it_is_back(
    backend: Backend, sounds_dir: Path
) -> None:
    sound = await backend.over(await backend.generate())
    path = sounds_dir / sound["file_path"]
    away = sounds_dir.parent / "away.wav"
    shutil.move(path, away)
    report = await rescan(backend)
    assert report["missing"] == [{"sound_id": sound["id"], "file_path": sound["file_path"]}]
    assert (await backend.sound(sound["id"]))["file_missing_since"] is not None
    assert (await rescan(backend))["missing_count"] == 0
    shutil.move(away, path)
    report = await rescan(backend)
    assert report["returned"] == [{"sound_id": sound["id"], "file_path": sound["file_path"]}]
    assert (await backend.sound(sound["id"]))["file_missing_since"] is None


async def test_a_sound_that_is_just_being_finished_is_left_alone(
    backend: Backend, sidecar: FakeSidecar, sounds_dir: Path
) -> None:
    put_file(sounds_dir, "env_young.wav", TAGS, age=0)
    put_file(sounds_dir, "env_coming.wav", TAGS)
    sidecar.script.hold.clear()
    sound_id = await backend.generate(prompt=TAGS.prompt)
    report = await rescan(backend)
    assert report["added_count"] == 0
    reasons = {Path(s["file_path"]).name: s["reason"] for s in report["skipped"]}
    assert "younger than a minute" in reasons["env_young.wav"]
    assert "still to be made" in reasons["env_coming.wav"]
    sidecar.script.hold.set()
    assert (await backend.over(sound_id))["generation_status"] == "completed"
    report = await rescan(backend)
    assert [added["file_path"] for added in report["added"]] == [f"{MONTH}/env_coming.wav"]


async def test_metadata_json_follows_the_rows(backend: Backend, sounds_dir: Path) -> None:
    sound = await backend.over(await backend.generate(name="before"))
    name = Path(sound["file_path"]).name
    await until(lambda: name in entries(sounds_dir))
    assert entries(sounds_dir)[name]["sha256"] == sound["sha256"]
    reply = await backend.http.put(f"{BASE}/{sound['id']}", json={"name": "after"})
    assert reply.status_code == 200
    await until(lambda: entries(sounds_dir)[name]["name"] == "after")
    reply = await backend.http.post(
        f"{BASE}/batch-update", json={"sound_ids": [sound["id"]], "is_featured": True}
    )
    assert reply.status_code == 200
    await until(lambda: entries(sounds_dir)[name]["is_featured"])
    await backend.http.delete(f"{BASE}/{sound['id']}")
    await until(lambda: entries(sounds_dir)[name]["deleted_at"] is not None)


async def test_metadata_json_follows_names_of_categories_and_tags(
    backend: Backend, sounds_dir: Path
) -> None:
    tag, other = (await backend.http.get(f"{BASE}/tags")).json()[:2]
    category, new_home = (await backend.http.get(f"{BASE}/categories")).json()[:2]
    sound = await backend.over(
        await backend.generate(category_id=category["id"], tag_ids=[tag["id"], other["id"]])
    )
    name = Path(sound["file_path"]).name
    await until(lambda: name in entries(sounds_dir))
    await backend.http.put(f"{BASE}/categories/{category['id']}", json={"name": "Wetter"})
    await backend.http.put(f"{BASE}/tags/{tag['id']}", json={"name": "leise"})
    await until(lambda: entries(sounds_dir)[name]["category"] == "Wetter")
    await until(lambda: "leise" in entries(sounds_dir)[name]["tags"])
    await backend.http.delete(f"{BASE}/tags/{tag['id']}")
    await until(lambda: entries(sounds_dir)[name]["tags"] == [other["name"]])
    reply = await backend.http.delete(
        f"{BASE}/categories/{category['id']}", params={"move_to": new_home["id"]}
    )
    assert reply.status_code == 200
    await until(lambda: entries(sounds_dir)[name]["category"] == new_home["name"])


async def test_a_rescan_mends_metadata_json(backend: Backend, sounds_dir: Path) -> None:
    sound = await backend.over(await backend.generate())
    name = Path(sound["file_path"]).name
    await until(lambda: name in entries(sounds_dir))
    path = sounds_dir / MONTH / "metadata.json"
    wrong = {"name": "x", "audio_format": "wav_16", "created_at": "2026-01-01T00:00:00Z"}
    path.write_text(json.dumps({"version": 1, "sounds": {name: wrong, "never.wav": wrong}}))
    await rescan(backend)
    assert list(entries(sounds_dir)) == [name]
    assert entries(sounds_dir)[name]["name"] == sound["name"]


async def test_a_file_that_was_changed_is_measured_again(
    backend: Backend, sounds_dir: Path
) -> None:
    sound = await backend.over(await backend.generate(name="kept"))
    await until(lambda: bool(entries(sounds_dir)))
    await lose_rows(backend)
    soundfile.write(sounds_dir / sound["file_path"], np.zeros((30_000, 1)), 22_050)
    grow_old(sounds_dir / sound["file_path"])
    (added,) = (await rescan(backend))["added"]
    after = await backend.sound(added["sound_id"])
    assert after["name"] == "kept"
    assert (after["sample_rate"], after["channels"], after["frame_count"]) == (22_050, 1, 30_000)
    assert after["sha256"] != sound["sha256"]


async def test_two_rescans_at_once_add_nothing_twice(backend: Backend, sounds_dir: Path) -> None:
    for i in range(5):
        put_file(sounds_dir, f"env_{i}.wav", TAGS)
    replies = await asyncio.gather(*(backend.http.post(f"{BASE}/rescan") for _ in range(3)))
    statuses = sorted(reply.status_code for reply in replies)
    assert statuses[0] == 200
    assert set(statuses) <= {200, 409}
    for reply in replies:
        assert reply.status_code == 200 or reply.json()["reason"] == "RESCAN_RUNNING"
    assert (await backend.http.get(f"{BASE}/")).json()["data"]["total"] == 5
