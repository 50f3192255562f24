"""kill -9 in the middle of queued sounds: after the restart each is completed, exactly once."""

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
import soundfile
from support.processes import API, Stack, running_stack

SOUND_COUNT = 10


@pytest.fixture
def stack(tmp_path: Path) -> Iterator[Stack]:
    with running_stack(tmp_path) as running:
        yield running


def _ask(stack: Stack, count: int = SOUND_COUNT) -> list[int]:
    ids = []
    for number in range(count):
        body = {"prompt": "rain", "name": f"sound {number}", "engine": "slow", "steps": 15}
        reply = httpx.post(f"{stack.url}{API}/generate", json=body)
        assert reply.status_code == 202, reply.text
        ids.append(reply.json()["sound_id"])
    return ids


def _wait_for_first(stack: Stack, ids: list[int]) -> None:
    with httpx.stream("GET", f"{stack.url}{API}/{ids[0]}/events", timeout=60) as events:
        assert any(line == "event: completed" for line in events.iter_lines())


def _check(stack: Stack, ids: list[int]) -> None:
    sounds = stack.wait_until_done(ids)
    assert [sound["generation_status"] for sound in sounds] == ["completed"] * len(ids)
    of_rows = {stack.sidecar.sounds_dir / sound["file_path"] for sound in sounds}
    assert len(of_rows) == len(ids)
    assert set(stack.sidecar.finished_files()) == of_rows
    assert all(soundfile.info(path).frames == 44_100 for path in of_rows)
    assert stack.sidecar.temporary_files() == []


def test_of_the_sidecar(stack: Stack) -> None:
    ids = _ask(stack)
    _wait_for_first(stack, ids)
    stack.sidecar.kill()
    stack.sidecar.start()
    _check(stack, ids)


def test_of_the_backend(stack: Stack) -> None:
    ids = _ask(stack)
    _wait_for_first(stack, ids)
    stack.kill_backend()
    stack.start_backend()
    _check(stack, ids)


def test_of_both(stack: Stack) -> None:
    ids = _ask(stack)
    _wait_for_first(stack, ids)
    stack.kill_backend()
    stack.sidecar.kill()
    stack.start()
    _check(stack, ids)


def test_the_backend_starts_without_the_sidecar_and_its_sounds_wait(tmp_path: Path) -> None:
    stack = Stack(tmp_path)
    tmp_path.mkdir(exist_ok=True)
    try:
        stack.start_backend()
        ready = httpx.get(f"{stack.url}/ready")
        assert ready.status_code == 503
        checks = ready.json()["checks"]
        assert {name: check["ok"] for name, check in checks.items()} == {
            "database": True,
            "sidecar": False,
            "storage": True,
        }
        ids = _ask(stack, 2)
        stack.sidecar.start()
        _check(stack, ids)
        assert httpx.get(f"{stack.url}/ready").status_code == 200
    finally:
        stack.close()
