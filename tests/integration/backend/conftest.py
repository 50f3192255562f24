"""A backend of its own for each test, and the fake sidecar it talks to."""

from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AbstractAsyncContextManager
from pathlib import Path
from typing import Any

import pytest
from fake_sidecar import FakeSidecar
from running_backend import Backend, serve

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


SettingsOf = Callable[..., Settings]


@pytest.fixture
def settings_of(data_dir: Path, sidecar: FakeSidecar) -> SettingsOf:
    """Settings for this test, with whatever is to differ."""

    def make(**fields: Any) -> Settings:
        known: dict[str, Any] = {
            "data_dir": data_dir,
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
