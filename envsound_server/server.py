"""The composition root: everything is built here, started in order and stopped in reverse."""

import asyncio
import logging
import signal
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import grpc
from grpc_health.v1 import health_pb2, health_pb2_grpc
from grpc_health.v1._async import HealthServicer

from envsound.v1 import envsound_service_pb2 as pb
from envsound.v1 import envsound_service_pb2_grpc as pb_grpc
from envsound_server.core import Core
from envsound_server.engines.registry import Registry
from envsound_server.errors import EnvsoundError, Unauthenticated
from envsound_server.gauges import read_gauges
from envsound_server.metrics import Metrics
from envsound_server.observing import CallObserver
from envsound_server.reflection import add_reflection
from envsound_server.scheduler import Scheduler
from envsound_server.service import EnvironmentSoundService
from envsound_server.settings import Settings
from envsound_server.status import abort
from envsound_server.tls import Tls, read_tls
from envsound_server.tokens import has_token

SERVICE_NAME = pb.DESCRIPTOR.services_by_name["EnvironmentSoundService"].full_name
_HEALTH_NAME = health_pb2.DESCRIPTOR.services_by_name["Health"].full_name
_SECONDS_FOR_LAST_WORDS = 1.0

_CHANNEL_OPTIONS: list[tuple[str, Any]] = [
    ("grpc.so_reuseport", 0),  # a second server on the port has to fail, not to share it
    ("grpc.max_receive_message_length", 64 * 1024),
    ("grpc.keepalive_time_ms", 30_000),
    ("grpc.keepalive_timeout_ms", 10_000),
    ("grpc.keepalive_permit_without_calls", 1),
    # Clients may ping every 10 s; the library's default is one ping in 5 minutes.
    ("grpc.http2.min_recv_ping_interval_without_data_ms", 10_000),
    ("grpc.http2.max_ping_strikes", 0),
]

_log = logging.getLogger(__name__)


class PortTaken(Exception):
    """Somebody else listens there."""


async def serve(settings: Settings) -> None:
    """Serves until SIGTERM or SIGINT, then drains.

    Raises:
        PortTaken: The port is in use.
        LibraryMissing: A setting needs what is not installed.
        TlsUnusable: The certificate or its key cannot be used.
        EnvsoundError: The default engine is unknown, or the sounds folder cannot be used.
    """
    tls = await asyncio.to_thread(read_tls, settings)
    core = await Core.build(settings)
    registry, scheduler, metrics = core.registry, core.scheduler, core.metrics
    metrics.watch(lambda: read_gauges(scheduler, registry, core.storage.folder))
    health = HealthServicer()
    service = EnvironmentSoundService(scheduler, registry, core.storage, core.prompt_readings)
    server = _build_server(
        settings, tls, health, service, CallObserver(SERVICE_NAME, metrics, core.spans)
    )
    stop_metrics = _serve_metrics(settings, metrics)
    await _set_health(health, is_serving=False)
    await server.start()
    stop = _stop_signal()
    running = core.start()
    becoming_ready = asyncio.create_task(_serving_when_ready(health, registry, scheduler, metrics))
    _log.info("listening on %s:%d", settings.host, settings.port)
    await stop.wait()

    _log.info("draining, at most %g s", settings.drain_seconds)
    becoming_ready.cancel()
    metrics.serving.set(0)
    await health.enter_graceful_shutdown()
    await scheduler.drain(settings.drain_seconds)
    await server.stop(_SECONDS_FOR_LAST_WORDS)
    await running.close()
    await asyncio.to_thread(stop_metrics)
    _log.info("stopped")


def _serve_metrics(settings: Settings, metrics: Metrics) -> Callable[[], None]:
    if settings.metrics_port is None:
        return lambda: None
    try:
        stop = metrics.serve(settings.metrics_host, settings.metrics_port)
    except OSError as error:
        raise PortTaken(
            f"port {settings.metrics_port} on {settings.metrics_host} cannot be listened on "
            f"({error.strerror}); stop the other program or set ENVSOUND_METRICS_PORT"
        ) from error
    _log.info("metrics on %s:%d", settings.metrics_host, settings.metrics_port)
    return stop


def _build_server(
    settings: Settings,
    tls: Tls | None,
    health: HealthServicer,
    service: EnvironmentSoundService,
    observer: CallObserver,
) -> grpc.aio.Server:
    # The first is the outermost: refusals are counted too.
    interceptors: list[grpc.aio.ServerInterceptor] = [observer]
    if token := settings.token.get_secret_value():
        interceptors.append(_TokenCheck(token))
    elif settings.host not in {"127.0.0.1", "::1", "localhost"}:
        _log.warning("listening on %s without ENVSOUND_TOKEN: anybody may call", settings.host)
    if not settings.content_producer:
        _log.warning("AIGC_CONTENT_PRODUCER is not set: the files' AI label names no producer")
    server = grpc.aio.server(interceptors=interceptors, options=_CHANNEL_OPTIONS)
    pb_grpc.add_EnvironmentSoundServiceServicer_to_server(service, server)
    health_pb2_grpc.add_HealthServicer_to_server(health, server)
    add_reflection(server, [SERVICE_NAME, _HEALTH_NAME])
    address = f"[{settings.host}]" if ":" in settings.host else settings.host
    try:
        _listen(server, f"{address}:{settings.port}", tls)
    except RuntimeError as error:
        raise PortTaken(
            f"port {settings.port} on {settings.host} cannot be listened on, most likely because "
            "another program does; stop that one or set ENVSOUND_PORT"
        ) from error
    return server


def _listen(server: grpc.aio.Server, address: str, tls: Tls | None) -> None:
    if tls is None:
        server.add_insecure_port(address)
        return
    credentials = grpc.ssl_server_credentials(
        [(tls.key, tls.certificate)],
        root_certificates=tls.client_ca,
        require_client_auth=tls.client_ca is not None,
    )
    server.add_secure_port(address, credentials)


async def _serving_when_ready(
    health: HealthServicer, registry: Registry, scheduler: Scheduler, metrics: Metrics
) -> None:
    await scheduler.engines_loaded.wait()
    if not registry.is_default_ready:
        _log.error("the %s engine cannot be used: not serving", registry.default_engine)
        return
    await _set_health(health, is_serving=True)
    metrics.serving.set(1)
    _log.info("the %s engine is warm: serving", registry.default_engine)


async def _set_health(health: HealthServicer, *, is_serving: bool) -> None:
    response = health_pb2.HealthCheckResponse
    for name in ("", SERVICE_NAME):
        await health.set(name, response.SERVING if is_serving else response.NOT_SERVING)


def _stop_signal() -> asyncio.Event:
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    return stop


class _TokenCheck(grpc.aio.ServerInterceptor):
    """Lets in who sends the token; health is open to all, for probes."""

    def __init__(self, token: str) -> None:
        self._token = token

    async def intercept_service(
        self,
        continuation: Callable[[grpc.HandlerCallDetails], Awaitable[Any]],
        handler_call_details: grpc.HandlerCallDetails,
    ) -> Any:
        """Returns the call's own handler, or one of the same shape that refuses."""
        handler = await continuation(handler_call_details)
        is_open = handler_call_details.method.startswith(f"/{_HEALTH_NAME}/")
        if handler is None or is_open or self._is_right(handler_call_details):
            return handler
        return _refusing(handler)

    def _is_right(self, details: grpc.HandlerCallDetails) -> bool:
        return has_token(details.invocation_metadata or (), self._token)


def _refusing(handler: Any) -> Any:
    """An interceptor may not await a streaming handler, so the refusal has to be a handler too."""
    error: EnvsoundError = Unauthenticated()

    async def refuse(_request: Any, context: Any) -> None:
        await abort(context, error)

    async def refuse_stream(_request: Any, context: Any) -> AsyncIterator[None]:
        await abort(context, error)
        yield

    shape = ("stream" if handler.request_streaming else "unary") + (
        "_stream" if handler.response_streaming else "_unary"
    )
    make = getattr(grpc, f"{shape}_rpc_method_handler")
    return make(
        refuse_stream if handler.response_streaming else refuse,
        handler.request_deserializer,
        handler.response_serializer,
    )
