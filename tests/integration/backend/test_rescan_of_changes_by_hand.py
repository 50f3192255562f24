"""What people do to the sounds folder by hand, and what a rescan makes of it."""

import asyncio
import hashlib
import json
import os
import shutil
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import soundfile
from sqlalchemy import update
from support.fake_sidecar import FakeSidecar, until
from support.making_from_sounds import derived
from support.running_backend import BASE, Backend

from backend.db.models import EnvironmentSound
from envsound_server.audio.formats import AudioFormat
from envsound_server.audio.labels import AiLabel
from envsound_server.audio.tags import SoundTags, write_tags

MONTH = "2026/11"


@pytest.fixture
def sounds_dir(data_dir: Path) -> Path:
    return data_dir / "environment_sounds"


async def rescan(backend: Backend) -> dict[str, Any]:
    reply = await backend.http.post(f"{BASE}/rescan")
    assert reply.status_code == 200, reply.text
    return reply.json()["data"]  # type: ignore[no-any-return]


def put_sound(path: Path, seed: int = 1, kind: str = "WAV", subtype: str | None = None) -> bytes:
    path.parent.mkdir(parents=True, exist_ok=True)
    noise = np.random.default_rng(seed).uniform(-0.5, 0.5, (22_050, 2))
    soundfile.write(path, noise, 44_100, format=kind, subtype=subtype)
    os.utime(path, (path.stat().st_mtime - 120,) * 2)
    return path.read_bytes()


def reasons(found: list[dict[str, Any]]) -> dict[str, str]:
    return {each["file_path"]: each["reason"] for each in found}


async def listed(backend: Backend) -> list[dict[str, Any]]:
    sounds: list[dict[str, Any]] = (await backend.http.get(f"{BASE}/")).json()["data"]["sounds"]
    return sounds


async def test_sounds_are_found_in_any_folder_and_with_any_suffix(
    backend: Backend, sounds_dir: Path
) -> None:
    kinds = {
        f"{MONTH}/A.WAV": ("WAV", None),
        f"{MONTH}/sub/folder/b.Flac": ("FLAC", None),
        "My own sounds/c.oga": ("OGG", "VORBIS"),
        "雨/d.MP3": ("MP3", None),
        "e.wave": ("WAV", None),
        "/".join(["deep"] * 16) + "/f.wav": ("WAV", None),
    }
    contents = {path: put_sound(sounds_dir / path, 1, *kind) for path, kind in kinds.items()}
    report = await rescan(backend)
    assert {added["file_path"]: added["source"] for added in report["added"]} == dict.fromkeys(
        kinds, "file"
    )
    for added in report["added"]:
        reply = await backend.http.get(f"{BASE}/{added['sound_id']}/download")
        assert reply.content == contents[added["file_path"]]
        assert reply.headers["content-type"].startswith("audio/")
    assert report["ignored"] == report["skipped"] == []
    again = await rescan(backend)
    counts = [again[f"{kind}_count"] for kind in ("added", "moved", "renewed", "missing")]
    assert counts == [0, 0, 0, 0]
    kept = json.loads((sounds_dir / MONTH / "sub/folder/metadata.json").read_text())
    assert list(kept["sounds"]) == ["b.Flac"]


async def test_what_is_ignored_is_named_with_its_reason(backend: Backend, sounds_dir: Path) -> None:
    month = sounds_dir / MONTH
    put_sound(month / "good.wav")
    (month / "notes.txt").write_text("no sound")
    (month / "link.wav").symlink_to(month / "good.wav")
    (month / "linked").symlink_to(sounds_dir.parent)
    os.mkfifo(month / "pipe.wav")
    (month / ".hidden.wav").write_text("x")
    os.close(os.open(os.fsencode(month) + b"/bad\xff.wav", os.O_CREAT))
    put_sound(sounds_dir / "/".join(["deep"] * 17) / "f.wav")
    put_sound(sounds_dir / "temp" / "unfinished.wav")
    report = await rescan(backend)
    assert [added["file_path"] for added in report["added"]] == [f"{MONTH}/good.wav"]
    found = reasons(report["ignored"])
    assert "no sound by its name" in found[f"{MONTH}/notes.txt"]
    assert "is a link" in found[f"{MONTH}/link.wav"]
    assert "is a link" in found[f"{MONTH}/linked"]
    assert "a pipe" in found[f"{MONTH}/pipe.wav"]
    assert "hidden" in found[f"{MONTH}/.hidden.wav"]
    assert "not UTF-8" in found[f"{MONTH}/bad\\udcff.wav"]
    assert "folders deep" in found["/".join(["deep"] * 17)]
    assert len(found) == report["ignored_count"] == 7


async def test_a_moved_file_keeps_its_sound(
    backend: Backend, sidecar: FakeSidecar, sounds_dir: Path
) -> None:
    tag = (await backend.http.get(f"{BASE}/tags")).json()[0]
    sound = await backend.over(await backend.generate(duration=2, tag_ids=[tag["id"]]))
    child = await derived(backend, sound["id"], "repair", start=1, end=1.5)
    await backend.http.post(f"{BASE}/{sound['id']}/favorite")
    before = await backend.sound(sound["id"])
    target = sounds_dir / "kept" / "Renamed.WAV"
    target.parent.mkdir()
    shutil.move(sounds_dir / sound["file_path"], target)
    # A copy beside it is a sound of its own.
    shutil.copy(target, sounds_dir / "copy.wav")
    os.utime(sounds_dir / "copy.wav", (1, 1))
    report = await rescan(backend)
    (moved,) = report["moved"]
    assert moved["sound_id"] == sound["id"]
    assert moved["previous_path"] == sound["file_path"]
    assert moved["file_path"] in ("kept/Renamed.WAV", "copy.wav")
    assert report["missing"] == []
    after = await backend.sound(sound["id"])
    same = ("name", "tags", "favorite_count", "sha256", "created_at", "file_missing_since")
    assert {key: after[key] for key in same} == {key: before[key] for key in same}
    assert after["favorite_count"] == 1
    assert (await backend.http.get(f"{BASE}/{sound['id']}/download")).status_code == 200
    old = json.loads((sounds_dir / MONTH / "metadata.json").read_text())["sounds"]
    assert Path(sound["file_path"]).name not in old
    await backend.http.post(f"{BASE}/{child['id']}/regenerate")
    await backend.over(child["id"])
    assert sidecar.calls[-1].source.sound_file == after["file_path"]


async def test_a_file_that_came_from_another_month_with_its_name_is_the_moved_one(
    backend: Backend, sounds_dir: Path
) -> None:
    sound = await backend.over(await backend.generate())
    source = sounds_dir / sound["file_path"]
    (sounds_dir / "a").mkdir()
    (sounds_dir / "b").mkdir()
    shutil.copy(source, sounds_dir / "a" / "other.wav")
    shutil.move(source, sounds_dir / "b" / source.name)
    (moved,) = (await rescan(backend))["moved"]
    assert moved["file_path"] == f"b/{source.name}"


async def test_a_file_that_was_changed_under_its_name_has_its_row_renewed(
    backend: Backend, sounds_dir: Path
) -> None:
    longer = await backend.over(await backend.generate(name="kept", seed=1))
    louder = await backend.over(await backend.generate(seed=2))
    await rescan(backend)
    path = sounds_dir / longer["file_path"]
    soundfile.write(path, np.full((30_000, 1), 0.25), 22_050)
    # A change that keeps the size.
    content = bytearray((sounds_dir / louder["file_path"]).read_bytes())
    content[-1] ^= 1
    (sounds_dir / louder["file_path"]).write_bytes(content)
    reply = await backend.http.put(f"{BASE}/{louder['id']}", json={"name": "renamed since"})
    assert reply.status_code == 200
    report = await rescan(backend)
    assert {each["sound_id"] for each in report["renewed"]} == {longer["id"], louder["id"]}
    after = await backend.sound(longer["id"])
    assert after["name"] == "kept"
    assert (after["sample_rate"], after["channels"], after["frame_count"]) == (22_050, 1, 30_000)
    assert after["duration"] == pytest.approx(30_000 / 22_050)
    assert after["file_size"] == path.stat().st_size
    for sound in (longer, louder):
        reply = await backend.http.get(f"{BASE}/{sound['id']}/download")
        assert reply.content == (sounds_dir / sound["file_path"]).read_bytes()
        sha256 = hashlib.sha256(reply.content).hexdigest()
        assert sha256 == (await backend.sound(sound["id"]))["sha256"]
        assert reply.headers["etag"].strip('"') == sha256
    waveform = await backend.http.get(f"{BASE}/{longer['id']}/waveform")
    assert waveform.json()["sample_rate"] == 22_050
    kept = json.loads((sounds_dir / MONTH / "metadata.json").read_text())["sounds"]
    assert kept[path.name]["frame_count"] == 30_000
    assert (await rescan(backend))["renewed_count"] == 0


async def test_a_file_that_was_destroyed_is_told_and_stops_nothing(
    backend: Backend, sounds_dir: Path
) -> None:
    sound = await backend.over(await backend.generate())
    (sounds_dir / sound["file_path"]).write_bytes(b"no sound any more")
    put_sound(sounds_dir / MONTH / "good.wav")
    put_sound(sounds_dir / MONTH / "future.wav")
    os.utime(sounds_dir / MONTH / "future.wav", (2**40, 2**40))
    report = await rescan(backend)
    found = reasons(report["skipped"])
    assert f"sound {sound['id']} was changed" in found[sound["file_path"]]
    taken = {added["file_path"] for added in report["added"]}
    assert f"{MONTH}/good.wav" in taken
    # File systems keep another time of it.
    assert f"{MONTH}/future.wav" in taken | found.keys()


async def test_the_file_of_a_deleted_sound_is_not_brought_back(
    backend: Backend, sounds_dir: Path
) -> None:
    sound = await backend.over(await backend.generate())
    await backend.http.delete(f"{BASE}/{sound['id']}")
    shutil.copy(sounds_dir / sound["file_path"], sounds_dir / "copy.wav")
    shutil.move(sounds_dir / sound["file_path"], sounds_dir / "moved.wav")
    for name in ("copy.wav", "moved.wav"):
        os.utime(sounds_dir / name, (1, 1))
    report = await rescan(backend)
    assert report["added"] == report["moved"] == []
    found = reasons(report["skipped"])
    assert "was deleted" in found["copy.wav"]
    assert "was deleted" in found["moved.wav"]
    assert await listed(backend) == []


@pytest.mark.parametrize("end", ["delete", "cancel"])
async def test_the_file_of_an_unfinished_sound_is_not_brought_back(
    backend: Backend, sidecar: FakeSidecar, sounds_dir: Path, end: str
) -> None:
    sidecar.script.hold.clear()
    sound_id = await backend.generate(prompt="rain on a roof", seed=7)
    await backend.until(sound_id, "processing")
    await backend.http.post(f"{BASE}/{sound_id}/cancel")
    await backend.over(sound_id)
    if end == "delete":
        await backend.http.delete(f"{BASE}/{sound_id}")
    sidecar.script.hold.set()
    path = sounds_dir / MONTH / "env_left.wav"
    put_sound(path)
    tags = SoundTags("x", "rain on a roof", "", "", "procedural", "1", 7, 0, 0.0, loop=False)
    write_tags(path, AudioFormat.WAV_16, tags, AiLabel("", "id"), loop_frame_count=None)
    # The file is as old as the sound, which was asked for some minutes ago.
    asked_at = datetime.now(UTC).timestamp() - 300
    os.utime(path, (asked_at + 5, asked_at + 5))
    database = backend.app.state.services.database
    earlier = update(EnvironmentSound).values(created_at=datetime.fromtimestamp(asked_at, UTC))
    await database.write(lambda session: session.execute(earlier))
    report = await rescan(backend)
    assert report["added"] == []
    assert f"belongs to sound {sound_id}" in reasons(report["skipped"])[f"{MONTH}/env_left.wav"]


GOOD = {"name": "Good", "audio_format": "wav_16", "created_at": "2026-01-01T00:00:00Z"}
DEEP = "[" * 100_000 + "]" * 100_000


@pytest.mark.parametrize(
    "damage",
    [
        json.dumps({"sounds": {"a.wav": GOOD, "b.wav": GOOD | {"seed": 2**64}}}),
        json.dumps({"sounds": {"a.wav": GOOD, "b.wav": GOOD | {"origin": "odd", "tags": [3]}}}),
        json.dumps({"sounds": {"a.wav": GOOD, "../../../../evil/b.wav": GOOD, "/b.wav": GOOD}}),
        f'{{"sounds": {{"a.wav": {json.dumps(GOOD)}, "b.wav": {DEEP}}}}}',
        f'{{"sounds": {{"a.wav": {json.dumps(GOOD)}, "b.wav": {{"na',
    ],
)
async def test_a_bad_entry_is_told_and_costs_only_itself(
    backend: Backend, sounds_dir: Path, damage: str
) -> None:
    for name in ("a.wav", "b.wav"):
        put_sound(sounds_dir / MONTH / name)
    evil = sounds_dir.parent.parent / "evil"
    evil.mkdir()
    (evil / "metadata.json").write_text("untouched")
    (sounds_dir / MONTH / "metadata.json").write_text(damage)
    report = await rescan(backend)
    assert {added["file_path"]: added["source"] for added in report["added"]} == {
        f"{MONTH}/a.wav": "metadata",
        f"{MONTH}/b.wav": "file",
    }
    assert f"{MONTH}/metadata.json" in reasons(report["ignored"])
    assert {sound["name"] for sound in await listed(backend)} == {"Good", "b"}
    kept = json.loads((sounds_dir / MONTH / "metadata.json").read_text())["sounds"]
    assert sorted(kept) == ["a.wav", "b.wav"]
    assert (evil / "metadata.json").read_text() == "untouched"
    assert os.listdir(evil) == ["metadata.json"]


async def test_names_that_differ_only_in_their_typing_are_one_tag(
    backend: Backend, sounds_dir: Path
) -> None:
    put_sound(sounds_dir / MONTH / "a.wav")
    entry = GOOD | {"tags": ["Night", "night", "ＮＩＧＨＴ"], "category": "Étoile"}
    await backend.http.post(f"{BASE}/categories", json={"name": "étoile"})
    content = json.dumps({"version": 1, "sounds": {"a.wav": entry}})
    (sounds_dir / MONTH / "metadata.json").write_text(content)
    (added,) = (await rescan(backend))["added"]
    sound = await backend.sound(added["sound_id"])
    assert [tag["name"] for tag in sound["tags"]] == ["Night"]
    assert sound["category"]["name"] == "étoile"


async def test_a_pipe_in_the_place_of_metadata_json_is_replaced(
    backend: Backend, sounds_dir: Path
) -> None:
    put_sound(sounds_dir / MONTH / "a.wav")
    path = sounds_dir / MONTH / "metadata.json"
    os.mkfifo(path)
    async with asyncio.timeout(60):
        report = await rescan(backend)
    assert report["added_count"] == 1
    assert "cannot be read" in reasons(report["ignored"])[f"{MONTH}/metadata.json"]
    await until(path.is_file)
    assert list(json.loads(path.read_text())["sounds"]) == ["a.wav"]
