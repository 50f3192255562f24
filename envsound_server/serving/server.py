"""The gRPC server."""

import asyncio
import logging
from collections.abc import Callable
from typing import Any

import grpc
from grpc_health.v1 import health_pb2, health_pb2_grpc
from grpc_health.v1._async import HealthServicer
from opentelemetry.instrumentation.grpc import aio_server_interceptor, filters
from opentelemetry.trace import TracerProvider

from envsound.v1 import envsound_service_pb2 as pb
from envsound.v1 import envsound_service_pb2_grpc as pb_grpc
from envsound_server.engines.registry import Registry
from envsound_server.scheduling.scheduler import Scheduler
from envsound_server.serving.auth import TokenCheck
from envsound_server.serving.call_observer import CallObserver
from envsound_server.serving.departures import quiet_departures
from envsound_server.serving.readiness import Readiness
from envsound_server.serving.reflection import add_reflection
from envsound_server.serving.service import EnvironmentSoundService
from envsound_server.serving.tls import Tls
from envsound_server.serving.undecodable import DecodeCheck
from envsound_server.settings import Settings
from envsound_server.storage.sound_storage import SoundStorage
from envsound_server.telemetry.metrics import Metrics

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
    """The port cannot be opened. The message is a sentence that names the setting."""


class Server:
    """The gRPC server of one process: the sounds' service, health, reflection and metrics.

    Args:
        settings: Where to listen, and how long to drain.
        tls: Certificate and key. None: without TLS.
        service: The wire contract's service.
        scheduler: Makes the sounds, and is drained before the end.
        registry: The engines. The default one decides whether the server serves.
        storage: Where the sounds go. Nothing is served while it cannot be written.
        metrics: What is counted of calls.
        tracer_provider: Where the calls' spans come from.
    """

    def __init__(
        self,
        settings: Settings,
        tls: Tls | None,
        service: EnvironmentSoundService,
        scheduler: Scheduler,
        registry: Registry,
        storage: SoundStorage,
        metrics: Metrics,
        tracer_provider: TracerProvider,
    ) -> None:
        self._settings = settings
        self._scheduler = scheduler
        self._readiness = Readiness(scheduler, registry, storage, self._set_serving)
        self._metrics = metrics
        self._health = HealthServicer()
        # The first is the outermost: refusals have spans and are counted too.
        interceptors = [
            aio_server_interceptor(tracer_provider, filters.service_name(SERVICE_NAME)),
            CallObserver(SERVICE_NAME, metrics),
        ]
        self._server = _build_server(settings, tls, self._health, service, interceptors)
        self._stop_metrics = _serve_metrics(settings, metrics)

    async def start(self) -> None:
        """Listen. The health service reports NOT_SERVING until the engines are loaded."""
        await self._set_serving(is_serving=False)
        await self._server.start()
        _log.info("listening on %s:%d", self._settings.host, self._settings.port)

    async def watch_readiness(self) -> None:
        """Report SERVING while the default engine is loaded and sounds can be stored."""
        await self._readiness.watch()

    async def stop(self) -> None:
        """Report NOT_SERVING, drain the scheduler, then end the remaining calls."""
        _log.info("draining, at most %g s", self._settings.drain_seconds)
        self._metrics.serving.set(0)
        await self._health.enter_graceful_shutdown()
        await self._scheduler.drain(self._settings.drain_seconds)
        await self._server.stop(_SECONDS_FOR_LAST_WORDS)

    async def close(self) -> None:
        """Stop serving metrics."""
        await asyncio.to_thread(self._stop_metrics)

    async def _set_serving(self, is_serving: bool) -> None:
        response = health_pb2.HealthCheckResponse
        self._metrics.serving.set(is_serving)
        for name in ("", SERVICE_NAME):
            await self._health.set(name, response.SERVING if is_serving else response.NOT_SERVING)


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
    interceptors: list[grpc.aio.ServerInterceptor],
) -> grpc.aio.Server:
    if token := settings.token.get_secret_value():
        interceptors.append(TokenCheck(token))
    elif settings.host not in {"127.0.0.1", "::1", "localhost"}:
        _log.warning("listening on %s without ENVSOUND_TOKEN: anybody may call", settings.host)
    if not settings.content_producer:
        _log.warning("AIGC_CONTENT_PRODUCER is not set: the files' AI label names no producer")
    interceptors.append(DecodeCheck())
    quiet_departures()
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
