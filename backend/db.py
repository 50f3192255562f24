"""The database: connections, transactions, its clock, and bringing its tables up to date.

SQLite: WAL and short transactions, each write begun with BEGIN IMMEDIATE so that it never has to
upgrade a read lock (which fails at once, whatever the busy timeout).
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from sqlalchemy import URL, Connection, Double, create_engine, event, text
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker, create_async_engine
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.pool import ConnectionPoolEntry
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement

MIGRATIONS_DIR = Path(__file__).parent / "migrations"

_BUSY_TIMEOUT_SECONDS = 10.0
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
    """Short transactions on one database.

    Args:
        url: With an asynchronous driver's name.
    """

    def __init__(self, url: URL) -> None:
        self._engine = create_async_engine(url, pool_timeout=_BUSY_TIMEOUT_SECONDS)
        self._session = async_sessionmaker(self._engine, expire_on_commit=False)
        # Writers of one process queue here fairly instead of sleeping in SQLite's busy handler.
        self._write_lock: asyncio.Lock | None = None
        if url.get_backend_name() == "sqlite":
            self._write_lock = asyncio.Lock()
            event.listen(self._engine.sync_engine, "connect", _set_up_sqlite)
            event.listen(self._engine.sync_engine, "begin", _begin_sqlite)

    @asynccontextmanager
    async def read(self) -> AsyncIterator[AsyncSession]:
        """A transaction that changes nothing."""
        async with self._session() as session:
            yield session

    @asynccontextmanager
    async def write(self, *, statement_count: int | None = None) -> AsyncIterator[AsyncSession]:
        """A transaction that commits at its end, or rolls back at an exception.

        Args:
            statement_count: 1 spares SQLite the BEGIN, since one statement is atomic by itself.
        """
        if self._write_lock is None:
            async with self._session.begin() as session:
                yield session
            return
        async with self._write_lock, self._session() as session:
            if statement_count != 1:
                await session.connection(execution_options={"immediate": True})
            yield session
            await session.commit()

    async def check(self) -> None:
        """Raises whatever is wrong with the database."""
        async with self.read() as session:
            await session.execute(text("SELECT 1 FROM environment_sounds LIMIT 1"))

    async def close(self) -> None:
        """Closes every connection."""
        await self._engine.dispose()


def migrate(url: URL, revision: str = "head") -> None:
    """Brings the tables to `revision`; blocks, and waits for another process that does the same.

    Args:
        url: Its driver may be the asynchronous one.
        revision: An Alembic revision; `base` takes every table away.
    """
    engine = create_engine(_synchronous(url))
    if url.get_backend_name() == "sqlite":
        event.listen(engine, "connect", _set_up_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
    try:
        with engine.execution_options(immediate=True).begin() as connection:
            if connection.dialect.name == "postgresql":
                connection.execute(text(f"SELECT pg_advisory_xact_lock({_MIGRATION_LOCK_KEY})"))
            config = Config()
            config.set_main_option("script_location", str(MIGRATIONS_DIR).replace("%", "%%"))
            config.attributes["connection"] = connection
            step = command.downgrade if revision == "base" else command.upgrade
            step(config, revision)
    finally:
        engine.dispose()


def _synchronous(url: URL) -> URL:
    if url.get_backend_name() == "sqlite":
        return url.set(drivername="sqlite")
    return url


def _set_up_sqlite(connection: DBAPIConnection, _record: ConnectionPoolEntry) -> None:
    # Without this the driver begins transactions by its own rules.
    connection.isolation_level = None
    cursor = connection.cursor()
    cursor.execute(f"PRAGMA busy_timeout = {_BUSY_TIMEOUT_SECONDS * 1000:.0f}")
    cursor.execute("PRAGMA journal_mode = WAL")
    cursor.execute("PRAGMA synchronous = FULL")
    cursor.execute("PRAGMA foreign_keys = ON")
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    # Otherwise one statement is all there is, and SQLite begins and ends by itself.
    if connection.get_execution_options().get("immediate", False):
        connection.exec_driver_sql("BEGIN IMMEDIATE")
