"""A stack at work while its processes, servers and disks fail: nothing is lost or left over.

`CHAOS_SECONDS` is the time of the faults, `CHAOS_SEED` repeats a run's choices (`make chaos`).
"""

import logging
import os
import secrets
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import httpx
import pytest
from support.chaos.agreement import reasons, sound_ids, wait_for_agreement
from support.chaos.disturbance import Disturbance
from support.chaos.editors import Editor, Ledger, wait_until_over
from support.chaos.keeper import Keeper, KeptProcess
from support.disks import small_disk
from support.processes import API, PLUGIN_FOLDER, clean_environment, free_port
from support.redis_process import running_redis
from support.servers import running_postgres

SECONDS = float(os.environ.get("CHAOS_SECONDS", "40"))
_EDITOR_COUNT = 3
_DISK_SIZE = "80m"
_PAUSE_SECONDS = 2.0
_REST_SECONDS = 180.0
_LEAST_SOUNDS = 20
_DISK_WAS_FULL = ("STORAGE_FULL", "STORAGE_FAILED", "STORAGE_ERROR")

_log = logging.getLogger(__name__)
logging.getLogger("httpx").setLevel(logging.WARNING)


class Storm:
    """A kept stack, its editors and its faults.

    Args:
        logs_dir: The folder of the processes' output, not on the small disk.
        data_dir: The data folder.
        sounds_dir: The folder of the sounds.
        database_url: The database, for SQLAlchemy.
        settings: More environment of both processes.
    """

    def __init__(
        self, logs_dir: Path, data_dir: Path, sounds_dir: Path, database_url: str, **settings: str
    ) -> None:
        self.seed = int(os.environ.get("CHAOS_SEED") or secrets.randbelow(10**6))
        self.sounds_dir = sounds_dir
        self.database_url = database_url
        ports = free_port(), free_port()
        self.url = f"http://127.0.0.1:{ports[1]}"
        environment = {
            **clean_environment(),
            "DATA_DIR": str(data_dir),
            "ENVIRONMENT_SOUNDS_DIR": str(sounds_dir),
            "ENVSOUND_PORT": str(ports[0]),
            "BACKEND_PORT": str(ports[1]),
            "ENVSOUND_ENGINE": "instant",
            "PYTHONPATH": str(PLUGIN_FOLDER),
            "JOB_LEASE_SECONDS": "2",
            "RATE_LIMIT_REQUESTS": "off",
            "RATE_LIMIT_GENERATE": "off",
            "OMP_NUM_THREADS": "1",
            **settings,
        }
        self.sidecar = KeptProcess("envsound_server", environment, logs_dir / "sidecar.log")
        self.backend = KeptProcess("backend", environment, logs_dir / "backend.log")
        self.ledger = Ledger()

    def rage(self, disturbance: Disturbance) -> None:
        """Let editors work under faults, and wait until the stack is at rest."""
        self._wait_until_ready()
        is_over = threading.Event()
        editors = [
            Editor(self.url, self.ledger, is_over, self.seed + number)
            for number in range(_EDITOR_COUNT)
        ]
        for editor in editors:
            editor.start()
        disturbance.disturb(SECONDS, _PAUSE_SECONDS)
        # On a busy machine the processes may not have run for long between two faults.
        self._wait_for_sounds(_LEAST_SOUNDS)
        is_over.set()
        for editor in editors:
            editor.join(60)
        wait_until_over(self.url, self.ledger.accepted, _REST_SECONDS)

    def check(self) -> None:
        """Check everything that was promised to the editors."""
        assert [self.sidecar.given_up, self.backend.given_up] == ["", ""]
        wait_for_agreement(self.database_url, self.sounds_dir, _REST_SECONDS)
        ids = sound_ids(self.database_url)
        # A full disk ends deleted sounds before their time.
        assert self.ledger.accepted - self.ledger.deleted - self.ledger.perhaps_deleted <= ids
        # None was made twice: a request that was sent again is the same sound.
        assert len(ids) <= len(self.ledger.accepted) + _EDITOR_COUNT
        assert self.ledger.wrong == []
        assert set(reasons(self.database_url)) <= set(_DISK_WAS_FULL)
        with httpx.Client(base_url=self.url, timeout=30, trust_env=False) as http:
            for sound_id in self.ledger.deleted:
                assert http.get(f"{API}/{sound_id}").status_code == 404
            self._check_rescan(http)
            self._check_room(http)

    def _check_room(self, http: httpx.Client) -> None:
        """Check that the room of deleted sounds is given back on a disk that sounds have filled."""
        for sound_id in sorted(self.ledger.accepted):
            assert http.delete(f"{API}/{sound_id}").status_code in (200, 404)
        self._wait_until_ready()

    def _check_rescan(self, http: httpx.Client) -> None:
        """Check that a rescan finds nothing that the library has missed."""
        before = sound_ids(self.database_url)
        assert http.post(f"{API}/rescan").is_success
        assert sound_ids(self.database_url) == before

    def _wait_until_ready(self) -> None:
        deadline = time.monotonic() + _REST_SECONDS
        while (answer := _readiness(self.url)) != "ready":
            assert time.monotonic() < deadline, answer
            time.sleep(0.5)

    def _wait_for_sounds(self, count: int) -> None:
        deadline = time.monotonic() + _REST_SECONDS
        while len(self.ledger.accepted) < count:
            assert time.monotonic() < deadline, f"{len(self.ledger.accepted)} sounds were accepted"
            time.sleep(0.5)


def _readiness(url: str) -> str:
    """Return "ready", or why the stack is not."""
    try:
        reply = httpx.get(f"{url}/ready", timeout=10, trust_env=False)
    except httpx.TransportError as error:
        return repr(error)
    return "ready" if reply.is_success else reply.text


@pytest.fixture
def stack() -> Iterator[ExitStack]:
    """Yield what ends everything that a test has started."""
    with ExitStack() as opened:
        yield opened


def _run(storm: Storm, disturbance: Disturbance) -> None:
    _log.info("CHAOS_SEED=%d CHAOS_SECONDS=%g", storm.seed, SECONDS)
    with Keeper(storm.sidecar, storm.backend):
        try:
            storm.rage(disturbance)
            storm.check()
        finally:
            _log.info("%s", "; ".join(disturbance.log))
    _log.info("%d sounds were accepted", len(storm.ledger.accepted))


def test_with_sqlite_on_a_small_disk(tmp_path: Path, stack: ExitStack) -> None:
    disk = stack.enter_context(small_disk(tmp_path / "disk", _DISK_SIZE))
    data_dir = disk / "data"
    data_dir.mkdir()
    url = f"sqlite:///{data_dir / 'environment_sounds.db'}"
    storm = Storm(tmp_path, data_dir, data_dir / "environment_sounds", url)
    _run(
        storm,
        Disturbance(
            storm.seed, storm.url, storm.sidecar, storm.backend, disk, storm.sounds_dir, url
        ),
    )


def test_with_postgresql_and_redis(tmp_path: Path, stack: ExitStack) -> None:
    disk = stack.enter_context(small_disk(tmp_path / "disk", _DISK_SIZE))
    data_dir = tmp_path / "data"
    data_dir.mkdir()
    postgres = stack.enter_context(running_postgres(is_durable=True))
    redis = stack.enter_context(running_redis(tmp_path / "redis"))
    url = stack.enter_context(postgres.database())
    driver_url = url.replace("postgresql://", "postgresql+psycopg://")
    sounds_dir = disk / "environment_sounds"
    storm = Storm(tmp_path, data_dir, sounds_dir, driver_url, DATABASE_URL=url, REDIS_URL=redis.url)
    _run(
        storm,
        Disturbance(
            storm.seed,
            storm.url,
            storm.sidecar,
            storm.backend,
            disk,
            sounds_dir,
            driver_url,
            postgres,
            redis,
        ),
    )
