from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import create_engine
from sqlalchemy.orm import Session
from support.running_backend import BASE, Backend

from backend.db.migrate import migrate
from backend.db.models import Category, Tag
from backend.files.sound_entry import SoundEntry
from backend.settings import Settings
from backend.sidecar.types import AudioFormat
from backend.upkeep.rescan.adopting import row_of

CATEGORY = {"name": "Rooms", "icon": "home", "color": "#123456", "sort_order": 5}
TAG = {"name": "dusk", "color": "#654321"}
PRESET = {
    "name": "Kitchen",
    "category_id": 3,
    "default_duration": 8.5,
    "default_steps": 30,
    "default_cfg_scale": 2.5,
    "prompt_templates": ["a {size} kitchen"],
    "example_prompts": ["a small kitchen with a ticking clock"],
}


@pytest.mark.parametrize(
    ("kind", "fields"), [("categories", CATEGORY), ("tags", TAG), ("presets", PRESET)]
)
async def test_an_entry_is_made_seen_changed_and_deleted(
    backend: Backend, kind: str, fields: dict[str, Any]
) -> None:
    created = await backend.http.post(f"{BASE}/{kind}", json=fields)
    assert created.status_code == 201, created.text
    entry = created.json()
    assert {name: entry[name] for name in fields} == fields
    path = f"{BASE}/{kind}/{entry['id']}"
    assert (await backend.http.get(path)).json() == entry
    assert entry in (await backend.http.get(f"{BASE}/{kind}")).json()

    changed = (await backend.http.put(path, json={"description": "new"})).json()
    differing = {name for name in entry if entry[name] != changed[name]}
    assert differing <= {"description", "updated_at"}
    assert changed["description"] == "new"

    twin = await backend.http.post(f"{BASE}/{kind}", json=fields)
    assert (twin.status_code, twin.json()["reason"]) == (409, "NAME_TAKEN")
    first = (await backend.http.get(f"{BASE}/{kind}")).json()[0]
    renamed = await backend.http.put(path, json={"name": first["name"]})
    assert (renamed.status_code, renamed.json()["reason"]) == (409, "NAME_TAKEN")
    unknown = await backend.http.put(path, json={"unknown": 1})
    assert unknown.status_code == 422

    assert (await backend.http.delete(path)).status_code == 200
    for method in ("GET", "PUT", "DELETE"):
        gone = await backend.http.request(method, path, json={} if method == "PUT" else None)
        assert gone.status_code == 404, method
        assert gone.json()["reason"].endswith("_NOT_FOUND")


async def test_a_category_in_use_is_deleted_only_with_a_word_on_its_sounds(
    backend: Backend,
) -> None:
    sound_id = await backend.generate(category_id=6)
    await backend.over(sound_id)
    path = f"{BASE}/categories/6"
    assert (await backend.http.get(path)).json()["sound_count"] == 1
    refused = await backend.http.delete(path)
    assert (refused.status_code, refused.json()["reason"]) == (409, "CATEGORY_IN_USE")
    assert "?move_to=ID" in refused.json()["detail"]
    for target in (6, 99):
        wrong = await backend.http.delete(path, params={"move_to": target})
        assert (wrong.status_code, wrong.json()["errors"][0]["field"]) == (422, "move_to")
    moved = await backend.http.delete(path, params={"move_to": 1})
    assert moved.json()["moved_count"] == 1
    assert (await backend.sound(sound_id))["category_id"] == 1
    counts = {
        c["id"]: c["sound_count"] for c in (await backend.http.get(f"{BASE}/categories")).json()
    }
    assert 6 not in counts
    assert counts[1] == 1
    presets = (await backend.http.get(f"{BASE}/presets", params={"category_id": 1})).json()
    assert [preset["name"] for preset in presets] == ["雨声放松", "海浪声音"]
    await backend.http.delete(f"{BASE}/{sound_id}")
    # Deleted sounds count nowhere.
    assert (await backend.http.delete(f"{BASE}/categories/1")).status_code == 200


async def test_a_tag_that_goes_away_is_gone_from_its_sounds(backend: Backend) -> None:
    sound_id = await backend.generate(tag_ids=[1, 2])
    tags = {t["id"]: t["usage_count"] for t in (await backend.http.get(f"{BASE}/tags")).json()}
    assert (tags[1], tags[2], tags[3]) == (1, 1, 0)
    await backend.http.delete(f"{BASE}/tags/1")
    assert (await backend.sound(sound_id))["tag_ids"] == [2]


async def test_inactive_ones_can_be_left_out(backend: Backend) -> None:
    await backend.http.put(f"{BASE}/categories/1", json={"is_active": False})
    everything = (await backend.http.get(f"{BASE}/categories")).json()
    active = (await backend.http.get(f"{BASE}/categories", params={"active_only": "true"})).json()
    assert (len(everything), len(active)) == (8, 7)


async def test_what_refers_to_nothing_is_refused_by_name(backend: Backend) -> None:
    for method, path, field, body in (
        ("POST", "/presets", "category_id", {**PRESET, "category_id": 99}),
        ("PUT", "/presets/1", "category_id", {"category_id": 99}),
        ("POST", "/generate", "tag_ids", {"prompt": "rain", "tag_ids": [1, 99]}),
        ("POST", "/generate", "category", {"prompt": "rain", "category": "weather"}),
    ):
        reply = await backend.http.request(method, f"{BASE}{path}", json=body)
        assert (reply.status_code, reply.json()["errors"][0]["field"]) == (422, field)


@pytest.mark.parametrize(
    ("kind", "fields"), [("categories", CATEGORY), ("tags", TAG), ("presets", PRESET)]
)
async def test_names_that_differ_in_typing_only_are_one_name(
    backend: Backend, kind: str, fields: dict[str, Any]
) -> None:
    path = f"{BASE}/{kind}"
    created = await backend.http.post(path, json={**fields, "name": "Café 雨聲"})
    assert created.json()["name"] == "Café 雨聲"
    for twin in ("café 雨聲", "CAFE 雨声", "Ｃａｆé  雨声 ", "“Café” 雨聲"):
        refused = await backend.http.post(path, json={**fields, "name": twin})
        assert (refused.status_code, refused.json()["reason"]) == (409, "NAME_TAKEN"), twin
        assert "'Café 雨聲'" in refused.json()["detail"]
    other = (await backend.http.post(path, json={**fields, "name": "C#"})).json()
    assert (await backend.http.post(path, json={**fields, "name": "C++"})).status_code == 201
    renamed = await backend.http.put(f"{path}/{other['id']}", json={"name": "CAFE 雨声"})
    assert (renamed.status_code, renamed.json()["reason"]) == (409, "NAME_TAKEN")
    # Its own name may be typed otherwise.
    own = await backend.http.put(f"{path}/{created.json()['id']}", json={"name": "cafe 雨声"})
    assert own.json()["name"] == "cafe 雨声"


async def test_a_category_is_found_by_its_name_however_it_is_typed(backend: Backend) -> None:
    await backend.http.post(f"{BASE}/categories", json=CATEGORY)
    for typed in ("rooms", "ROOMS ", "Ｒｏｏｍｓ"):
        sound = await backend.sound(await backend.generate(category=typed))
        assert sound["category"]["name"] == "Rooms"


@pytest.mark.parametrize("name", ["\ufdfa" * 50, "…", "🌧", "٣" * 50, "\U00020000" * 50])
async def test_any_name_has_a_key(backend: Backend, name: str) -> None:
    for _ in range(2):
        reply = await backend.http.post(f"{BASE}/tags", json={"name": name})
        assert reply.status_code in (201, 409), reply.text
    assert reply.status_code == 409


def test_a_found_file_gets_the_tags_and_the_category_that_are_there(tmp_path: Path) -> None:
    url = Settings(database_url=f"sqlite:///{tmp_path / 'sounds.db'}").database
    migrate(url)
    engine = create_engine(url)
    with Session(engine) as session:
        session.add_all([Tag(name="Rain"), Category(name="Weather")])
        session.flush()
        entry = SoundEntry(
            name="a",
            created_at=datetime.now(UTC),
            audio_format=AudioFormat.WAV_16,
            category="weather ",
            tags=("RAIN", "ｒａｉｎ", "New", "new"),
        )
        row = row_of(session, entry)
        assert [tag.name for tag in row.tags] == ["Rain", "New"]
        assert row.category is not None
        assert row.category.name == "Weather"
        session.add(row)
        session.flush()
    engine.dispose()
