"""Full disks of both processes: sounds fail with the reason, and all goes on once there is room."""

import stat
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
from support.disks import fill, free_bytes, read_only, small_disk
from support.processes import API, Stack, clean_environment, running_stack

_LONGEST_WAIT_SECONDS = 60.0
_QUICK = {"JOB_MAX_FAILURES": "2"}


@contextmanager
def _stack_on(data_dir: Path, **environment: str) -> Iterator[Stack]:
    settings = {"ENVSOUND_ENGINE": "procedural", **_QUICK, **environment}
    with running_stack(data_dir, **settings) as stack:
        yield stack


def _ask(stack: Stack, seconds: float) -> int:
    body = {"prompt": "rain", "duration": seconds}
    reply = httpx.post(f"{stack.url}{API}/generate", json=body, timeout=30)
    assert reply.status_code == 202, reply.text
    sound_id: int = reply.json()["sound_id"]
    return sound_id


def _made(stack: Stack, seconds: float) -> dict[str, Any]:
    return stack.wait_until_done([_ask(stack, seconds)])[0]


def _wait_until(is_so: Callable[[], bool]) -> None:
    deadline = time.monotonic() + _LONGEST_WAIT_SECONDS
    while not is_so():
        assert time.monotonic() < deadline
        time.sleep(0.1)


def _is_ready(stack: Stack) -> bool:
    return httpx.get(f"{stack.url}/ready", timeout=10).status_code == 200


def _delete(stack: Stack, sound_id: int) -> int:
    return httpx.delete(f"{stack.url}{API}/{sound_id}", timeout=30).status_code


def _status(stack: Stack, sound_id: int) -> str:
    status: str = httpx.get(f"{stack.url}{API}/{sound_id}", timeout=30).json()["generation_status"]
    return status


def _check_failed_for_room(stack: Stack, sound: dict[str, Any]) -> None:
    assert sound["generation_status"] == "failed", sound
    assert sound["error_reason"] == "STORAGE_FULL"
    assert "MB are needed" in sound["error_message"]
    assert "MB are free" in sound["error_message"]
    assert stack.sidecar.temporary_files() == []


def test_all_on_one_small_disk(tmp_path: Path) -> None:
    with small_disk(tmp_path / "disk", "12m") as disk, _stack_on(disk / "data") as stack:
        big = _made(stack, 120)
        _check_failed_for_room(stack, big)
        for _ in range(3):
            assert _made(stack, 1)["generation_status"] == "completed"
        assert _delete(stack, big["id"]) == 200
        # As many sounds as there is room for, and what is kept free is left to the database.
        while (last := _made(stack, 10))["generation_status"] == "completed":
            pass
        _check_failed_for_room(stack, last)
        assert free_bytes(disk) > 256 << 10
        assert _delete(stack, last["id"]) == 200
        assert httpx.get(f"{stack.url}{API}/", timeout=30).status_code == 200


def test_sounds_on_a_small_disk(tmp_path: Path) -> None:
    with (
        small_disk(tmp_path / "sounds", "12m") as disk,
        _stack_on(tmp_path / "data", ENVIRONMENT_SOUNDS_DIR=str(disk)) as stack,
    ):
        free_before = free_bytes(disk)
        big = _made(stack, 120)
        assert big["generation_status"] == "failed"
        assert big["error_reason"] == "STORAGE_FULL"
        assert free_bytes(disk) >= free_before - (1 << 16)
        for _ in range(4):
            assert _made(stack, 1)["generation_status"] == "completed"
        assert len(list(disk.glob("*/*/env_*"))) == 4


def test_deleted_sounds_give_their_room_back(tmp_path: Path) -> None:
    with (
        small_disk(tmp_path / "sounds", "12m") as disk,
        _stack_on(
            tmp_path / "data", ENVIRONMENT_SOUNDS_DIR=str(disk), JOB_MAX_FAILURES="5"
        ) as stack,
    ):
        kept = _made(stack, 1)
        big = _made(stack, 50)
        assert big["generation_status"] == "completed", big
        assert _made(stack, 20)["error_reason"] == "STORAGE_FULL"
        assert _delete(stack, big["id"]) == 200
        assert _made(stack, 20)["generation_status"] == "completed"
        assert (disk / kept["file_path"]).exists()
        assert not (disk / big["file_path"]).exists()


def test_a_disk_that_another_program_fills_and_frees(tmp_path: Path) -> None:
    with (
        small_disk(tmp_path / "sounds", "12m") as disk,
        _stack_on(tmp_path / "data", ENVIRONMENT_SOUNDS_DIR=str(disk)) as stack,
    ):
        assert _made(stack, 1)["generation_status"] == "completed"
        other = fill(disk)
        _wait_until(lambda: not _is_ready(stack))
        waiting = _ask(stack, 1)
        assert _delete(stack, waiting) == 200
        other.unlink()
        _wait_until(lambda: _is_ready(stack))
        assert _made(stack, 1)["generation_status"] == "completed"


def test_the_database_on_a_full_disk(tmp_path: Path) -> None:
    with small_disk(tmp_path / "database", "12m") as disk:
        url = f"sqlite:///{disk / 'envsound.db'}"
        with _stack_on(tmp_path / "data", DATABASE_URL=url) as stack:
            sounds = [_made(stack, 1) for _ in range(3)]
            other = fill(disk)
            for sound in sounds:
                assert _delete(stack, sound["id"]) == 200
            _wait_until(lambda: not _is_ready(stack))
            other.unlink()
            _wait_until(lambda: _is_ready(stack))
            assert _made(stack, 1)["generation_status"] == "completed"
            _wait_until(lambda: bool(list(disk.glob(".envsound.db.ballast"))))


def test_a_start_on_a_read_only_disk(tmp_path: Path) -> None:
    with small_disk(tmp_path / "disk", "24m") as disk:
        environment = {**clean_environment(), "DATA_DIR": str(disk / "data")}
        with read_only(disk):
            ended = subprocess.run(
                [sys.executable, "-m", "backend"],
                env=environment,
                capture_output=True,
                text=True,
                timeout=60,
                check=False,
            )
        assert ended.returncode == 75, ended.stderr
        assert "A folder cannot be created or written" in ended.stderr
        assert "Traceback" not in ended.stderr


def test_files_are_not_for_everybody(tmp_path: Path) -> None:
    with _stack_on(tmp_path / "data") as stack:
        _made(stack, 1)
        _wait_until(lambda: bool(list(stack.sidecar.sounds_dir.glob("*/*/metadata.json"))))
    ours = [p for p in stack.sidecar.data_dir.rglob("*") if not p.name.endswith("-test.log")]
    assert len(ours) > 10
    for path in ours:
        assert stat.S_IMODE(path.stat().st_mode) & 0o027 == 0, path


def test_the_database_s_disk_fills_while_a_sound_is_made(tmp_path: Path) -> None:
    with small_disk(tmp_path / "database", "12m") as disk:
        url = f"sqlite:///{disk / 'envsound.db'}"
        with _stack_on(tmp_path / "data", DATABASE_URL=url) as stack:
            assert _made(stack, 1)["generation_status"] == "completed"
            body = {"prompt": "rain", "engine": "slow", "steps": 60}
            made = httpx.post(f"{stack.url}{API}/generate", json=body, timeout=30).json()
            sound_id = made["sound_id"]
            _wait_until(lambda: _status(stack, sound_id) == "processing")
            other = fill(disk)
            _wait_until(lambda: len(stack.sidecar.finished_files()) == 2)
            other.unlink()
            (sound,) = stack.wait_until_done([sound_id])
            assert sound["generation_status"] == "completed"
            assert len(stack.sidecar.finished_files()) == 2
