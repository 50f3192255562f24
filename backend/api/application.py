"""The HTTP application: middleware, routers and error handlers."""

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import Any, TypeAlias

from fastapi import Depends, FastAPI
from fastapi.middleware.cors import CORSMiddleware
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
    reference,
    stats,
    tags,
    uploads,
)
from backend.api.body_limit import BodyLimit
from backend.api.browser_safety import BrowserSafety
from backend.api.dependencies import admit, get_caller
from backend.api.head import HeadRequests
from backend.api.hosts import AllowedHosts
from backend.api.problems import documented, problem_components
from backend.api.request_observer import RequestObserver
from backend.api.services import Services
from backend.settings import Settings
from backend.settings.values import listed
from backend.telemetry.metrics import Metrics

Api: TypeAlias = FastAPI
"""For those who may not import FastAPI."""

_EXPOSED_HEADERS = (
    "Accept-Ranges", "Content-Disposition", "Content-Range", "ETag", "RateLimit",
    "RateLimit-Policy", "Retry-After",
)  # fmt: skip
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
_OPEN_ROUTERS = (health.router, metrics.router, files.open_router, page.router, reference.router)
"""For probes, for players that send no header (nginx serves the files to all likewise), and for the
page, which asks people for their key."""


def build_api(
    run_services: Callable[[], AbstractAsyncContextManager[Services]],
    settings: Settings,
    request_metrics: Metrics,
    tracer_provider: TracerProvider,
) -> Api:
    """Return the application.

    Args:
        run_services: Starts the services, and stops them at the end.
        settings: The names, origins and sizes that are let through.
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
        docs_url=None,
        redoc_url=None,
    )
    error_handlers.install(app)
    _add_middleware(app, settings, request_metrics)
    _include_routers(app)
    _document(app)
    FastAPIInstrumentor.instrument_app(
        app, tracer_provider=tracer_provider, exclude_spans=["receive", "send"]
    )
    return app


def _add_middleware(app: FastAPI, settings: Settings, request_metrics: Metrics) -> None:
    """Add the middleware, the innermost first."""
    app.add_middleware(
        BodyLimit,
        upload_path=uploads.PATH,
        max_upload_bytes=settings.upload_max_megabytes * 1_000_000 + uploads.MULTIPART_BYTES,
        admit=admit,
    )
    origins = listed(settings.allowed_origins)
    if origins:
        app.add_middleware(
            CORSMiddleware,
            allow_origins=origins,
            allow_methods=("GET", "HEAD", "POST", "PUT", "DELETE"),
            allow_headers=("*",),
            expose_headers=_EXPOSED_HEADERS,
        )
    hosts = AllowedHosts(listed(settings.allowed_hosts), settings.backend_host)
    app.add_middleware(BrowserSafety, hosts=hosts, allowed_origins=origins)
    app.add_middleware(RequestObserver, metrics=request_metrics)
    app.add_middleware(HeadRequests)


def _document(app: FastAPI) -> None:
    """Add the schemas of problems to the OpenAPI document."""
    generate = app.openapi

    def openapi() -> dict[str, Any]:
        document = generate()
        schemas = document["components"]["schemas"]
        if "Problem" not in schemas:
            schemas.update(problem_components())
        return document

    app.openapi = openapi  # type: ignore[method-assign]


def _include_routers(app: FastAPI) -> None:
    for router in _ROUTERS_WITH_KEY:
        app.include_router(
            router,
            dependencies=[Depends(get_caller)],
            responses=documented(
                errors.Unauthenticated,
                errors.Forbidden,
                errors.HostRefused,
                errors.OriginRefused,
                errors.RateLimited,
            ),
        )
    for router in _OPEN_ROUTERS:
        app.include_router(router)
    app.mount(page.FILES_PATH, page.page_files())


def services_of(app: Api) -> Services:
    """Return the services of an application that runs."""
    services: Services = app.state.services
    return services
