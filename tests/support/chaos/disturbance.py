"""Faults that are injected into a running stack, and their repair."""

import random
import shutil
import signal
import subprocess
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import sqlalchemy

from support.chaos.keeper import KeptProcess
from support.redis_process import RedisProcess
from support.servers import PostgresServer, leave_out

_HOUR_SECONDS = 3600.0
_BLOCK = bytes(1 << 16)


@contextmanager
def small_disk(folder: Path, megabytes: int) -> Iterator[Path]:
    """Yield a folder on a disk of its own, or skip the test where none can be mounted."""
    folder.mkdir(parents=True, exist_ok=True)
    command = ["mount", "-t", "tmpfs", "-o", f"size={megabytes}m", "tmpfs", str(folder)]
    if subprocess.run(command, capture_output=True, check=False).returncode != 0:
        leave_out("a disk that tests may mount (they need root)")
    try:
        yield folder
    finally:
        subprocess.run(["umount", "--lazy", str(folder)], check=True)


class Disturbance:
    """The faults, each with its repair after a while.

    Args:
        seed: The seed of the choices.
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
        self._filler = disk / "filler"
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

    def _faults(self) -> Sequence[Callable[[], None]]:
        faults = [
            *[self._kill_backend, self._kill_sidecar] * 3,
            *[self._kill_both, self._pause_backend, self._pause_sidecar] * 2,
            *[self._fill_disk] * 2,
            self._hide_month,
            self._shift_clock,
        ]
        if self._postgres is not None:
            faults += [self._restart_postgres] * 3
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
        try:
            with self._filler.open("wb", buffering=0) as filler:
                while filler.write(_BLOCK):
                    pass
        except OSError:
            pass
        time.sleep(self._random.uniform(1, 5))
        self._filler.unlink()

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
