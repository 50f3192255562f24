"""The start of connections, files and background work, each with its stop."""

import asyncio
from collections.abc import Callable, Coroutine
from contextlib import AsyncExitStack
from typing import Any

from backend.api.http_server import max_connections
from backend.app.parts import Files, Prepared, Shared, Sidecar
from backend.db.database import Database
from backend.db.redis import RedisConnection
from backend.files import DerivedFiles, Library
from backend.files.metadata import Metadata
from backend.jobs import (
    MAX_VIEWERS,
    Broadcaster,
    CircuitBreaker,
    Discards,
    JobContext,
    JobQueue,
    JobRunner,
    Notifications,
    Relay,
    ReplacedFiles,
)
from backend.settings import Settings
from backend.sidecar import SidecarClient
from backend.sidecar.engine_cache import EngineCache
from backend.telemetry.operation_log import OperationLog
from backend.upkeep.background import BackgroundTasks
from backend.upkeep.low_space import LowSpace
from backend.upkeep.metadata_sync import MetadataSync
from backend.upkeep.retention import Retention, RetentionLimits


async def connect(prepared: Prepared, stack: AsyncExitStack) -> Shared:
    """Return the connections and logs that the rooms share."""
    settings = prepared.settings
    operation_log = await asyncio.to_thread(OperationLog, settings.log_dir)
    stack.push_async_callback(asyncio.to_thread, operation_log.close)
    database = Database(settings.database)
    stack.push_async_callback(database.close)
    # Streams leave connections free for everything else.
    broadcaster = Broadcaster(
        min(MAX_VIEWERS, max_connections() * 3 // 4), settings.events_per_caller
    )
    tasks = BackgroundTasks()
    redis = await _start_redis(settings, broadcaster, tasks, stack)
    return Shared(operation_log, database, broadcaster, redis, tasks)


def connect_sidecar(prepared: Prepared, stack: AsyncExitStack) -> Sidecar:
    """Return the client of the sidecar, which need not answer yet."""
    settings = prepared.settings
    client = SidecarClient(
        settings.target,
        settings.envsound_token.get_secret_value(),
        settings.generation_timeout_seconds,
        prepared.tracer_provider,
        prepared.tls,
    )
    stack.push_async_callback(client.close)
    engine_cache = EngineCache(client)
    return Sidecar(client, engine_cache, CircuitBreaker(engine_cache))


def open_files(prepared: Prepared, shared: Shared, stack: AsyncExitStack) -> Files:
    """Return the files of sounds, with the tasks that keep them in step with the rows."""
    settings = prepared.settings
    library = Library(settings.sounds_dir, prepared.store)
    derived = DerivedFiles(
        settings.sounds_dir / "cache",
        settings.cache_megabytes * 10**6,
        lambda kind, is_there: prepared.metrics.looked_up(kind, is_hit=is_there),
    )
    stack.push_async_callback(asyncio.to_thread, derived.close)
    metadata = Metadata(settings.sounds_dir, prepared.store)
    metadata_sync = MetadataSync(shared.database, metadata, library)
    mirror = in_background(stack, metadata_sync.run, metadata_sync.stop)
    shared.tasks.watch("the mirror in metadata.json", mirror)
    retention = _retention(settings, shared, library, metadata_sync)
    shared.tasks.watch("the retention sweep", in_background(stack, retention.run))
    if settings.bucket_url is None:
        low_space = LowSpace(shared.database, retention, settings.sounds_dir)
        shared.tasks.watch("the watch over the disk", in_background(stack, low_space.run))
    return Files(library, derived, metadata, metadata_sync, retention)


def _retention(
    settings: Settings, shared: Shared, library: Library, metadata_sync: MetadataSync
) -> Retention:
    return Retention(
        shared.database,
        library,
        metadata_sync,
        settings.sounds_dir,
        RetentionLimits(
            sound_days=settings.sound_retention_days,
            usage_days=settings.usage_log_days,
            temp_hours=settings.temp_max_age_hours,
            cache_bytes=settings.cache_megabytes * 10**6,
        ),
    )


def start_jobs(
    prepared: Prepared, shared: Shared, sidecar: Sidecar, files: Files, stack: AsyncExitStack
) -> JobRunner:
    """Return the runner of jobs, which runs."""
    settings = prepared.settings
    context = JobContext(
        queue=JobQueue(shared.database, settings.job_lease_seconds, settings.job_max_failures),
        client=sidecar.client,
        library=files.library,
        metadata_sync=files.metadata_sync,
        broadcaster=shared.broadcaster,
        circuit_breaker=sidecar.circuit_breaker,
        operation_log=shared.operation_log,
        metrics=prepared.metrics,
        tracer=prepared.tracer_provider.get_tracer(__name__),
        discards=Discards(shared.database, sidecar.client, sidecar.circuit_breaker),
        replaced_files=ReplacedFiles(shared.database, files.library, files.metadata_sync),
        heartbeat_seconds=settings.job_lease_seconds / 3,
    )
    is_postgresql = settings.database.get_backend_name() == "postgresql"
    runner = JobRunner(
        context,
        settings.job_worker_count,
        settings.job_poll_seconds,
        settings.job_lease_seconds,
        Notifications(settings.database) if is_postgresql else None,
    )
    runner.start()
    shared.tasks.watch("the making of sounds", lambda: runner.is_running)
    stack.push_async_callback(runner.stop)
    stack.callback(shared.broadcaster.close)
    return runner


async def _start_redis(
    settings: Settings, broadcaster: Broadcaster, tasks: BackgroundTasks, stack: AsyncExitStack
) -> RedisConnection | None:
    """Return the connection that several backends share, or None. Redis need not answer yet."""
    if settings.redis_url is None:
        return None
    link = RedisConnection(settings.redis_url.get_secret_value(), settings.redis_timeout_seconds)
    stack.push_async_callback(link.close)
    relay = Relay(link, broadcaster)
    relay.start()
    tasks.watch("the relay of progress", lambda: relay.is_running)
    stack.push_async_callback(relay.stop)
    return link


def in_background(
    stack: AsyncExitStack,
    work: Callable[[], Coroutine[Any, Any, None]],
    stop: Callable[[], None] | None = None,
) -> Callable[[], bool]:
    """Run a task beside the requests, and stop or cancel it at the end.

    Returns:
        A function that returns whether it runs.
    """
    task = asyncio.create_task(work())

    async def end() -> None:
        if stop is not None:
            stop()
        else:
            task.cancel()
        await asyncio.wait([task])

    stack.push_async_callback(end)
    return lambda: not task.done()
