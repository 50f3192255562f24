"""The database and its transactions.

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
from typing import TypeAlias, TypeVar

from sqlalchemy import URL, text
from sqlalchemy.exc import OperationalError, SQLAlchemyError
from sqlalchemy.orm import Session, sessionmaker

from backend.db import sqlite
from backend.db.ballast import Ballast
from backend.db.engine import open_engine
from backend.db.threads import in_thread

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


class Database:
    """Short transactions on one database, each in a thread.

    Args:
        url: The database's URL with the name of a synchronous driver.
    """

    def __init__(self, url: URL) -> None:
        is_sqlite = url.get_backend_name() == "sqlite"
        writer_count = 1 if is_sqlite else _WRITER_THREAD_COUNT
        self._engine = open_engine(
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
