"""What `/ready` and `/health` know."""

import asyncio
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, NamedTuple

import psycopg
import pytest
from sqlalchemy import event, update
from support.fake_sidecar import FakeSidecar
from support.running_backend import BASE, Backend
from support.tcp_relay import relaying_tcp

from backend.api.readiness import Shared
from backend.db.clock import database_now
from backend.db.database import Database
from backend.db.models import EnvironmentSound
from backend.errors import StorageFailed


class _Disk(NamedTuple):
    total: int
    used: int
    free: int


async def _ready(backend: Backend) -> tuple[int, str, dict[str, str]]:
    """Return status, summary and the details of what is down."""
    reply = await backend.http.get("/ready")
    body = reply.json()
    down = {name: check["detail"] for name, check in body["checks"].items() if not check["ok"]}
    return reply.status_code, body["status"], down


async def _until_ready(backend: Backend) -> None:
    assert (await _soon(backend, 200))[1] == "ready"


async def _soon(backend: Backend, status: int) -> tuple[int, str, dict[str, str]]:
    """Return what is found once it has that status. What was found before holds for seconds."""
    async with asyncio.timeout(20):
        # A state of a server, with no event to wait for.
        while (found := await _ready(backend))[0] != status:  # noqa: ASYNC110
            await asyncio.sleep(0.1)
    return found


async def test_all_is_well(backend: Backend) -> None:
    assert await _ready(backend) == (200, "ready", {})
    reply = await backend.http.get("/health")
    assert (reply.status_code, reply.json()["status"]) == (200, "alive")
    assert reply.json()["checks"]["tasks"]["ok"] is True


@pytest.mark.parametrize(
    ("total", "free", "check"),
    [
        (10**12, 0, "storage"),
        (10**12, 30 << 20, "storage"),
        (10**12, 64 << 20, "storage"),
        (12 << 20, 1 << 20, "storage"),
    ],
)
async def test_a_disk_that_is_full_or_nearly_is_told(
    backend: Backend,
    data_dir: Path,
    monkeypatch: pytest.MonkeyPatch,
    total: int,
    free: int,
    check: str,
) -> None:
    with monkeypatch.context() as disk:
        disk.setattr(shutil, "disk_usage", lambda _: _Disk(total, total - free, free))
        status, summary, down = await _ready(backend)
        assert (status, summary) == (503, "not_ready")
        assert f"{free / 1e6:.1f} MB left" in down[check]
        assert str(data_dir) not in str(down)
        assert (await backend.http.get("/health")).status_code == 200
    await _until_ready(backend)


async def test_the_disk_of_the_database_is_told_by_itself(
    serving: Any, data_dir: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = tmp_path / "elsewhere"
    other.mkdir()
    real = shutil.disk_usage

    def usage(folder: Path) -> Any:
        return _Disk(10**12, 10**12, 0) if Path(folder) == other else real(folder)

    async with serving(database_url=f"sqlite:///{other / 'sounds.db'}") as backend:
        await _until_ready(backend)
        monkeypatch.setattr(shutil, "disk_usage", usage)
        status, _, down = await _ready(backend)
        assert (status, list(down)) == (503, ["database"])
        assert "free some space" in down["database"]
        assert str(other) not in str(down)


async def test_room_that_just_suffices_is_ready(
    backend: Backend, monkeypatch: pytest.MonkeyPatch
) -> None:
    free = (64 << 20) + (256 << 10)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: _Disk(10**12, 10**12 - free, free))
    await _until_ready(backend)


@contextmanager
def _read_only(database: Database) -> Iterator[None]:
    """Have every connection refuse to write, as an SQLite file without the right to it does."""
    engine = database._engine

    def check_out(connection: Any, *_: Any) -> None:
        connection.execute("PRAGMA query_only = ON")

    def check_in(connection: Any, *_: Any) -> None:
        if connection is not None:
            connection.execute("PRAGMA query_only = OFF")

    event.listen(engine, "checkout", check_out)
    event.listen(engine, "checkin", check_in)
    try:
        yield
    finally:
        event.remove(engine, "checkout", check_out)
        event.remove(engine, "checkin", check_in)


async def test_a_database_that_cannot_be_written_is_told(
    backend: Backend, database_url: str, data_dir: Path
) -> None:
    database: Database = backend.app.state.services.database
    if database_url.startswith("sqlite"):
        with _read_only(database):
            await _check_read_only(backend)
    else:
        await _set_read_only(database_url, "on")
        await _check_read_only(backend)
        await _set_read_only(database_url, "off")
    await _until_ready(backend)


async def _set_read_only(url: str, value: str) -> None:
    """Set a PostgreSQL database to read-only or back, for connections from now on."""
    name = url.rpartition("/")[2]
    setting = "default_transaction_read_only ="
    others = "datname = current_database() AND pid <> pg_backend_pid()"
    async with await psycopg.AsyncConnection.connect(url, autocommit=True) as connection:
        for statement in (
            f"SET {setting} off",
            f"ALTER DATABASE {name} SET {setting} {value}",
            f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE {others}",
        ):
            await connection.execute(statement.encode())


async def _check_read_only(backend: Backend) -> None:
    _, _, down = await _soon(backend, 503)
    assert "read-only" in down["database"]
    reply = await backend.http.post(f"{BASE}/generate", json={"prompt": "rain"})
    assert (reply.status_code, reply.json()["reason"]) == (503, "DATABASE_UNAVAILABLE")
    # Reading goes on, and a restart would not help.
    assert (await backend.http.get(f"{BASE}/")).status_code == 200
    assert (await backend.http.get("/health")).status_code == 200


async def test_sounds_that_wait_while_none_is_made_are_told(
    serving: Any, sidecar: FakeSidecar
) -> None:
    async with serving(job_worker_count=0) as backend:
        sound_id = await backend.generate()
        assert await _ready(backend) == (200, "ready", {})
        await _change(backend, sound_id, queued_at=_long_ago())
        status, _, down = await _soon(backend, 503)
        assert (status, list(down)) == (503, ["jobs"])
        assert "1 sounds wait" in down["jobs"]
        # One in the making shows that there are workers.
        other_id = await backend.generate(name="other")
        now = database_now()
        await _change(
            backend, other_id, generation_status="processing", attempt=1, lease_until=now + 600
        )
        await _until_ready(backend)


async def test_a_sound_of_a_dead_worker_that_nobody_takes_up_is_told(backend: Backend) -> None:
    runner = backend.app.state.services.runner
    sound_id = await backend.generate()
    await backend.over(sound_id)
    await runner.stop()
    await _change(
        backend,
        sound_id,
        generation_status="processing",
        attempt=1,
        lease_until=database_now() - 120,
    )
    # Its tasks are told at once, its jobs once somebody looks again.
    async with asyncio.timeout(20):
        # A state of a server, with no event to wait for.
        while "jobs" not in (down := (await _ready(backend))[2]):  # noqa: ASYNC110
            await asyncio.sleep(0.1)
    assert "dead workers" in down["jobs"]


def _long_ago() -> datetime:
    return datetime.now(UTC) - timedelta(minutes=5)


async def _change(backend: Backend, sound_id: int, **values: Any) -> None:
    statement = update(EnvironmentSound).where(EnvironmentSound.id == sound_id).values(**values)
    database: Database = backend.app.state.services.database
    await database.write(
        lambda session: session.execute(statement, execution_options={"synchronize_session": False})
    )


@pytest.fixture
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have no check end before its answer, however busy the machine is."""
    monkeypatch.setattr("backend.api.readiness._TIMEOUT_SECONDS", 60.0)
    monkeypatch.setattr("backend.db.database._CHECK_SECONDS", 60.0)


_TASKS = ("MetadataSync.run", "Retention.run", "Downloads.run", "_kept_up")


@pytest.mark.parametrize("name", _TASKS)
async def test_a_task_that_has_ended_is_told_also_by_the_liveness(
    backend: Backend, name: str, patient: None
) -> None:
    tasks = [task for task in asyncio.all_tasks() if _name_of(task) == name]
    assert tasks, [_name_of(task) for task in asyncio.all_tasks()]
    tasks[0].cancel()
    await asyncio.wait(tasks[:1])
    status, summary, down = await _ready(backend)
    assert (status, summary, list(down)) == (503, "not_ready", ["tasks"])
    reply = await backend.http.get("/health")
    assert (reply.status_code, reply.json()["status"]) == (503, "failing")
    assert "restart the backend" in reply.json()["checks"]["tasks"]["detail"]


def _name_of(task: asyncio.Task[Any]) -> str:
    coroutine = task.get_coro()
    return getattr(coroutine, "__qualname__", "")


async def test_a_mirror_or_a_sweep_that_fails_degrades_and_needs_no_restart(
    backend: Backend, monkeypatch: pytest.MonkeyPatch
) -> None:
    services = backend.app.state.services

    async def fail() -> None:
        raise StorageFailed("the mirror fails")

    with monkeypatch.context() as failing:
        failing.setattr(services.metadata_sync, "check", fail)
        assert await _ready(backend) == (200, "degraded", {"tasks": "the mirror fails"})
        assert (await backend.http.get("/health")).status_code == 200
    assert await _ready(backend) == (200, "ready", {})


async def test_a_sidecar_that_hangs_is_told_as_such(serving: Any, sidecar: FakeSidecar) -> None:
    async with (
        relaying_tcp(int(sidecar.target.rpartition(":")[2])) as relay,
        serving(tangoflux_url=f"http://127.0.0.1:{relay.port}") as backend,
    ):
        await _until_ready(backend)
        relay.go_silent()
        status, _, down = await _ready(backend)
        assert (status, list(down)) == (503, ["sidecar"])
        assert "does not answer" in down["sidecar"]
        engines = await backend.http.get(f"{BASE}/../engines")
        assert engines.status_code in (503, 504)
        assert "shorter" not in down["sidecar"] + engines.text
        relay.speak()
        await _until_ready(backend)


async def test_probes_share_what_costs_something() -> None:
    count = 0

    async def look() -> None:
        nonlocal count
        count += 1
        await asyncio.sleep(0.01)
        if count == 1:
            raise StorageFailed("no")

    shared = Shared(look)
    for expected in (StorageFailed, StorageFailed, type(None)):
        found = await asyncio.gather(*(shared() for _ in range(20)), return_exceptions=True)
        assert {type(error) for error in found} == {expected}
        if count == 1 and expected is StorageFailed and found:
            shared._ended_at -= 0.6
    assert count == 2


async def test_many_probes_write_once(
    backend: Backend, monkeypatch: pytest.MonkeyPatch, patient: None
) -> None:
    monkeypatch.setattr("backend.api.readiness._FRESH_SECONDS", 3600.0)
    database: Database = backend.app.state.services.database
    writes: list[Callable[..., Any]] = []
    write = database.write

    async def counted(work: Any, **options: Any) -> Any:
        if options.get("seconds") is not None:
            writes.append(work)
        return await write(work, **options)

    monkeypatch.setattr(database, "write", counted)
    for _ in range(3):
        replies = await asyncio.gather(*(backend.http.get("/ready") for _ in range(20)))
        assert {reply.status_code for reply in replies} == {200}
    assert len(writes) == 1
