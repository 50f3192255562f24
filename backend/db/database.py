"""The database: connections, transactions, its clock, and bringing its tables up to date.

A transaction is a function of a session that runs whole in a thread. That leaves the event loop
alone, and costs one change of threads instead of one for every call of the driver.

SQLite: WAL and short transactions, each write begun with BEGIN IMMEDIATE so that it never has to
upgrade a read lock (which fails at once, whatever the busy timeout).
"""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from functools import partial
from pathlib import Path
from typing import Any, TypeAlias, TypeVar

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import URL, Connection, Double, Engine, create_engine, event, text
from sqlalchemy.engine.interfaces import DBAPIConnection, Dialect
from sqlalchemy.exc import OperationalError, SQLAlchemyError
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.orm import Session, sessionmaker
from sqlalchemy.pool import ConnectionPoolEntry
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement
from tenacity import retry, retry_if_exception_type, stop_after_delay, wait_fixed

MIGRATIONS_DIR = Path(__file__).parent / "migrations"

T = TypeVar("T")

DatabaseError: TypeAlias = SQLAlchemyError
"""Whatever goes wrong in a transaction, for those who may not import SQLAlchemy."""
DatabaseUnavailable: TypeAlias = OperationalError
"""The database does not answer, or refuses; the only one of these that a retry may mend."""

_BUSY_TIMEOUT_SECONDS = 10.0
_CONNECT_TIMEOUT_SECONDS = 5
"""Of one try."""
_RESTART_SECONDS = 3.0
"""PostgreSQL restarts in this time, and requests that came meanwhile are answered."""
_RETRY_SECONDS = 0.1
_READER_THREAD_COUNT = 4
_WRITER_THREAD_COUNT = 4
"""Of PostgreSQL; SQLite lets one write at a time."""
_POSTGRESQL_ARGUMENTS = {
    # A prepared plan does not know what is looked for, nor which index would find it.
    "prepare_threshold": None,
    "connect_timeout": _CONNECT_TIMEOUT_SECONDS,
}
_ANY_SOUND = "SELECT 1 FROM environment_sounds LIMIT 1"
_MIGRATION_LOCK_KEY = 7_930_000
"""Any number that no other user of the same PostgreSQL database locks."""


class database_now(FunctionElement[float]):  # noqa: N801 - reads as the SQL function it is
    """The database's clock, seconds since 1970; the same for every process that shares it."""

    type = Double()
    inherit_cache = True


@compiles(database_now, "sqlite")
def _sqlite_now(_element: database_now, _compiler: SQLCompiler, **_: Any) -> str:
    # unixepoch('subsec') is shorter and came with SQLite 3.42 only; before, it is NULL.
    return "((julianday('now') - 2440587.5) * 86400.0)"


@compiles(database_now, "postgresql")
def _postgresql_now(_element: database_now, _compiler: SQLCompiler, **_: Any) -> str:
    return "extract(epoch from clock_timestamp())"


class Database:
    """Short transactions on one database, each in a thread.

    Args:
        url: With a synchronous driver's name.
    """

    def __init__(self, url: URL) -> None:
        is_sqlite = url.get_backend_name() == "sqlite"
        writer_count = 1 if is_sqlite else _WRITER_THREAD_COUNT
        self._engine = _engine(
            url,
            pool_size=_READER_THREAD_COUNT + writer_count,
            pool_timeout=_BUSY_TIMEOUT_SECONDS,
            # A connection that the server has closed meanwhile is noticed and replaced.
            pool_pre_ping=not is_sqlite,
        )
        self._session = sessionmaker(self._engine, expire_on_commit=False)
        # At READ COMMITTED each statement sees what is committed by then, in a transaction or out
        # of one; out of one PostgreSQL is spared the BEGIN and the ROLLBACK around it.
        reading = (
            self._engine
            if is_sqlite
            else self._engine.execution_options(isolation_level="AUTOCOMMIT")
        )
        self._reading_session = sessionmaker(reading, expire_on_commit=False)
        self._readers = ThreadPoolExecutor(_READER_THREAD_COUNT, "database-reader")
        # Writers of one process queue here fairly instead of sleeping in SQLite's busy handler.
        self._writers = ThreadPoolExecutor(writer_count, "database-writer")
        if is_sqlite:
            event.listen(self._engine, "connect", _set_up_sqlite)
            event.listen(self._engine, "begin", _begin_sqlite)
        else:
            event.listen(self._engine, "do_connect", _connect_patiently)

    async def read(self, work: Callable[[Session], T]) -> T:
        """Returns what `work` reads; it changes nothing."""
        return await _in_thread(self._readers, partial(self._read, work))

    async def write(self, work: Callable[[Session], T], *, statement_count: int | None = None) -> T:
        """Returns what `work` returns in one transaction, committed unless it raises.

        Args:
            work: Gets the session.
            statement_count: 1 spares SQLite the BEGIN, since one statement is atomic by itself.
        """
        return await _in_thread(self._writers, partial(self._write, work, statement_count != 1))

    async def check(self) -> None:
        """Raises whatever is wrong with the database."""
        await self.read(lambda session: session.execute(text(_ANY_SOUND)).first())

    async def close(self) -> None:
        """Waits for what is under way, and closes every connection."""
        for threads in (self._readers, self._writers):
            await asyncio.to_thread(threads.shutdown)
        self._engine.dispose()

    def _read(self, work: Callable[[Session], T]) -> T:
        with self._reading_session() as session:
            return work(session)

    def _write(self, work: Callable[[Session], T], is_immediate: bool) -> T:
        with self._session.begin() as session:
            if is_immediate:
                session.connection(execution_options={"immediate": True})
            return work(session)


async def _in_thread(threads: ThreadPoolExecutor, work: Callable[[], T]) -> T:
    return await asyncio.get_running_loop().run_in_executor(
        threads, partial(copy_context().run, work)
    )


def reason_of(error: OperationalError) -> str:
    """The driver's own words in a line, without the statement and what was asked for."""
    return str(error.orig).partition("\n")[0]


def _engine(url: URL, **pool: Any) -> Engine:
    is_sqlite = url.get_backend_name() == "sqlite"
    return create_engine(url, connect_args={} if is_sqlite else _POSTGRESQL_ARGUMENTS, **pool)


def check_reachable(url: URL) -> None:
    """Connects once; blocks for some seconds at most.

    Raises:
        OperationalError: The database does not answer, or does not let us in.
    """
    engine = _engine(url)
    try:
        with engine.connect():
            pass
    finally:
        engine.dispose()


def migrate(url: URL, revision: str = "head") -> None:
    """Brings the tables to `revision`; blocks, and waits for another process that does the same.

    Args:
        url: The database's.
        revision: An Alembic revision, up or down; `base` takes every table away.
    """
    engine = _engine(url)
    is_sqlite = url.get_backend_name() == "sqlite"
    if is_sqlite:
        event.listen(engine, "connect", _set_up_sqlite)
        event.listen(engine, "connect", _suspend_foreign_keys)
        event.listen(engine, "begin", _begin_sqlite)
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
                raise RuntimeError("a migration left rows that refer to what is not there")
    finally:
        engine.dispose()


def _is_ahead(config: Config, connection: Connection, revision: str) -> bool:
    """Whether that revision comes after the database's own."""
    scripts = ScriptDirectory.from_config(config)
    current = MigrationContext.configure(connection).get_current_revision()
    later = {script.revision for script in scripts.iterate_revisions("head", current or "base")}
    return revision == "head" or revision in later


def _connect_patiently(
    dialect: Dialect, _record: ConnectionPoolEntry, words: list[Any], arguments: dict[str, Any]
) -> DBAPIConnection:
    # A server that restarts, or a name that is lost for a moment, comes back.
    connect = retry(
        retry=retry_if_exception_type(dialect.loaded_dbapi.OperationalError),
        stop=stop_after_delay(_RESTART_SECONDS),
        wait=wait_fixed(_RETRY_SECONDS),
        reraise=True,
    )(dialect.connect)
    return connect(*words, **arguments)


def _set_up_sqlite(connection: DBAPIConnection, _record: ConnectionPoolEntry) -> None:
    # Without this the driver begins transactions by its own rules.
    connection.isolation_level = None
    cursor = connection.cursor()
    cursor.execute(f"PRAGMA busy_timeout = {_BUSY_TIMEOUT_SECONDS * 1000:.0f}")
    cursor.execute("PRAGMA journal_mode = WAL")
    cursor.execute("PRAGMA synchronous = FULL")
    cursor.execute("PRAGMA foreign_keys = ON")
    cursor.close()


def _suspend_foreign_keys(connection: DBAPIConnection, _record: ConnectionPoolEntry) -> None:
    # SQLite changes a table by making it anew; dropping the old one would drop what refers to it.
    cursor = connection.cursor()
    cursor.execute("PRAGMA foreign_keys = OFF")
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    # Otherwise one statement is all there is, and SQLite begins and ends by itself.
    if connection.get_execution_options().get("immediate", False):
        connection.exec_driver_sql("BEGIN IMMEDIATE")
