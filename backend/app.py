"""The composition root: everything is built here, started in order and stopped in reverse."""

import asyncio
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import AsyncExitStack, asynccontextmanager
from typing import Any

from backend.access.api_keys import ApiKeys
from backend.access.rate_limits import RateLimits
from backend.api.application import Api, build_api
from backend.api.services import Services
from backend.db.database import Database, migrate
from backend.db.redis import RedisConnection
from backend.files import DerivedFiles, Library, SoundStore, open_store
from backend.files.metadata import Metadata
from backend.jobs import (
    Broadcaster,
    CircuitBreaker,
    JobContext,
    JobQueue,
    JobRunner,
    Notifications,
    Relay,
)
from backend.settings import Settings, SettingUnusable, rate_limit
from backend.sidecar import SidecarClient, Tls, read_tls
from backend.sidecar.engine_cache import EngineCache
from backend.sounds import Credits, Feedback, SoundChanges, SoundReader
from backend.sounds.derive import Derivations
from backend.sounds.prompt_check import PromptCheck
from backend.sounds.submit import Submissions
from backend.sounds.taxonomy import Categories, Presets, Tags
from backend.sounds.upload import Uploads
from backend.telemetry.metrics import Metrics
from backend.telemetry.operation_log import OperationLog
from backend.telemetry.spans import Spans
from backend.upkeep.metadata_sync import MetadataSync
from backend.upkeep.rescan import Rescan
from backend.upkeep.retention import Retention


def create_app(settings: Settings) -> Api:
    """The whole backend as an ASGI app; it starts also while the sidecar is down.

    Raises:
        SettingUnusable: The configured keys or certificates cannot be used, or a setting needs a
            library that is not installed.
    """
    tls = read_tls(settings)
    store = open_store(settings)
    api_keys = ApiKeys.read(settings.api_keys_file, settings.api_keys.get_secret_value())

    counted = Metrics()
    spans = _spans(settings.otlp_endpoint)

    @asynccontextmanager
    async def run_services() -> AsyncIterator[Services]:
        async with AsyncExitStack() as stack:
            stack.push_async_callback(asyncio.to_thread, spans.close)
            yield await _start(settings, store, api_keys, tls, counted, spans, stack)

    return build_api(run_services, counted, spans)


async def _start(
    settings: Settings,
    store: SoundStore,
    api_keys: ApiKeys,
    tls: Tls | None,
    counted: Metrics,
    spans: Spans,
    stack: AsyncExitStack,
) -> Services:
    url = settings.database
    await asyncio.to_thread(prepare_folders, settings)
    await asyncio.to_thread(migrate, url)
    operation_log = await asyncio.to_thread(OperationLog, settings.log_dir)
    stack.push_async_callback(asyncio.to_thread, operation_log.close)
    database = Database(url)
    stack.push_async_callback(database.close)
    client = SidecarClient(
        settings.target,
        settings.envsound_token.get_secret_value(),
        settings.generation_timeout_seconds,
        tls,
    )
    stack.push_async_callback(client.close)
    library = Library(settings.sounds_dir, store)
    derived_files = DerivedFiles(
        settings.sounds_dir / "cache",
        lambda kind, is_there: counted.looked_up(kind, is_hit=is_there),
    )
    stack.push_async_callback(asyncio.to_thread, derived_files.close)
    metadata = Metadata(settings.sounds_dir, store)
    metadata_sync = MetadataSync(database, metadata)
    _in_background(stack, metadata_sync.run, metadata_sync.stop)
    retention = Retention(
        database,
        library,
        metadata_sync,
        settings.sounds_dir,
        sound_days=settings.sound_retention_days,
        temp_hours=settings.temp_max_age_hours,
    )
    _in_background(stack, retention.run)
    broadcaster = Broadcaster()
    redis = await _start_redis(settings, broadcaster, stack)
    engine_cache = EngineCache(client)
    circuit_breaker = CircuitBreaker(engine_cache)
    context = JobContext(
        queue=JobQueue(database, settings.job_lease_seconds, settings.job_max_failures),
        client=client,
        engine_cache=engine_cache,
        library=library,
        metadata_sync=metadata_sync,
        broadcaster=broadcaster,
        circuit_breaker=circuit_breaker,
        operation_log=operation_log,
        metrics=counted,
        spans=spans,
        heartbeat_seconds=settings.job_lease_seconds / 3,
    )
    runner = JobRunner(
        context,
        settings.job_worker_count,
        settings.job_poll_seconds,
        Notifications(url) if url.get_backend_name() == "postgresql" else None,
    )
    submissions = Submissions(
        database, engine_cache, PromptCheck(client), runner, settings.job_max_pending, counted
    )
    runner.start()
    stack.push_async_callback(runner.stop)
    stack.callback(broadcaster.close)
    return Services(
        database=database,
        client=client,
        engines=engine_cache,
        library=library,
        derived_files=derived_files,
        metadata_sync=metadata_sync,
        uploads=Uploads(
            database,
            library,
            metadata_sync,
            settings.sounds_dir,
            store,
            max_megabytes=settings.upload_max_megabytes,
            max_seconds=settings.upload_max_seconds,
        ),
        rescan=Rescan(database, library, metadata, metadata_sync),
        broadcaster=broadcaster,
        sounds=SoundReader(database, broadcaster),
        feedback=Feedback(database),
        changes=SoundChanges(database, runner),
        submissions=submissions,
        derivations=Derivations(database, library, engine_cache, submissions),
        credits=Credits(database),
        categories=Categories(database),
        tags=Tags(database),
        presets=Presets(database),
        operation_log=operation_log,
        api_keys=api_keys,
        rate_limits=RateLimits(
            {
                "requests": rate_limit(settings.rate_limit_requests),
                "generate": rate_limit(settings.rate_limit_generate),
            },
            redis,
        ),
        redis=redis,
        circuit_breaker=circuit_breaker,
        metrics=counted,
    )


def _spans(endpoint: str | None) -> Spans:
    if endpoint is None:
        return Spans(None)
    try:
        # Not at the top: OpenTelemetry need not be installed.
        from backend.telemetry.span_exporter import OtlpExporter
    except ImportError as error:
        raise SettingUnusable(
            "OTEL_EXPORTER_OTLP_ENDPOINT needs OpenTelemetry; install envsound[tracing], "
            "or leave it unset"
        ) from error
    return Spans(OtlpExporter(endpoint, "envsound-backend"))


def _in_background(
    stack: AsyncExitStack,
    work: Callable[[], Coroutine[Any, Any, None]],
    stop: Callable[[], None] | None = None,
) -> None:
    """Starts what goes on beside the requests; at the end it is told to stop, or cancelled."""
    task = asyncio.create_task(work())

    async def end() -> None:
        if stop is not None:
            stop()
        else:
            task.cancel()
        await asyncio.wait([task])

    stack.push_async_callback(end)


async def _start_redis(
    settings: Settings, broadcaster: Broadcaster, stack: AsyncExitStack
) -> RedisConnection | None:
    """What several backends share, where there is a Redis; it need not answer."""
    if settings.redis_url is None:
        return None
    link = RedisConnection(settings.redis_url.get_secret_value())
    stack.push_async_callback(link.close)
    relay = Relay(link, broadcaster)
    relay.start()
    stack.push_async_callback(relay.stop)
    return link


def prepare_folders(settings: Settings) -> None:
    """Creates every folder that is not there yet; blocks.

    Raises:
        OSError: One cannot be created.
    """
    for folder in settings.folders:
        folder.mkdir(parents=True, exist_ok=True)
