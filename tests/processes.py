"""Real processes for tests: started on free ports and folders of their own, and always ended."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import grpc
from grpc_health.v1 import health_pb2, health_pb2_grpc

PLUGIN_FOLDER = Path(__file__).parent / "plugin"
_START_SECONDS = 60.0
_STOP_SECONDS = 20.0


def free_port() -> int:
    """A port of the loopback interface that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


class Sidecar:
    """A sidecar in a process of its own, with the test engines installed beside the real ones."""

    def __init__(self, data_dir: Path, **environment: str) -> None:
        self.data_dir = data_dir
        self.port = free_port()
        self.target = f"127.0.0.1:{self.port}"
        self.sounds_dir = data_dir / "environment_sounds"
        self.log_path = data_dir / "sidecar-test.log"
        self._environment = {
            **_clean_environment(),
            "DATA_DIR": str(data_dir),
            "ENVSOUND_PORT": str(self.port),
            "ENVSOUND_ENGINE": "instant",
            "PYTHONPATH": str(PLUGIN_FOLDER),
            **environment,
        }
        self.process: subprocess.Popen[bytes] | None = None

    def start(self, *, until_serving: bool = True) -> None:
        """Starts it and waits until it serves."""
        self.data_dir.mkdir(parents=True, exist_ok=True)
        with self.log_path.open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "envsound_server"],
                env=self._environment,
                stdout=log,
                stderr=log,
            )
        deadline = time.monotonic() + _START_SECONDS
        while not self._has_come_up(until_serving):
            assert self.process.poll() is None, self.log_path.read_text()
            assert time.monotonic() < deadline, self.log_path.read_text()
            time.sleep(0.05)

    def run_to_its_end(self) -> tuple[int, str]:
        """For a sidecar that cannot start: its exit code and what it said."""
        ended = subprocess.run(
            [sys.executable, "-m", "envsound_server"],
            env=self._environment,
            capture_output=True,
            text=True,
            timeout=_START_SECONDS,
            check=False,
        )
        return ended.returncode, ended.stderr

    def health(self) -> "health_pb2.HealthCheckResponse.ServingStatus | None":
        """What the health service says; None while nobody listens."""
        with grpc.insecure_channel(self.target) as channel:
            try:
                reply = health_pb2_grpc.HealthStub(channel).Check(
                    health_pb2.HealthCheckRequest(), timeout=2
                )
            except grpc.RpcError:
                return None
        return reply.status

    def kill(self) -> None:
        """kill -9."""
        assert self.process is not None
        self.process.kill()
        self.process.wait(_STOP_SECONDS)

    def stop(self) -> int:
        """SIGTERM; returns the exit code."""
        assert self.process is not None
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
        return self.process.wait(_STOP_SECONDS)

    def finished_files(self) -> list[Path]:
        """The sounds under their final names."""
        return sorted(self.sounds_dir.glob("[0-9]*/[0-9]*/env_*"))

    def temporary_files(self) -> list[Path]:
        """What lies in temp/."""
        return sorted((self.sounds_dir / "temp").glob("*"))

    def _has_come_up(self, until_serving: bool) -> bool:
        status = self.health()
        if until_serving:
            return bool(status == health_pb2.HealthCheckResponse.SERVING)
        return status is not None


@contextmanager
def running_sidecar(data_dir: Path, **environment: str) -> Iterator[Sidecar]:
    """A sidecar that serves, until the end of the block."""
    sidecar = Sidecar(data_dir, **environment)
    try:
        sidecar.start()
        yield sidecar
    finally:
        if sidecar.process is not None and sidecar.process.poll() is None:
            sidecar.kill()


def _clean_environment() -> Mapping[str, str]:
    """This process's environment without any setting of ours."""
    ours = ("ENVSOUND_", "BACKEND_", "JOB_", "TANGOFLUX_", "AIGC_")
    names = {"DATA_DIR", "ENVIRONMENT_SOUNDS_DIR", "DATABASE_URL", "REDIS_URL", "DEBUG"}
    return {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(ours) and name not in names
    }
