"""The composition root: everything is built here, started in order and stopped in reverse."""

import asyncio
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import AsyncExitStack, asynccontextmanager
from typing import Any

from fastapi import Depends, FastAPI

from backend import problems
from backend.api import (
    categories,
    credits,
    deriving,
    engines,
    environment_sounds,
    files,
    health,
    listening,
    maintenance,
    metrics,
    page,
    presets,
    prompts,
    stats,
    tags,
    uploads,
)
from backend.api.deps import get_caller
from backend.body_limit import BodyLimit
from backend.bookkeeping import Bookkeeper
from backend.catalogue import Categories, Presets, Tags
from backend.db import Database, migrate
from backend.deriving import Deriving
from backend.engines import EngineCatalogue
from backend.generation_client import GenerationClient, Tls, read_tls
from backend.jobs import (
    Announcements,
    Broadcaster,
    JobQueue,
    JobRunner,
    Relay,
    SidecarGate,
    Workshop,
)
from backend.library import DerivedFiles, Library, Shelf, open_shelf
from backend.library.metadata import Metadata
from backend.metrics import Metrics
from backend.observing import RequestObserver
from backend.operation_log import OperationLog
from backend.people import People
from backend.problems import documented
from backend.prompt_check import PromptCheck
from backend.rate_limits import RateLimits
from backend.redis_link import RedisLink
from backend.rescan import Rescan
from backend.retention import Retention
from backend.services import Services
from backend.settings import Settings, SettingUnusable, rate_limit
from backend.sounds import Changing, Credits, Listening, Sounds
from backend.spans import Spans
from backend.submission import Submissions
from backend.uploads import Uploads

_MAX_BODY_BYTES = 1024 * 1024


def create_app(settings: Settings) -> FastAPI:
    """The whole backend as an ASGI app; it starts also while the sidecar is down.

    Raises:
        SettingUnusable: The configured keys or certificates cannot be used, or a setting needs a
            library that is not installed.
    """
    tls = read_tls(settings)
    shelf = open_shelf(settings)
    people = People.read(settings.api_keys_file, settings.api_keys.get_secret_value())

    counted = Metrics()
    spans = _spans(settings.otlp_endpoint)

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        async with AsyncExitStack() as stack:
            stack.push_async_callback(asyncio.to_thread, spans.close)
            app.state.services = await _start(settings, shelf, people, tls, counted, spans, stack)
            yield

    app = FastAPI(
        title="Environment sounds",
        summary="A prompt in, a finished sound file out.",
        version="1",
        lifespan=lifespan,
    )
    problems.install(app)
    app.add_middleware(BodyLimit, max_bytes=_MAX_BODY_BYTES, unlimited_path=uploads.PATH)
    app.add_middleware(RequestObserver, metrics=counted, spans=spans)
    # Before the sounds' own router, which would take "tangoflux" for an id.
    for router in (
        engines.router,
        categories.router,
        tags.router,
        presets.router,
        prompts.router,
        stats.router,
        credits.router,
        deriving.router,
        environment_sounds.router,
        listening.router,
        uploads.router,
        maintenance.router,
        files.router,
    ):
        app.include_router(
            router,
            dependencies=[Depends(get_caller)],
            responses=documented("UNAUTHENTICATED", "FORBIDDEN", "RATE_LIMITED"),
        )
    # For probes, for players that send no header (nginx serves the files to all likewise), and for
    # the page, which asks people for their key.
    for router in (health.router, metrics.router, files.open_router, page.router):
        app.include_router(router)
    app.mount(page.FILES_PATH, page.page_files())
    return app


async def _start(
    settings: Settings,
    shelf: Shelf,
    people: People,
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
    client = GenerationClient(
        settings.target,
        settings.envsound_token.get_secret_value(),
        settings.generation_timeout_seconds,
        tls,
    )
    stack.push_async_callback(client.close)
    library = Library(settings.sounds_dir, shelf)
    derived_files = DerivedFiles(
        settings.sounds_dir / "cache",
        lambda kind, is_there: counted.looked_up(kind, is_hit=is_there),
    )
    stack.push_async_callback(asyncio.to_thread, derived_files.close)
    metadata = Metadata(settings.sounds_dir, shelf)
    bookkeeper = Bookkeeper(database, metadata)
    _in_background(stack, bookkeeper.run, bookkeeper.stop)
    retention = Retention(
        database,
        library,
        bookkeeper,
        settings.sounds_dir,
        sound_days=settings.sound_retention_days,
        temp_hours=settings.temp_max_age_hours,
    )
    _in_background(stack, retention.run)
    broadcaster = Broadcaster()
    redis = await _start_redis(settings, broadcaster, stack)
    catalogue = EngineCatalogue(client)
    gate = SidecarGate(catalogue)
    workshop = Workshop(
        queue=JobQueue(database, settings.job_lease_seconds, settings.job_max_failures),
        client=client,
        catalogue=catalogue,
        library=library,
        bookkeeper=bookkeeper,
        broadcaster=broadcaster,
        gate=gate,
        operation_log=operation_log,
        metrics=counted,
        spans=spans,
        heartbeat_seconds=settings.job_lease_seconds / 3,
    )
    runner = JobRunner(
        workshop,
        settings.job_worker_count,
        settings.job_poll_seconds,
        Announcements(url) if url.get_backend_name() == "postgresql" else None,
    )
    submissions = Submissions(
        database, catalogue, PromptCheck(client), runner, settings.job_max_pending, counted
    )
    runner.start()
    stack.push_async_callback(runner.stop)
    stack.callback(broadcaster.close)
    return Services(
        database=database,
        client=client,
        engines=catalogue,
        library=library,
        derived_files=derived_files,
        bookkeeper=bookkeeper,
        uploads=Uploads(
            database,
            library,
            bookkeeper,
            settings.sounds_dir,
            shelf,
            max_megabytes=settings.upload_max_megabytes,
            max_seconds=settings.upload_max_seconds,
        ),
        rescan=Rescan(database, library, metadata, bookkeeper),
        broadcaster=broadcaster,
        sounds=Sounds(database, broadcaster),
        listening=Listening(database),
        changing=Changing(database, runner),
        submissions=submissions,
        deriving=Deriving(database, library, catalogue, submissions),
        credits=Credits(database),
        categories=Categories(database),
        tags=Tags(database),
        presets=Presets(database),
        operation_log=operation_log,
        people=people,
        rate_limits=RateLimits(
            {
                "requests": rate_limit(settings.rate_limit_requests),
                "generate": rate_limit(settings.rate_limit_generate),
            },
            redis,
        ),
        redis=redis,
        gate=gate,
        metrics=counted,
    )


def _spans(endpoint: str | None) -> Spans:
    if endpoint is None:
        return Spans(None)
    try:
        # Not at the top: OpenTelemetry need not be installed.
        from backend.span_exporter import OtlpExporter
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
) -> RedisLink | None:
    """What several backends share, where there is a Redis; it need not answer."""
    if settings.redis_url is None:
        return None
    link = RedisLink(settings.redis_url.get_secret_value())
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
