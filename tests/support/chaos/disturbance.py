"""Faults that are injected into a running stack, and their repair."""

import random
import shutil
import signal
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path

import httpx
import sqlalchemy

from support.chaos.keeper import KeptProcess
from support.disks import fill, hidden, read_only
from support.redis_process import RedisProcess
from support.servers import PostgresServer

_START_SECONDS = 20.0
_HOUR_SECONDS = 3600.0


class Disturbance:
    """The faults, each with its repair after a while.

    Args:
        seed: The seed of the choices.
        url: The backend's address.
        sidecar: The sidecar.
        backend: The backend.
        disk: A folder on the small disk, which is filled.
        sounds_dir: The sounds folder.
        database_url: The database, for SQLAlchemy.
        postgres: The server of the database, unless it is SQLite.
        redis: The server of the progress, if any.
    """

    def __init__(
        self,
        seed: int,
        url: str,
        sidecar: KeptProcess,
        backend: KeptProcess,
        disk: Path,
        sounds_dir: Path,
        database_url: str,
        postgres: PostgresServer | None = None,
        redis: RedisProcess | None = None,
    ) -> None:
        self._random = random.Random(seed)
        self._sidecar = sidecar
        self._backend = backend
        self._url = url
        self._disk = disk
        self._sounds_dir = sounds_dir
        self._database_url = database_url
        self._postgres = postgres
        self._redis = redis
        self.log: list[str] = []

    def disturb(self, seconds: float, pause_seconds: float) -> None:
        """Inject faults for some time, one after the other."""
        begun_at = time.monotonic()
        while time.monotonic() < begun_at + seconds:
            fault = self._random.choice(self._faults())
            self.log.append(f"{time.monotonic() - begun_at:.1f} s: {fault.__name__.strip('_')}")
            fault()
            time.sleep(self._random.uniform(0.5, 1.5) * pause_seconds)
            # Half of the faults meet a stack that works again, the others one that starts.
            if self._random.random() < 0.5:
                self._wait_for_health()

    def _wait_for_health(self) -> None:
        deadline = time.monotonic() + _START_SECONDS
        while time.monotonic() < deadline:
            with suppress(httpx.TransportError):
                if httpx.get(f"{self._url}/health", timeout=5, trust_env=False).is_success:
                    return
            time.sleep(0.2)

    def _faults(self) -> Sequence[Callable[[], None]]:
        faults = [
            *[self._kill_backend, self._kill_sidecar] * 3,
            *[self._kill_both, self._pause_backend, self._pause_sidecar] * 2,
            *[self._fill_disk] * 2,
            self._hide_month,
            self._hide_sounds,
            self._mount_read_only,
            self._shift_clock,
        ]
        if self._postgres is not None:
            faults += [*[self._restart_postgres] * 3, *[self._pause_postgres] * 2]
        if self._redis is not None:
            faults += [self._restart_redis, self._pause_redis]
        return faults

    def _kill_backend(self) -> None:
        self._backend.signal(signal.SIGKILL)

    def _kill_sidecar(self) -> None:
        self._sidecar.signal(signal.SIGKILL)

    def _kill_both(self) -> None:
        self._kill_sidecar()
        self._kill_backend()

    def _pause_backend(self) -> None:
        self._pause(self._backend)

    def _pause_sidecar(self) -> None:
        self._pause(self._sidecar)

    def _pause(self, process: KeptProcess) -> None:
        process.signal(signal.SIGSTOP)
        time.sleep(self._random.uniform(0.5, 5))
        process.signal(signal.SIGCONT)

    def _fill_disk(self) -> None:
        filler = fill(self._disk)
        time.sleep(self._random.uniform(1, 5))
        filler.unlink()

    def _hide_month(self) -> None:
        """Take the folder of a month away and bring it back, as a mount that comes and goes."""
        months = sorted(self._sounds_dir.glob("[0-9]*/[0-9]*"))
        if not months:
            return
        away = self._sounds_dir / ".away"
        months[-1].rename(away)
        time.sleep(self._random.uniform(0.2, 1.5))
        for path in away.iterdir():
            months[-1].mkdir(exist_ok=True)
            if not (months[-1] / path.name).exists():
                path.rename(months[-1] / path.name)
        shutil.rmtree(away)

    def _hide_sounds(self) -> None:
        """Have nothing in the place of the sounds folder, as without its mount."""
        if self._sounds_dir.is_dir():
            with hidden(self._sounds_dir):
                time.sleep(self._random.uniform(0.2, 5))

    def _mount_read_only(self) -> None:
        """Have the disk read-only for whatever is opened on it, as after an error of the disk."""
        with read_only(self._disk):
            time.sleep(self._random.uniform(0.5, 5))

    def _shift_clock(self) -> None:
        """Have stored times an hour ahead, as after a clock that is set back."""
        statements = (
            "UPDATE environment_sounds SET lease_until = lease_until + :shift "
            "WHERE lease_until IS NOT NULL",
            "UPDATE environment_sounds SET next_attempt_at = next_attempt_at + :shift "
            "WHERE next_attempt_at IS NOT NULL",
        )
        engine = sqlalchemy.create_engine(self._database_url)
        try:
            with engine.begin() as connection:
                for statement in statements:
                    connection.execute(sqlalchemy.text(statement), {"shift": _HOUR_SECONDS})
        except sqlalchemy.exc.OperationalError:
            # The database is locked, or its disk is full: another time.
            pass
        finally:
            engine.dispose()

    def _restart_postgres(self) -> None:
        assert self._postgres is not None
        self._postgres.stop()
        time.sleep(self._random.uniform(0.2, 8))
        self._postgres.go_on()

    def _pause_postgres(self) -> None:
        assert self._postgres is not None
        self._postgres.hang()
        time.sleep(self._random.uniform(0.5, 12))
        self._postgres.wake()

    def _restart_redis(self) -> None:
        assert self._redis is not None
        self._redis.kill()
        time.sleep(self._random.uniform(0.2, 3))
        self._redis.start()

    def _pause_redis(self) -> None:
        assert self._redis is not None
        self._redis.hang()
        time.sleep(self._random.uniform(0.5, 4))
        self._redis.go_on()
