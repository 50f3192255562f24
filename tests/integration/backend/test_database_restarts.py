"""Connections to PostgreSQL: their limits, and a server that restarts beneath a running backend."""

import asyncio
import logging
import socket
from collections.abc import Iterator

import pytest
from sqlalchemy.orm import Session
from support.running_backend import BASE, Backend
from support.servers import PostgresServer, running_postgres

from backend.db.database import Database
from backend.settings import Settings


@pytest.fixture(scope="module")
def server() -> Iterator[PostgresServer]:
    """One that this file may stop."""
    with running_postgres() as running:
        yield running


@pytest.fixture
def database_url(server: PostgresServer) -> Iterator[str]:
    with server.database() as url:
        yield url


async def test_a_request_waits_for_a_database_that_restarts(
    backend: Backend, server: PostgresServer
) -> None:
    assert (await backend.http.get(f"{BASE}/")).status_code == 200
    await asyncio.to_thread(server.stop)
    with socket.create_server(("127.0.0.1", server.port)) as listener:
        listener.settimeout(20)
        asked = asyncio.create_task(backend.http.get(f"{BASE}/"))
        attempt, _ = await asyncio.to_thread(listener.accept)
        attempt.close()
    await asyncio.to_thread(server.go_on)
    assert (await asked).status_code == 200


async def test_one_that_stays_away_is_told_with_its_reason_in_the_log(
    backend: Backend, server: PostgresServer, caplog: pytest.LogCaptureFixture
) -> None:
    await asyncio.to_thread(server.stop)
    try:
        refused = await backend.http.get(f"{BASE}/")
        assert refused.status_code == 503
        assert refused.json()["reason"] == "DATABASE_UNAVAILABLE"
        told = [r.getMessage() for r in caplog.records if r.levelno == logging.WARNING]
        assert any("database" in line and "refused" in line for line in told)
        assert str(server.port) not in refused.text
    finally:
        await asyncio.to_thread(server.go_on)


@pytest.mark.parametrize(("query", "seconds"), [("", "5"), ("?connect_timeout=20", "20")])
async def test_a_connect_timeout_in_the_url_overrides_the_default(
    database_url: str, query: str, seconds: str
) -> None:
    database = Database(Settings(database_url=f"{database_url}{query}").database)
    try:
        assert await database.read(connect_timeout) == seconds
    finally:
        await database.close()


def connect_timeout(session: Session) -> str | None:
    """Return the limit that the driver has applied to the session's connection, s."""
    connection = session.connection().connection.driver_connection
    assert connection is not None
    value: str | None = connection.info.get_parameters().get("connect_timeout")
    return value
