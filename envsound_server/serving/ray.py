"""The sidecar as an application of Ray Serve: the same contract, on as many replicas as wanted.

`RAY_SERVE_ENABLE_HA_PROXY=1 serve run docker/ray/serve.yaml` starts it. HAProxy, which Ray runs
then, passes each call to a replica's own gRPC server. Errors carry code and message alone,
which begins with the reason as everywhere: Ray loses the details of a call that fails, and even its
status where a method sets one and ends without having answered anything.
"""

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import aclosing, contextmanager
from typing import Any, Protocol

import grpc
from grpc_health.v1 import health_pb2
from opentelemetry.propagate import extract
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.trace import SpanKind
from ray import serve
from ray.serve import Application as Application
from ray.serve.grpc_util import RayServegRPCContext

from envsound.v1 import envsound_service_pb2 as pb
from envsound.v1 import envsound_service_pb2_grpc as pb_grpc
from envsound_server.engines.registry import Registry
from envsound_server.errors import EnvsoundError, StorageError, Unauthenticated
from envsound_server.scheduling.scheduler import Scheduler
from envsound_server.serving.auth import has_token
from envsound_server.serving.service import EnvironmentSoundService
from envsound_server.serving.status import to_status
from envsound_server.settings import Settings
from envsound_server.storage.sound_storage import SoundStorage

_SPARE_CALLS = 8
"""Beside the sounds: those who ask for engines and health must not wait for sounds."""

_LONGEST_SOUND_SECONDS = 900.0
"""As long as the backend waits for a sound (GENERATION_TIMEOUT_SECONDS)."""

_GRACE_SECONDS = _LONGEST_SOUND_SECONDS + 60.0
_HEALTH_CHECK_SECONDS = 10.0
_SERVICES = ("", pb.DESCRIPTOR.services_by_name["EnvironmentSoundService"].full_name)
_CODES = {code.value[0]: code for code in grpc.StatusCode}
_INTERNAL = EnvsoundError("something went wrong in the server; its log has the details")

_log = logging.getLogger(__name__)

add_sounds = pb_grpc.add_EnvironmentSoundServiceServicer_to_server
"""For `grpc_servicer_functions` in Ray's configuration."""


def add_health(servicer: Any, server: grpc.aio.Server) -> None:
    """Register `grpc.health.v1.Health/Check`. `Watch` answers UNIMPLEMENTED."""
    check = grpc.unary_unary_rpc_method_handler(
        servicer.Check,
        request_deserializer=health_pb2.HealthCheckRequest.FromString,
        response_serializer=health_pb2.HealthCheckResponse.SerializeToString,
    )
    name = health_pb2.DESCRIPTOR.services_by_name["Health"].full_name
    handler = grpc.method_handlers_generic_handler(name, {"Check": check})
    server.add_generic_rpc_handlers((handler,))


class Running(Protocol):
    """A core that runs. `owner` ends only by a fault of this program."""

    @property
    def owner(self) -> asyncio.Task[None]:
        """Return the task that owns the queue."""
        ...


class Core(Protocol):
    """The parts that make sounds, as `envsound_server.core` builds them."""

    @property
    def scheduler(self) -> Scheduler:
        """Return the scheduler."""
        ...

    @property
    def registry(self) -> Registry:
        """Return the engines."""
        ...

    @property
    def storage(self) -> SoundStorage:
        """Return where the sounds go."""
        ...

    @property
    def tracer_provider(self) -> TracerProvider:
        """Return where the calls' spans come from."""
        ...

    def service(self) -> EnvironmentSoundService:
        """Return the wire contract's service."""
        ...

    def start(self, operation_log_name: str) -> Running:
        """Start the owner of the queue, with an operation log of that name."""
        ...


class SoundReplica:
    """One replica: a scheduler with engines of its own.

    It counts as started once its default engine is warm.
    """

    async def __init__(  # type: ignore[misc]  # Ray awaits it
        self, build_core: Callable[[Settings], Awaitable[Core]]
    ) -> None:
        settings = Settings()
        logging.getLogger("envsound_server").setLevel(logging.INFO)
        self._token = settings.token.get_secret_value()
        self._core = await build_core(settings)
        self._tracer = self._core.tracer_provider.get_tracer(__name__)
        self._service = self._core.service()
        self._running: Running = self._core.start(f"environment_sounds_sidecar_{_replica_rank()}")
        await self._core.scheduler.engines_loaded.wait()
        self.check_health()

    async def GenerateSound(  # noqa: N802 - the wire contract's name
        self, request: pb.GenerateSoundRequest, grpc_context: RayServegRPCContext
    ) -> AsyncIterator[pb.GenerateSoundResponse]:
        """Streams the making of one sound."""
        with self._call("GenerateSound", grpc_context):
            responses = self._service.responses(request, grpc_context.peer())
            async with aclosing(responses):
                async for response in responses:
                    yield response

    async def ListEngines(  # noqa: N802 - the wire contract's name
        self, _request: pb.ListEnginesRequest, grpc_context: RayServegRPCContext
    ) -> pb.ListEnginesResponse:
        """Tells what the engines can do, and how busy this replica is."""
        with self._call("ListEngines", grpc_context):
            return self._service.engines()

    async def ReadPrompt(  # noqa: N802 - the wire contract's name
        self, request: pb.ReadPromptRequest, grpc_context: RayServegRPCContext
    ) -> pb.ReadPromptResponse:
        """Tells how an engine would read a prompt."""
        with self._call("ReadPrompt", grpc_context):
            return await self._service.reading(request)

    async def DiscardSound(  # noqa: N802 - the wire contract's name
        self, request: pb.DiscardSoundRequest, grpc_context: RayServegRPCContext
    ) -> pb.DiscardSoundResponse:
        """Discards the result of a request."""
        with self._call("DiscardSound", grpc_context):
            return await self._service.discarding(request)

    async def Check(  # noqa: N802 - the health protocol's name
        self, request: health_pb2.HealthCheckRequest, grpc_context: RayServegRPCContext
    ) -> health_pb2.HealthCheckResponse:
        """Return whether this replica serves. No token is needed."""
        if request.service not in _SERVICES:
            grpc_context.set_code(grpc.StatusCode.NOT_FOUND)
            return health_pb2.HealthCheckResponse(
                status=health_pb2.HealthCheckResponse.SERVICE_UNKNOWN
            )
        try:
            await asyncio.to_thread(self._core.storage.check)
        except StorageError:
            return health_pb2.HealthCheckResponse(status=health_pb2.HealthCheckResponse.NOT_SERVING)
        return health_pb2.HealthCheckResponse(status=health_pb2.HealthCheckResponse.SERVING)

    def check_health(self) -> None:
        """Ray asks this from time to time, and replaces a replica that raises.

        Raises:
            EngineUnavailable: The default engine cannot be used.
            RuntimeError: The queue has no owner any more.
        """
        self._core.registry.ready(None)
        if self._running.owner.done():
            raise RuntimeError("the scheduler has ended")

    @contextmanager
    def _call(self, rpc: str, context: RayServegRPCContext) -> Iterator[None]:
        """Hold the call's span, and admit only callers with the token."""
        metadata = context.invocation_metadata()
        name, caller = f"/{_SERVICES[1]}/{rpc}", extract(dict(metadata))
        span = self._tracer.start_as_current_span(name, caller, SpanKind.SERVER)
        with span, _translated_errors(context):
            if self._token and not has_token(metadata, self._token):
                raise Unauthenticated
            yield


def _replica_rank() -> int:
    """Return the number of this replica, which its successor will have too."""
    rank: int = serve.get_replica_context().rank.rank
    return rank


@contextmanager
def _translated_errors(context: RayServegRPCContext) -> Iterator[None]:
    """Set the status of an error that is raised, which Ray sends with the exception."""
    try:
        yield
    except EnvsoundError as error:
        raise _picklable(context, error) from None
    except Exception:
        _log.exception("a call failed")
        raise _picklable(context, _INTERNAL) from None


def _picklable(context: RayServegRPCContext, error: EnvsoundError) -> EnvsoundError:
    """Return an error that can be pickled, which errors with more arguments cannot."""
    status = to_status(error)
    context.set_code(_CODES[status.code])
    context.set_details(status.message)
    return EnvsoundError(status.message)


def build_application(
    build_core: Callable[[Settings], Awaitable[Core]], batch_size: int
) -> Application:
    """Return the application, sized for the default engine.

    Args:
        build_core: Builds what makes the sounds, once in each replica.
        batch_size: Sounds that the default engine makes at a time.
    """
    deployment = serve.deployment(
        name="sounds",
        # A batch in the making and one that waits, so that the engine never has to.
        max_ongoing_requests=2 * batch_size + _SPARE_CALLS,
        graceful_shutdown_timeout_s=_GRACE_SECONDS,
        health_check_period_s=_HEALTH_CHECK_SECONDS,
    )(SoundReplica)
    application: Application = deployment.bind(build_core)
    return application
