"""Two replicas on a real Ray Serve with its HAProxy and the shipped configuration; one dies."""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import grpc
import httpx
import psutil
import pytest
from grpc_health.v1 import health_pb2, health_pb2_grpc
from support.calls import make, refusal
from support.processes import API, PLUGIN_FOLDER, Stack, clean_environment, free_port
from support.servers import leave_out

from envsound.v1 import envsound_service_pb2 as pb
from envsound.v1 import envsound_service_pb2_grpc as pb_grpc

CONFIGURATION = Path(__file__).resolve().parents[2] / "docker" / "ray" / "serve.yaml"
SERVE = Path(sys.executable).with_name("serve")
START_SECONDS = 180
STEPS = 100
TOKEN = "ray-secret"

Stub = pb_grpc.EnvironmentSoundServiceStub


def until(condition: Callable[[], Any], seconds: float = 60) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "it did not happen"
        time.sleep(0.1)


class RayServe:
    """`serve run` and everything that it starts, known by a folder of its own."""

    def __init__(self, folder: Path, data_dir: Path) -> None:
        self.port = free_port()
        self.target = f"127.0.0.1:{self.port}"
        self.data_dir = data_dir
        self._folder = folder
        self._log_path = folder / "log"
        self._configuration = folder / "serve.yaml"
        text = CONFIGURATION.read_text()
        for shipped, port in (("7930", self.port), ("8001", free_port())):
            assert f"port: {shipped}" in text
            text = text.replace(f"port: {shipped}", f"port: {port}")
        self._configuration.write_text(text)
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        environment = {
            **clean_environment(),
            "DATA_DIR": str(self.data_dir),
            "ENVSOUND_ENGINE": "instant",
            "ENVSOUND_TOKEN": TOKEN,
            "PYTHONPATH": str(PLUGIN_FOLDER),
            "RAY_TMPDIR": str(self._folder),
            "RAY_USAGE_STATS_ENABLED": "0",
            "RAY_SERVE_ENABLE_HA_PROXY": "1",
            "RAY_SERVE_HAPROXY_STATS_PORT": str(free_port()),
            "RAY_SERVE_HAPROXY_METRICS_PORT": str(free_port()),
            "RAY_SERVE_HAPROXY_SOCKET_PATH": str(self._folder / "admin.sock"),
            "RAY_SERVE_HAPROXY_METRICS_SOCKET_PATH": str(self._folder / "metrics.sock"),
            "RAY_SERVE_HAPROXY_CONFIG_FILE_LOC": str(self._folder / "haproxy.cfg"),
            "RAY_SERVE_HAPROXY_SERVER_STATE_BASE": str(self._folder),
            "RAY_SERVE_HAPROXY_SERVER_STATE_FILE": str(self._folder / "server-state"),
        }
        with self._log_path.open("wb") as log:
            self._process = subprocess.Popen(
                [SERVE, "run", self._configuration], env=environment, stdout=log, stderr=log
            )
        until(self._is_up, START_SECONDS)

    def replicas(self) -> list[psutil.Process]:
        return [p for p in self._everything() if p.name().startswith("ray::ServeReplica")]

    def close(self) -> None:
        if self._process is not None:
            self._process.send_signal(signal.SIGINT)
            try:
                self._process.wait(60)
            except subprocess.TimeoutExpired:
                self._process.kill()
                self._process.wait(20)
        for process in self._everything():
            process.kill()

    def _is_up(self) -> bool:
        assert self._process is not None
        assert self._process.poll() is None, self._log_path.read_text()[-3000:]
        return len(self.replicas()) == 2 and health(self.target) == 1

    def _everything(self) -> list[psutil.Process]:
        found = []
        for process in psutil.process_iter():
            try:
                if process.environ().get("RAY_TMPDIR") == str(self._folder):
                    found.append(process)
            except psutil.Error:
                continue
        return found


def health(target: str, service: str = "") -> int:
    with grpc.insecure_channel(target) as channel:
        try:
            request = health_pb2.HealthCheckRequest(service=service)
            return int(health_pb2_grpc.HealthStub(channel).Check(request, timeout=5).status)
        except grpc.RpcError:
            return 0


@pytest.fixture(scope="module")
def ray(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RayServe]:
    if not SERVE.exists():
        leave_out("Ray Serve")
    # Not below pytest's folder: the paths of Ray's sockets may have 107 characters.
    folder = Path(tempfile.mkdtemp(prefix="ray-"))
    running = RayServe(folder, tmp_path_factory.mktemp("ray"))
    try:
        running.start()
        yield running
    finally:
        running.close()
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def stub(ray: RayServe) -> Iterator[Stub]:
    with grpc.insecure_channel(ray.target) as channel:
        sender = grpc.intercept_channel(channel, Authorised())
        yield Stub(sender)


class Authorised(grpc.UnaryUnaryClientInterceptor, grpc.UnaryStreamClientInterceptor):
    """Sends the token."""

    def intercept_unary_unary(self, continuation: Any, details: Any, request: Any) -> Any:
        return continuation(with_token(details), request)

    def intercept_unary_stream(self, continuation: Any, details: Any, request: Any) -> Any:
        return continuation(with_token(details), request)


def with_token(details: Any) -> Any:
    return details._replace(metadata=[("authorization", f"Bearer {TOKEN}")])


def test_a_sound_is_made_with_progress(ray: RayServe, stub: Stub) -> None:
    sound = make(stub, prompt="rain", engine="procedural", duration_seconds=2)
    path = ray.data_dir / "environment_sounds" / sound.relative_path
    assert path.stat().st_size == sound.file_size_bytes
    assert "procedural" in {e.name for e in stub.ListEngines(pb.ListEnginesRequest()).engines}


def test_errors_are_told_as_by_the_sidecar(ray: RayServe, stub: Stub) -> None:
    # Without details, which Ray loses.
    error = refusal(stub, prompt="")
    assert error.code is grpc.StatusCode.INVALID_ARGUMENT
    assert error.message.startswith("REQUEST_INVALID: prompt: is empty")
    error = refusal(stub, prompt="rain", engine="nobody")
    assert error.code is grpc.StatusCode.NOT_FOUND
    assert error.message.startswith("ENGINE_UNKNOWN: there is no engine 'nobody'")
    error = refusal(stub, prompt="rain", engine="broken")
    assert error.code is grpc.StatusCode.INTERNAL
    assert "Traceback" not in error.message


def test_the_token_is_asked_for_but_for_health(ray: RayServe) -> None:
    with grpc.insecure_channel(ray.target) as channel:
        error = refusal(Stub(channel), prompt="rain")
        assert error.code is grpc.StatusCode.UNAUTHENTICATED
        assert error.message.startswith("UNAUTHENTICATED: ")
        with pytest.raises(grpc.RpcError) as refused:
            Stub(channel).ListEngines(pb.ListEnginesRequest(), timeout=10)
        assert refused.value.code() is grpc.StatusCode.UNAUTHENTICATED
    assert health(ray.target, "envsound.v1.EnvironmentSoundService") == 1
    assert health(ray.target, "nobody") == 0


def test_a_cancelled_sound_leaves_nothing(ray: RayServe, stub: Stub) -> None:
    call = stub.GenerateSound(
        pb.GenerateSoundRequest(prompt="a test", engine="slow", steps=STEPS), timeout=60
    )
    temp = ray.data_dir / "environment_sounds" / "temp"
    until(lambda: list(temp.glob("generating_*")))
    call.cancel()
    until(lambda: not list(temp.glob("generating_*")), 20)


def test_sounds_outlive_one_of_two_replicas(ray: RayServe) -> None:
    stack = Stack(
        ray.data_dir, TANGOFLUX_URL=ray.target, ENVSOUND_TOKEN=TOKEN, JOB_WORKER_COUNT="6"
    )
    before = set(stack.sidecar.finished_files())
    try:
        stack.start_backend()
        until(lambda: httpx.get(f"{stack.url}/ready").is_success)
        wanted = {"prompt": "a test", "engine": "slow", "steps": STEPS}
        asked = [
            httpx.post(f"{stack.url}{API}/generate", json=wanted).json()["sound_id"]
            for _ in range(12)
        ]
        old = ray.replicas()
        until(lambda: all(map(makes_sounds, old)))
        os.kill(old[0].pid, signal.SIGKILL)
        sounds = stack.wait_until_done(asked)
        assert {sound["generation_status"] for sound in sounds} == {"completed"}
        files = {stack.sidecar.sounds_dir / sound["file_path"] for sound in sounds}
        assert len(files) == 12
        assert set(stack.sidecar.finished_files()) - before == files
        until(lambda: len(ray.replicas()) == 2, START_SECONDS)
    finally:
        stack.close()


def makes_sounds(replica: psutil.Process) -> bool:
    return any("generating_" in file.path for file in replica.open_files())
