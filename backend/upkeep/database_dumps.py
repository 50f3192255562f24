"""The dump of a database into one file during operation, and its restoration."""

import os
import shutil
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path

from sqlalchemy import URL, create_engine, inspect, select
from sqlalchemy.exc import SQLAlchemyError

from backend.db.models import EnvironmentSound

_TIMEOUT_SECONDS = 6 * 3600
_BUSY_SECONDS = 30.0
_TOOLS = "install PostgreSQL's client programs (package postgresql-client)"


class DumpError(Exception):
    """A database that cannot be dumped or loaded. The message has the cause."""


def kind_of(url: URL) -> str:
    """Return `sqlite` or `postgresql`."""
    return url.get_backend_name()


def dump(url: URL, file: Path) -> None:
    """Dump the database as of one moment, while others may write. Blocks.

    Args:
        url: The database's URL.
        file: A new file.

    Raises:
        DumpError: The database, or the program that dumps it, refuses.
    """
    if kind_of(url) == "sqlite":
        _copy_sqlite(Path(str(url.database)), file)
        return
    options = ["--format=custom", "--no-owner", "--no-privileges", f"--file={file}"]
    _run("pg_dump", url, options)


def load(url: URL, file: Path) -> None:
    """Replace the content of the database by a dump. Blocks.

    Raises:
        DumpError: The database, or the program that loads it, refuses. Nothing is changed.
    """
    if kind_of(url) == "sqlite":
        target = Path(str(url.database))
        target.parent.mkdir(parents=True, exist_ok=True)
        _copy_sqlite(file, target)
        return
    options = ["--clean", "--if-exists", "--no-owner", "--no-privileges", "--single-transaction"]
    _run("pg_restore", url, [*options, "--exit-on-error", str(file)])


def has_sounds(url: URL) -> bool:
    """Return True if the database has any sound. Blocks.

    Raises:
        DumpError: The database cannot be read.
    """
    if kind_of(url) == "sqlite" and not Path(str(url.database)).exists():
        return False
    try:
        engine = create_engine(url)
    except ModuleNotFoundError as error:
        raise DumpError("the database's driver is not installed (psycopg)") from error
    try:
        with engine.connect() as connection:
            if not inspect(connection).has_table(EnvironmentSound.__tablename__):
                return False
            return connection.execute(select(EnvironmentSound.id).limit(1)).first() is not None
    except SQLAlchemyError as error:
        # The driver's message may hold the password.
        raise DumpError("the database cannot be reached; check DATABASE_URL") from error
    finally:
        engine.dispose()


def _copy_sqlite(source: Path, target: Path) -> None:
    if not source.exists():
        raise DumpError("there is no database yet")
    try:
        with (
            closing(sqlite3.connect(source, timeout=_BUSY_SECONDS)) as from_,
            closing(sqlite3.connect(target, timeout=_BUSY_SECONDS)) as to,
        ):
            # https://www.sqlite.org/backup.html: the content of one moment during writes.
            from_.backup(to)
            (state,) = to.execute("PRAGMA integrity_check").fetchone()
    except sqlite3.Error as error:
        raise DumpError(f"SQLite refuses: {error}") from error
    if state != "ok":
        raise DumpError("the copied SQLite database is damaged; check the disk")


def _run(program: str, url: URL, options: list[str]) -> None:
    if shutil.which(program) is None:
        raise DumpError(f"{program} is not there; {_TOOLS}")
    # The password is passed in the environment, since other users can read arguments.
    # `URL.set` would keep the password, and render it as ***.
    address = url.set(drivername="postgresql")._replace(password=None).render_as_string()
    environment = dict(os.environ)
    if url.password is not None:
        environment["PGPASSWORD"] = str(url.password)
    try:
        done = subprocess.run(
            [program, f"--dbname={address}", "--no-password", *options],
            env=environment,
            capture_output=True,
            text=True,
            errors="replace",
            timeout=_TIMEOUT_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise DumpError(f"{program} takes longer than {_TIMEOUT_SECONDS // 3600} h") from error
    if done.returncode != 0:
        raise DumpError((done.stderr.strip().splitlines() or [f"{program} failed"])[0])
