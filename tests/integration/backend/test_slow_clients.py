"""Clients that take their time, hold connections, or stop reading."""

import asyncio
import logging
import socket
import struct
from contextlib import AsyncExitStack, suppress
from pathlib import Path
from typing import Any

import httpx
import pytest
from support.backend_process import PYTHON, BackendProcess
from support.fake_sidecar import FakeSidecar, until
from support.raw_http import connected, read_status
from support.running_backend import BASE, Backend, serve

from backend.api import body_limit, http_server
from backend.api.connections import TimeLimits
from backend.jobs import SoundProgress
from backend.sidecar.types import Stage
from backend.sounds import watching

FAST = TimeLimits(head_seconds=0.5, linger_seconds=0.5, stalled_seconds=0.5)
PATIENT = TimeLimits(head_seconds=600, linger_seconds=600, stalled_seconds=600)
UPLOAD = (
    f"POST {BASE}/upload HTTP/1.1\r\nHost: localhost\r\n"
    "Content-Type: multipart/form-data; boundary=b\r\nContent-Length: 100000\r\n\r\n"
).encode()


@pytest.fixture
def database_url(data_dir: Path) -> str:
    """Return SQLite: connections have nothing to do with the database."""
    data_dir.mkdir()
    return f"sqlite:///{data_dir / 'sounds.db'}"


def port_of(backend: Backend) -> int:
    port = backend.http.base_url.port
    assert port is not None
    return port


async def trickle(writer: asyncio.StreamWriter, data: bytes) -> None:
    """Send a byte at a time, until the connection is closed."""
    with suppress(OSError):
        for number in range(len(data)):
            writer.write(data[number : number + 1])
            await writer.drain()
            await asyncio.sleep(0.05)


async def ends(reader: asyncio.StreamReader) -> bytes:
    """Return what comes until the server closes or resets the connection."""
    parts: list[bytes] = []
    async with asyncio.timeout(30):
        with suppress(ConnectionResetError):
            while part := await reader.read(65_536):
                parts.append(part)
    return b"".join(parts)


@pytest.mark.parametrize(
    "data", [b"", b"\r\n" * 10_000, b"GET /health HTTP/1.1\r\nX: " + b"a" * 10_000]
)
async def test_a_request_without_end_is_cut_off(settings_of: Any, data: bytes) -> None:
    async with serve(settings_of(), FAST) as backend:
        for first in (b"", b"GET /health HTTP/1.1\r\nHost: localhost\r\n\r\n"):
            async with connected(port_of(backend)) as (reader, writer):
                writer.write(first)
                sending = asyncio.create_task(trickle(writer, data))
                reply = await ends(reader)
                assert reply.count(b"HTTP/1.1") == bool(first)
                sending.cancel()


async def test_a_request_after_a_pause_is_answered(settings_of: Any) -> None:
    """The limit is on the time of one request's headers, not on that of the connection."""
    async with (
        serve(settings_of(), FAST) as backend,
        connected(port_of(backend)) as (reader, writer),
    ):
        for _ in range(8):
            writer.write(b"GET /health HTTP/1.1\r\nHost: localhost\r\n\r\n")
            assert await read_status(reader) == 200
            await reader.readuntil(b"}")
            await asyncio.sleep(0.1)


async def test_slow_uploads_do_not_hold_every_place(
    settings_of: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(body_limit, "_GRACE_SECONDS", 1.0)
    async with serve(settings_of(), PATIENT) as backend, AsyncExitStack() as stack:
        slow = [await stack.enter_async_context(connected(port_of(backend))) for _ in range(8)]
        for _, writer in slow:
            writer.write(UPLOAD + b"--b")
        sending = [asyncio.create_task(trickle(writer, b"-" * 10_000)) for _, writer in slow]
        file = {"file": ("a.wav", b"no sound")}
        observed = backend.app.state.services.metrics.requests_in_flight
        await until(lambda: observed._value.get() == len(slow))
        assert [await read_status(reader) for reader, _ in slow] == [408] * 8
        reply = await backend.http.post(f"{BASE}/upload", files=file)
        assert (reply.status_code, reply.json()["reason"]) == (422, "UPLOAD_REFUSED")
        for task in sending:
            task.cancel()


async def test_a_slow_body_of_any_request_is_cut_off(
    settings_of: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(body_limit, "_GRACE_SECONDS", 0.5)
    request = f"POST {BASE}/generate HTTP/1.1\r\nHost: a.localhost\r\nContent-Length: 9\r\n\r\n{{"
    async with (
        serve(settings_of(), FAST) as backend,
        connected(port_of(backend)) as (reader, writer),
    ):
        writer.write(request.encode())
        assert b"BODY_TOO_SLOW" in await ends(reader)


async def test_a_body_that_nobody_reads_does_not_hold_the_connection(settings_of: Any) -> None:
    request = b"POST /nothing HTTP/1.1\r\nHost: localhost\r\nContent-Length: 10000\r\n\r\n"
    async with (
        serve(settings_of(), FAST) as backend,
        connected(port_of(backend)) as (reader, writer),
    ):
        writer.write(request)
        sending = asyncio.create_task(trickle(writer, bytes(9000)))
        assert (await ends(reader)).startswith(b"HTTP/1.1 404")
        sending.cancel()


async def test_a_client_that_does_not_read_is_cut_off(settings_of: Any) -> None:
    async with serve(settings_of(), FAST) as backend:
        client = socket.socket()
        client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        client.connect(("127.0.0.1", port_of(backend)))
        reader, writer = await asyncio.open_connection(sock=client, limit=1024)
        asset = b"GET /docs/swagger-ui-bundle.js HTTP/1.1\r\nHost: localhost\r\n\r\n"
        writer.write(asset * 8)
        observed = backend.app.state.services.metrics.requests_in_flight
        await until(lambda: observed._value.get() == 1)
        await until(lambda: observed._value.get() == 0)
        assert len(await ends(reader)) < 8_000_000
        writer.close()


async def test_idle_connections_leave_room(data_dir: Path, sidecar: FakeSidecar) -> None:
    process = BackendProcess(data_dir, sidecar)
    process.command = ["sh", "-c", f"ulimit -n 1024; exec {' '.join(PYTHON)}"]
    async with process.running() as backend, AsyncExitStack() as stack:
        for _ in range(1100):
            await stack.enter_async_context(connected(process.port))
        async with httpx.AsyncClient(base_url=backend.http.base_url, timeout=20) as fresh:
            for path in ("/health", "/ready", f"{BASE}/"):
                assert (await fresh.get(path)).status_code == 200
        sound_id = await backend.generate()
        assert (await backend.over(sound_id))["generation_status"] == "completed"


async def test_busy_connections_leave_room_for_probes(
    settings_of: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(http_server, "max_connections", lambda: 4)
    async with serve(settings_of(), PATIENT) as backend, AsyncExitStack() as stack:
        port, url = port_of(backend), backend.http.base_url
        assert (await backend.http.get("/health")).status_code == 200
        busy = [await stack.enter_async_context(connected(port)) for _ in range(4)]
        for _, writer in busy:
            writer.write(UPLOAD + b"--b")
        observed = backend.app.state.services.metrics.requests_in_flight
        await until(lambda: observed._value.get() == 4)
        for path, status in (("/health", 200), ("/ready", 200), (f"{BASE}/", 429)):
            async with httpx.AsyncClient(base_url=url, timeout=20) as fresh:
                reply = await fresh.get(path)
                assert reply.status_code == status
                if status == 429:
                    assert reply.json()["reason"] == "QUEUE_FULL"
        # Far above the bound connections are closed at once.
        many = [await stack.enter_async_context(connected(port)) for _ in range(600)]
        assert await ends(many[0][0]) == b""


async def test_viewers_who_stop_reading_and_leave_cause_no_error(
    backend: Backend,
    sidecar: FakeSidecar,
    caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    sidecar.script.hold.clear()
    sound_id = await backend.generate(description="x" * 2000)
    await backend.until(sound_id, "processing")
    broadcaster = backend.app.state.services.broadcaster
    monkeypatch.setattr(watching, "_PAUSE_SECONDS", 0.0)
    monkeypatch.setattr(watching, "_PAUSE_SECONDS_EACH", 0.0)
    request = f"GET {BASE}/{sound_id}/events HTTP/1.1\r\nHost: localhost\r\n\r\n".encode()
    viewers = []
    for _ in range(40):
        client = socket.socket()
        client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        client.setblocking(False)
        await asyncio.get_running_loop().sock_connect(client, ("127.0.0.1", port_of(backend)))
        client.send(request)
        viewers.append(client)
    await until(lambda: broadcaster.viewer_count == len(viewers))
    for number in range(60):
        broadcaster.publish(sound_id, SoundProgress(number / 10, Stage.GENERATING))
        await asyncio.sleep(0.002)
    for number, client in enumerate(viewers):
        if number % 2:
            client.close()
        else:
            client.shutdown(socket.SHUT_RDWR)
    await until(lambda: broadcaster.viewer_count == 0)
    for client in viewers:
        client.close()
    sidecar.script.hold.set()
    await backend.over(sound_id)
    assert [record for record in caplog.records if record.levelno >= logging.ERROR] == []
    assert 'status="500"' not in (await backend.http.get("/metrics")).text
