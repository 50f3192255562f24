"""Real processes for tests, on free ports and in separate folders, and always stopped."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import grpc
import httpx
from grpc_health.v1 import health_pb2, health_pb2_grpc

PLUGIN_FOLDER = Path(__file__).parent / "plugin"
_START_SECONDS = 60.0
_STOP_SECONDS = 20.0
_DONE_SECONDS = 60.0
API = "/api/v1/environment-sounds"


def free_port() -> int:
    """Return a free port of the loopback interface."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


class Sidecar:
    """A sidecar in a separate process, with the test engines installed beside the real ones."""

    def __init__(self, data_dir: Path, **environment: str) -> None:
        self.data_dir = data_dir
        self.port = free_port()
        self.metrics_url = f"http://127.0.0.1:{environment.get('ENVSOUND_METRICS_PORT')}/metrics"
        self.target = f"127.0.0.1:{self.port}"
        self.sounds_dir = data_dir / "environment_sounds"
        self.log_path = data_dir / "sidecar-test.log"
        self.environment = {
            **clean_environment(),
            "DATA_DIR": str(data_dir),
            "ENVSOUND_PORT": str(self.port),
            "ENVSOUND_ENGINE": "instant",
            "PYTHONPATH": str(PLUGIN_FOLDER),
            **environment,
        }
        self.process: subprocess.Popen[bytes] | None = None

    def start(self, *, until_serving: bool = True) -> None:
        """Start the sidecar and wait until it serves."""
        self.data_dir.mkdir(parents=True, exist_ok=True)
        with self.log_path.open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "envsound_server"],
                env=self.environment,
                stdout=log,
                stderr=log,
            )
        deadline = time.monotonic() + _START_SECONDS
        while not self._has_come_up(until_serving):
            assert self.process.poll() is None, self.log_path.read_text()
            assert time.monotonic() < deadline, self.log_path.read_text()
            time.sleep(0.05)

    def run_to_its_end(self) -> tuple[int, str]:
        """Return the exit code and the output of a sidecar that cannot start."""
        ended = subprocess.run(
            [sys.executable, "-m", "envsound_server"],
            env=self.environment,
            capture_output=True,
            text=True,
            timeout=_START_SECONDS,
            check=False,
        )
        return ended.returncode, ended.stderr

    def health(self) -> "health_pb2.HealthCheckResponse.ServingStatus | None":
        """Return the status of the health service, or None while it does not listen."""
        with grpc.insecure_channel(self.target) as channel:
            try:
                reply = health_pb2_grpc.HealthStub(channel).Check(
                    health_pb2.HealthCheckRequest(), timeout=2
                )
            except grpc.RpcError:
                return None
        return reply.status

    def wait_for_health(self, status: "health_pb2.HealthCheckResponse.ServingStatus") -> None:
        """Return once the health service reports the status."""
        deadline = time.monotonic() + _START_SECONDS
        while self.health() != status:
            assert time.monotonic() < deadline, self.log_path.read_text()
            time.sleep(0.05)

    def kill(self) -> None:
        """Send SIGKILL."""
        assert self.process is not None
        self.process.kill()
        self.process.wait(_STOP_SECONDS)

    def stop(self) -> int:
        """Send SIGTERM and return the exit code."""
        assert self.process is not None
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
        return self.process.wait(_STOP_SECONDS)

    def finished_files(self) -> list[Path]:
        """Return the sounds under their final names."""
        return sorted(self.sounds_dir.glob("[0-9]*/[0-9]*/env_*"))

    def temporary_files(self) -> list[Path]:
        """Return the files in temp/."""
        return sorted((self.sounds_dir / "temp").glob("*"))

    def _has_come_up(self, until_serving: bool) -> bool:
        status = self.health()
        if until_serving:
            return bool(status == health_pb2.HealthCheckResponse.SERVING)
        return status is not None


@contextmanager
def running_sidecar(data_dir: Path, **environment: str) -> Iterator[Sidecar]:
    """Yield a serving sidecar."""
    sidecar = Sidecar(data_dir, **environment)
    try:
        sidecar.start()
        yield sidecar
    finally:
        if sidecar.process is not None and sidecar.process.poll() is None:
            sidecar.kill()


def clean_environment() -> Mapping[str, str]:
    """Return this process's environment without settings of envsound."""
    ours = (
        "ENVSOUND_", "BACKEND_", "JOB_", "TANGOFLUX_", "STABLE_AUDIO_", "AIGC_", "OLLAMA_",
        "API_KEYS", "RATE_LIMIT_", "OTEL_", "AWS_"
    )  # fmt: skip
    names = {
        "DATA_DIR",
        "ENVIRONMENT_SOUNDS_DIR",
        "DATABASE_URL",
        "REDIS_URL",
        "DEBUG",
        "LOG_FORMAT",
    }
    names |= {"ALLOW_ANONYMOUS", "ALLOWED_HOSTS", "ALLOWED_ORIGINS", "EVENTS_PER_CALLER"}
    return {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(ours) and name not in names
    }


class Stack:
    """Sidecar and backend, each a process that can be killed and restarted."""

    def __init__(self, data_dir: Path, **environment: str) -> None:
        self.sidecar = Sidecar(data_dir, **environment)
        self.backend_port = free_port()
        self.url = f"http://127.0.0.1:{self.backend_port}"
        self._environment = {
            **self.sidecar.environment,
            "BACKEND_PORT": str(self.backend_port),
            "JOB_LEASE_SECONDS": "2",
        }
        self._log_path = data_dir / "backend-test.log"
        self._backend: subprocess.Popen[bytes] | None = None

    @property
    def pids(self) -> tuple[int, ...]:
        """The process ids of both processes, which run."""
        processes = (self._backend, self.sidecar.process)
        return tuple(process.pid for process in processes if process is not None)

    def logs(self) -> str:
        """Return everything that both processes have written."""
        return self._log_path.read_text() + self.sidecar.log_path.read_text()

    def start_backend(self) -> None:
        """Start the backend and wait until it responds."""
        with self._log_path.open("ab") as log:
            self._backend = subprocess.Popen(
                [sys.executable, "-m", "backend"], env=self._environment, stdout=log, stderr=log
            )
        deadline = time.monotonic() + _START_SECONDS
        while not self._backend_answers():
            assert self._backend.poll() is None, self._log_path.read_text()
            assert time.monotonic() < deadline, self._log_path.read_text()
            time.sleep(0.05)

    def start(self) -> None:
        """Start both processes."""
        self.sidecar.start()
        self.start_backend()

    def kill_backend(self) -> None:
        """Send SIGKILL."""
        assert self._backend is not None
        self._backend.kill()
        self._backend.wait(_STOP_SECONDS)

    def pause_backend(self) -> None:
        """Send SIGSTOP, which keeps its connections open until it is killed."""
        assert self._backend is not None
        self._backend.send_signal(signal.SIGSTOP)

    def close(self) -> None:
        """Stop the processes that still run."""
        for process in (self._backend, self.sidecar.process):
            if process is not None and process.poll() is None:
                process.kill()
                process.wait(_STOP_SECONDS)

    def wait_until_done(self, sound_ids: list[int]) -> list[dict[str, Any]]:
        """Return the sounds as soon as none of them is pending or processing."""
        deadline = time.monotonic() + _DONE_SECONDS
        while True:
            sounds = [httpx.get(f"{self.url}{API}/{id}").json() for id in sound_ids]
            if all(s["generation_status"] not in ("pending", "processing") for s in sounds):
                return sounds
            assert time.monotonic() < deadline, sounds
            time.sleep(0.1)

    def _backend_answers(self) -> bool:
        try:
            return httpx.get(f"{self.url}/health", timeout=2).is_success
        except httpx.TransportError:
            return False


@contextmanager
def running_stack(data_dir: Path, **environment: str) -> Iterator[Stack]:
    """Yield both processes, running."""
    stack = Stack(data_dir, **environment)
    try:
        stack.start()
        yield stack
    finally:
        stack.close()
