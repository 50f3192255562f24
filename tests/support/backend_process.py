"""A backend of its own process, to be killed."""

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import httpx

from support.fake_sidecar import FakeSidecar
from support.processes import free_port
from support.running_backend import Backend

PYTHON = [sys.executable, "-m", "backend"]


class BackendProcess:
    """`python -m backend` on one port, as often as wanted."""

    def __init__(self, data_dir: Path, sidecar: FakeSidecar, **environment: str) -> None:
        self.command = PYTHON
        self.port = free_port()
        self.environment = {
            **{name: os.environ[name] for name in ("PATH", "PYTHONPATH") if name in os.environ},
            "DATA_DIR": str(data_dir),
            "TANGOFLUX_URL": f"http://{sidecar.target}",
            "BACKEND_PORT": str(self.port),
            "JOB_LEASE_SECONDS": "1.5",
            "JOB_POLL_SECONDS": "0.05",
            **environment,
        }
        self._process: asyncio.subprocess.Process | None = None

    @asynccontextmanager
    async def running(self) -> AsyncIterator[Backend]:
        await self.start()
        async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{self.port}", timeout=20) as http:
            backend = Backend(http, None)
            try:
                await self._answering(http)
                yield backend
            finally:
                await self.end(signal.SIGKILL)

    async def start(self) -> None:
        self._process = await asyncio.create_subprocess_exec(
            *self.command, env=self.environment, stderr=asyncio.subprocess.PIPE
        )

    @property
    def pid(self) -> int:
        assert self._process is not None
        return self._process.pid

    def send(self, number: signal.Signals) -> None:
        """Send a signal without waiting."""
        assert self._process is not None
        self._process.send_signal(number)

    async def end(self, number: signal.Signals) -> str:
        """Sends a signal and returns what the process wrote to stderr."""
        assert self._process is not None
        if self._process.returncode is None:
            self._process.send_signal(number)
        _, errors = await asyncio.wait_for(self._process.communicate(), 20)
        return errors.decode()

    async def _answering(self, http: httpx.AsyncClient) -> None:
        async with asyncio.timeout(30):
            while True:
                try:
                    await http.get("/health")
                    return
                except httpx.ConnectError:
                    assert self._process is not None
                    assert self._process.returncode is None
                    await asyncio.sleep(0.05)
