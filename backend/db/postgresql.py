"""PostgreSQL's connections: none waits without a limit.

The network's own limits (keepalives, `tcp_user_timeout`) notice a host that is gone. They miss one
whose kernel answers for a process that does not, and a proxy that has lost its other side. So each
wait for the server ends at the deadline of its transaction too, and closes the connection.
"""

import time
from collections.abc import Generator
from typing import Any, TypeVar

import psycopg
from psycopg.abc import PQGen
from sqlalchemy.engine.interfaces import DBAPIConnection, Dialect
from sqlalchemy.pool import ConnectionPoolEntry
from tenacity import retry, retry_if_exception_type, stop_after_delay, wait_fixed

from backend.db.deadlines import remaining_seconds

T = TypeVar("T")

# A prepared plan is made before the values are known, so it may miss the index that suits them.
CONNECT_ARGUMENTS: dict[str, Any] = {"prepare_threshold": None}

_RESTART_SECONDS = 3.0
"""The time in which PostgreSQL restarts. Requests wait for it that long."""
_RETRY_SECONDS = 0.1
_SERVER_LIMITS_SECONDS = {
    "statement_timeout": 8.0,
    "lock_timeout": 5.0,
    # Frees the locks of a backend that is gone without a word.
    "idle_in_transaction_session_timeout": 15.0,
}
"""The server's own limits, which end what the server can end, and keep the connection."""


class BoundedConnection(psycopg.Connection[Any]):
    """A connection whose waits for the server end at the deadline of the transaction."""

    def wait(self, gen: PQGen[T], *args: Any, **options: Any) -> T:
        """Wait for the server.

        Raises:
            OperationalError: The deadline is over. The connection is closed.
        """
        left_seconds = remaining_seconds()
        if left_seconds is None:
            return super().wait(gen, *args, **options)
        ends_at = time.monotonic() + left_seconds
        return super().wait(self._until(gen, ends_at), *args, **options)

    def _until(self, gen: PQGen[T], ends_at: float) -> Generator[Any, Any, T]:
        # The driver resumes this whenever the socket is ready, and ten times a second if it is not.
        try:
            state = next(gen)
            while True:
                ready = yield state
                if not ready and time.monotonic() >= ends_at:
                    # What the server would still send belongs to nobody.
                    self.close()
                    raise psycopg.OperationalError("the server did not answer in time")
                state = gen.send(ready)
        except StopIteration as end:
            result: T = end.value
            return result


def connect(
    dialect: Dialect, _record: ConnectionPoolEntry, words: list[Any], arguments: dict[str, Any]
) -> BoundedConnection:
    """Connect, also to a server that restarts, or through a short failure of name resolution."""
    patiently = retry(
        retry=retry_if_exception_type(dialect.loaded_dbapi.OperationalError),
        stop=stop_after_delay(_RESTART_SECONDS),
        wait=wait_fixed(_RETRY_SECONDS),
        reraise=True,
    )(BoundedConnection.connect)
    return patiently(*words, **arguments)


def set_limits(connection: DBAPIConnection, _record: ConnectionPoolEntry) -> None:
    """Set the server's limits of a new connection, except those that its URL sets."""
    driver: Any = connection
    own = driver.info.get_parameters().get("options", "")
    limits = {name: s for name, s in _SERVER_LIMITS_SECONDS.items() if name not in own}
    for name, seconds in limits.items():
        milliseconds = f"{seconds * 1000:.0f}"
        driver.execute("SELECT set_config(%s, %s, false)", (name, milliseconds))
    driver.commit()
