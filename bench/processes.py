"""The processes under measurement, on free ports and in a temporary folder."""

import os
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path

import grpc
from grpc_health.v1 import health_pb2, health_pb2_grpc

from envsound.v1 import envsound_service_pb2 as pb
from envsound.v1 import envsound_service_pb2_grpc as pb_grpc

_REPOSITORY = Path(__file__).parent.parent
_PLUGIN = Path(__file__).parent / "plugin"
_START_SECONDS = 60.0
_STOP_SECONDS = 20.0
_LOAD_SECONDS = 600.0
_FIRST_EVENTS = 5


@dataclass(frozen=True, slots=True)
class Ports:
    """The ports of the servers on the loopback interface."""

    sidecar: int
    backend: int
    previous_api: int
    previous_backend: int


@contextmanager
def running(folder: Path) -> Iterator[Ports]:
    """Run sidecar, backend and the previous design's two servers until the end of the block."""
    ports = Ports(*_free_ports(4))
    environment = {
        "PATH": os.environ.get("PATH", ""),
        "PYTHONPATH": str(_PLUGIN),
        "DATA_DIR": str(folder),
        "ENVSOUND_ENGINE": "precomputed",
        "ENVSOUND_PORT": str(ports.sidecar),
        "BACKEND_PORT": str(ports.backend),
        "RATE_LIMIT_GENERATE": "off",
        "RATE_LIMIT_REQUESTS": "off",
    }
    commands = [
        ["envsound_server"],
        ["backend"],
        ["bench.previous_design", "api", str(ports.previous_api)],
        [
            "bench.previous_design",
            "backend",
            str(ports.previous_backend),
            str(ports.previous_api),
            str(folder),
        ],
    ]
    log_path = folder / "bench.log"
    processes: list[subprocess.Popen[bytes]] = []
    try:
        with log_path.open("wb") as log:
            for command in commands:
                processes.append(
                    subprocess.Popen(
                        [sys.executable, "-m", *command],
                        cwd=_REPOSITORY,
                        env=environment,
                        stdout=log,
                        stderr=log,
                    )
                )
        _wait_until_all_respond(ports, processes, log_path)
        yield ports
    finally:
        for process in processes:
            process.terminate()
        for process in processes:
            process.wait(_STOP_SECONDS)


def first_event_seconds(engine: str, weights: Path, device: str) -> float:
    """Return the median time from a request to its first event, of an engine with a model, s."""
    (port,) = _free_ports(1)
    with tempfile.TemporaryDirectory(prefix="envsound-bench-") as folder:
        environment = {
            "PATH": os.environ.get("PATH", ""),
            "DATA_DIR": folder,
            "ENVSOUND_PORT": str(port),
            "ENVSOUND_ENGINE": engine,
            f"{engine.upper()}_WEIGHTS": str(weights),
            f"{engine.upper()}_DEVICE": device,
        }
        with (Path(folder) / "bench.log").open("wb") as log:
            process = subprocess.Popen(
                [sys.executable, "-m", "envsound_server"],
                cwd=_REPOSITORY,
                env=environment,
                stdout=log,
                stderr=log,
            )
        try:
            deadline = time.monotonic() + _LOAD_SECONDS
            while not _serves(port):
                if process.poll() is not None or time.monotonic() > deadline:
                    raise SystemExit("the sidecar did not start with these weights")
                time.sleep(0.5)
            return statistics.median(_first_event(port) for _ in range(_FIRST_EVENTS))
        finally:
            process.kill()
            process.wait(_STOP_SECONDS)


def own_peak_bytes() -> int:
    """Return the peak resident memory of this process on Linux (proc(5), VmHWM), bytes.

    `getrusage` would also count the parent at the moment of the fork.
    """
    lines = Path("/proc/self/status").read_text().splitlines()
    return int(dict(line.split(":", 1) for line in lines)["VmHWM"].split()[0]) * 1024


def _first_event(port: int) -> float:
    with grpc.insecure_channel(f"127.0.0.1:{port}") as channel:
        grpc.channel_ready_future(channel).result(timeout=_START_SECONDS)
        stub = pb_grpc.EnvironmentSoundServiceStub(channel)
        started_at = time.perf_counter()
        call = stub.GenerateSound(pb.GenerateSoundRequest(prompt="rain", steps=4), timeout=600)
        next(iter(call))
        seconds = time.perf_counter() - started_at
        call.cancel()
        return seconds


def _free_ports(count: int) -> list[int]:
    probes = [socket.socket() for _ in range(count)]
    try:
        for probe in probes:
            probe.bind(("127.0.0.1", 0))
        return [probe.getsockname()[1] for probe in probes]
    finally:
        for probe in probes:
            probe.close()


def _wait_until_all_respond(
    ports: Ports, processes: list[subprocess.Popen[bytes]], log_path: Path
) -> None:
    deadline = time.monotonic() + _START_SECONDS
    http_ports = (ports.backend, ports.previous_api, ports.previous_backend)
    while not (_serves(ports.sidecar) and all(_responds(port) for port in http_ports)):
        has_ended = any(process.poll() is not None for process in processes)
        if has_ended or time.monotonic() > deadline:
            raise SystemExit(f"a process did not start:\n{log_path.read_text()}")
        time.sleep(0.1)


def _serves(port: int) -> bool:
    with grpc.insecure_channel(f"127.0.0.1:{port}") as channel:
        try:
            reply = health_pb2_grpc.HealthStub(channel).Check(
                health_pb2.HealthCheckRequest(), timeout=2
            )
        except grpc.RpcError:
            return False
    return bool(reply.status == health_pb2.HealthCheckResponse.SERVING)


def _responds(port: int) -> bool:
    connection = HTTPConnection("127.0.0.1", port, timeout=2)
    try:
        connection.request("GET", "/health")
        return connection.getresponse().status == 200
    except OSError:
        return False
    finally:
        connection.close()
