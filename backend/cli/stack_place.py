"""The place of a stack: its folders, its addresses, and what is found there."""

import hashlib
import math
import os
import socket
import tempfile
from pathlib import Path
from typing import Any

import httpx

from backend.cli.calls import url_of
from backend.cli.process_logs import ProcessLogs
from backend.cli.processes import Running, processes_of
from backend.cli.stack_lock import Holder, StackLock
from backend.cli.supervision import Supervisor
from backend.settings import Settings

_FAILED_STATES = ("FATAL", "BACKOFF")
_PERMANENT_EXIT_CODES = (2, 78)
"""Those of `exitcodes` in supervisord.conf. After others supervisord starts a process again."""

PAUSE_SECONDS = 0.1

_DRAIN_SECONDS = "30"
_DRAIN_SECONDS_MAX = 3600
_MARGIN_OVER_DRAIN_SECONDS = 15
_MARGIN_OVER_STOPS_SECONDS = 10
_READY_CALL_SECONDS = 5.0
_UNIX_SOCKET_PATH_MAX = 100
"""Linux permits 107 bytes (unix(7)). supervisord adds a suffix while it starts."""


class StackError(Exception):
    """A failed operation of the stack. The message has the cause and the remedy."""


class StackPlace:
    """The folder and the addresses of the settings, where one stack can run."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.data_dir = settings.data_dir.absolute()
        self.run_dir = _run_dir(self.data_dir)
        self.url = url_of(settings)
        self.lock = StackLock(self.run_dir)
        self.supervisor = Supervisor(self.run_dir)
        self.logs = ProcessLogs(settings.log_dir)

    @property
    def stop_seconds(self) -> int:
        """The time that each process may take to stop, s.

        Raises:
            StackError: The setting cannot be used.
        """
        try:
            seconds = float(os.environ.get("ENVSOUND_DRAIN_SECONDS") or _DRAIN_SECONDS)
        except ValueError:
            seconds = math.nan
        if not 0 <= seconds <= _DRAIN_SECONDS_MAX:
            raise StackError(
                f"ENVSOUND_DRAIN_SECONDS is not usable: write seconds, 0 to {_DRAIN_SECONDS_MAX}"
            )
        return round(seconds) + _MARGIN_OVER_DRAIN_SECONDS

    def holder(self) -> Holder | None:
        """Return the stack that runs here, or None.

        Raises:
            StackError: The run folder cannot be read.
        """
        try:
            return self.lock.holder()
        except OSError as error:
            raise StackError(f"{self.run_dir} cannot be read: {error.strerror}") from error

    def as_holder(self, pid: int) -> Holder:
        """Return the stack of these settings, as the lock names it."""
        target = self.settings.target
        return Holder(pid, self.url, target, self.stop_seconds, socket.gethostname())

    def processes(self) -> list[Running]:
        """Return the running processes of the stack."""
        return processes_of(self.run_dir)

    def reason(self, process: dict[str, Any]) -> str:
        """Return why a process is down, from its log or else from supervisord's record of it."""
        written = self.logs.last_line(process["name"])
        return written or process["spawnerr"] or process["description"]


def is_failing(process: dict[str, Any]) -> bool:
    """Return True for supervisord's record of a process that does not come up by itself."""
    if process["statename"] == "EXITED":
        return process["exitstatus"] in _PERMANENT_EXIT_CODES
    return process["statename"] in _FAILED_STATES


def stop_limit_seconds(stop_seconds: int) -> int:
    """Return the time limit of a stop, s. The processes are stopped one after the other."""
    return 2 * stop_seconds + _MARGIN_OVER_STOPS_SECONDS


def listed(processes: list[Running]) -> str:
    """Return how messages name several processes."""
    return ", ".join(map(str, processes)) or "supervisord"


def ready(url: str) -> httpx.Response:
    """Return the backend's report on itself.

    Raises:
        httpx.HTTPError: It does not answer.
    """
    # The stack is on this machine, which no proxy leads to.
    return httpx.get(f"{url}/ready", timeout=_READY_CALL_SECONDS, trust_env=False)


def _run_dir(data_dir: Path) -> Path:
    """Return the folder of pid file and socket, outside the data if its path is too long."""
    run_dir = data_dir / "run"
    if len(os.fsencode(run_dir / "supervisor.sock")) <= _UNIX_SOCKET_PATH_MAX:
        return run_dir
    digest = hashlib.sha256(os.fsencode(data_dir)).hexdigest()[:16]
    return Path(tempfile.gettempdir()) / f"envsound-{os.getuid()}-{digest}"
