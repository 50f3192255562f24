"""Podman without a daemon: images, containers, and the socket that docker-compose talks to.

Everything lives in a folder of its own. runc, cgroupfs and modest limits: what works as root on a
plain Debian, a container included.
"""

import json
import os
import shutil
import subprocess
import time
from pathlib import Path
from types import TracebackType

ROOT = Path(__file__).resolve().parents[2]
BASES = {
    "docker.io/library/python:3.11.13-slim-bookworm": "python",
    "docker.io/library/postgres:15.14-bookworm": "postgres",
    "docker.io/library/redis:7.4.5-bookworm": "redis",
    "docker.io/library/nginx:1.28.0-bookworm": "nginx",
}
"""Images that are pulled, and what stands in for one that cannot be."""

_DEBIAN = "docker.io/library/debian:bookworm-slim"
_TOOLS = ("podman", "runc", "buildah", "debootstrap", "docker-compose")
_CERTIFICATES = Path("/etc/ssl/certs/ca-certificates.crt")
_STANDINS = ROOT / "tests" / "container" / "standins"
_LEFT_OUT = ("usr/share/doc", "usr/share/man", "usr/share/info", "usr/share/locale")
_SLIM = {
    "etc/apt/apt.conf.d/docker-clean": (
        'DPkg::Post-Invoke { "rm -f /var/cache/apt/archives/*.deb /var/cache/apt/*.bin"; };\n'
        'APT::Keep-Downloaded-Packages "false";\n'
        'Dir::Cache::pkgcache "";\nDir::Cache::srcpkgcache "";\nAcquire::Languages "none";\n'
    ),
    "etc/dpkg/dpkg.cfg.d/docker": "".join(f"path-exclude /{folder}/*\n" for folder in _LEFT_OUT),
}
_BUILD_SECONDS = 1500
_PULL_SECONDS = 60


def missing_tools() -> str:
    """Why nothing can be tested here; empty where it can."""
    if os.geteuid() != 0:
        return "it takes root"
    missing = [tool for tool in _TOOLS if shutil.which(tool) is None]
    return f"{', '.join(missing)} cannot be found (apt-get install them)" if missing else ""


class Engine:
    """Podman with storage and configuration of its own, and every base image in it."""

    def __init__(self) -> None:
        cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
        self.folder = cache / "envsound-container-test"
        self.folder.mkdir(parents=True, exist_ok=True)
        self._services: list[subprocess.Popen[bytes]] = []
        self._storage = self._write("storage.conf", _storage(self.folder))
        self._run_conf = self._write("run.conf", _containers([]))
        pip = self._write("pip.conf", "[global]\ncert = /run/host-ca.crt\n")
        # Builds trust what this machine trusts: its network may have a proxy of its own.
        mounts = [f"{_CERTIFICATES}:/run/host-ca.crt:ro", f"{pip}:/etc/pip.conf:ro"]
        self._build_conf = self._write("build.conf", _containers(mounts))

    def __enter__(self) -> "Engine":
        for image, standin in BASES.items():
            if not self._has(image) and not self._pull(image):
                self._stand_in(image, standin)
        self.build_socket = self._serve("build", self._build_conf)
        self.run_socket = self._serve("run", self._run_conf)
        return self

    def __exit__(
        self, _t: type[BaseException] | None, _e: BaseException | None, _b: TracebackType | None
    ) -> None:
        for service in self._services:
            service.terminate()
            service.wait(20)

    def podman(self, *arguments: str, timeout: float = 60, check: bool = True) -> str:
        """Runs podman, and returns what it prints."""
        done = subprocess.run(
            ["podman", *arguments],
            env=self._environment(self._run_conf),
            capture_output=True,
            text=True,
            timeout=timeout,
            check=False,
        )
        if check and done.returncode != 0:
            raise AssertionError(f"podman {' '.join(arguments)}: {done.stderr or done.stdout}")
        return done.stdout.strip()

    def last_words(self, container: str, *command: str) -> str:
        """The end of what a container has said, or of what a command in it says."""
        words = ("exec", container, *command) if command else ("logs", "--tail=15", container)
        done = subprocess.run(
            ["podman", *words],
            env=self._environment(self._run_conf),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            timeout=60,
            check=False,
        )
        return done.stdout[-2000:]

    def inspect(self, container: str, path: str) -> object:
        """A part of what podman knows of a container, such as `.State.Health`."""
        return json.loads(self.podman("inspect", container, "--format", f"{{{{json {path}}}}}"))

    def _environment(self, configuration: Path) -> dict[str, str]:
        return {
            **os.environ,
            "CONTAINERS_STORAGE_CONF": str(self._storage),
            "CONTAINERS_CONF": str(configuration),
        }

    def _write(self, name: str, text: str) -> Path:
        path = self.folder / name
        path.write_text(text)
        return path

    def _has(self, image: str) -> bool:
        found = subprocess.run(
            ["podman", "image", "exists", image],
            env=self._environment(self._run_conf),
            check=False,
        )
        return found.returncode == 0

    def _pull(self, image: str) -> bool:
        try:
            self.podman("pull", "--quiet", image, timeout=_PULL_SECONDS)
        except (AssertionError, subprocess.TimeoutExpired):
            return False
        return True

    def _stand_in(self, image: str, standin: str) -> None:
        if not self._has(_DEBIAN) and not self._pull(_DEBIAN):
            self._bootstrap_debian()
        print(f"{image} cannot be pulled; {standin} of Debian stands in for it")  # noqa: T201
        self._build(image, _STANDINS / standin)

    def _build(self, image: str, context: Path) -> None:
        _run(
            ["podman", "build", "--pull=never", "--format=docker", "-t", image, str(context)],
            self._environment(self._build_conf),
        )

    def _bootstrap_debian(self) -> None:
        root = self.folder / "debian"
        if not (root / "usr/bin/apt-get").exists():
            shutil.rmtree(root, ignore_errors=True)
            _run(["debootstrap", "--variant=minbase", "bookworm", str(root)], dict(os.environ))
            # What the image of that name does without, and keeps doing without.
            for path, text in _SLIM.items():
                (root / path).write_text(text)
            for leftover in ("var/cache/apt", "var/lib/apt/lists", *_LEFT_OUT):
                shutil.rmtree(root / leftover, ignore_errors=True)
        environment = self._environment(self._run_conf)
        container = _run(["buildah", "from", "scratch"], environment).strip()
        _run(["buildah", "add", "--quiet", container, str(root), "/"], environment)
        _run(["buildah", "config", "--cmd", "bash", container], environment)
        _run(["buildah", "commit", "--quiet", "--rm", container, _DEBIAN], environment)

    def _serve(self, name: str, configuration: Path) -> str:
        """Docker's API on a socket; returns its address."""
        socket = self.folder / f"{name}.sock"
        socket.unlink(missing_ok=True)
        log_path = self.folder / f"{name}.log"
        command = ["podman", "system", "service", "--time=0", f"unix://{socket}"]
        environment = self._environment(configuration)
        with log_path.open("wb") as log:
            service = subprocess.Popen(command, env=environment, stdout=log, stderr=log)
        self._services.append(service)
        deadline = time.monotonic() + 20
        while not socket.exists():
            assert time.monotonic() < deadline, f"podman does not serve: see {log_path}"
            time.sleep(0.05)
        return f"unix://{socket}"


def _run(command: list[str], environment: dict[str, str]) -> str:
    done = subprocess.run(
        command,
        env=environment,
        capture_output=True,
        text=True,
        timeout=_BUILD_SECONDS,
        check=False,
    )
    if done.returncode != 0:
        raise AssertionError(f"{' '.join(command)}: {(done.stderr or done.stdout)[-3000:]}")
    return done.stdout


def _storage(folder: Path) -> str:
    return (
        f'[storage]\ndriver = "overlay"\nrunroot = "{folder}/run"\ngraphroot = "{folder}/storage"\n'
    )


def _containers(mounts: list[str]) -> str:
    return (
        "[containers]\n"
        'default_ulimits = ["nofile=20000:20000", "nproc=32768:32768"]\n'
        f"volumes = {json.dumps(mounts)}\n"
        '[engine]\nruntime = "runc"\ncgroup_manager = "cgroupfs"\nevents_logger = "file"\n'
    )
