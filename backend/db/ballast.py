"""A file of no content beside an SQLite database, which holds room for it on a full disk.

It is given up when another program has filled the disk, so that sounds can still be deleted and
ended, and made again once there is room. CockroachDB keeps such a file for the same reason.
"""

import logging
import os
import shutil
import time
from contextlib import suppress
from pathlib import Path

_LARGEST_BYTES = 4 << 20
"""The journal's size at which SQLite begins to write it from its start again."""
_DISK_DIVISOR = 32
"""On a small disk it is this part of it."""
_RENEWAL_SECONDS = 10.0
_ROOM_FACTOR = 4
"""It is made again once so many times its size are free."""

_log = logging.getLogger(__name__)


class Ballast:
    """The ballast of one database. Several processes may share it. All methods block.

    Args:
        database_path: The database's file.
    """

    def __init__(self, database_path: Path) -> None:
        self._path = database_path.with_name(f".{database_path.name}.ballast")
        self._tried_at = float("-inf")

    def renew(self) -> None:
        """Make the file unless it is there, or the disk too full. Looks once in a while only."""
        now = time.monotonic()
        if now - self._tried_at < _RENEWAL_SECONDS:
            return
        self._tried_at = now
        with suppress(OSError):
            if not self._path.exists():
                self._make()

    def release(self) -> bool:
        """Delete the file. Return False if there was none."""
        self._tried_at = time.monotonic()
        try:
            self._path.unlink()
        except OSError:
            return False
        _log.warning("the database's disk is full: what was kept free for deletions is given up")
        return True

    def _make(self) -> None:
        disk = shutil.disk_usage(self._path.parent)
        size_bytes = min(_LARGEST_BYTES, disk.total // _DISK_DIVISOR)
        if disk.free < _ROOM_FACTOR * size_bytes:
            return
        partial = self._path.with_name(f"{self._path.name}.{os.getpid()}")
        try:
            with partial.open("wb") as stream:
                os.posix_fallocate(stream.fileno(), 0, size_bytes)
            partial.replace(self._path)
        finally:
            partial.unlink(missing_ok=True)
