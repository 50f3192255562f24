"""Stopping and starting again: `down` leaves nothing behind, and what cannot start says why."""

import os
import re
import signal
import socket
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import httpx
import psutil
import pytest
from support.commands import Commands
from support.make_folder import MakeFolder
from support.processes import API, PLUGIN_FOLDER, free_port

WAIT_SECONDS = 60


@pytest.fixture
def envsound(tmp_path: Path) -> Iterator[Commands]:
    commands = Commands(tmp_path / "data", PYTHONPATH=str(PLUGIN_FOLDER))
    yield commands
    for process in running(commands):
        process.kill()
    psutil.wait_procs(running(commands), timeout=WAIT_SECONDS)


def running(commands: Commands) -> list[psutil.Process]:
    """Return every running process that has the data folder of the commands."""
    found = []
    for process in psutil.process_iter():
        try:
            environment = process.environ()
        except (psutil.Error, OSError):
            continue
        of_the_stack = environment.get("DATA_DIR") == commands.environment["DATA_DIR"]
        if of_the_stack and "ENVSOUND_RUN_DIR" in environment:
            found.append(process)
    return found


def supervisord(commands: Commands) -> psutil.Process:
    (found,) = [p for p in running(commands) if "supervisord" in " ".join(p.cmdline())]
    return found


def begin_sound(commands: Commands, steps: int) -> int:
    """Return the id of a sound that is in the making."""
    url = f"http://127.0.0.1:{commands.backend_port}{API}"
    wanted = {"prompt": "rain", "engine": "slow", "steps": steps, "duration": 1}
    sound_id: int = httpx.post(f"{url}/generate", json=wanted).json()["sound_id"]
    until(lambda: httpx.get(f"{url}/{sound_id}").json()["generation_progress"] > 0)
    return sound_id


def is_completed(commands: Commands, sound_id: int) -> bool:
    url = f"http://127.0.0.1:{commands.backend_port}{API}/{sound_id}"
    return bool(httpx.get(url).json()["generation_status"] == "completed")


def until(condition: Callable[[], object]) -> None:
    deadline = time.monotonic() + WAIT_SECONDS
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.05)


def assert_free(port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        probe.bind(("127.0.0.1", port))
        probe.listen(1)


def test_down_returns_when_everything_has_ended(envsound: Commands) -> None:
    assert envsound("up").returncode == 0
    begin_sound(envsound, steps=400)
    down = envsound("down")
    assert (down.returncode, down.stdout) == (0, "envsound is stopped\n")
    assert running(envsound) == []
    for name in ("BACKEND_PORT", "ENVSOUND_PORT"):
        assert_free(int(envsound.environment[name]))
    assert re.search(r"^waiting for 1 sound to end, \d+ s$", down.stderr, re.MULTILINE)
    again = envsound("down")
    assert (again.returncode, again.stdout) == (0, "envsound is not up\n")


def test_what_does_not_end_is_named_after_the_time_limit(envsound: Commands) -> None:
    envsound.environment["ENVSOUND_DRAIN_SECONDS"] = "0"
    assert envsound("up").returncode == 0
    chief = supervisord(envsound)
    chief.suspend()
    down = envsound("down")
    assert down.returncode == 1
    assert f"supervisord (pid {chief.pid})" in down.stderr.splitlines()[-1]
    assert "kill -9" in down.stderr
    assert "Traceback" not in down.stderr
    chief.resume()
    assert envsound("down").returncode == 0
    assert running(envsound) == []


def test_make_stop_sound_again_and_again(envsound: Commands, tmp_path: Path) -> None:
    folder = tmp_path / "make"
    make = MakeFolder(folder, envsound.environment)
    assert make("sound", "DURATION=1").returncode == 0
    for _ in range(3):
        sound_id = begin_sound(envsound, steps=100)
        before = supervisord(envsound).pid
        made = make("stop", "sound", "DURATION=1", "NAME=again")
        assert made.returncode == 0, made.stderr
        assert "envsound is stopped\nenvsound is up: " in made.stdout
        assert supervisord(envsound).pid != before
        until(partial(is_completed, envsound, sound_id))
    assert make("stop").returncode == 0
    assert running(envsound) == []


def test_a_start_during_a_stop_waits_for_its_end(envsound: Commands) -> None:
    assert envsound("up").returncode == 0
    begin_sound(envsound, steps=200)
    before = supervisord(envsound)
    before.send_signal(signal.SIGTERM)
    assert envsound("up").returncode == 0
    assert supervisord(envsound).pid != before.pid


def test_processes_of_a_killed_supervisor_are_ended(envsound: Commands) -> None:
    assert envsound("up").returncode == 0
    killed = supervisord(envsound)
    killed.kill()
    killed.wait(WAIT_SECONDS)
    status = envsound("status")
    assert status.returncode == 1
    assert "envsound-backend (pid " in status.stdout
    refused = envsound("up")
    assert refused.returncode == 1
    assert "`envsound down`" in refused.stderr
    assert envsound("down").stdout == "envsound is stopped\n"
    assert running(envsound) == []
    # The lock of the killed one holds nobody back.
    assert envsound("up").returncode == 0


def test_a_second_stack_on_the_folder_is_told_at_once(envsound: Commands) -> None:
    assert envsound("up").returncode == 0
    data_dir = envsound.environment["DATA_DIR"]
    second = Commands(Path(data_dir))
    for command in ("up", "run"):
        refused = second(command)
        assert refused.returncode == 1
        assert f"pid {supervisord(envsound).pid}" in refused.stderr
        assert f"http://127.0.0.1:{envsound.backend_port}" in refused.stderr
        assert f"DATA_DIR={data_dir}" in refused.stderr
        assert len(refused.stderr.splitlines()) == 1
    assert envsound("status").returncode == 0
    # The same stack is up already.
    assert envsound("up").returncode == 0
    assert "up already" in envsound("run").stderr


@pytest.mark.parametrize(
    ("name", "setting", "value", "words"),
    [
        ("backend", "JOB_WORKER_COUNT", "many", "JOB_WORKER_COUNT"),
        ("backend", "API_KEYS_FILE", "/nowhere/keys.toml", "API_KEYS_FILE"),
        ("sidecar", "ENVSOUND_QUEUE_CAPACITY", "none", "ENVSOUND_QUEUE_CAPACITY"),
        ("sidecar", "ENVSOUND_TLS_CERT", "/nowhere.pem", "ENVSOUND_TLS_KEY"),
    ],
)
def test_a_process_that_cannot_start_is_named_with_its_reason(
    envsound: Commands, name: str, setting: str, value: str, words: str
) -> None:
    if setting == "ENVSOUND_QUEUE_CAPACITY":
        logs = Path(envsound.environment["DATA_DIR"]) / "logs"
        logs.mkdir(parents=True)
        (logs / "sidecar.log").write_text("a line of an earlier start\n")
    envsound.environment[setting] = value
    refused = envsound("up")
    assert refused.returncode in (1, 2)
    last = refused.stderr.splitlines()[-1]
    if f"the {name} does not start: " not in last:
        assert last.startswith("The settings are wrong: ")  # refused before anything starts
    assert words in last
    assert running(envsound) == []


def test_supervisord_that_cannot_start_is_told_with_its_reason(envsound: Commands) -> None:
    logs = Path(envsound.environment["DATA_DIR"]) / "logs"
    (logs / "supervisord.log").mkdir(parents=True)
    refused = envsound("up")
    assert refused.returncode == 1
    assert "supervisord does not start: " in refused.stderr
    assert "supervisord.log" in refused.stderr


def test_a_taken_port_names_who_has_it(envsound: Commands, tmp_path: Path) -> None:
    assert envsound("up").returncode == 0
    port = envsound.environment["ENVSOUND_PORT"]
    other = Commands(tmp_path / "other", ENVSOUND_PORT=port)
    refused = other("up")
    assert refused.returncode == 1
    assert f"port {port} on 127.0.0.1 cannot be used" in refused.stderr
    assert "envsound-server (pid " in refused.stderr
    assert f"`DATA_DIR={envsound.environment['DATA_DIR']} envsound down`" in refused.stderr
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        free = {"ENVSOUND_PORT": str(free_port()), "BACKEND_PORT": str(taken.getsockname()[1])}
        refused = Commands(tmp_path / "third", **free)("up")
    assert f"(pid {os.getpid()})" in refused.stderr
    assert "set BACKEND_PORT" in refused.stderr


def test_a_database_that_is_away_is_told_while_up_waits(envsound: Commands) -> None:
    url = f"postgresql://someone:secret@127.0.0.1:{free_port()}/none"
    envsound.environment["DATABASE_URL"] = url
    refused = envsound("up")
    assert refused.returncode == 1
    told = [line for line in refused.stderr.splitlines() if line.startswith("waiting for ")]
    assert any("the database cannot be reached" in line for line in told)
    assert "the database cannot be reached" in refused.stderr.splitlines()[-2]
    assert "secret" not in refused.stderr
    assert envsound("down").stdout == "envsound is stopped\n"
