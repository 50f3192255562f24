"""The compose file, up: as an operator brings it up, on ports of its own."""

import os
import socket
import subprocess
import threading
import time
from pathlib import Path
from types import TracebackType

from support.container_engine import ROOT, Engine

PROJECT = "envsoundtest"
SECRETS = {
    "POSTGRES_PASSWORD": "database-secret",
    "REDIS_PASSWORD": "redis-secret",
    "ENVSOUND_TOKEN": "sidecar-secret",
}
_COMPOSE_SECONDS = 900
_NAMES_FILE = ROOT / "tests" / "container" / "names.yml"
_PREFIX = "10.213.79"
_SUBNET = f"{_PREFIX}.0/24"
_SETTINGS = {
    "ALLOW_ANONYMOUS": "true",
    "NETWORK_PREFIX": _PREFIX,
    "RATE_LIMIT_GENERATE": "999/hour",
}
_SERVICES = ("database", "redis", "backend", "nginx")


class Stack:
    """All services of docker-compose.yml, healthy."""

    def __init__(self, engine: Engine, folder: Path) -> None:
        self._engine = engine
        self._ports = {
            name: str(_free_port()) for name in ("HTTP_PORT", "BACKEND_PORT", "ENVSOUND_PORT")
        }
        self._settings = folder / ".env"
        self._settings.write_text(
            "".join(
                f"{name}={value}\n"
                for name, value in {**SECRETS, **self._ports, **_SETTINGS}.items()
            )
        )
        self._is_over = threading.Event()
        self._pump = threading.Thread(target=self._check_health, daemon=True)

    @property
    def url(self) -> str:
        """Of nginx."""
        return f"http://127.0.0.1:{self._ports['HTTP_PORT']}"

    @property
    def backend_url(self) -> str:
        """Of the backend, as this machine alone reaches it."""
        return f"http://127.0.0.1:{self._ports['BACKEND_PORT']}"

    def __enter__(self) -> "Stack":
        self.compose("down", "--volumes", socket_url=self._engine.run_socket)
        self._engine.podman("network", "rm", "--force", PROJECT, check=False)
        self._engine.podman("network", "create", f"--subnet={_SUBNET}", PROJECT)
        self.compose("build", socket_url=self._engine.build_socket)
        self._pump.start()
        self.compose("up", "--detach", "--no-build", socket_url=self._engine.run_socket)
        return self

    def __exit__(
        self, _t: type[BaseException] | None, _e: BaseException | None, _b: TracebackType | None
    ) -> None:
        self.compose("down", "--volumes", "--timeout", "20", socket_url=self._engine.run_socket)
        self._engine.podman("network", "rm", "--force", PROJECT)
        self._is_over.set()
        self._pump.join()

    def compose(self, *arguments: str, socket_url: str) -> str:
        """Runs docker-compose on the file, and returns what it prints."""
        done = subprocess.run(
            ["docker-compose", "--project-name", PROJECT, "--env-file", str(self._settings),
             "--file", str(ROOT / "docker-compose.yml"), "--file", str(_NAMES_FILE), *arguments],
            env={
                **os.environ,
                "DOCKER_HOST": socket_url,
                # Podman builds without BuildKit.
                "DOCKER_BUILDKIT": "0",
                "COMPOSE_DOCKER_CLI_BUILD": "0",
            },
            capture_output=True,
            text=True,
            timeout=_COMPOSE_SECONDS,
            check=False,
        )  # fmt: skip
        output = done.stdout + done.stderr
        assert done.returncode == 0, f"docker-compose {' '.join(arguments)}: {output[-3000:]}"
        return output

    def container(self, service: str) -> str:
        """The name of a service's container."""
        names = self._engine.podman(
            "ps", "--all", "--format", "{{.Names}}",
            "--filter", f"label=com.docker.compose.project={PROJECT}",
            "--filter", f"label=com.docker.compose.service={service}",
        )  # fmt: skip
        return names.splitlines()[0]

    def run(self, service: str, *command: str) -> str:
        """Runs a command in a service's container, and returns what it prints."""
        return self._engine.podman("exec", self.container(service), *command)

    def last_words(self) -> dict[str, str]:
        """By service, the end of what it has said: a test that fails shows it."""
        words = {name: self._engine.last_words(self.container(name)) for name in _SERVICES}
        files = ("sh", "-c", "tail -n 8 /app/data/logs/*.log")
        words["logs/"] = self._engine.last_words(self.container("backend"), *files)
        return words

    def _check_health(self) -> None:
        # Podman leaves the timing of health checks to systemd, which need not be there.
        while not self._is_over.is_set():
            for name in self._engine.podman("ps", "--format", "{{.Names}}").split():
                self._engine.podman("healthcheck", "run", name, timeout=30, check=False)
            time.sleep(1)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
