"""kill -9 in the middle of queued sounds: after the restart each is completed, exactly once."""

import time
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import pytest
import soundfile
from support.processes import API, Stack, running_stack

SOUND_COUNT = 10
_LONGEST_WAIT_SECONDS = 60.0


@pytest.fixture
def stack(tmp_path: Path) -> Iterator[Stack]:
    with running_stack(tmp_path) as running:
        yield running


def _ask(stack: Stack, count: int = SOUND_COUNT) -> list[int]:
    return [_ask_one(stack, f"sound {number}", steps=15) for number in range(count)]


def _ask_one(stack: Stack, name: str, *, steps: int) -> int:
    body = {"prompt": "rain", "name": name, "engine": "slow", "steps": steps}
    reply = httpx.post(f"{stack.url}{API}/generate", json=body)
    assert reply.status_code == 202, reply.text
    sound_id: int = reply.json()["sound_id"]
    return sound_id


def _wait_until(is_so: Callable[[], bool]) -> None:
    deadline = time.monotonic() + _LONGEST_WAIT_SECONDS
    while not is_so():
        assert time.monotonic() < deadline
        time.sleep(0.02)


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


@pytest.mark.parametrize("change", [{"name": "renamed"}, {"category_id": 1}])
def test_of_the_backend_while_its_sound_is_renamed(stack: Stack, change: dict[str, object]) -> None:
    sound_id = _ask_one(stack, "rain", steps=100)
    _wait_until(lambda: stack.sidecar.temporary_files() != [])
    changed = httpx.put(f"{stack.url}{API}/{sound_id}", json=change)
    assert changed.is_success, changed.text
    # The sidecar finishes the sound, and the backend dies before it reads that.
    stack.pause_backend()
    _wait_until(lambda: stack.sidecar.finished_files() != [])
    stack.kill_backend()
    stack.start_backend()
    _check(stack, [sound_id])
    sound = httpx.get(f"{stack.url}{API}/{sound_id}").json()
    assert {name: sound[name] for name in change} == change


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
