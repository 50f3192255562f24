"""The composition root: builds everything, starts it in order, stops it in reverse."""

import asyncio
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from opentelemetry.sdk.trace import TracerProvider

from backend.access.api_keys import ApiKeys
from backend.access.rate_limits import RateLimits
from backend.api.application import Api, build_api
from backend.api.http_server import max_connections
from backend.api.readiness import Dependencies, ReadinessChecks
from backend.api.services import Services
from backend.db.database import Database, migrate
from backend.db.redis import RedisConnection
from backend.files import DerivedFiles, Library, SoundStore, open_store
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
from backend.settings import Settings, SettingUnusable
from backend.settings.values import rate_limit
from backend.sidecar import SidecarClient, Tls, read_tls
from backend.sidecar.engine_cache import EngineCache
from backend.sounds import Credits, Feedback, SoundChanges, SoundReader, Watching
from backend.sounds.derive import Derivations
from backend.sounds.downloads import Downloads
from backend.sounds.prompt_check import PromptCheck
from backend.sounds.queue_shares import QueueShares
from backend.sounds.recording import Recorder
from backend.sounds.submit import Submissions
from backend.sounds.taxonomy import Categories, Presets, Tags
from backend.sounds.upload import Uploads
from backend.telemetry.metrics import Metrics
from backend.telemetry.operation_log import OperationLog
from backend.telemetry.tracing import build_tracer_provider, close_tracing
from backend.upkeep.background import BackgroundTasks
from backend.upkeep.low_space import LowSpace
from backend.upkeep.metadata_sync import MetadataSync
from backend.upkeep.rescan import Rescan
from backend.upkeep.retention import Retention, RetentionLimits


@dataclass(frozen=True, slots=True)
class _Prepared:
    """The parts built before the event loop runs, so that a wrong setting ends the start."""

    settings: Settings
    tls: Tls | None
    store: SoundStore
    api_keys: ApiKeys
    metrics: Metrics
    tracer_provider: TracerProvider


@dataclass(frozen=True, slots=True)
class _Shared:
    """Connections and logs that the rooms share. `redis` is None where none is set."""

    operation_log: OperationLog
    database: Database
    broadcaster: Broadcaster
    redis: RedisConnection | None
    tasks: BackgroundTasks


@dataclass(frozen=True, slots=True)
class _Sidecar:
    """The sidecar's client, what is known of its engines, and whether it answers."""

    client: SidecarClient
    engine_cache: EngineCache
    circuit_breaker: CircuitBreaker


@dataclass(frozen=True, slots=True)
class _Files:
    """Files of sounds, and the tasks that keep them in step with the rows."""

    library: Library
    derived: DerivedFiles
    metadata: Metadata
    metadata_sync: MetadataSync
    retention: Retention


def create_app(settings: Settings) -> Api:
    """Return the backend as an ASGI application, which starts also while the sidecar is down.

    Raises:
        SettingUnusable: The configured keys or certificates cannot be used, or a setting needs a
            library that is not installed.
    """
    prepared = _Prepared(
        settings=settings,
        tls=read_tls(settings),
        store=open_store(settings),
        api_keys=ApiKeys.read(settings.api_keys_file, settings.api_keys.get_secret_value()),
        metrics=Metrics(),
        tracer_provider=_tracer_provider(settings.otlp_endpoint),
    )

    @asynccontextmanager
    async def run_services() -> AsyncIterator[Services]:
        async with AsyncExitStack() as stack:
            yield await _start(prepared, stack)

    return build_api(run_services, settings, prepared.metrics, prepared.tracer_provider)


async def _start(prepared: _Prepared, stack: AsyncExitStack) -> Services:
    """Build and start each part, which `stack` stops in reverse."""
    stack.push_async_callback(asyncio.to_thread, close_tracing, prepared.tracer_provider)
    await asyncio.to_thread(prepare_folders, prepared.settings)
    await asyncio.to_thread(migrate, prepared.settings.database)
    shared = await _connect(prepared, stack)
    sidecar = _connect_sidecar(prepared, stack)
    files = _open_files(prepared, shared, stack)
    runner = _start_jobs(prepared, shared, sidecar, files, stack)
    downloads = Downloads(shared.database)
    counting = _in_background(stack, downloads.run, downloads.stop)
    shared.tasks.watch("the counting of downloads", counting)
    services = _build_services(prepared, shared, sidecar, files, runner, downloads)
    stack.push_async_callback(services.watching.close)
    return services


async def _connect(prepared: _Prepared, stack: AsyncExitStack) -> _Shared:
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
    return _Shared(operation_log, database, broadcaster, redis, tasks)


def _connect_sidecar(prepared: _Prepared, stack: AsyncExitStack) -> _Sidecar:
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
    return _Sidecar(client, engine_cache, CircuitBreaker(engine_cache))


def _open_files(prepared: _Prepared, shared: _Shared, stack: AsyncExitStack) -> _Files:
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
    mirror = _in_background(stack, metadata_sync.run, metadata_sync.stop)
    shared.tasks.watch("the mirror in metadata.json", mirror)
    retention = _retention(settings, shared, library, metadata_sync)
    shared.tasks.watch("the retention sweep", _in_background(stack, retention.run))
    if settings.bucket_url is None:
        low_space = LowSpace(shared.database, retention, settings.sounds_dir)
        shared.tasks.watch("the watch over the disk", _in_background(stack, low_space.run))
    return _Files(library, derived, metadata, metadata_sync, retention)


def _retention(
    settings: Settings, shared: _Shared, library: Library, metadata_sync: MetadataSync
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


def _start_jobs(
    prepared: _Prepared, shared: _Shared, sidecar: _Sidecar, files: _Files, stack: AsyncExitStack
) -> JobRunner:
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


def _build_services(
    prepared: _Prepared,
    shared: _Shared,
    sidecar: _Sidecar,
    files: _Files,
    runner: JobRunner,
    downloads: Downloads,
) -> Services:
    settings, database, library = prepared.settings, shared.database, files.library
    recorder = Recorder(files.metadata_sync, shared.operation_log, runner)
    submissions = Submissions(
        database,
        sidecar.engine_cache,
        PromptCheck(sidecar.client),
        recorder,
        QueueShares(settings.job_max_pending, settings.job_max_pending_per_caller),
        prepared.metrics,
    )
    sounds = SoundReader(database)
    return Services(
        database=database,
        client=sidecar.client,
        engines=sidecar.engine_cache,
        library=library,
        derived_files=files.derived,
        uploads=_uploads(prepared, database, library, recorder),
        rescan=Rescan(database, library, files.metadata, files.metadata_sync, shared.operation_log),
        broadcaster=shared.broadcaster,
        sounds=sounds,
        watching=Watching(database, shared.broadcaster, sounds),
        feedback=Feedback(database, recorder),
        downloads=downloads,
        changes=SoundChanges(database, recorder),
        submissions=submissions,
        derivations=Derivations(database, library, sidecar.engine_cache, submissions),
        credits=Credits(database),
        categories=Categories(database, recorder),
        tags=Tags(database, recorder),
        presets=Presets(database, recorder),
        api_keys=prepared.api_keys,
        rate_limits=_rate_limits(settings, shared.redis),
        redis=shared.redis,
        circuit_breaker=sidecar.circuit_breaker,
        runner=runner,
        metrics=prepared.metrics,
        metadata_sync=files.metadata_sync,
        tasks=shared.tasks,
        readiness=_readiness(settings, shared, sidecar, files, runner),
    )


def _readiness(
    settings: Settings, shared: _Shared, sidecar: _Sidecar, files: _Files, runner: JobRunner
) -> ReadinessChecks:
    file = settings.database.database
    is_file = settings.database.get_backend_name() == "sqlite" and file is not None
    return ReadinessChecks(
        Dependencies(
            database=shared.database,
            client=sidecar.client,
            engines=sidecar.engine_cache,
            library=files.library,
            sounds_folder=settings.sounds_dir,
            database_folder=Path(str(file)).absolute().parent if is_file else None,
            redis=shared.redis,
            runner=runner,
            tasks=shared.tasks,
            metadata_sync=files.metadata_sync,
            retention=files.retention,
        )
    )


def _uploads(
    prepared: _Prepared, database: Database, library: Library, recorder: Recorder
) -> Uploads:
    settings = prepared.settings
    return Uploads(
        database,
        library,
        recorder,
        settings.sounds_dir,
        prepared.store,
        max_megabytes=settings.upload_max_megabytes,
        max_seconds=settings.upload_max_seconds,
    )


def _rate_limits(settings: Settings, redis: RedisConnection | None) -> RateLimits:
    limits = {
        "requests": rate_limit(settings.rate_limit_requests),
        "generate": rate_limit(settings.rate_limit_generate),
    }
    return RateLimits(limits, redis, settings.redis_timeout_seconds / 2)


def _tracer_provider(endpoint: str | None) -> TracerProvider:
    try:
        return build_tracer_provider(endpoint)
    except ImportError as error:
        raise SettingUnusable(
            "OTEL_EXPORTER_OTLP_ENDPOINT needs its exporter; install envsound[tracing], "
            "or leave it unset"
        ) from error


def _in_background(
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


def prepare_folders(settings: Settings) -> None:
    """Create every folder that is not there yet.

    Blocks.

    Raises:
        OSError: One cannot be created.
    """
    for folder in settings.folders:
        folder.mkdir(parents=True, exist_ok=True)
