"""The announcements of changed rows between backends through PostgreSQL.

Notifications are delivered at the commit of the transaction that sends them, so whoever is woken
finds the row as announced. A lost one costs a poll's time and nothing else.
"""

import logging
import secrets
from collections.abc import Callable

from sqlalchemy import URL, func, select
from sqlalchemy.orm import Session

_CHANNEL = "envsound_sounds"

_log = logging.getLogger(__name__)


class Notifications:
    """LISTEN and NOTIFY of one backend.

    Args:
        url: The PostgreSQL database's.
    """

    def __init__(self, url: URL) -> None:
        plain = url.set(drivername="postgresql")
        self._conninfo = plain.render_as_string(hide_password=False)
        self._sender = secrets.token_hex(8)

    def send(self, session: Session, sound_id: int) -> None:
        """Announce a sound to the other backends, once the transaction is committed."""
        session.execute(select(func.pg_notify(_CHANNEL, f"{self._sender}:{sound_id}")))

    async def receive(self, on_change: Callable[[int], None]) -> None:
        """Report each sound that another backend announces, until the connection ends.

        Args:
            on_change: Receives the sound's id.
        """
        # The driver is installed only where PostgreSQL is used.
        from psycopg import AsyncConnection, OperationalError

        try:
            async with await AsyncConnection.connect(self._conninfo, autocommit=True) as connection:
                await connection.execute(f"LISTEN {_CHANNEL}")
                async for notification in connection.notifies():
                    sender, _, sound_id = notification.payload.partition(":")
                    if sender != self._sender and sound_id.isdecimal():
                        on_change(int(sound_id))
        except OperationalError:
            # The driver's message may hold the address; the look-out polls meanwhile.
            _log.warning("the connection that listens to the other backends broke")
