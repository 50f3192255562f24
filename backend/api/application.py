"""The HTTP application: middleware, routers and error handlers."""

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import TypeAlias

from fastapi import Depends, FastAPI
from opentelemetry.instrumentation.fastapi import FastAPIInstrumentor
from opentelemetry.trace import TracerProvider

from backend import errors
from backend.api import (
    categories,
    credits,
    deriving,
    engines,
    environment_sounds,
    error_handlers,
    feedback,
    files,
    health,
    maintenance,
    metrics,
    page,
    presets,
    prompts,
    stats,
    tags,
    uploads,
)
from backend.api.body_limit import BodyLimit
from backend.api.dependencies import get_caller
from backend.api.problems import documented
from backend.api.request_observer import RequestObserver
from backend.api.services import Services
from backend.telemetry.metrics import Metrics

Api: TypeAlias = FastAPI
"""For those who may not import FastAPI."""

_MAX_BODY_BYTES = 1024 * 1024
_ROUTERS_WITH_KEY = (
    # Before the sounds' own router, which would take "tangoflux" for an id.
    engines.router,
    categories.router,
    tags.router,
    presets.router,
    prompts.router,
    stats.router,
    credits.router,
    deriving.router,
    environment_sounds.router,
    feedback.router,
    uploads.router,
    maintenance.router,
    files.router,
)
_OPEN_ROUTERS = (health.router, metrics.router, files.open_router, page.router)
"""For probes, for players that send no header (nginx serves the files to all likewise), and for the
page, which asks people for their key."""


def build_api(
    run_services: Callable[[], AbstractAsyncContextManager[Services]],
    request_metrics: Metrics,
    tracer_provider: TracerProvider,
) -> Api:
    """Return the application.

    Args:
        run_services: Starts the services, and stops them at the end.
        request_metrics: What is counted of requests.
        tracer_provider: Where the requests' spans come from.
    """

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        async with run_services() as app.state.services:
            yield

    app = FastAPI(
        title="Environment sounds",
        summary="A prompt in, a finished sound file out.",
        version="1",
        lifespan=lifespan,
    )
    error_handlers.install(app)
    app.add_middleware(BodyLimit, max_bytes=_MAX_BODY_BYTES, unlimited_path=uploads.PATH)
    app.add_middleware(RequestObserver, metrics=request_metrics)
    _include_routers(app)
    FastAPIInstrumentor.instrument_app(
        app, tracer_provider=tracer_provider, exclude_spans=["receive", "send"]
    )
    return app


def _include_routers(app: FastAPI) -> None:
    for router in _ROUTERS_WITH_KEY:
        app.include_router(
            router,
            dependencies=[Depends(get_caller)],
            responses=documented(errors.Unauthenticated, errors.Forbidden, errors.RateLimited),
        )
    for router in _OPEN_ROUTERS:
        app.include_router(router)
    app.mount(page.FILES_PATH, page.page_files())


def services_of(app: Api) -> Services:
    """Return the services of an application that runs."""
    services: Services = app.state.services
    return services
