"""The composition root: builds everything, starts it in order, stops it in reverse."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager

from opentelemetry.sdk.trace import TracerProvider

from backend.access.api_keys import ApiKeys
from backend.api.application import Api, build_api
from backend.api.services import Services
from backend.app.opening import connect, connect_sidecar, in_background, open_files, start_jobs
from backend.app.parts import Prepared
from backend.app.services import build_services
from backend.db.migrate import migrate
from backend.files import open_store
from backend.settings import Settings, SettingUnusable
from backend.sidecar import read_tls
from backend.sounds.downloads import Downloads
from backend.telemetry.metrics import Metrics
from backend.telemetry.tracing import build_tracer_provider, close_tracing


def create_app(settings: Settings) -> Api:
    """Return the backend as an ASGI application, which starts also while the sidecar is down.

    Raises:
        SettingUnusable: The configured keys or certificates cannot be used, or a setting needs a
            library that is not installed.
    """
    prepared = Prepared(
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


async def _start(prepared: Prepared, stack: AsyncExitStack) -> Services:
    """Build and start each part, which `stack` stops in reverse."""
    stack.push_async_callback(asyncio.to_thread, close_tracing, prepared.tracer_provider)
    await asyncio.to_thread(prepare_folders, prepared.settings)
    await asyncio.to_thread(migrate, prepared.settings.database)
    shared = await connect(prepared, stack)
    sidecar = connect_sidecar(prepared, stack)
    files = open_files(prepared, shared, stack)
    runner = start_jobs(prepared, shared, sidecar, files, stack)
    downloads = Downloads(shared.database)
    counting = in_background(stack, downloads.run, downloads.stop)
    shared.tasks.watch("the counting of downloads", counting)
    services = build_services(prepared, shared, sidecar, files, runner, downloads)
    stack.push_async_callback(services.watching.close)
    return services


def _tracer_provider(endpoint: str | None) -> TracerProvider:
    try:
        return build_tracer_provider(endpoint)
    except ImportError as error:
        raise SettingUnusable(
            "OTEL_EXPORTER_OTLP_ENDPOINT needs its exporter; install envsound[tracing], "
            "or leave it unset"
        ) from error


def prepare_folders(settings: Settings) -> None:
    """Create every folder that is not there yet.

    Blocks.

    Raises:
        OSError: One cannot be created.
    """
    for folder in settings.folders:
        folder.mkdir(parents=True, exist_ok=True)
