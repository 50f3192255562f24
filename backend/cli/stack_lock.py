"""The lock of a data folder, which supervisord holds from its start to its end.

The kernel releases it with the process, so that a killed stack leaves no lock behind.
"""

import fcntl
import json
import os
import socket
import time
from dataclasses import asdict, dataclass
from pathlib import Path

_TRY_SECONDS = 1.0
_PAUSE_SECONDS = 0.05


@dataclass(frozen=True, slots=True)
class Holder:
    """The stack that runs on a data folder.

    Attributes:
        pid: The process id of supervisord. 0: not known yet.
        url: The address of its backend.
        sidecar: The address of its sidecar, in gRPC's notation.
        stop_seconds: How long each of its processes may take to stop, s.
        host_name: The machine or container that it runs on.
    """

    pid: int = 0
    url: str = ""
    sidecar: str = ""
    stop_seconds: int = 0
    host_name: str = ""

    def is_like(self, other: "Holder") -> bool:
        """Return True for a stack of the same addresses, or one that is not known yet."""
        return not self.pid or (self.url, self.sidecar) == (other.url, other.sidecar)

    def __str__(self) -> str:
        """Return how messages name it."""
        where = "" if self.host_name == socket.gethostname() else f" on {self.host_name}"
        return f"pid {self.pid}{where}, {self.url}" if self.pid else "it is just starting"


class StackLock:
    """The lock file of a run folder, with the stack that holds it written in it."""

    def __init__(self, run_dir: Path) -> None:
        self._path = run_dir / "stack.lock"

    def holder(self) -> Holder | None:
        """Return the stack that holds the lock, or None.

        Raises:
            OSError: The file cannot be read.
        """
        try:
            descriptor = os.open(self._path, os.O_RDONLY)
        except FileNotFoundError:
            return None
        try:
            # Shared, so that two that look do not take each other for a stack.
            fcntl.flock(descriptor, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError:
            return _read(descriptor)
        finally:
            os.close(descriptor)
        return None

    def take(self) -> int | None:
        """Return a descriptor that holds the lock, or None if another stack holds it.

        Every process that inherits the descriptor holds the lock too.

        Raises:
            OSError: The file cannot be written.
        """
        descriptor = os.open(self._path, os.O_RDWR | os.O_CREAT, 0o600)
        deadline = time.monotonic() + _TRY_SECONDS
        while True:
            try:
                fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                # Someone who only looks holds it for a moment.
                if time.monotonic() > deadline:
                    os.close(descriptor)
                    return None
                time.sleep(_PAUSE_SECONDS)
            else:
                os.ftruncate(descriptor, 0)
                return descriptor


def write_holder(descriptor: int, holder: Holder) -> None:
    """Write who holds the lock into its file."""
    os.pwrite(descriptor, json.dumps(asdict(holder)).encode(), 0)


def _read(descriptor: int) -> Holder:
    try:
        return Holder(**json.loads(os.read(descriptor, 10_000)))
    except (ValueError, TypeError):
        return Holder()
