"""The composition root: everything is built here, started in order and stopped in reverse."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager

from fastapi import FastAPI
from fastapi.responses import RedirectResponse

from backend import problems
from backend.api import engines, environment_sounds, files, health
from backend.body_limit import BodyLimit
from backend.db import Database, migrate
from backend.engines import EngineCatalogue
from backend.generation_client import GenerationClient
from backend.jobs import Broadcaster, JobQueue, JobRunner, Pace, SidecarGate, Workshop
from backend.library import Library
from backend.operation_log import OperationLog
from backend.services import Services
from backend.settings import Settings
from backend.sounds import Sounds
from backend.submission import Submissions

_MAX_BODY_BYTES = 1024 * 1024


def create_app(settings: Settings) -> FastAPI:
    """The whole backend as an ASGI app; it starts also while the sidecar is down."""

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        async with AsyncExitStack() as stack:
            app.state.services = await _start(settings, stack)
            yield

    app = FastAPI(
        title="Environment sounds",
        summary="A prompt in, a finished sound file out.",
        version="1",
        lifespan=lifespan,
    )
    problems.install(app)
    app.add_middleware(BodyLimit, max_bytes=_MAX_BODY_BYTES)
    # Before the sounds' own router, which would take "tangoflux" for an id.
    for router in (engines.router, environment_sounds.router, files.router, health.router):
        app.include_router(router)

    @app.get("/", include_in_schema=False)
    async def home() -> RedirectResponse:
        return RedirectResponse("/docs")

    return app


async def _start(settings: Settings, stack: AsyncExitStack) -> Services:
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
    )
    stack.push_async_callback(client.close)
    library = Library(settings.sounds_dir)
    broadcaster = Broadcaster()
    catalogue = EngineCatalogue(client)
    pace = Pace()
    workshop = Workshop(
        queue=JobQueue(database, settings.job_lease_seconds, settings.job_max_failures),
        client=client,
        catalogue=catalogue,
        library=library,
        broadcaster=broadcaster,
        pace=pace,
        gate=SidecarGate(catalogue),
        operation_log=operation_log,
        heartbeat_seconds=settings.job_lease_seconds / 3,
    )
    runner = JobRunner(workshop, settings.job_worker_count, settings.job_poll_seconds)
    runner.start()
    stack.push_async_callback(runner.stop)
    stack.callback(broadcaster.close)
    return Services(
        database=database,
        client=client,
        library=library,
        broadcaster=broadcaster,
        sounds=Sounds(database, runner, broadcaster),
        submissions=Submissions(database, catalogue, runner, pace, settings.job_max_pending),
        operation_log=operation_log,
    )


def prepare_folders(settings: Settings) -> None:
    """Creates every folder that is not there yet; blocks.

    Raises:
        OSError: One cannot be created.
    """
    for folder in settings.folders:
        folder.mkdir(parents=True, exist_ok=True)
