"""The checks behind `/ready`: what sounds need, and whether it is there."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from backend.api.schemas.status import Check, CheckName, Readiness, ReadinessStatus
from backend.db.causes import cause_of
from backend.db.database import Database, DatabaseError
from backend.db.redis import RedisConnection
from backend.errors import BackendError, EngineLoading
from backend.files import Library
from backend.files.space import check_space_for_database, check_space_for_sounds
from backend.jobs import JobRunner
from backend.jobs.stuck import check_jobs
from backend.sidecar import SidecarClient
from backend.sidecar.engine_cache import EngineCache
from backend.upkeep.background import BackgroundTasks
from backend.upkeep.metadata_sync import MetadataSync
from backend.upkeep.retention import Retention

_TIMEOUT_SECONDS = 3.0
_FRESH_SECONDS = 5.0
_FRESH_FAILURE_SECONDS = 1.0
"""A failure is looked at again sooner, so that what is mended is ready soon."""
_NEEDED: frozenset[CheckName] = frozenset({"database", "sidecar", "storage", "jobs", "backend"})
"""Without these no sound is made. The others are `degraded` at the most."""
_NOT_SERVING = (
    "the sidecar does not serve now: it loads its engine, cannot use its folder, or is stopping"
)


class Shared:
    """A check that costs something, made once for all who ask within some seconds."""

    def __init__(self, check: Callable[[], Awaitable[None]]) -> None:
        self._check = check
        self._made: asyncio.Task[None] | None = None
        self._ended_at = 0.0

    async def __call__(self) -> None:
        """Raise the error that the check has, or had a moment ago."""
        if self._made is None or (self._made.done() and not self._is_fresh(self._made)):
            self._made = asyncio.ensure_future(self._timed())
        # Whoever gives up does not end it for the others.
        await asyncio.shield(self._made)

    async def _timed(self) -> None:
        try:
            await self._check()
        finally:
            self._ended_at = time.monotonic()

    def _is_fresh(self, made: asyncio.Task[None]) -> bool:
        has_failed = made.cancelled() or made.exception() is not None
        seconds = _FRESH_FAILURE_SECONDS if has_failed else _FRESH_SECONDS
        return time.monotonic() - self._ended_at < seconds


@dataclass(frozen=True, slots=True)
class Dependencies:
    """The parts that are looked at.

    Attributes:
        sounds_folder: The folder that sounds are made in, absolute.
        database_folder: The folder of an SQLite database; None: it is on a server.
        redis: None where none is set.
    """

    database: Database
    client: SidecarClient
    engines: EngineCache
    library: Library
    sounds_folder: Path
    database_folder: Path | None
    redis: RedisConnection | None
    runner: JobRunner
    tasks: BackgroundTasks
    metadata_sync: MetadataSync
    retention: Retention


class ReadinessChecks:
    """The checks of one backend."""

    def __init__(self, parts: Dependencies) -> None:
        self._parts = parts
        self._is_writable = Shared(parts.database.check_writable)
        self._is_moving = Shared(lambda: check_jobs(parts.database))

    async def run(self) -> Readiness:
        """Return the state of each, within some seconds."""
        checks: dict[CheckName, Awaitable[Check]] = {
            "database": _check(self._check_database(), "the database answers"),
            "sidecar": _check(self._check_sidecar(), "the sidecar serves"),
            "storage": _check(self._check_storage(), "the folder can be written"),
            "jobs": _check(self._is_moving(), "no sound is stuck"),
            "tasks": _check(self._check_tasks(), "the background tasks run"),
        }
        if self._parts.redis is not None:
            checks["redis"] = _check(self._parts.redis.check(), "Redis answers")
        found = dict(zip(checks, await asyncio.gather(*checks.values()), strict=True))
        if self._parts.runner.is_draining:
            found["backend"] = Check(ok=False, detail="the backend is stopping")
        return Readiness(status=self._status(found), checks=found)

    def _status(self, checks: Mapping[CheckName, Check]) -> ReadinessStatus:
        down = {name for name, check in checks.items() if not check.ok}
        if down & _NEEDED or self._has_ended_task():
            return "not_ready"
        return "degraded" if down else "ready"

    def _has_ended_task(self) -> bool:
        try:
            self._parts.tasks.check()
        except BackendError:
            return True
        return False

    async def _check_database(self) -> None:
        await self._parts.database.check()
        await self._is_writable()
        if self._parts.database_folder is not None:
            await asyncio.to_thread(check_space_for_database, self._parts.database_folder)

    async def _check_sidecar(self) -> None:
        if not await self._parts.client.is_serving():
            raise EngineLoading(_NOT_SERVING)
        # The health check needs no token, and this does. From here on requests are checked against
        # these engines, also where the sidecar did not answer a moment ago.
        await self._parts.engines.refresh()

    async def _check_storage(self) -> None:
        await asyncio.to_thread(self._parts.library.check_writable)
        await asyncio.to_thread(check_space_for_sounds, self._parts.sounds_folder)

    async def _check_tasks(self) -> None:
        self._parts.tasks.check()
        await self._parts.metadata_sync.check()
        await self._parts.retention.check()


async def _check(check: Awaitable[None], detail: str) -> Check:
    try:
        async with asyncio.timeout(_TIMEOUT_SECONDS):
            await check
    except TimeoutError:
        return Check(ok=False, detail=f"no answer within {_TIMEOUT_SECONDS:g} s")
    except BackendError as error:
        return Check(ok=False, detail=error.message)
    except DatabaseError as error:
        # The driver's message may hold the address and the password.
        return Check(ok=False, detail=f"the database cannot be used: {cause_of(error)}")
    return Check(ok=True, detail=detail)
