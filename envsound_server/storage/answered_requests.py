"""The answered requests: the sound that each request_id was answered with.

A record is written just before its file gets its final name, and counts only while that file is
there. So whichever of the two a crash interrupts, the next request with that id either gets the
finished sound or has it made: never two files, never a sound that does not exist.

A discarded request leaves its id, so that a late call or another sidecar keeps no file for it.
"""

import json
import logging
import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from threading import Lock
from typing import Any

from envsound_server.audio.formats import AudioFormat
from envsound_server.domain.engine import CommercialUse, License
from envsound_server.domain.events import FinishedSound
from envsound_server.errors import StorageFailed, StorageFull

FILE_NAME = ".requests.sqlite3"
KEEP_DAYS = 30
_BUSY_TIMEOUT_SECONDS = 5.0

_log = logging.getLogger(__name__)

_SCHEMA = """
CREATE TABLE IF NOT EXISTS answered_requests (
    request_id  TEXT PRIMARY KEY,
    fingerprint TEXT NOT NULL,
    sound       TEXT NOT NULL,
    create_time REAL NOT NULL
) WITHOUT ROWID
"""
_SCHEMA_OF_DISCARDS = """
CREATE TABLE IF NOT EXISTS discarded_requests (
    request_id  TEXT PRIMARY KEY,
    create_time REAL NOT NULL
) WITHOUT ROWID
"""


class AnsweredRequestsFile:
    """The answered requests of a folder, in SQLite.

    Calls block. Several threads, and several sidecars on one folder, may use it at once.
    """

    def __init__(self, sounds_folder: Path) -> None:
        self._path = sounds_folder / FILE_NAME
        self._lock = Lock()
        self._kept: sqlite3.Connection | None = None

    def prepare(self) -> None:
        """Create the file and delete answers and discards older than `KEEP_DAYS`."""
        oldest = time.time() - KEEP_DAYS * 86_400
        with self._connection() as connection:
            connection.execute("DELETE FROM answered_requests WHERE create_time < ?", (oldest,))
            connection.execute("DELETE FROM discarded_requests WHERE create_time < ?", (oldest,))

    def close(self) -> None:
        """Close the file. The next use opens it again."""
        with self._lock:
            self._drop()

    def find(self, request_id: str) -> tuple[str, FinishedSound] | None:
        """Return the fingerprint and the sound of an answered request, or None."""
        with self._connection() as connection:
            row = connection.execute(
                "SELECT fingerprint, sound FROM answered_requests WHERE request_id = ?",
                (request_id,),
            ).fetchone()
        return None if row is None else (row[0], sound_from_json(row[1]))

    def record(self, request_id: str, fingerprint: str, sound: FinishedSound) -> None:
        """Write an answer, in place of an earlier one."""
        with self._connection() as connection:
            connection.execute(
                "INSERT OR REPLACE INTO answered_requests"
                " (request_id, fingerprint, sound, create_time) VALUES (?, ?, ?, ?)",
                (request_id, fingerprint, sound_to_json(sound), time.time()),
            )

    def discard(self, request_id: str) -> None:
        """Write that the result of a request is not wanted, now or later."""
        with self._connection() as connection:
            connection.execute(
                "INSERT OR IGNORE INTO discarded_requests (request_id, create_time) VALUES (?, ?)",
                (request_id, time.time()),
            )

    def is_discarded(self, request_id: str) -> bool:
        """Return True if the result of a request is not wanted."""
        with self._connection() as connection:
            row = connection.execute(
                "SELECT 1 FROM discarded_requests WHERE request_id = ?", (request_id,)
            ).fetchone()
        return row is not None

    @contextmanager
    def _connection(self) -> Iterator[sqlite3.Connection]:
        """Open a transaction on the one connection, which stays open as opening is costly."""
        with self._lock:
            try:
                with self._opened() as connection:
                    yield connection
            except sqlite3.Error as error:
                self._drop()
                _log.error("answered requests: %s", error)
                if getattr(error, "sqlite_errorcode", None) == sqlite3.SQLITE_FULL:
                    raise StorageFull from error
                raise StorageFailed("its answered requests cannot be read or written") from error

    def _opened(self) -> sqlite3.Connection:
        if self._kept is not None and not self._path.exists():
            self._drop()  # somebody has emptied the folder under a running server
        if self._kept is None:
            self._kept = sqlite3.connect(
                self._path, timeout=_BUSY_TIMEOUT_SECONDS, check_same_thread=False
            )
            self._kept.execute("PRAGMA journal_mode = WAL")
            self._kept.execute("PRAGMA synchronous = FULL")
            self._kept.execute(_SCHEMA)
            self._kept.execute(_SCHEMA_OF_DISCARDS)
        return self._kept

    def _drop(self) -> None:
        if self._kept is not None:
            self._kept.close()
            self._kept = None


def sound_to_json(sound: FinishedSound) -> str:
    """Return the JSON that is kept of a sound."""
    fields = asdict(sound)
    fields["audio_format"] = sound.audio_format.name
    if sound.license is not None:
        fields["license"]["commercial_use"] = sound.license.commercial_use.value
    fields["create_time"] = sound.create_time.isoformat()
    return json.dumps(fields, ensure_ascii=False)


def sound_from_json(text: str) -> FinishedSound:
    """Return the sound of kept JSON."""
    fields: dict[str, Any] = json.loads(text)
    fields["audio_format"] = AudioFormat[fields["audio_format"]]
    fields["create_time"] = datetime.fromisoformat(fields["create_time"])
    fields["notes"] = tuple(fields["notes"])
    if fields.get("license") is not None:
        fields["license"] = _license(**fields["license"])
    return FinishedSound(**fields)


def _license(*, commercial_use: str, **fields: Any) -> License:
    return License(commercial_use=CommercialUse(commercial_use), **fields)
