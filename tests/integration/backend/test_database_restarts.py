"""The database restarts beneath a running backend."""

import asyncio
import logging
from collections.abc import Iterator

import pytest
from support.running_backend import BASE, Backend
from support.servers import PostgresServer, running_postgres


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
    asked = asyncio.create_task(backend.http.get(f"{BASE}/"))
    await asyncio.sleep(0.5)
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
