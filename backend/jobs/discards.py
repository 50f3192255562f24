"""The results of requests that ended without one: the sidecar may have made a file all the same.

The sidecar publishes a file before the backend learns of it, so a sound that is cancelled, deleted
or given up at that moment leaves one. Whatever ends a job without its result therefore notes the
request in the same transaction, and the sidecar is asked to discard it until it answers. A crash of
either process in between costs one more call.
"""

import asyncio
import logging
from collections.abc import Sequence

from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session

from backend.db.database import Database
from backend.db.models import DiscardedRequest, EnvironmentSound
from backend.errors import BackendError, SidecarTooOld, SidecarUnavailable
from backend.sidecar import SidecarClient
from backend.sidecar.circuit_breaker import CircuitBreaker

_BATCH_SIZE = 100
_RETRY_SECONDS = 2.0

_log = logging.getLogger(__name__)


def discard_result(session: Session, row: EnvironmentSound) -> None:
    """Note that no file of a row's request is wanted, in the transaction that ends its making."""
    asked = row.request or {}
    values = {"request_id": row.request_id, "prompt": asked.get("prompt", row.prompt)}
    session.execute(insert(DiscardedRequest), values)


class Discards:
    """The discarding of what is noted. Several processes may discard the same.

    Args:
        database: The database of the notes.
        client: The sidecar.
        circuit_breaker: Shut while the sidecar is away.
    """

    def __init__(
        self, database: Database, client: SidecarClient, circuit_breaker: CircuitBreaker
    ) -> None:
        self._database = database
        self._client = client
        self._circuit_breaker = circuit_breaker
        self._news = asyncio.Event()

    def wake(self) -> None:
        """Have new notes looked for."""
        self._news.set()

    async def run(self) -> None:
        """Discard whatever is noted, until cancelled."""
        while True:
            await self._news.wait()
            self._news.clear()
            await self._circuit_breaker.passed()
            if not await self._discard_all():
                self.wake()
                await asyncio.sleep(_RETRY_SECONDS)

    async def _discard_all(self) -> bool:
        """Return True if nothing that was noted is left."""
        last_id = 0
        is_done = True
        while notes := await self._notes_after(last_id):
            for note in notes:
                try:
                    await self._discard(note)
                except SidecarUnavailable:
                    self._circuit_breaker.shut()
                    return False
                except BackendError as error:
                    _log.warning("a discarded sound may still have a file: %s", error.message)
                    is_done = False
            last_id = notes[-1].id
        return is_done

    async def _discard(self, note: DiscardedRequest) -> None:
        try:
            await self._client.discard(note.request_id)
        except SidecarTooOld as error:
            _log.warning("a discarded sound may keep its file: %s", error.message)
        statement = delete(DiscardedRequest).where(DiscardedRequest.id == note.id)
        await self._database.write(
            lambda session: session.execute(
                statement, execution_options={"synchronize_session": False}
            ),
            statement_count=1,
        )

    async def _notes_after(self, last_id: int) -> Sequence[DiscardedRequest]:
        wanted = select(DiscardedRequest).where(DiscardedRequest.id > last_id)
        batch = wanted.order_by(DiscardedRequest.id).limit(_BATCH_SIZE)
        return await self._database.read(lambda session: session.scalars(batch).all())
