"""A real PostgreSQL for tests, on a free port and in a separate folder, and always stopped.

One server serves a whole test session. Each test gets its own database, copied from a template,
which takes a few hundredths of a second.
"""

import os
import pwd
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from itertools import count
from pathlib import Path
from typing import NoReturn

import psycopg
import pytest

from backend.db.migrate import migrate
from backend.settings import Settings
from support.processes import free_port

REQUIRED = "REQUIRE_TEST_SERVERS"
"""Where this environment variable is set, a server that is not installed is a failure."""

_USER = "envsound"
_TEMPLATE = "migrated"
_START_SECONDS = 60
_NO_DURABILITY = "-c fsync=off -c full_page_writes=off -c synchronous_commit=off"


def leave_out(server: str) -> NoReturn:
    """Skip the test with the server's name as the reason, or fail it where servers are required."""
    sentence = f"{server} is not installed"
    if os.environ.get(REQUIRED):
        pytest.fail(sentence)
    pytest.skip(sentence)


class PostgresServer:
    """A running server."""

    def __init__(self, folder: Path, programs: Path) -> None:
        self.port = free_port()
        self._folder = folder
        self._programs = programs
        self._numbers = count(1)
        self._has_template = False
        self._options = ""

    def start(self, *, is_durable: bool = False) -> None:
        """Create an empty cluster, start it and wait until it responds.

        Args:
            is_durable: True for the durability settings of production.
        """
        if os.geteuid() == 0:
            shutil.chown(self._folder, "postgres", "postgres")
        self._run("initdb", "-A", "trust", "-U", _USER, "-E", "UTF8", "--locale=C.UTF-8", "-N")
        options = f"-p {self.port} -c listen_addresses=127.0.0.1 -c unix_socket_directories=''"
        more = "" if is_durable else f"{_NO_DURABILITY} -c max_connections=300"
        self._options = f"{options} {more}"
        self.go_on()

    def go_on(self) -> None:
        """Restart the server with its data."""
        log = str(self._folder / "log")
        self._run("pg_ctl", "-o", self._options, "-l", log, "-w", "start")

    def stop(self) -> None:
        """Stop the server immediately."""
        self._run("pg_ctl", "-m", "immediate", "-w", "stop")

    def hang(self) -> None:
        """Stop every process of the server without a word to its clients."""
        self._signal(signal.SIGSTOP)

    def wake(self) -> None:
        """Have a server that hangs go on."""
        self._signal(signal.SIGCONT)

    def _signal(self, number: signal.Signals) -> None:
        first = int((self._folder / "data" / "postmaster.pid").read_text().split()[0])
        # The first one first, so that it forks no more.
        os.kill(first, number)
        children = Path(f"/proc/{first}/task/{first}/children").read_text().split()
        for pid in map(int, children):
            with suppress(ProcessLookupError):
                os.kill(pid, number)

    def url(self, database: str) -> str:
        """Return the value for `DATABASE_URL`."""
        return f"postgresql://{_USER}@127.0.0.1:{self.port}/{database}"

    @contextmanager
    def database(self, *, is_empty: bool = False) -> Iterator[str]:
        """Yield the URL of a new database with all tables, or with none."""
        if not (is_empty or self._has_template):
            self._execute(f"CREATE DATABASE {_TEMPLATE}")
            migrate(Settings(database_url=self.url(_TEMPLATE)).database)
            self._has_template = True
        name = f"test_{next(self._numbers)}"
        self._execute(f"CREATE DATABASE {name} TEMPLATE {'template0' if is_empty else _TEMPLATE}")
        try:
            yield self.url(name)
        finally:
            self._execute(f"DROP DATABASE {name} WITH (FORCE)")

    def _execute(self, statement: str) -> None:
        with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
            connection.execute(statement.encode())

    def _run(self, program: str, *words: str) -> None:
        command = [str(self._programs / program), "-D", str(self._folder / "data"), *words]
        if os.geteuid() == 0:
            # PostgreSQL does not run as root.
            command = ["runuser", "-u", "postgres", "--", *command]
        done = subprocess.run(
            command,
            cwd=self._folder,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            timeout=_START_SECONDS,
            check=False,
        )
        assert done.returncode == 0, done.stderr.decode()


@contextmanager
def running_postgres(*, is_durable: bool = False) -> Iterator[PostgresServer]:
    """Yield a running server, or skip the test where PostgreSQL is not installed."""
    programs = _programs()
    if programs is None:
        leave_out("PostgreSQL")
    # Not below pytest's folder, which only its owner may enter.
    folder = Path(tempfile.mkdtemp(prefix="envsound-postgres-"))
    server = PostgresServer(folder, programs)
    try:
        server.start(is_durable=is_durable)
        try:
            yield server
        finally:
            server.stop()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _programs() -> Path | None:
    """Return the folder of PostgreSQL's programs, which Debian keeps off the PATH."""
    if os.geteuid() == 0 and not _has_postgres_user():
        return None
    on_path = shutil.which("initdb")
    if on_path is not None:
        return Path(on_path).parent
    found = sorted(
        Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3])
    )
    return found[-1].parent if found else None


def _has_postgres_user() -> bool:
    try:
        pwd.getpwnam("postgres")
    except KeyError:
        return False
    return True
