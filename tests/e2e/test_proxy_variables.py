"""Proxy variables as companies set them: calls to this machine go to no proxy, others still do."""

import json
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from opentelemetry.sdk.trace import TracerProvider
from support.commands import Commands
from support.language_server import Reply, running_language_server
from support.make_folder import MakeFolder

from backend.errors import BackendError
from backend.settings.loopback import bypass_proxies, is_loopback_target
from backend.sidecar import SidecarClient

VARIABLES = ("http_proxy", "https_proxy", "all_proxy", "grpc_proxy")
HEARD = json.dumps({"sounds": ["rain", "thunder"]})


class Proxy:
    """A proxy that records the first line of what it is sent, and answers nothing."""

    def __init__(self) -> None:
        self.lines: list[bytes] = []
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.address = f"127.0.0.1:{self._listener.getsockname()[1]}"
        threading.Thread(target=self._serve, daemon=True).start()

    def close(self) -> None:
        # Wakes the thread from accept().
        self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()

    def variables(self, scheme: str) -> dict[str, str]:
        url = f"{scheme}://{self.address}"
        return {spelling: url for name in VARIABLES for spelling in (name, name.upper())}

    def _serve(self) -> None:
        while True:
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return
            with connection:
                connection.settimeout(20)
                self.lines.append(connection.recv(1000).partition(b"\r\n")[0])


@pytest.fixture
def proxy(monkeypatch: pytest.MonkeyPatch) -> Iterator[Proxy]:
    for name in ("no_proxy", "NO_PROXY", "no_grpc_proxy"):
        monkeypatch.delenv(name, raising=False)
    running = Proxy()
    yield running
    running.close()


@pytest.mark.parametrize("scheme", ["http", "socks5"])
def test_every_command_works_beside_a_proxy(proxy: Proxy, scheme: str, tmp_path: Path) -> None:
    prompt = "the heavens broke open above Hephaestus, rain"
    with running_language_server({prompt: [Reply(HEARD)]}) as ollama:
        envsound = Commands(tmp_path / "data", OLLAMA_URL=ollama.url, **proxy.variables(scheme))
        try:
            made = MakeFolder(tmp_path / "make", envsound.environment)(
                "sound", f"PROMPT={prompt}", "DURATION=1"
            )
            assert made.returncode == 0, made.stderr
            assert ollama.asked(prompt)
            assert_all_work(envsound, tmp_path)
        finally:
            assert envsound("down").returncode == 0
    assert proxy.lines == []


def assert_all_work(envsound: Commands, tmp_path: Path) -> None:
    for words in (
        ("up",),
        ("status",),
        ("list",),
        ("show", "1"),
        ("download", "1", "-o", str(tmp_path / "a.wav")),
        ("engines",),
        ("read", "rain"),
        ("vary", "1"),
        ("rescan",),
        ("backup", str(tmp_path / "backup")),
    ):
        done = envsound(*words)
        # The procedural engine makes no variations.
        assert done.returncode == (1 if words[0] == "vary" else 0), (words, done.stderr)
        assert "Traceback" not in done.stderr
    checked = subprocess.run(
        [sys.executable, "-m", "envsound_server.serving.health_check"],
        env=envsound.environment,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert checked.stdout == "SERVING\n", checked.stderr


async def test_a_sidecar_on_another_machine_is_called_through_the_proxy(
    proxy: Proxy, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("http_proxy", f"http://{proxy.address}")
    bypass_proxies()
    client = SidecarClient("sidecar.example:7930", "", 10, TracerProvider())
    with pytest.raises(BackendError):
        await client.is_serving()
    await client.close()
    assert proxy.lines[0] == b"CONNECT sidecar.example:7930 HTTP/1.1"


@pytest.mark.parametrize(
    ("target", "is_here"),
    [
        ("localhost:7930", True),
        ("127.0.0.2:7930", True),
        ("[::1]:7930", True),
        ("dns:///localhost:7930", True),
        ("dns://8.8.8.8/localhost:7930", True),
        ("ipv4:127.0.0.1:7930", True),
        ("unix:///run/sidecar.sock", True),
        ("unix:sidecar.sock", True),
        ("localhost.example:7930", False),
        ("dns:///sidecar:7930", False),
        ("10.0.0.1:7930", False),
    ],
)
def test_the_targets_of_this_machine_are_known(target: str, is_here: bool) -> None:
    assert is_loopback_target(target) is is_here


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ({}, "localhost,127.0.0.1,::1"),
        ({"NO_PROXY": "a.example"}, "a.example,localhost,127.0.0.1,::1"),
        (
            {"no_proxy": "b.example, localhost", "NO_PROXY": "x"},
            "b.example,localhost,127.0.0.1,::1",
        ),
        ({"no_proxy": "*"}, "*"),
    ],
)
def test_hosts_without_a_proxy_stay_so(before: dict[str, str], after: str) -> None:
    environment = dict(before)
    bypass_proxies(environment)
    assert (environment["no_proxy"], environment["NO_PROXY"]) == (after, after)
