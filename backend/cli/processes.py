"""The running processes of a stack, and the program that has a port."""

import os
import socket
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import psutil

RUN_DIR_VARIABLE = "ENVSOUND_RUN_DIR"
"""The environment variable by which the processes of a stack are known."""

_GONE = (psutil.Error, OSError)


@dataclass(frozen=True, slots=True)
class Running:
    """A running process.

    Attributes:
        pid: The process id.
        name: The name of its program.
        data_dir: The data folder of its stack. Empty: it belongs to no stack.
        run_dir: The run folder of its stack. Empty: it belongs to no stack.
    """

    pid: int
    name: str
    data_dir: str = ""
    run_dir: str = ""

    def __str__(self) -> str:
        """Return how messages name it."""
        return f"{self.name} (pid {self.pid})"


def processes_of(run_dir: Path) -> list[Running]:
    """Return the running processes of a stack, supervisord and its children's children included."""
    described = (_described(process) for process in psutil.process_iter())
    return [running for running in described if running and running.run_dir == str(run_dir)]


def owner_of_port(port: int) -> Running | None:
    """Return the program that listens on a TCP port, or None if it cannot be seen from here."""
    for process in psutil.process_iter():
        try:
            is_owner = any(
                connection.status == psutil.CONN_LISTEN and connection.laddr.port == port
                for connection in process.net_connections("tcp")
            )
        except _GONE:
            continue
        if is_owner:
            return _described(process) or Running(process.pid, "a program")
    return None


def why_unusable(host: str, port: int) -> str:
    """Return why a server cannot listen on a port, or an empty text if it can."""
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
        with socket.socket(family, kind, protocol) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
            # Two processes may both bind; only one may listen.
            probe.listen(1)
    except OSError as error:
        return error.strerror or str(error)
    return ""


def _described(process: psutil.Process) -> Running | None:
    """Return what is known of a process, or None for this one and for one that has ended."""
    try:
        if process.pid == os.getpid() or process.status() == psutil.STATUS_ZOMBIE:
            return None
        name = next(_programs(process.cmdline()), process.name())
    except _GONE:
        return None
    try:
        environment = process.environ()
    except _GONE:  # of another user
        environment = {}
    run_dir = environment.get(RUN_DIR_VARIABLE, "")
    return Running(process.pid, name, environment.get("DATA_DIR", ""), run_dir)


def _programs(words: list[str]) -> Iterator[str]:
    """Yield the script of a Python process, then the program itself."""
    names = [Path(word).name for word in words[:2]]
    if len(names) > 1 and names[0].startswith("python") and not names[1].startswith("-"):
        yield names[1]
    yield from names[:1]
