"""The counting of downloads, behind the downloads themselves.

A download is a read, and waits for no writer: it is counted at once where the database takes it,
else a moment later. What waits is in memory, so a killed process loses it.
"""

import asyncio
import logging
from collections import deque
from datetime import datetime
from functools import partial
from typing import NamedTuple

from sqlalchemy.orm import Session

from backend.access.api_keys import Caller
from backend.db.database import Database, DatabaseUnavailable, reason_of
from backend.db.models.base import utc_now
from backend.sounds.feedback import count_download

_MAX_WAITING = 10_000
"""The most downloads that wait while the database takes none. Further ones are not counted."""
_BATCH_SIZE = 500
_RETRY_SECONDS = 1.0
_SOON_SECONDS = 0.25
"""The time that a download waits for its count, so that who downloads sees it counted."""

_log = logging.getLogger(__name__)


class _Download(NamedTuple):
    sound_id: int
    caller: Caller
    at: datetime
    counted: asyncio.Event


class Downloads:
    """The downloads that are still to be counted.

    Args:
        database: The database of the counts.
        max_waiting: The largest number that waits.
    """

    def __init__(self, database: Database, max_waiting: int = _MAX_WAITING) -> None:
        self._database = database
        self._max_waiting = max_waiting
        self._waiting: deque[_Download] = deque()
        self._news = asyncio.Event()
        self._stopping = asyncio.Event()
        self._is_behind = False
        self._dropped_count = 0

    async def count(self, sound_id: int, caller: Caller) -> None:
        """Have one more download counted. Returns soon, whatever the database does."""
        if len(self._waiting) >= self._max_waiting:
            self._drop()
            return
        download = _Download(sound_id, caller, utc_now(), asyncio.Event())
        self._waiting.append(download)
        self._news.set()
        if not self._is_behind:
            try:
                async with asyncio.timeout(_SOON_SECONDS):
                    await download.counted.wait()
            except TimeoutError:
                return

    async def run(self) -> None:
        """Count until `stop`, and then what is left, if the database takes it."""
        while not self._stopping.is_set():
            await self._news.wait()
            self._news.clear()
            await self._count_waiting()
        if self._waiting:
            _log.warning("%d downloads were not counted before the end", len(self._waiting))

    def stop(self) -> None:
        """End `run`."""
        self._stopping.set()
        self._news.set()

    async def _count_waiting(self) -> None:
        while self._waiting:
            batch = [self._waiting[i] for i in range(min(len(self._waiting), _BATCH_SIZE))]
            try:
                await self._database.write(partial(_count, batch=batch))
            except DatabaseUnavailable as error:
                self._note_failure(error)
                if self._stopping.is_set():
                    return
                await asyncio.sleep(_RETRY_SECONDS)
                continue
            except Exception:  # a mistake with these must not end the counting of the rest
                _log.exception("%d downloads could not be counted", len(batch))
            self._forget(batch)

    def _note_failure(self, error: DatabaseUnavailable) -> None:
        if not self._is_behind:
            _log.warning("downloads are counted later: %s", reason_of(error))
        self._is_behind = True

    def _forget(self, batch: list[_Download]) -> None:
        for download in batch:
            self._waiting.popleft()
            download.counted.set()
        self._is_behind = False
        if self._dropped_count:
            _log.warning("%d downloads were not counted, too many waited", self._dropped_count)
            self._dropped_count = 0

    def _drop(self) -> None:
        if self._dropped_count == 0:
            _log.warning("%d downloads wait to be counted; further ones are not", self._max_waiting)
        self._dropped_count += 1


def _count(session: Session, batch: list[_Download]) -> None:
    for download in batch:
        count_download(session, download.sound_id, download.caller, download.at)
