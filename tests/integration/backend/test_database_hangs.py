"""A database that hangs: no reset, no answer. Replies come, the process stops, and all goes on."""

import asyncio
import time
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import Any

import httpx
import psycopg
import pytest
from sqlalchemy import make_url, text
from support.running_backend import BASE, Backend
from support.servers import PostgresServer, running_postgres
from support.tcp_relay import relaying_tcp

from backend.db.database import Database, DatabaseUnavailable
from backend.settings import Settings

_REPLY_SECONDS = 12.0
"""About 10 s, on a busy machine."""

Hanging = Callable[[str], AbstractAsyncContextManager[tuple[str, Callable[[], None], Any]]]


@pytest.fixture(scope="module")
def server() -> Iterator[PostgresServer]:
    """One that this file may stop."""
    with running_postgres() as running:
        yield running


@pytest.fixture
def database_url(server: PostgresServer) -> Iterator[str]:
    with server.database() as url:
        yield url


@asynccontextmanager
async def _dropped_packets(
    url: str, server: PostgresServer
) -> AsyncIterator[tuple[str, Callable[[], None], Callable[[], None]]]:
    async with relaying_tcp(server.port) as relay:
        there = make_url(url).set(port=relay.port).render_as_string(hide_password=False)

        def heal() -> None:
            relay.break_all()
            relay.speak()

        yield there, relay.go_silent, heal


@asynccontextmanager
async def _stopped_process(
    url: str, server: PostgresServer
) -> AsyncIterator[tuple[str, Callable[[], None], Callable[[], None]]]:
    try:
        yield url, server.hang, server.wake
    finally:
        server.wake()


_WAYS = pytest.mark.parametrize("way", [_dropped_packets, _stopped_process])


@_WAYS
async def test_replies_come_and_all_goes_on_once_it_is_back(
    serving: Any, server: PostgresServer, database_url: str, way: Any
) -> None:
    async with way(database_url, server) as (url, hang, heal), serving(database_url=url) as backend:
        sound = await backend.over(await backend.generate())
        hang()
        # More at once than there are threads and connections, reads and writes.
        replies = await asyncio.gather(
            *(_timed(backend, "GET", "/") for _ in range(20)),
            *(_timed(backend, "POST", f"/{sound['id']}/play") for _ in range(20)),
            *(_timed(backend, "POST", "/generate", json={"prompt": "rain"}) for _ in range(4)),
        )
        for reply, seconds in replies:
            assert (reply.status_code, reply.json()["reason"]) == (503, "DATABASE_UNAVAILABLE")
            assert int(reply.headers["retry-after"]) > 0
            assert seconds < _REPLY_SECONDS
        alive, ready = await backend.http.get("/health"), await backend.http.get("/ready")
        assert (alive.status_code, ready.status_code) == (200, 503)
        assert ready.json()["checks"]["database"]["ok"] is False
        heal()
        async with asyncio.timeout(60):
            # A state of a server, with no event to wait for.
            while (await backend.http.get("/ready")).status_code != 200:  # noqa: ASYNC110
                await asyncio.sleep(0.1)
        replies = await asyncio.gather(*(_timed(backend, "GET", "/") for _ in range(20)))
        assert {reply.status_code for reply, _ in replies} == {200}
        again = await backend.over(await backend.generate())
        assert again["generation_status"] == "completed"


@_WAYS
async def test_a_backend_stops_within_its_limit_all_the_same(
    serving: Any, server: PostgresServer, database_url: str, way: Any
) -> None:
    async with way(database_url, server) as (url, hang, _heal):
        async with serving(database_url=url) as backend:
            assert (await backend.http.get(f"{BASE}/")).status_code == 200
            hang()
            late, _ = await _timed(backend, "GET", "/")
            assert late.status_code == 503
            stopped_at = time.monotonic()
        # The supervisor gives it 15 s more than the sounds in the making have.
        assert time.monotonic() - stopped_at < 40


async def _timed(
    backend: Backend, method: str, path: str, **more: Any
) -> tuple[httpx.Response, float]:
    started_at = time.monotonic()
    reply = await backend.http.request(method, f"{BASE}{path}", **more)
    return reply, time.monotonic() - started_at


async def test_a_row_that_another_program_locks_ends_a_write_and_no_read(
    backend: Backend, database_url: str
) -> None:
    sound = await backend.over(await backend.generate())
    async with await psycopg.AsyncConnection.connect(database_url) as other:
        await other.execute("LOCK TABLE environment_sounds IN EXCLUSIVE MODE")
        reply, seconds = await _timed(backend, "POST", f"/{sound['id']}/play")
        assert (reply.status_code, reply.json()["reason"]) == (503, "DATABASE_UNAVAILABLE")
        assert seconds < _REPLY_SECONDS
        assert (await backend.http.get(f"{BASE}/{sound['id']}")).status_code == 200
    reply, _ = await _timed(backend, "POST", f"/{sound['id']}/play")
    assert reply.status_code == 200


async def test_the_limits_of_the_url_override_those_of_the_server(database_url: str) -> None:
    wanted = text("SELECT current_setting('statement_timeout'), current_setting('lock_timeout')")
    for query, expected in (
        ("", ("8s", "5s")),
        ("?options=-c%20statement_timeout%3D60000", ("1min", "5s")),
    ):
        database = Database(Settings(database_url=f"{database_url}{query}").database)
        try:
            found = await database.read(lambda session: session.execute(wanted).one())
            assert tuple(found) == expected
        finally:
            await database.close()


async def test_a_late_statement_ends_and_its_thread_is_free(database_url: str) -> None:
    database = Database(Settings(database_url=database_url).database)
    try:
        sleep = text("SELECT pg_sleep(60)")
        for _ in range(12):
            with pytest.raises(DatabaseUnavailable):
                await database.read(lambda session: session.execute(sleep), seconds=0.2)
        await database.check()
    finally:
        await database.close()
