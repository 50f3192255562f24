"""Two sidecars behind a real HAProxy, with the configuration that is shipped; one of them dies."""

import shutil
import sqlite3
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path
from typing import Any

import httpx
from support.metrics import Page
from support.processes import API, Sidecar, Stack, free_port, running_sidecar, running_stack
from support.servers import leave_out

CONFIGURATION = Path(__file__).resolve().parents[2] / "docker" / "haproxy" / "haproxy.cfg"
STEPS = 100


def until(condition: Callable[[], Any], seconds: float = 60) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "it did not happen"
        time.sleep(0.05)


def in_flight(sidecar: Sidecar) -> float:
    page = Page.of(sidecar.metrics_url)
    return page.value("envsound_sidecar_sounds_in_flight", engine="slow") or 0.0


@contextmanager
def running_haproxy(folder: Path, port: int, sidecars: list[Sidecar]) -> Iterator[None]:
    if shutil.which("haproxy") is None:
        leave_out("HAProxy")
    text = CONFIGURATION.read_text().replace("bind :7930", f"bind 127.0.0.1:{port}")
    for number, sidecar in enumerate(sidecars, 1):
        shipped = f"sidecar-{number}:7930 port 9464"
        assert shipped in text
        metrics_port = sidecar.environment["ENVSOUND_METRICS_PORT"]
        text = text.replace(shipped, f"{sidecar.target} port {metrics_port}")
    path = folder / "haproxy.cfg"
    path.write_text(text)
    with (folder / "haproxy.log").open("wb") as log:
        process = subprocess.Popen(["haproxy", "-db", "-f", path], stdout=log, stderr=log)
    try:
        yield
    finally:
        process.kill()
        process.wait(20)


@contextmanager
def two_sidecars(folder: Path) -> Iterator[tuple[Stack, Sidecar]]:
    """A backend, two sidecars on one sounds folder, and HAProxy between."""
    port = free_port()
    with ExitStack() as stack:
        first = stack.enter_context(
            running_stack(
                folder,
                TANGOFLUX_URL=f"127.0.0.1:{port}",
                ENVSOUND_METRICS_PORT=str(free_port()),
                JOB_WORKER_COUNT="6",
            )
        )
        second = stack.enter_context(
            running_sidecar(folder, ENVSOUND_METRICS_PORT=str(free_port()))
        )
        stack.enter_context(running_haproxy(folder, port, [first.sidecar, second]))
        until(lambda: httpx.get(f"{first.url}/ready").is_success)
        yield first, second


def ask(url: str, count: int) -> list[int]:
    return [
        httpx.post(
            f"{url}{API}/generate",
            json={"prompt": "a test", "engine": "slow", "steps": STEPS, "name": str(number)},
        ).json()["sound_id"]
        for number in range(count)
    ]


def test_the_shipped_configuration_is_understood() -> None:
    if shutil.which("haproxy") is None:
        leave_out("HAProxy")
    text = CONFIGURATION.read_text()
    for number in (1, 2):
        text = text.replace(f"sidecar-{number}:7930", f"127.0.0.1:{7930 + number}")
    checked = subprocess.run(
        ["haproxy", "-c", "-f", "/dev/stdin"],
        input=text,
        capture_output=True,
        text=True,
        timeout=30,
    )
    assert checked.returncode == 0, checked.stderr
    assert "warning" not in checked.stderr.lower()


def test_sounds_outlive_one_of_two_sidecars(tmp_path: Path) -> None:
    with two_sidecars(tmp_path) as (stack, other):
        asked = ask(stack.url, 12)
        until(lambda: in_flight(stack.sidecar) > 0 and in_flight(other) > 0)
        other.kill()
        sounds = stack.wait_until_done(asked)

        assert {sound["generation_status"] for sound in sounds} == {"completed"}
        files = {other.sounds_dir / sound["file_path"] for sound in sounds}
        assert len(files) == 12
        assert set(other.finished_files()) == files
        # What the dead one left half written goes when it is started again, and nothing else does.
        other.start()
        assert other.temporary_files() == []
        assert set(other.finished_files()) == files


def test_a_sidecar_that_drains_ends_what_it_has_and_gets_nothing_new(tmp_path: Path) -> None:
    with two_sidecars(tmp_path) as (stack, other):
        asked = ask(stack.url, 4)
        until(lambda: in_flight(stack.sidecar) > 0 and in_flight(other) > 0)
        assert other.stop() == 0
        sounds = stack.wait_until_done([*asked, *ask(stack.url, 2)])
        assert {sound["generation_status"] for sound in sounds} == {"completed"}
        with closing(sqlite3.connect(tmp_path / "environment_sounds.db")) as database:
            attempts = database.execute("SELECT attempt FROM environment_sounds").fetchall()
        assert set(attempts[:4]) == {(1,)}
