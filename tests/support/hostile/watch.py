"""The watch over a stack: its health, its memory, its log."""

import threading
import time
from pathlib import Path

import httpx

_PERIOD_SECONDS = 0.05
_MIB = 1024 * 1024


class Watch:
    """The thread that asks for the health of a backend all the while.

    Args:
        url: The backend.
        pids: The processes whose memory is read.
    """

    def __init__(self, url: str, *pids: int) -> None:
        self._url = url
        self._pids = pids
        self._is_over = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._before_mib = 0.0
        self.seconds: list[float] = []
        self.failures: list[str] = []

    def __enter__(self) -> "Watch":
        self._before_mib = self._memory_mib()
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._is_over.set()
        self._thread.join(30)

    @property
    def grown_mib(self) -> float:
        """How much the resident memory of the processes has grown, MiB."""
        return self._memory_mib() - self._before_mib

    def percentile_seconds(self, percent: float) -> float:
        """Return the duration that this many percent of the health checks stayed below, s."""
        ordered = sorted(self.seconds)
        return ordered[min(len(ordered) - 1, int(len(ordered) * percent / 100))]

    def _memory_mib(self) -> float:
        pages = [int(Path(f"/proc/{pid}/statm").read_text().split()[1]) for pid in self._pids]
        return sum(pages) * 4096 / _MIB

    def _run(self) -> None:
        with httpx.Client(base_url=self._url, timeout=20, trust_env=False) as http:
            while not self._is_over.wait(_PERIOD_SECONDS):
                begun_at = time.monotonic()
                try:
                    reply = http.get("/health")
                    if not reply.is_success:
                        self.failures.append(f"{reply.status_code} {reply.text}")
                except httpx.TransportError as error:
                    self.failures.append(repr(error))
                self.seconds.append(time.monotonic() - begun_at)
