"""Hostile requests over HTTP: an answer below 500, as a problem where it is an error."""

import asyncio
import socket
from typing import Any
from urllib.parse import quote

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.hostile.replies import check
from support.hostile.values import bodies, header_values, headers, methods, paths, queries
from support.processes import API, Stack

_RAW = st.lists(
    st.one_of(
        st.binary(max_size=100),
        st.sampled_from(
            [b"GET / HTTP/1.1\r\n", b"Host: x\r\n", b"\r\n", b"\x16\x03\x01\x02\x00", b"\x00" * 50,
             b"POST /api/v1/environment-sounds/generate HTTP/1.1\r\n", b"Content-Length: -1\r\n",
             b"Content-Length: 99999999999999999999\r\n", b"Transfer-Encoding: chunked\r\n",
             b"ffffffffffffffff\r\n", b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", b"GET " + b"/a" * 40_000,
             b"X: " + b"y" * 70_000 + b"\r\n", b"Content-Length: 5\r\nContent-Length: 6\r\n"]
        ),
    ),
    min_size=1,
    max_size=6,
).map(b"".join)  # fmt: skip


def _sent(values: dict[str, str]) -> dict[str, bytes]:
    return {name: value.encode("latin-1", "replace") for name, value in values.items()}


@pytest.fixture
def http(stack: Stack) -> Any:
    with httpx.Client(base_url=stack.url, timeout=30, trust_env=False) as client:
        yield client


@given(methods, paths, queries, headers, bodies)
def test_requests(
    http: httpx.Client,
    method: str,
    path: str,
    query: dict[str, str],
    more_headers: dict[str, str],
    body: bytes,
) -> None:
    words = "&".join(
        f"{name}={quote(value.encode('utf-8', 'surrogatepass'))[:4000]}"
        for name, value in query.items()
    )
    sent = _sent({"Content-Type": "application/json"} | more_headers)
    if path.endswith("/events"):
        method = "HEAD"
    has_body = method not in ("GET", "HEAD")
    try:
        reply = http.request(
            method, f"{path}?{words}", headers=sent, content=body if has_body else None
        )
    except (httpx.LocalProtocolError, httpx.RemoteProtocolError, httpx.InvalidURL):
        # The client does not send it, or the server closes what is no HTTP.
        return
    check(reply)


@given(queries)
def test_searches(http: httpx.Client, query: dict[str, str]) -> None:
    words = {
        name: value.encode("utf-8", "replace").decode()[:3000] for name, value in query.items()
    }
    check(http.get(f"{API}/", params=words))


@given(st.text(max_size=400), header_values)
def test_multipart(http: httpx.Client, text: str, boundary: str) -> None:
    body = text.replace("|", "\r\n").encode("utf-8", "replace")
    for content_type in ("multipart/form-data; boundary=b", f"multipart/form-data; {boundary}"):
        parts = b"--b\r\nContent-Disposition: form-data; name=" + body + b"\r\n\r\nx\r\n--b--\r\n"
        headers = _sent({"Content-Type": content_type})
        try:
            check(http.post(f"{API}/upload", content=parts, headers=headers))
        except (httpx.LocalProtocolError, httpx.RemoteProtocolError):
            continue


@given(_RAW)
def test_bytes_that_are_no_http(stack: Stack, content: bytes) -> None:
    with socket.create_connection(("127.0.0.1", stack.backend_port), 10) as connection:
        connection.settimeout(0.3)
        try:
            connection.sendall(content)
            reply = connection.recv(4096)
        except (TimeoutError, ConnectionError):
            return
    assert not reply.startswith(b"HTTP/1.1 5"), reply
    assert b"Traceback" not in reply


async def test_many_at_once(stack: Stack) -> None:
    queries = (
        {"search": "雨" * 400},
        {"search": '"' * 300},
        {"page": "9" * 25},
        {"created_from": "0001-01-01T00:00:00+14:00"},
        {"tag_ids": ",".join(map(str, range(3000)))},
    )
    async with httpx.AsyncClient(base_url=stack.url, timeout=60, trust_env=False) as client:
        for _ in range(4):
            replies = await asyncio.gather(
                *(client.get(f"{API}/", params=query) for query in queries * 20)
            )
            for reply in replies:
                check(reply)
