"""supervisord: how it is started, and the calls that it answers."""

import os
import socket
import sys
from collections.abc import Mapping
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from typing import Any, Literal
from xmlrpc.client import Fault, ServerProxy, Transport

from supervisor.xmlrpc import Faults

from backend.cli.processes import RUN_DIR_VARIABLE
from backend.settings import Settings

State = Literal["running", "stopping", "silent", "absent"]

_CONFIGURATION = Path(__file__).resolve().parents[2] / "supervisord.conf"
_SIBLINGS = ("sidecar", "backend")
_CALL_SECONDS = 5.0


class Supervisor:
    """The supervisord of a stack, over its socket. Every call has a time limit."""

    def __init__(self, run_dir: Path) -> None:
        self._proxy: Any = ServerProxy(
            "http://supervisor", transport=_Transport(run_dir / "supervisor.sock")
        )

    def state(self) -> State:
        """Return `running`, `stopping`, `silent` if it does not answer, or `absent`."""
        try:
            self._proxy.supervisor.getState()
        except Fault as fault:
            return "stopping" if fault.faultCode == Faults.SHUTDOWN_STATE else "silent"
        except (TimeoutError, HTTPException):
            return "silent"
        except OSError:
            return "absent"
        return "running"

    def shut_down(self) -> bool:
        """Ask it to stop all processes and itself. Return False if it did not take the request."""
        try:
            self._proxy.supervisor.shutdown()
        except Fault as fault:
            return bool(fault.faultCode == Faults.SHUTDOWN_STATE)
        except (OSError, HTTPException):
            return False
        return True

    def siblings(self) -> list[dict[str, Any]]:
        """Return its records of the sidecar and the backend. Empty if it does not answer."""
        try:
            records = self._proxy.supervisor.getAllProcessInfo()
        except (Fault, OSError, HTTPException):
            return []
        return [record for record in records if record["name"] in _SIBLINGS]


def command() -> list[str]:
    """Return the command that runs supervisord in the foreground."""
    supervisord = Path(sys.executable).with_name("supervisord")
    return [str(supervisord), "--nodaemon", "--configuration", str(_CONFIGURATION)]


def environment(
    settings: Settings, run_dir: Path, *, stop_seconds: int, is_echoing: bool
) -> Mapping[str, str]:
    """Return the environment of supervisord and of all that it starts."""
    programs = str(Path(sys.executable).parent)
    return {
        **os.environ,
        "DATA_DIR": str(settings.data_dir.absolute()),
        RUN_DIR_VARIABLE: str(run_dir),
        "ENVSOUND_LOG_DIR": str(settings.log_dir),
        "ENVSOUND_STOP_SECONDS": str(stop_seconds),
        "ENVSOUND_ECHO_LOGS": str(is_echoing).lower(),
        "ENVSOUND_RUN_SIDECAR": str(settings.has_own_sidecar).lower(),
        "PATH": f"{programs}{os.pathsep}{os.environ.get('PATH', '')}",
    }


class _Transport(Transport):
    """A transport over supervisord's UNIX socket."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self._path = path

    def make_connection(self, _host: object) -> "_Connection":
        """Return a new connection, whatever the host in the URL."""
        return _Connection(self._path)


class _Connection(HTTPConnection):
    def __init__(self, path: Path) -> None:
        super().__init__("localhost")
        self._path = path

    def connect(self) -> None:
        """Connect within the time limit, which each later read has too."""
        self.sock = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self.sock.settimeout(_CALL_SECONDS)
        self.sock.connect(str(self._path))
