"""The stack on this machine: supervisord and its two processes."""

import hashlib
import os
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any
from xmlrpc.client import Fault, ServerProxy

import httpx
from supervisor.xmlrpc import SupervisorTransport

from backend.settings import Settings

START_SECONDS = 60.0
_MARGIN_OVER_DRAIN_SECONDS = 15
_UNIX_SOCKET_PATH_MAX = 100
"""Linux permits 107 bytes (unix(7)). supervisord adds a suffix while it starts."""

_CONFIGURATION = Path(__file__).resolve().parents[2] / "supervisord.conf"
_HOPELESS = {"FATAL", "EXITED"}
_FAILING = {*_HOPELESS, "BACKOFF"}


class StackError(Exception):
    """A failed operation of the stack. The message has the cause and the remedy."""


class Stack:
    """The stack of the settings. All methods block."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._data_dir = settings.data_dir.absolute()
        self._run_dir = _run_dir(self._data_dir)
        self._socket = self._run_dir / "supervisor.sock"
        self._url = f"http://{settings.backend_host}:{settings.backend_port}"

    def up(self) -> str:
        """Start the stack unless it runs, and wait until it is ready.

        Raises:
            StackError: A port is taken, or a process does not come up.
        """
        if self._supervisor() is None:
            self._check_ports()
            self._start_supervisord()
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline:
            if self._is_ready():
                return f"envsound is up: {self._url}"
            self._raise_if_hopeless()
            time.sleep(0.1)
        raise StackError(f"envsound is not ready after {START_SECONDS:g} s:\n{self.status()[0]}")

    def down(self) -> str:
        """Stop both processes and supervisord, and wait for their end."""
        supervisor = self._supervisor()
        if supervisor is None:
            return "envsound is not up"
        supervisor.supervisor.shutdown()
        deadline = time.monotonic() + self._stop_seconds + 30
        while self._supervisor() is not None:
            if time.monotonic() > deadline:
                raise StackError("envsound does not stop; see `make logs`")
            time.sleep(0.1)
        return "envsound is stopped"

    def run(self) -> None:
        """Replace this process by supervisord in the foreground.

        Raises:
            StackError: The stack is up already, or a port is taken.
        """
        if self._supervisor() is not None:
            raise StackError("envsound is up already; stop it with `make stop`")
        self._check_ports()
        command = self._command()
        os.execve(command[0], command, self._environment(is_echoing=_is_output_open()))

    def status(self) -> tuple[str, bool]:
        """Return a description of the processes and checks, and True if all are well."""
        supervisor = self._supervisor()
        if supervisor is None:
            return "envsound is not up; start it with `make run` or `make sound`", False
        lines = []
        for process in _siblings(supervisor):
            state, detail = process["statename"], process["description"]
            if state in _FAILING:
                detail = f"{detail}: {self._last_words(process['name'])}"
            lines.append(f"{process['name']:<10} {state.lower():<9} {detail}")
        try:
            reply = httpx.get(f"{self._url}/ready", timeout=5)
            for name, check in reply.json()["checks"].items():
                lines.append(f"{name:<10} {'ok' if check['ok'] else 'down':<9} {check['detail']}")
        except (httpx.HTTPError, ValueError, KeyError):
            return "\n".join([*lines, f"the backend does not answer at {self._url}"]), False
        return "\n".join(lines), reply.status_code == httpx.codes.OK

    def logs(self) -> None:
        """Replace this process by `tail` on all logs."""
        files = sorted(str(path) for path in self._settings.log_dir.glob("*.log"))
        if not files:
            raise StackError("there are no logs yet")
        os.execvp("tail", ["tail", "-n", "20", "-F", *files])

    @property
    def _stop_seconds(self) -> int:
        drain_seconds = float(os.environ.get("ENVSOUND_DRAIN_SECONDS") or 30)
        return round(drain_seconds) + _MARGIN_OVER_DRAIN_SECONDS

    def _command(self) -> list[str]:
        supervisord = Path(sys.executable).with_name("supervisord")
        return [str(supervisord), "--nodaemon", "--configuration", str(_CONFIGURATION)]

    def _environment(self, *, is_echoing: bool = False) -> dict[str, str]:
        for folder in (self._run_dir, self._settings.log_dir):
            folder.mkdir(parents=True, exist_ok=True)
        self._run_dir.chmod(0o700)
        programs = str(Path(sys.executable).parent)
        return {
            **os.environ,
            "DATA_DIR": str(self._data_dir),
            "ENVSOUND_RUN_DIR": str(self._run_dir),
            "ENVSOUND_LOG_DIR": str(self._settings.log_dir),
            "ENVSOUND_STOP_SECONDS": str(self._stop_seconds),
            "ENVSOUND_ECHO_LOGS": str(is_echoing).lower(),
            "ENVSOUND_RUN_SIDECAR": str(self._settings.has_own_sidecar).lower(),
            "PATH": f"{programs}{os.pathsep}{os.environ.get('PATH', '')}",
        }

    def _start_supervisord(self) -> None:
        subprocess.Popen(
            self._command(),
            env=self._environment(),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )

    def _supervisor(self) -> Any:
        """Return a proxy of the running supervisord, or None."""
        proxy: Any = ServerProxy(
            "http://supervisor", transport=SupervisorTransport(None, None, f"unix://{self._socket}")
        )
        try:
            proxy.supervisor.getState()
        except (OSError, Fault):
            return None
        return proxy

    def _is_ready(self) -> bool:
        try:
            return httpx.get(f"{self._url}/ready", timeout=5).status_code == httpx.codes.OK
        except httpx.HTTPError:
            return False

    def _raise_if_hopeless(self) -> None:
        supervisor = self._supervisor()
        if supervisor is None:
            return
        for process in _siblings(supervisor):
            if process["statename"] in _HOPELESS:
                last_words = self._last_words(process["name"])
                self.down()
                raise StackError(f"the {process['name']} does not start: {last_words}")

    def _last_words(self, name: str) -> str:
        """Return the last line of a process's log."""
        try:
            text = (self._settings.log_dir / f"{name}.log").read_text(errors="replace")
        except OSError:
            return "it has no log"
        return text.strip().rpartition("\n")[2]

    def _check_ports(self) -> None:
        ports = [("BACKEND_PORT", self._settings.backend_host, self._settings.backend_port)]
        if self._settings.has_own_sidecar:
            host = os.environ.get("ENVSOUND_HOST") or "127.0.0.1"
            ports.append(("ENVSOUND_PORT", host, self._settings.envsound_port))
        for variable, host, port in ports:
            family = socket.AF_INET6 if ":" in host else socket.AF_INET
            with socket.socket(family) as probe:
                probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
                try:
                    probe.bind((host, port))
                except OSError as error:
                    raise StackError(
                        f"port {port} on {host} cannot be used ({error.strerror}); "
                        f"stop the program that has it or set {variable}"
                    ) from error


def _siblings(supervisor: Any) -> list[dict[str, Any]]:
    """Return supervisord's records of the sidecar and the backend."""
    processes = supervisor.supervisor.getAllProcessInfo()
    return [process for process in processes if process["name"] in ("sidecar", "backend")]


def _is_output_open() -> bool:
    """Return True if supervisord can open this process's output, unlike a socket of systemd."""
    try:
        os.close(os.open("/dev/fd/1", os.O_WRONLY))
    except OSError:
        return False
    return True


def _run_dir(data_dir: Path) -> Path:
    """Return the folder of pid file and socket, outside the data if its path is too long."""
    run_dir = data_dir / "run"
    if len(os.fsencode(run_dir / "supervisor.sock")) <= _UNIX_SOCKET_PATH_MAX:
        return run_dir
    digest = hashlib.sha256(os.fsencode(data_dir)).hexdigest()[:16]
    return Path(tempfile.gettempdir()) / f"envsound-{os.getuid()}-{digest}"
