"""The operation log: a line for each use case that changes something."""

import json
from pathlib import Path
from typing import Any

import pytest
from support.fake_sidecar import FakeSidecar, until
from support.running_backend import BASE, Backend


@pytest.fixture
def log_dir(data_dir: Path) -> Path:
    return data_dir / "logs"


def lines(log_dir: Path) -> list[dict[str, Any]]:
    texts = [path.read_text() for path in log_dir.glob("*.log")]
    return [json.loads(line) for text in texts for line in text.splitlines()]


async def lines_of(log_dir: Path, count: int) -> list[tuple[str, str, int | None, str]]:
    """The first lines that are not of the making of sounds."""

    def changes() -> list[dict[str, Any]]:
        return [line for line in lines(log_dir) if line["operation"] not in ("generate", "make")]

    await until(lambda: len(changes()) >= count)
    return [
        (line["operation"], line["prompt"], line["sound_id"], line["result"]) for line in changes()
    ]


async def test_changes_of_sounds_have_lines(backend: Backend, log_dir: Path) -> None:
    one, two = [await backend.generate(prompt="rain") for _ in range(2)]
    for sound_id in (one, two):
        await backend.over(sound_id)
    await backend.http.put(f"{BASE}/{one}", json={"name": "n"})
    both = {"sound_ids": [one, two]}
    await backend.http.post(f"{BASE}/batch-update", json={**both, "is_featured": True})
    await backend.http.post(f"{BASE}/{one}/regenerate")
    await backend.over(one)
    await backend.http.post(f"{BASE}/batch-delete", json=both)
    assert await lines_of(log_dir, 4) == [
        ("update", "rain", one, "updated"),
        ("batch-update", f"[{one}, {two}]", None, "updated"),
        ("regenerate", "rain", one, "accepted"),
        ("batch-delete", f"[{one}, {two}]", None, "deleted"),
    ]
    assert all(line["who"] for line in lines(log_dir))
    assert all(line["trace_id"] for line in lines(log_dir))


async def test_a_cancelled_sound_has_a_line(
    backend: Backend, sidecar: FakeSidecar, log_dir: Path
) -> None:
    sidecar.script.hold.clear()
    sound_id = await backend.generate(prompt="rain")
    await until(lambda: len(sidecar.calls) == 1)
    await backend.http.post(f"{BASE}/{sound_id}/cancel")
    assert await lines_of(log_dir, 1) == [("cancel", "rain", sound_id, "processing")]


async def test_sounds_made_from_another_have_lines(backend: Backend, log_dir: Path) -> None:
    sound_id = await backend.generate(prompt="rain", duration_seconds=2)
    await backend.over(sound_id)
    base = f"{BASE}/{sound_id}"
    replies = [
        await backend.http.post(f"{base}/vary", json={}),
        await backend.http.post(f"{base}/extend", json={"duration": 4}),
        await backend.http.post(f"{base}/repair", json={"start": 0.5, "end": 1}),
    ]
    assert [reply.status_code for reply in replies] == [202] * 3
    assert await lines_of(log_dir, 3) == [
        (operation, "rain", reply.json()["sound_id"], "accepted")
        for operation, reply in zip(("vary", "extend", "repair"), replies, strict=True)
    ]


PRESET = {"name": "calm", "default_duration": 5}


@pytest.mark.parametrize(
    ("path", "fields", "kind"),
    [
        ("categories", {"name": "calm"}, "category"),
        ("tags", {"name": "calm"}, "tag"),
        ("presets", PRESET, "preset"),
    ],
)
async def test_changes_of_the_taxonomy_have_lines(
    backend: Backend, log_dir: Path, path: str, fields: dict[str, Any], kind: str
) -> None:
    made = await backend.http.post(f"{BASE}/{path}", json=fields)
    assert made.status_code == 201, made.text
    entry = f"{BASE}/{path}/{made.json()['id']}"
    assert (await backend.http.put(entry, json={"name": "calmer"})).status_code == 200
    assert (await backend.http.delete(entry)).status_code == 200
    assert await lines_of(log_dir, 3) == [
        (f"create-{kind}", "calm", None, "created"),
        (f"update-{kind}", "calmer", None, "updated"),
        (f"delete-{kind}", "calmer", None, "deleted"),
    ]


async def test_what_is_refused_has_no_line(backend: Backend, log_dir: Path) -> None:
    sound_id = await backend.generate(prompt="rain")
    await backend.over(sound_id)
    wrong = {"sound_ids": [sound_id, 999_999]}
    replies = [
        await backend.http.post(f"{BASE}/batch-delete", json=wrong),
        await backend.http.post(f"{BASE}/batch-update", json={**wrong, "is_featured": True}),
        await backend.http.put(f"{BASE}/{sound_id}", json={"category_id": 999_999}),
        await backend.http.delete(f"{BASE}/tags/999999"),
    ]
    assert all(reply.status_code >= 400 for reply in replies)
    await backend.http.delete(f"{BASE}/{sound_id}")
    assert await lines_of(log_dir, 1) == [("delete", "rain", sound_id, "deleted")]
