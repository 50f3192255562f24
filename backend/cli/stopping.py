"""The end of a stack: every process has ended before the command returns."""

import os
import signal
import time

from backend.cli.processes import Running
from backend.cli.stack_place import (
    PAUSE_SECONDS,
    StackError,
    StackPlace,
    listed,
    stop_limit_seconds,
)
from backend.cli.waiting import Waiting

_REACH_SECONDS = 5.0
_SUPERVISORD = "supervisord"


def stop(place: StackPlace) -> bool:
    """Stop all processes and wait until every one has ended. Return False if none ran.

    Raises:
        StackError: The stack cannot be reached, or a process does not end.
    """
    holder = place.holder()
    if holder is None and not place.processes():
        return False
    _ask(place)
    limit_seconds = stop_limit_seconds((holder and holder.stop_seconds) or place.stop_seconds)
    with Waiting() as waiting:
        while left := _left(place):
            if waiting.seconds > limit_seconds:
                raise StackError(_not_ended(left, limit_seconds))
            waiting.tell(_what_ends(place, left))
            time.sleep(PAUSE_SECONDS)
    return True


def _ask(place: StackPlace) -> None:
    """Tell supervisord to stop everything, or each process where it is gone or silent."""
    deadline = time.monotonic() + _REACH_SECONDS
    while not place.supervisor.shut_down():
        if left := place.processes():
            chief = [process for process in left if process.name == _SUPERVISORD]
            for process in chief or left:
                _terminate(process)
            return
        holder = place.holder()
        if holder is None:
            return
        if time.monotonic() > deadline:
            raise StackError(
                f"the stack that uses {place.data_dir} ({holder}) cannot be reached from here; "
                "stop it on its machine, as the user who started it"
            )
        time.sleep(PAUSE_SECONDS)


def _left(place: StackPlace) -> list[Running]:
    """Return the processes that have not ended yet."""
    left = place.processes()
    if not left and (holder := place.holder()) is not None:
        return [Running(holder.pid, _SUPERVISORD)]
    return left


def _what_ends(place: StackPlace, left: list[Running]) -> str:
    temp_folder = place.settings.sounds_dir / "temp"
    count = sum(1 for _ in temp_folder.glob("generating_*"))
    if count and any(process.name != _SUPERVISORD for process in left):
        return f"{count} sound{'' if count == 1 else 's'} to end"
    return f"{listed(left)} to end"


def _terminate(process: Running) -> None:
    try:
        os.kill(process.pid, signal.SIGTERM)
    except ProcessLookupError:
        return
    except PermissionError as error:
        raise StackError(f"{process} belongs to another user; stop it as that user") from error


def _not_ended(left: list[Running], seconds: float) -> str:
    pids = " ".join(str(process.pid) for process in left)
    return f"after {seconds:g} s still run {listed(left)}; end them with `kill -9 {pids}`"
