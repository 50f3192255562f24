"""A backend of its own for each test, on each database, and the fake sidecar it talks to."""

from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AbstractAsyncContextManager
from pathlib import Path
from typing import Any

import pytest
from support.fake_sidecar import FakeSidecar
from support.running_backend import Backend, serve
from support.servers import PostgresServer, running_postgres

from backend.settings import Settings


@pytest.fixture
def data_dir(tmp_path: Path) -> Path:
    return tmp_path / "data"


@pytest.fixture
async def sidecar(data_dir: Path) -> AsyncIterator[FakeSidecar]:
    fake = FakeSidecar(data_dir / "environment_sounds")
    await fake.start()
    yield fake
    await fake.kill()


@pytest.fixture(scope="session")
def postgres() -> Iterator[PostgresServer]:
    with running_postgres() as server:
        yield server


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, data_dir: Path) -> Iterator[str]:
    """Of a database of this test's own, with all tables on PostgreSQL and none on SQLite."""
    if request.param == "postgresql":
        server: PostgresServer = request.getfixturevalue("postgres")
        with server.database() as url:
            yield url
        return
    data_dir.mkdir(parents=True, exist_ok=True)
    yield f"sqlite:///{data_dir / 'environment_sounds.db'}"


SettingsOf = Callable[..., Settings]


@pytest.fixture
def settings_of(data_dir: Path, sidecar: FakeSidecar, database_url: str) -> SettingsOf:
    """Settings for this test, with whatever is to differ."""

    def make(**fields: Any) -> Settings:
        known: dict[str, Any] = {
            "data_dir": data_dir,
            "database_url": database_url,
            "tangoflux_url": sidecar.target,
            "job_poll_seconds": 0.05,
            "job_lease_seconds": 1.5,
        }
        return Settings(**(known | fields))

    return make


@pytest.fixture
async def backend(settings_of: SettingsOf) -> AsyncIterator[Backend]:
    async with serve(settings_of()) as running:
        yield running


@pytest.fixture
def serving(
    settings_of: SettingsOf,
) -> Callable[..., AbstractAsyncContextManager[Backend]]:
    """Starts a backend with other settings."""
    return lambda **fields: serve(settings_of(**fields))


@pytest.fixture(autouse=True)
def no_hidden_failure(caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    """What goes wrong in a background task stands only in the log."""
    yield
    traces = [record for record in caplog.get_records("call") if record.exc_info]
    assert not traces, [record.getMessage() for record in traces]
