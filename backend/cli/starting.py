"""The start of a stack: one on each folder, on free ports, with the reason if it fails."""

import os
import subprocess
import time
from collections.abc import Mapping
from typing import TypeAlias

import httpx

from backend.cli import supervision
from backend.cli.processes import owner_of_port, why_unusable
from backend.cli.stack_lock import write_holder
from backend.cli.stack_place import (
    PAUSE_SECONDS,
    StackError,
    StackPlace,
    is_failing,
    listed,
    ready,
    stop_limit_seconds,
)
from backend.cli.stopping import stop
from backend.cli.waiting import Waiting
from backend.files.atomic import keep_others_out

START_SECONDS = 60.0

_ERRORS_FILE = "supervisord.err"

Supervisord: TypeAlias = subprocess.Popen[bytes]


def is_up_already(place: StackPlace, waiting: Waiting) -> bool:
    """Return True if this stack runs. Wait for the end of one that is stopping.

    Raises:
        StackError: Another stack runs on the folder, or this one neither runs nor ends.
    """
    limit_seconds = stop_limit_seconds(place.stop_seconds)
    while (holder := place.holder()) is not None:
        if not holder.is_like(place.as_holder(0)):
            raise StackError(
                f"another stack ({holder}) uses DATA_DIR={place.data_dir}; stop it with "
                "`envsound down`, or set another DATA_DIR for this one"
            )
        if place.supervisor.state() == "running":
            return True
        if waiting.seconds > limit_seconds:
            raise StackError(f"envsound neither runs nor ends ({holder}); stop it")
        waiting.tell("the previous stack to end")
        time.sleep(PAUSE_SECONDS)
    if left := place.processes():
        raise StackError(
            f"{listed(left)} of a killed stack still run; end them with `envsound down`"
        )
    return False


def replace_process(place: StackPlace, *, is_echoing: bool) -> None:
    """Replace this process by supervisord.

    Raises:
        StackError: A folder or a port cannot be used.
    """
    descriptor = _take_lock(place)
    write_holder(descriptor, place.as_holder(os.getpid()))
    os.set_inheritable(descriptor, True)
    command = supervision.command()
    os.execve(command[0], command, _environment(place, is_echoing=is_echoing))


def start(place: StackPlace) -> Supervisord:
    """Start supervisord, which starts the processes.

    Raises:
        StackError: A folder or a port cannot be used.
    """
    descriptor = _take_lock(place)
    try:
        place.logs.remember_ends()
        with (place.run_dir / _ERRORS_FILE).open("wb") as errors:
            supervisord = subprocess.Popen(
                supervision.command(),
                env=_environment(place, is_echoing=False),
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=errors,
                pass_fds=(descriptor,),
                start_new_session=True,
            )
        write_holder(descriptor, place.as_holder(supervisord.pid))
    finally:
        os.close(descriptor)
    return supervisord


def wait_until_ready(place: StackPlace, supervisord: Supervisord | None, waiting: Waiting) -> None:
    """Wait until all processes are ready.

    Args:
        place: Where the stack runs.
        supervisord: The process that was started. None: it ran already.
        waiting: Shows what is waited for.

    Raises:
        StackError: A process does not start, or takes longer than a minute.
    """
    limit_seconds = waiting.seconds + START_SECONDS
    while (missing := _missing(place)) is not None:
        if supervisord is not None and supervisord.poll() is not None:
            raise StackError(f"supervisord does not start: {_error_of_supervisord(place)}")
        _raise_if_failing(place, is_new=supervisord is not None)
        if waiting.seconds > limit_seconds:
            raise StackError(
                f"envsound is not ready after {START_SECONDS:g} s: it waits for {missing}\n"
                "`make status` shows its state, `make stop` stops it"
            )
        waiting.tell(missing)
        time.sleep(PAUSE_SECONDS)


def _missing(place: StackPlace) -> str | None:
    """Return what is not ready yet and why, or None if everything is."""
    try:
        reply = ready(place.url)
        if reply.status_code == httpx.codes.OK:
            return None
        for name, check in reply.json()["checks"].items():
            if not check["ok"]:
                return f"{name}: {check['detail']}"
    except (httpx.HTTPError, ValueError, KeyError, TypeError, AttributeError):
        pass
    written = place.logs.last_line("backend")
    return f"the backend: {written}" if written else "the backend"


def _raise_if_failing(place: StackPlace, *, is_new: bool) -> None:
    for process in place.supervisor.siblings():
        if not is_failing(process):
            continue
        name, reason = process["name"], place.reason(process)
        if not is_new:
            raise StackError(f"the {name} is down: {reason}\n`make stop run` starts it again")
        stop(place)
        raise StackError(f"the {name} does not start: {reason}")


def _take_lock(place: StackPlace) -> int:
    """Return a descriptor that holds the lock of the folder, with all ports free."""
    _check_ports(place)
    keep_others_out()
    try:
        for folder in (place.run_dir, place.settings.log_dir):
            folder.mkdir(parents=True, exist_ok=True)
        place.run_dir.chmod(0o700)
        descriptor = place.lock.take()
    except OSError as error:
        path = error.filename or place.run_dir
        raise StackError(f"{path} cannot be written ({error.strerror}); set DATA_DIR") from error
    if descriptor is None:
        raise StackError(f"another stack starts on DATA_DIR={place.data_dir}; try again")
    return descriptor


def _environment(place: StackPlace, *, is_echoing: bool) -> Mapping[str, str]:
    return supervision.environment(
        place.settings, place.run_dir, stop_seconds=place.stop_seconds, is_echoing=is_echoing
    )


def _error_of_supervisord(place: StackPlace) -> str:
    lines = (place.run_dir / _ERRORS_FILE).read_text(errors="replace").split("\n")
    stated = [line for line in lines if line.startswith("Error: ")]
    written = [line for line in lines if line.strip()]
    where = f"see {place.settings.log_dir / 'supervisord.log'}"
    return (stated[:1] or written[-1:] or [where])[0]


def _check_ports(place: StackPlace) -> None:
    settings = place.settings
    ports = [("BACKEND_PORT", settings.backend_host, settings.backend_port)]
    if settings.has_own_sidecar:
        host = os.environ.get("ENVSOUND_HOST") or "127.0.0.1"
        ports.append(("ENVSOUND_PORT", host, settings.envsound_port))
    for variable, host, port in ports:
        if reason := why_unusable(host, port):
            raise StackError(
                f"port {port} on {host} cannot be used ({reason}); "
                f"{_remedy(port)} or set {variable}"
            )


def _remedy(port: int) -> str:
    owner = owner_of_port(port)
    if owner is None:
        return "stop the program that has it"
    if owner.run_dir:
        return f"{owner} has it: stop its stack with `DATA_DIR={owner.data_dir} envsound down`"
    return f"stop {owner}, which has it,"
