"""The two processes of a stack, restarted whenever they end, as supervisord does."""

import signal
import subprocess
import sys
import threading
import time
from collections.abc import Mapping
from pathlib import Path

_LOOK_SECONDS = 0.2
_STOP_SECONDS = 20.0
_PERMANENT = (2, 78)
"""Exit codes after which supervisord does not restart a process."""


class KeptProcess:
    """A process that is restarted whenever it ends.

    Args:
        module: The Python module that it runs.
        environment: All of its environment.
        log_path: The file of its output.
    """

    def __init__(self, module: str, environment: Mapping[str, str], log_path: Path) -> None:
        self.module = module
        self.given_up = ""
        self._environment = environment
        self._log_path = log_path
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None

    def keep(self) -> None:
        """Start the process, unless it runs."""
        with self._lock:
            code = self._process.poll() if self._process is not None else -1
            if code in _PERMANENT:
                self.given_up = f"{self.module} ended for good with {code}"
            if code is not None and not self.given_up:
                with self._log_path.open("ab") as log:
                    self._process = subprocess.Popen(
                        [sys.executable, "-m", self.module],
                        env=self._environment,
                        stdout=log,
                        stderr=log,
                    )

    def signal(self, number: signal.Signals) -> None:
        """Send a signal, unless the process has just ended."""
        with self._lock:
            if self._process is not None and self._process.poll() is None:
                self._process.send_signal(number)

    def end(self) -> None:
        """Kill the process for good."""
        self.given_up = self.given_up or "stopped"
        self.signal(signal.SIGKILL)
        if self._process is not None:
            self._process.wait(_STOP_SECONDS)


class Keeper:
    """The thread that keeps processes running."""

    def __init__(self, *processes: KeptProcess) -> None:
        self._processes = processes
        self._is_over = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)

    def __enter__(self) -> "Keeper":
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._is_over.set()
        self._thread.join(_STOP_SECONDS)
        for process in self._processes:
            process.end()

    def _run(self) -> None:
        while not self._is_over.is_set():
            for process in self._processes:
                process.keep()
            time.sleep(_LOOK_SECONDS)
