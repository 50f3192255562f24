"""The connections to a database, by its kind."""

from typing import Any

from sqlalchemy import URL, Engine, create_engine, event

from backend.db import sqlite


def open_engine(url: URL, *, has_limits: bool = True, **pool: Any) -> Engine:
    """Return the connections to a database. None is made yet.

    Args:
        url: The database's URL with the name of a synchronous driver.
        has_limits: False for work that may take its time, in PostgreSQL too.
        **pool: The settings of the pool.
    """
    if url.get_backend_name() == "sqlite":
        engine = create_engine(url, **pool)
        event.listen(engine, "connect", sqlite.set_up)
        event.listen(engine, "begin", sqlite.begin)
        return engine
    # The driver is installed only where PostgreSQL is used.
    from backend.db import postgresql

    engine = create_engine(url, connect_args=postgresql.CONNECT_ARGUMENTS, **pool)
    if has_limits:
        event.listen(engine, "do_connect", postgresql.connect)
        event.listen(engine, "connect", postgresql.set_limits)
    return engine


def check_reachable(url: URL) -> None:
    """Connect once. Blocks for some seconds at most.

    Raises:
        OperationalError: The database does not answer, or refuses the user.
    """
    engine = open_engine(url)
    try:
        with engine.connect():
            pass
    finally:
        engine.dispose()
