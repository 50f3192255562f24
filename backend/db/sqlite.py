"""SQLite's connections: write-ahead log, short transactions, and waits with a limit."""

import sqlite3

from sqlalchemy import Connection
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import ConnectionPoolEntry

from backend.db.deadlines import remaining_seconds

_BUSY_SECONDS = 10.0
"""The longest wait for another writer, where no deadline is set."""


def set_up(connection: DBAPIConnection, _record: ConnectionPoolEntry) -> None:
    """Prepare a new connection."""
    # Otherwise the driver begins transactions by itself.
    connection.isolation_level = None
    cursor = connection.cursor()
    cursor.execute(f"PRAGMA busy_timeout = {_busy_milliseconds()}")
    cursor.execute("PRAGMA journal_mode = WAL")
    cursor.execute("PRAGMA synchronous = FULL")
    cursor.execute("PRAGMA foreign_keys = ON")
    cursor.close()


def suspend_foreign_keys(connection: DBAPIConnection, _record: ConnectionPoolEntry) -> None:
    """Let a migration recreate a table. Dropping the old one would cascade to its children."""
    cursor = connection.cursor()
    cursor.execute("PRAGMA foreign_keys = OFF")
    cursor.close()


def is_full(error: DBAPIError) -> bool:
    """Return True if the disk has no room for a write."""
    code = getattr(error.orig, "sqlite_errorcode", None)
    return code == sqlite3.SQLITE_FULL or (code is not None and code & 0xFF == sqlite3.SQLITE_IOERR)


def begin(connection: Connection) -> None:
    """Begin a transaction, which waits for other writers until its deadline."""
    connection.exec_driver_sql(f"PRAGMA busy_timeout = {_busy_milliseconds()}")
    # A single statement is its own transaction in SQLite.
    if connection.get_execution_options().get("immediate", False):
        connection.exec_driver_sql("BEGIN IMMEDIATE")


def _busy_milliseconds() -> int:
    left_seconds = remaining_seconds()
    return round((_BUSY_SECONDS if left_seconds is None else left_seconds) * 1000)
