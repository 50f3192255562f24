"""Two backends on one PostgreSQL, one Redis and one sidecar; one backend dies in the middle."""

import json
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import httpx
import psycopg
import pytest
from support.processes import API, Sidecar, free_port, running_sidecar
from support.redis_process import RedisProcess, running_redis
from support.servers import running_postgres

SOUND_COUNT = 20
STEPS = 40
_DONE_SECONDS = 120.0
_FINAL = {"completed", "failed", "cancelled", "deleted"}


class BackendProcess:
    """One backend of several; its log tells what went wrong."""

    def __init__(self, sidecar: Sidecar, name: str, **environment: str) -> None:
        self._port = free_port()
        self.url = f"http://127.0.0.1:{self._port}"
        self._log_path = sidecar.data_dir / f"{name}.log"
        with self._log_path.open("ab") as log:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "backend"],
                env={
                    **sidecar.environment,
                    "BACKEND_PORT": str(self._port),
                    "JOB_LEASE_SECONDS": "3",
                    **environment,
                },
                stdout=log,
                stderr=log,
            )

    def wait_until_ready(self) -> None:
        """Waits until it can make sounds."""
        deadline = time.monotonic() + 60
        while not self._is_ready():
            assert self._process.poll() is None, self._log_path.read_text()
            assert time.monotonic() < deadline, self._log_path.read_text()
            time.sleep(0.05)

    def send(self, number: signal.Signals) -> None:
        """Send a signal."""
        self._process.send_signal(number)

    def kill(self) -> None:
        """kill -9."""
        self._process.kill()
        self._process.wait(20)

    def _is_ready(self) -> bool:
        try:
            return httpx.get(f"{self.url}/ready", timeout=5).is_success
        except httpx.TransportError:
            return False


@dataclass
class View:
    """What one viewer of one sound sees."""

    percents: list[float] = field(default_factory=list)
    ends: list[str] = field(default_factory=list)


def watch(url: str, sound_id: int, view: View) -> None:
    """Follows the events of a sound to their end."""
    path = f"{url}{API}/{sound_id}/events"
    event = ""
    with httpx.stream("GET", path, timeout=_DONE_SECONDS) as reply:
        assert reply.status_code == 200
        for line in reply.iter_lines():
            if line.startswith("event: "):
                event = line.removeprefix("event: ")
            elif line.startswith("data: "):
                sound = json.loads(line.removeprefix("data: "))
                view.percents.append(sound.get("generation_progress", 0.0))
                if event in _FINAL:
                    view.ends.append(event)


@contextmanager
def two_backends(
    sidecar: Sidecar, database_url: str, redis: RedisProcess
) -> Iterator[tuple[BackendProcess, BackendProcess]]:
    """Both started at once: one of them migrates the empty database, the other waits."""
    environment = {"DATABASE_URL": database_url, "REDIS_URL": redis.url}
    pair = tuple(BackendProcess(sidecar, name, **environment) for name in ("first", "second"))
    try:
        for backend in pair:
            backend.wait_until_ready()
        yield pair[0], pair[1]
    finally:
        for backend in pair:
            backend.kill()


def counts_of(rows: "psycopg.Connection[tuple[str, int]]") -> Counter[str]:
    """Sounds by their status."""
    statement = "SELECT generation_status, count(*) FROM environment_sounds GROUP BY 1"
    return Counter(dict(rows.execute(statement).fetchall()))


def _wait_until(is_so: Callable[[], bool]) -> None:
    deadline = time.monotonic() + _DONE_SECONDS
    while not is_so():
        assert time.monotonic() < deadline
        time.sleep(0.05)


def test_a_sound_of_a_paused_backend_is_made_once_though_it_is_renamed(tmp_path: Path) -> None:
    with running_sidecar(tmp_path / "data", JOB_LEASE_SECONDS="2") as sidecar, ExitStack() as stack:
        paused = BackendProcess(sidecar, "first")
        stack.callback(paused.kill)
        paused.wait_until_ready()
        url = f"{paused.url}{API}"
        category_id = httpx.post(f"{url}/categories", json={"name": "Sea"}).json()["id"]
        body = {"prompt": "rain", "engine": "slow", "steps": 100, "category_id": category_id}
        sound_id = httpx.post(f"{url}/generate", json=body).json()["sound_id"]
        _wait_until(lambda: sidecar.temporary_files() != [])
        assert httpx.put(f"{url}/categories/{category_id}", json={"name": "Coast"}).is_success
        assert httpx.put(f"{url}/{sound_id}", json={"name": "renamed"}).is_success
        paused.send(signal.SIGSTOP)
        other = BackendProcess(sidecar, "second")
        stack.callback(other.kill)
        other.wait_until_ready()

        def sound() -> dict[str, object]:
            found: dict[str, object] = httpx.get(f"{other.url}{API}/{sound_id}").json()
            return found

        _wait_until(lambda: sound()["generation_status"] not in ("pending", "processing"))
        paused.send(signal.SIGCONT)
        paused.wait_until_ready()
        _wait_until(lambda: len(sidecar.finished_files()) == 1)
        done = sound()
        assert (done["generation_status"], done["name"]) == ("completed", "renamed")
        assert sidecar.finished_files() == [sidecar.sounds_dir / str(done["file_path"])]
        assert sidecar.temporary_files() == []


def test_twenty_sounds_outlive_one_of_two_backends(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with ExitStack() as stack:
        redis = stack.enter_context(running_redis(tmp_path / "redis"))
        postgres = stack.enter_context(running_postgres())
        database_url = stack.enter_context(postgres.database(is_empty=True))
        sidecar = stack.enter_context(running_sidecar(tmp_path / "data"))
        doomed, other = stack.enter_context(two_backends(sidecar, database_url, redis))
        rows = stack.enter_context(psycopg.connect(database_url, autocommit=True))
        began_at = time.monotonic()
        views: dict[int, View] = {}
        viewers = stack.enter_context(ThreadPoolExecutor(SOUND_COUNT))
        watching = []
        for number in range(SOUND_COUNT):
            reply = httpx.post(
                f"{(doomed, other)[number % 2].url}{API}/generate",
                json={"prompt": "rain", "name": f"{number}", "engine": "slow", "steps": STEPS},
            )
            assert reply.status_code == 202, reply.text
            sound_id = reply.json()["sound_id"]
            view = views[sound_id] = View()
            watching.append(viewers.submit(watch, other.url, sound_id, view))
        ids = list(views)

        while counts_of(rows)["completed"] < SOUND_COUNT // 4:
            time.sleep(0.05)
        doomed.kill()
        killed_at = time.monotonic()
        before = counts_of(rows)
        for viewer in watching:
            viewer.result(_DONE_SECONDS)
        done_at = time.monotonic()

        assert [view.ends for view in views.values()] == [["completed"]] * SOUND_COUNT
        sounds = [httpx.get(f"{other.url}{API}/{sound_id}").json() for sound_id in ids]
        assert [sound["generation_status"] for sound in sounds] == ["completed"] * SOUND_COUNT
        files = {sidecar.sounds_dir / sound["file_path"] for sound in sounds}
        assert len(files) == SOUND_COUNT
        assert set(sidecar.finished_files()) == files
        assert sidecar.temporary_files() == []
        attempts = [
            attempt for (attempt,) in rows.execute("SELECT attempt FROM environment_sounds")
        ]
        # Whoever was claimed by the dead one was claimed again, and only those.
        assert before["processing"] > 0
        assert 0 < sum(attempt > 1 for attempt in attempts) <= before["processing"]
        # Steps are shorter than the second after which a row keeps them: those of sounds that the
        # other backend made came over Redis. Who came late to a sound has missed some.
        steps_seen = sorted(
            len({percent for percent in view.percents if 0 < percent < 100})
            for view in views.values()
            if view.percents[0] == 0
        )
        assert len(steps_seen) >= SOUND_COUNT // 2
        assert steps_seen[0] > STEPS // 10, steps_seen

        with capsys.disabled():
            print(  # noqa: T201
                f"\n{SOUND_COUNT} sounds of {STEPS} steps, two backends: killed -9 with "
                f"{before['completed']} completed, {before['processing']} in the making, "
                f"{before['pending']} waiting; all completed once, "
                f"{done_at - began_at:.1f} s after the first was asked for, "
                f"{done_at - killed_at:.1f} s after the kill; "
                f"{sum(attempt > 1 for attempt in attempts)} claimed a second time; "
                f"steps that viewers on the other backend saw of a sound: "
                f"least {steps_seen[0]}, median {steps_seen[len(steps_seen) // 2]}, "
                f"most {steps_seen[-1]}"
            )
