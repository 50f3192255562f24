"""The stack on this machine: supervisord and its two processes."""

import os
from typing import Any

import httpx

from backend.cli.stack_place import StackError, StackPlace, is_failing, listed, ready
from backend.cli.starting import is_up_already, replace_process, start, wait_until_ready
from backend.cli.stopping import stop
from backend.cli.times import local_moment
from backend.cli.waiting import Waiting
from backend.settings import Settings


class Stack:
    """The stack of the settings. All methods block."""

    def __init__(self, settings: Settings) -> None:
        self._place = StackPlace(settings)

    def up(self) -> str:
        """Start the stack unless it runs, and wait until it is ready.

        Raises:
            StackError: Another stack has the folder or a port, or a process does not come up.
        """
        with Waiting() as waiting:
            is_up = is_up_already(self._place, waiting)
            wait_until_ready(self._place, None if is_up else start(self._place), waiting)
        return f"envsound is up: {self._place.url}"

    def down(self) -> str:
        """Stop all processes, and wait until every one has ended.

        Raises:
            StackError: The stack cannot be reached, or a process does not end.
        """
        return "envsound is stopped" if stop(self._place) else "envsound is not up"

    def run(self) -> None:
        """Replace this process by supervisord in the foreground.

        Raises:
            StackError: The stack is up already, or another stack has the folder or a port.
        """
        with Waiting() as waiting:
            if is_up_already(self._place, waiting):
                raise StackError("envsound is up already; stop it with `make stop`")
        replace_process(self._place, is_echoing=_is_output_open())

    def status(self) -> tuple[str, bool]:
        """Return a description of the processes and checks, and True if all are well."""
        holder = self._place.holder()
        if holder is None:
            left = self._place.processes()
            if not left:
                return "envsound is not up; start it with `make run` or `make sound`", False
            return f"{listed(left)} of a killed stack still run; `make stop` ends them", False
        if self._place.supervisor.state() == "stopping":
            return f"envsound is stopping: {listed(self._place.processes())}", False
        url = holder.url or self._place.url
        lines = [self._line(process) for process in self._place.supervisor.siblings()]
        try:
            reply = ready(url)
            for name, check in reply.json()["checks"].items():
                lines.append(f"{name:<10} {'ok' if check['ok'] else 'down':<9} {check['detail']}")
        except (httpx.HTTPError, ValueError, KeyError):
            return "\n".join([*lines, f"the backend does not answer at {url}"]), False
        return "\n".join(lines), reply.status_code == httpx.codes.OK

    def logs(self) -> None:
        """Replace this process by `tail` on all logs."""
        files = sorted(str(path) for path in self._place.settings.log_dir.glob("*.log"))
        if not files:
            raise StackError("there are no logs yet")
        os.execvp("tail", ["tail", "-n", "20", "-F", *files])

    def _line(self, process: dict[str, Any]) -> str:
        state, detail = process["statename"], process["description"]
        if state == "EXITED":  # supervisord names no zone
            detail = f"at {local_moment(process['stop'])}"
        if is_failing(process):
            detail = f"{detail}: {self._place.reason(process)}"
        return f"{process['name']:<10} {state.lower():<9} {detail}"


def _is_output_open() -> bool:
    """Return True if supervisord can open this process's output, unlike a socket of systemd."""
    try:
        os.close(os.open("/dev/fd/1", os.O_WRONLY))
    except OSError:
        return False
    return True
