"""The database: connections, transactions, its clock and migrations.

A transaction is a function of a session that runs in one thread. The event loop stays free, and a
transaction costs one thread switch instead of one per call of the driver. It has a deadline, from
the moment that it is asked for: a database that hangs holds neither its callers nor its threads.

SQLite: WAL and short transactions. Each write begins with BEGIN IMMEDIATE, so that it never
upgrades a read lock (which fails at once, whatever the busy timeout).
"""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import Any, TypeAlias, TypeVar

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import URL, Connection, Double, Engine, create_engine, event, text
from sqlalchemy.exc import OperationalError, SQLAlchemyError
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.orm import Session, sessionmaker
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement

from backend.db import sqlite
from backend.db.ballast import Ballast
from backend.db.threads import in_thread

MIGRATIONS_DIR = Path(__file__).parent / "migrations"

T = TypeVar("T")

DatabaseError: TypeAlias = SQLAlchemyError
"""Any error of a transaction, for rooms that may not import SQLAlchemy."""
DatabaseUnavailable: TypeAlias = OperationalError
"""An unreachable or refusing database. Only here can a retry succeed."""

_WORK_SECONDS = 9.0
"""The limit of a transaction with its wait for a thread. Waits for the database end with it."""
_CHECK_SECONDS = 2.0
_READER_THREAD_COUNT = 4
_WRITER_THREAD_COUNT = 4
"""For PostgreSQL. SQLite permits one writer at a time."""
_AFTER_COMMIT = "after_commit"
"""Key of a session's calls after its commit."""
_ANY_SOUND = "SELECT 1 FROM environment_sounds LIMIT 1"
# Changes nothing, and is written to the disk all the same.
_WRITE_NOTHING = "UPDATE alembic_version SET version_num = version_num"
_MIGRATION_LOCK_KEY = 7_930_000
"""Any number that no other user of the same PostgreSQL database locks."""


class database_now(FunctionElement[float]):  # noqa: N801 - reads as the SQL function it is
    """The database's clock, seconds since 1970, the same for every process that shares it."""

    type = Double()
    inherit_cache = True


@compiles(database_now, "sqlite")
def _sqlite_now(_element: database_now, _compiler: SQLCompiler, **_: Any) -> str:
    # unixepoch('subsec') is shorter but needs SQLite 3.42. Older versions return NULL.
    return "((julianday('now') - 2440587.5) * 86400.0)"


@compiles(database_now, "postgresql")
def _postgresql_now(_element: database_now, _compiler: SQLCompiler, **_: Any) -> str:
    return "extract(epoch from clock_timestamp())"


class Database:
    """Short transactions on one database, each in a thread.

    Args:
        url: The database's URL with the name of a synchronous driver.
    """

    def __init__(self, url: URL) -> None:
        is_sqlite = url.get_backend_name() == "sqlite"
        writer_count = 1 if is_sqlite else _WRITER_THREAD_COUNT
        self._engine = _engine(
            url,
            pool_size=_READER_THREAD_COUNT + writer_count,
            pool_timeout=_WORK_SECONDS,
            # Replaces a connection that the server has closed in the meantime.
            pool_pre_ping=not is_sqlite,
        )
        self._session = sessionmaker(self._engine, expire_on_commit=False)
        # At READ COMMITTED each statement sees the commits before it, with or without a
        # transaction. Without one PostgreSQL needs no BEGIN and ROLLBACK.
        reading = (
            self._engine
            if is_sqlite
            else self._engine.execution_options(isolation_level="AUTOCOMMIT")
        )
        self._reading_session = sessionmaker(reading, expire_on_commit=False)
        self._readers = ThreadPoolExecutor(_READER_THREAD_COUNT, "database-reader")
        # Writers of one process queue here fairly instead of sleeping in SQLite's busy handler.
        self._writers = ThreadPoolExecutor(writer_count, "database-writer")
        self._ballast = Ballast(Path(url.database)) if is_sqlite and url.database else None
        if is_sqlite:
            event.listen(self._engine, "connect", sqlite.set_up)
            event.listen(self._engine, "begin", sqlite.begin)
        else:
            _bound_postgresql(self._engine)

    async def read(self, work: Callable[[Session], T], *, seconds: float = _WORK_SECONDS) -> T:
        """Return the result of `work`, which only reads.

        Raises:
            DatabaseUnavailable: It did not answer within so many seconds, or refused.
        """
        return await in_thread(self._readers, partial(self._read, work), seconds)

    async def write(
        self,
        work: Callable[[Session], T],
        *,
        statement_count: int | None = None,
        seconds: float = _WORK_SECONDS,
        may_use_ballast: bool = False,
    ) -> T:
        """Return the result of `work` in one transaction, committed unless `work` raises.

        Args:
            work: Receives the session.
            statement_count: With 1 SQLite needs no BEGIN, since one statement is atomic.
            seconds: The limit, with the wait for a thread and for other writers.
            may_use_ballast: True for what ends or deletes a sound, which a full disk must not stop.

        Raises:
            DatabaseUnavailable: It did not answer within that time, or refused.
        """
        write = self._write_on_full_disk if may_use_ballast else self._write
        loop = asyncio.get_running_loop()
        return await in_thread(
            self._writers, partial(write, work, statement_count != 1, loop), seconds
        )

    async def check(self) -> None:
        """Raise the error that the database has, if any."""
        look = text(_ANY_SOUND)
        await self.read(lambda session: session.execute(look).first(), seconds=_CHECK_SECONDS)

    async def check_writable(self) -> None:
        """Raise the error of a write, if any: read-only, full, locked, in recovery."""
        write = text(_WRITE_NOTHING)
        await self.write(
            lambda session: session.execute(write), statement_count=1, seconds=_CHECK_SECONDS
        )

    async def close(self) -> None:
        """Wait for running transactions, each until its deadline, and close every connection."""
        for threads in (self._readers, self._writers):
            await asyncio.to_thread(threads.shutdown, cancel_futures=True)
        self._engine.dispose()

    def _read(self, work: Callable[[Session], T]) -> T:
        with self._reading_session() as session:
            return work(session)

    def _write(
        self, work: Callable[[Session], T], is_immediate: bool, loop: asyncio.AbstractEventLoop
    ) -> T:
        with self._session.begin() as session:
            if is_immediate:
                session.connection(execution_options={"immediate": True})
            result = work(session)
        if self._ballast is not None:
            self._ballast.renew()
        # From this thread, since the task that waits for it may be cancelled.
        for call in session.info.get(_AFTER_COMMIT, ()):
            loop.call_soon_threadsafe(call)
        return result

    def _write_on_full_disk(
        self, work: Callable[[Session], T], is_immediate: bool, loop: asyncio.AbstractEventLoop
    ) -> T:
        try:
            return self._write(work, is_immediate, loop)
        except OperationalError as error:
            if not (sqlite.is_full(error) and self._ballast and self._ballast.release()):
                raise
        return self._write(work, is_immediate, loop)


def after_commit(session: Session, call: Callable[[], object]) -> None:
    """Have the event loop call back once the transaction of `Database.write` is committed.

    Calls come in their order, and before `write` returns. After a rollback none is made.
    """
    session.info.setdefault(_AFTER_COMMIT, []).append(call)


def reason_of(error: OperationalError) -> str:
    """Return the driver's message in one line, without the statement and its values."""
    return str(error.orig).partition("\n")[0]


def _engine(url: URL, **pool: Any) -> Engine:
    if url.get_backend_name() == "sqlite":
        return create_engine(url, **pool)
    # The driver is installed only where PostgreSQL is used.
    from backend.db.postgresql import CONNECT_ARGUMENTS

    return create_engine(url, connect_args=CONNECT_ARGUMENTS, **pool)


def _bound_postgresql(engine: Engine) -> None:
    from backend.db import postgresql

    event.listen(engine, "do_connect", postgresql.connect)
    event.listen(engine, "connect", postgresql.set_limits)


def check_reachable(url: URL) -> None:
    """Connect once. Blocks for some seconds at most.

    Raises:
        OperationalError: The database does not answer, or refuses the user.
    """
    engine = _engine(url)
    try:
        with engine.connect():
            pass
    finally:
        engine.dispose()


def migrate(url: URL, revision: str = "head") -> None:
    """Migrate the tables to `revision`. Blocks while another process migrates.

    Args:
        url: The database's URL.
        revision: An Alembic revision, up or down. `base` drops every table.
    """
    engine = _engine(url)
    is_sqlite = url.get_backend_name() == "sqlite"
    if is_sqlite:
        event.listen(engine, "connect", sqlite.set_up)
        event.listen(engine, "connect", sqlite.suspend_foreign_keys)
        event.listen(engine, "begin", sqlite.begin)
    try:
        with engine.execution_options(immediate=True).begin() as connection:
            if connection.dialect.name == "postgresql":
                connection.execute(text(f"SELECT pg_advisory_xact_lock({_MIGRATION_LOCK_KEY})"))
            config = Config()
            config.set_main_option("script_location", str(MIGRATIONS_DIR).replace("%", "%%"))
            config.attributes["connection"] = connection
            step = command.upgrade if _is_ahead(config, connection, revision) else command.downgrade
            step(config, revision)
            if is_sqlite and connection.exec_driver_sql("PRAGMA foreign_key_check").first():
                raise RuntimeError("a migration left rows that refer to missing rows")
    finally:
        engine.dispose()


def _is_ahead(config: Config, connection: Connection, revision: str) -> bool:
    """Return True if that revision comes after the database's own."""
    scripts = ScriptDirectory.from_config(config)
    current = MigrationContext.configure(connection).get_current_revision()
    later = {script.revision for script in scripts.iterate_revisions("head", current or "base")}
    return revision == "head" or revision in later
