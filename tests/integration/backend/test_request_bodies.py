"""Bodies of requests: their size, and whose are read at all."""

import asyncio
import hashlib
import json
from contextlib import suppress
from pathlib import Path

import psutil
import pytest
from support.backend_process import BackendProcess
from support.fake_sidecar import FakeSidecar
from support.raw_http import connected, read_status
from support.running_backend import BASE

KEY = "envsound_of-an-editor"
VIEWER_KEY = "envsound_of-a-viewer"
UPLOAD = f"{BASE}/upload"
CHUNK = b"%x\r\n" % (1 << 20) + bytes(1 << 20) + b"\r\n"
CHUNK_COUNT = 400
MAX_GROWTH_BYTES = 60_000_000
FORM = "Content-Type: multipart/form-data; boundary=b"
JSON = "Content-Type: application/json"


def head(method: str, path: str, *lines: str) -> bytes:
    return "\r\n".join([f"{method} {path} HTTP/1.1", "Host: localhost", *lines, "", ""]).encode()


@pytest.fixture
def database_url(data_dir: Path) -> str:
    """Return SQLite: bodies have nothing to do with the database."""
    data_dir.mkdir()
    return f"sqlite:///{data_dir / 'sounds.db'}"


async def send_chunks(port: int, method: str, path: str, kind: str) -> int:
    """Send 400 MB without a told size, as far as the server takes it; return the status."""
    async with connected(port) as (reader, writer):
        with suppress(OSError):
            writer.write(head(method, path, kind, "Transfer-Encoding: chunked"))
            for _ in range(CHUNK_COUNT):
                writer.write(CHUNK)
                await writer.drain()
            writer.write(b"0\r\n\r\n")
            await writer.drain()
        return await read_status(reader)


async def test_no_method_and_no_path_fills_the_memory(data_dir: Path, sidecar: FakeSidecar) -> None:
    process = BackendProcess(data_dir, sidecar, UPLOAD_MAX_MEGABYTES="300")
    async with process.running() as backend:
        memory = psutil.Process(process.pid).memory_info
        await backend.http.get(f"{BASE}/")
        before = memory().rss
        for method, path, kind, statuses in (
            ("PUT", UPLOAD, JSON, {413}),
            ("POST", UPLOAD, FORM, {413, 422}),
            ("PATCH", UPLOAD, JSON, {405}),
            ("DELETE", UPLOAD, JSON, {422}),
            ("GET", UPLOAD, JSON, {422}),
            ("POST", f"{BASE}/generate", JSON, {413}),
            ("POST", f"{BASE}/1/cancel", JSON, {404}),
            ("GET", f"{BASE}/", JSON, {200}),
            ("POST", "/nothing", JSON, {404}),
            ("POST", "/health", JSON, {405}),
            ("GET", "/health", JSON, {200}),
        ):
            status = await send_chunks(process.port, method, path, kind)
            # 0: the connection was closed on a sender that did not stop, and its reply was lost.
            assert status in statuses | {0}, (method, path)
            assert memory().rss - before < MAX_GROWTH_BYTES, (method, path)
        assert (await backend.http.get("/health")).status_code == 200


async def test_a_stranger_s_body_is_not_read(data_dir: Path, sidecar: FakeSidecar) -> None:
    keys = {
        role: {"role": role, "sha256": hashlib.sha256(key.encode()).hexdigest()}
        for role, key in (("editor", KEY), ("viewer", VIEWER_KEY))
    }
    async with BackendProcess(data_dir, sidecar, API_KEYS=json.dumps(keys)).running() as backend:
        port = backend.http.base_url.port
        assert port is not None
        for method, path, key, status in (
            ("POST", UPLOAD, "", 401),
            ("POST", UPLOAD, "X-API-Key: wrong", 401),
            ("POST", UPLOAD, f"X-API-Key: {VIEWER_KEY}", 403),
            ("POST", f"{BASE}/generate", "", 401),
            ("POST", f"{BASE}/generate", f"X-API-Key: {VIEWER_KEY}", 403),
            ("POST", f"{BASE}/batch-delete", f"X-API-Key: {VIEWER_KEY}", 403),
            ("POST", f"{BASE}/categories", f"X-API-Key: {KEY}", 403),
            ("PUT", f"{BASE}/7", "", 401),
            ("POST", f"{BASE}/7/rating", "", 401),
        ):
            lines = [line for line in (key, FORM if path == UPLOAD else JSON) if line]
            async with connected(port) as (reader, writer):
                # The client waits to be asked for its body, and none of it is ever sent.
                writer.write(
                    head(method, path, *lines, "Content-Length: 99", "Expect: 100-continue")
                )
                assert await read_status(reader) == status, (method, path, key)


async def test_a_refused_sender_reads_why(data_dir: Path, sidecar: FakeSidecar) -> None:
    """Also one that sends all of its body first, and one that asks to close the connection."""
    async with BackendProcess(data_dir, sidecar).running() as backend:
        port = backend.http.base_url.port
        assert port is not None
        for line in ("X-Any: 1", "Connection: close"):
            async with connected(port) as (reader, writer):
                size = 8 << 20
                told = f"Content-Length: {size}"
                writer.write(head("POST", f"{BASE}/generate", JSON, told, line))
                writer.write(bytes(size))
                await asyncio.wait_for(writer.drain(), 30)
                assert await read_status(reader) == 413
