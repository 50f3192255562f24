"""An SQLite database that another program locks: reads go on, writes say to come again."""

import asyncio
import logging
import sqlite3
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select
from support.running_backend import BASE, Backend

from backend.access.api_keys import Caller, Role
from backend.db.database import Database
from backend.db.models import UsageAction, UsageLog
from backend.sounds.downloads import Downloads

_LOCKED_SECONDS = 14.0


@pytest.fixture
def database_url(data_dir: Path) -> str:
    data_dir.mkdir(parents=True, exist_ok=True)
    return f"sqlite:///{data_dir / 'environment_sounds.db'}"


@asynccontextmanager
async def _locked(data_dir: Path) -> AsyncIterator[None]:
    """Another program's transaction, as of a backup or a person with the sqlite3 shell."""
    with closing(sqlite3.connect(data_dir / "environment_sounds.db", isolation_level=None)) as db:
        db.execute("BEGIN EXCLUSIVE")
        yield
        db.execute("ROLLBACK")


async def _downloads_of(backend: Backend) -> list[str]:
    lines = select(UsageLog.client_address).where(UsageLog.action == UsageAction.DOWNLOAD)
    database = backend.app.state.services.database
    found: list[str] = await database.read(lambda session: list(session.scalars(lines)))
    return found


async def _counts(backend: Backend, sound_id: int) -> int:
    count: int = (await backend.sound(sound_id))["download_count"]
    return count


async def _until_counted(backend: Backend, sound_id: int, count: int) -> None:
    async with asyncio.timeout(30):
        # A state of the database, with no event to wait for.
        while await _counts(backend, sound_id) < count:  # noqa: ASYNC110
            await asyncio.sleep(0.05)


async def test_downloads_and_reads_answer_and_are_counted_afterwards(
    backend: Backend, data_dir: Path
) -> None:
    sound = await backend.over(await backend.generate())
    url = f"{BASE}/{sound['id']}"
    assert (await backend.http.get(f"{url}/download")).status_code == 200
    assert await _counts(backend, sound["id"]) == 1
    async with _locked(data_dir):
        locked_at = time.monotonic()
        write = asyncio.create_task(backend.http.post(f"{url}/play"))
        reads = ("/download", "", "/waveform", "/thumbnail", "/../?page=1", "/../stats")
        paths = [f"{url}{path}" for path in reads] + [sound["file_url"]]
        number = 0
        while time.monotonic() - locked_at < _LOCKED_SECONDS:
            started_at = time.monotonic()
            for path in paths:
                reply = await backend.http.get(path)
                assert reply.status_code == 200, (path, reply.text)
            number += 1
            # None waits for the lock, which takes seconds.
            assert time.monotonic() - started_at < 5
            await asyncio.sleep(0.2)
        refused = await write
        assert (refused.status_code, refused.json()["reason"]) == (503, "DATABASE_UNAVAILABLE")
        assert "another program keeps it locked" in refused.json()["detail"]
        assert int(refused.headers["retry-after"]) > 0
        ready = await backend.http.get("/ready")
        assert ready.status_code == 503
        # It waits behind the writes that wait for the lock.
        detail = ready.json()["checks"]["database"]["detail"]
        assert "locked" in detail or "does not answer" in detail
    await _until_counted(backend, sound["id"], number + 1)
    assert await _counts(backend, sound["id"]) == number + 1
    assert len(await _downloads_of(backend)) == number + 1
    assert (await backend.http.post(f"{url}/play")).status_code == 200


async def test_writes_that_wait_behind_others_are_refused_in_time_too(
    backend: Backend, data_dir: Path
) -> None:
    sound = await backend.over(await backend.generate())
    async with _locked(data_dir):
        started_at = time.monotonic()
        asked = (backend.http.post(f"{BASE}/{sound['id']}/play") for _ in range(5))
        replies = await asyncio.gather(*asked)
        assert {reply.status_code for reply in replies} == {503}
        assert time.monotonic() - started_at < 13
    # None of those was made after all.
    reply = await backend.http.post(f"{BASE}/{sound['id']}/play")
    assert reply.json()["play_count"] == 1


async def test_what_is_left_is_counted_at_the_end(
    serving: Any, data_dir: Path, caplog: pytest.LogCaptureFixture
) -> None:
    async with serving() as backend:
        sound = await backend.over(await backend.generate())
        async with _locked(data_dir):
            for _ in range(3):
                reply = await backend.http.get(f"{BASE}/{sound['id']}/download")
                assert reply.status_code == 200
    async with serving() as backend:
        assert await _counts(backend, sound["id"]) == 3
    assert "not counted" not in caplog.text


async def test_a_number_that_is_too_large_is_told(
    backend: Backend, data_dir: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.WARNING)
    sound = await backend.over(await backend.generate())
    database: Database = backend.app.state.services.database
    downloads = Downloads(database, max_waiting=5)
    caller = Caller("somebody", Role.VIEWER, "127.0.0.1")
    async with _locked(data_dir):
        counting = asyncio.create_task(downloads.run())
        for _ in range(8):
            await downloads.count(sound["id"], caller)
        assert "further ones are not" in caplog.text
    await _until_counted(backend, sound["id"], 5)
    downloads.stop()
    await counting
    assert await _counts(backend, sound["id"]) == 5
    assert "3 downloads were not counted" in caplog.text


async def test_a_download_of_a_sound_that_is_gone_meanwhile_holds_nothing_up(
    backend: Backend,
) -> None:
    sounds = [await backend.over(await backend.generate(name=str(n))) for n in range(2)]
    downloads = backend.app.state.services.downloads
    caller = Caller("somebody", Role.VIEWER, "127.0.0.1")
    await backend.http.delete(f"{BASE}/{sounds[0]['id']}")
    await downloads.count(sounds[0]["id"], caller)
    await downloads.count(999_999, caller)
    await downloads.count(sounds[1]["id"], caller)
    assert await _counts(backend, sounds[1]["id"]) == 1
