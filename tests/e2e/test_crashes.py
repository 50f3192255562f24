"""kill -9 in the middle of queued sounds: after the restart each is completed, exactly once."""

import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import httpx
import pytest
import soundfile
from support.processes import API, Stack, running_stack

SOUND_COUNT = 10
_STOPPED_COUNT = 60
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


def _rows(stack: Stack, condition: str) -> list[Path]:
    """Return the files of the rows that meet a condition, those of deleted sounds too."""
    statement = f"SELECT relative_path FROM environment_sounds WHERE {condition}"
    with closing(sqlite3.connect(stack.sidecar.data_dir / "environment_sounds.db")) as database:
        return [stack.sidecar.sounds_dir / (path or "") for (path,) in database.execute(statement)]


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


def test_of_the_backend_again_and_again_gives_no_sound_up(tmp_path: Path) -> None:
    with running_stack(tmp_path, JOB_MAX_FAILURES="2") as stack:
        ids = [_ask_one(stack, f"sound {number}", steps=100) for number in range(6)]
        for _ in range(8):
            # So often that no sound can be finished, nor be blamed.
            time.sleep(1)
            stack.kill_backend()
            stack.start_backend()
        _check(stack, ids)


def test_of_the_backend_whose_sound_is_then_deleted(stack: Stack) -> None:
    sound_id = _ask_one(stack, "rain", steps=100)
    _wait_until(lambda: stack.sidecar.temporary_files() != [])
    stack.pause_backend()
    _wait_until(lambda: stack.sidecar.finished_files() != [])
    stack.kill_backend()
    stack.start_backend()
    # Its lease may not be over yet.
    assert httpx.delete(f"{stack.url}{API}/{sound_id}").is_success
    _wait_until(lambda: stack.sidecar.finished_files() == [])
    assert stack.sidecar.temporary_files() == []


@pytest.mark.parametrize("way", ["cancel", "delete"])
def test_none_but_sounds_that_are_stopped_as_they_end_leave_no_file(
    tmp_path: Path, way: str
) -> None:
    with running_stack(tmp_path, RATE_LIMIT_GENERATE="off") as stack:
        for number in range(_STOPPED_COUNT):
            body = {"prompt": "rain", "name": f"{number}", "engine": "procedural", "duration": 4}
            sound_id = httpx.post(f"{stack.url}{API}/generate", json=body).json()["sound_id"]
            # Around the time that it takes: before, at and after its end.
            time.sleep(0.01 + 0.001 * (number % 60))
            if way == "cancel":
                httpx.post(f"{stack.url}{API}/{sound_id}/cancel")
            else:
                httpx.delete(f"{stack.url}{API}/{sound_id}")
        _wait_until(lambda: _rows(stack, "generation_status IN ('pending', 'processing')") == [])
        # Of deleted ones too: the file of a sound that was finished before is kept for the sweep.
        of_rows = set(_rows(stack, "relative_path IS NOT NULL"))
        assert 0 < len(of_rows) < _STOPPED_COUNT
        _wait_until(lambda: len(stack.sidecar.finished_files()) <= len(of_rows))
        assert set(stack.sidecar.finished_files()) == of_rows
        _wait_until(lambda: stack.sidecar.temporary_files() == [])


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
            "jobs": True,
            "tasks": True,
        }
        ids = _ask(stack, 2)
        stack.sidecar.start()
        _check(stack, ids)
        assert httpx.get(f"{stack.url}/ready").status_code == 200
    finally:
        stack.close()
