"""Calls to the sidecar, each with a deadline."""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

import grpc
from grpc_health.v1 import health_pb2, health_pb2_grpc
from opentelemetry.instrumentation.grpc import aio_client_interceptors, filters
from opentelemetry.trace import TracerProvider

from backend.errors import FieldViolation, InvalidRequest, SidecarUnavailable
from backend.settings.loopback import is_loopback_target
from backend.sidecar.engine_types import EngineList
from backend.sidecar.messages import engine_list, event_of, request_message
from backend.sidecar.reading_types import PromptReading, ReadingRequest
from backend.sidecar.readings import prompt_reading, reading_message
from backend.sidecar.status import NO_ANSWER, from_rpc_error, lost_connection
from backend.sidecar.tls import Tls
from backend.sidecar.types import Event, FinishedSound, SoundRequest
from envsound.v1 import envsound_service_pb2 as pb
from envsound.v1 import envsound_service_pb2_grpc as pb_grpc

SERVICE_NAME = pb.DESCRIPTOR.services_by_name["EnvironmentSoundService"].full_name

_RETRY_DELAY_SECONDS = 0.05
_SHORT_CALL_SECONDS = 2.0
_DISCARD_CALL_SECONDS = 15.0
"""The engine may be in a long step, between two of which it notices."""
_READING_CALL_SECONDS = 5.0
"""The time limit of a call that takes milliseconds, with time for a busy machine."""
_MODEL_CALL_SECONDS = 15.0
"""The sidecar gives a language model 10 s."""

_SOUND_LATE = "the sound was not ready in time; ask for a shorter one or try again later"
_READING_LATE = "the sidecar did not read the prompt in time; try again later"

_CHANNEL_OPTIONS: list[tuple[str, str | int]] = [
    ("grpc.keepalive_time_ms", 30_000),
    ("grpc.keepalive_timeout_ms", 10_000),
    ("grpc.keepalive_permit_without_calls", 1),
    ("grpc.http2.max_pings_without_data", 0),
    # A restarted sidecar is noticed soon: the library's own backoff grows to two minutes.
    ("grpc.initial_reconnect_backoff_ms", 100),
    ("grpc.min_reconnect_backoff_ms", 1000),
    ("grpc.max_reconnect_backoff_ms", 1000),
]

# Generated code has no annotations.
_SERVICE_STUB: Callable[[grpc.aio.Channel], Any] = pb_grpc.EnvironmentSoundServiceStub
_HEALTH_STUB: Callable[[grpc.aio.Channel], Any] = health_pb2_grpc.HealthStub


class SidecarClient:
    """One channel to one sidecar. To be made inside the running loop.

    Args:
        target: In gRPC's notation.
        token: Bearer token, or empty for none.
        timeout_seconds: How long a sound may take, queueing included, plus its own length, s.
        tracer_provider: Where the calls' spans come from.
        tls: The certificates; None: the call is not encrypted.
    """

    def __init__(
        self,
        target: str,
        token: str,
        timeout_seconds: float,
        tracer_provider: TracerProvider,
        tls: Tls | None = None,
    ) -> None:
        self._channel = _open_channel(target, tls, tracer_provider)
        self._service = _SERVICE_STUB(self._channel)
        self._health = _HEALTH_STUB(self._channel)
        self._metadata = (("authorization", f"Bearer {token}"),) if token else ()
        self._timeout_seconds = timeout_seconds

    async def generate(self, request: SoundRequest) -> AsyncGenerator[Event]:
        """Yield the events of a sound: `Queued` and `Progress`, then one `FinishedSound`.

        Closing the generator cancels the call. A call that fails before its first event because
        the sidecar was out of reach is made once more, under the same `request_id`.

        Raises:
            BackendError: In whatever way the sidecar refused or failed.
        """
        is_last_try = False
        while True:
            has_begun = False
            try:
                async for event in self._generate_once(request):
                    has_begun = True
                    yield event
                return
            except SidecarUnavailable:
                if has_begun or is_last_try:
                    raise
            is_last_try = True
            await asyncio.sleep(_RETRY_DELAY_SECONDS)

    async def _generate_once(self, request: SoundRequest) -> AsyncGenerator[Event]:
        call = self._service.GenerateSound(
            request_message(request),
            timeout=self._timeout_seconds + (request.duration_seconds or 0.0),
            metadata=self._metadata,
        )
        finished: FinishedSound | None = None
        try:
            async with _errors_translated(_SOUND_LATE):
                async for message in call:
                    event = event_of(message)
                    if isinstance(event, FinishedSound):
                        # Kept until the stream ends, for only then does the call's span.
                        finished = event
                    elif event is not None:
                        yield event
            if finished is None:
                raise lost_connection()
            yield finished
        finally:
            call.cancel()

    async def discard(self, request_id: str) -> None:
        """Have the sidecar stop the sound of a request, delete its file, and make none later.

        Raises:
            SidecarTooOld: It does not have that call yet.
            BackendError: In whatever other way the sidecar refused or failed.
        """
        async with _errors_translated():
            await self._service.DiscardSound(
                pb.DiscardSoundRequest(request_id=request_id),
                timeout=_DISCARD_CALL_SECONDS,
                metadata=self._metadata,
            )

    async def list_engines(self) -> EngineList:
        """Return the sidecar's engines.

        Raises:
            BackendError: In whatever way the sidecar refused or failed.
        """
        async with _errors_translated():
            reply = await self._service.ListEngines(
                pb.ListEnginesRequest(), timeout=_SHORT_CALL_SECONDS, metadata=self._metadata
            )
        return engine_list(reply)

    async def read_prompt(self, request: ReadingRequest) -> PromptReading:
        """Return how an engine would read a prompt. No sound is made.

        Raises:
            InvalidRequest: Fields are out of bounds; each is named as in the HTTP API.
            EngineNotFound: There is no such engine.
            SidecarTooOld: It does not have that call yet.
            BackendError: In whatever other way the sidecar refused or failed.
        """
        seconds = _READING_CALL_SECONDS if request.vocabulary_only else _MODEL_CALL_SECONDS
        try:
            async with _errors_translated(_READING_LATE):
                reply = await self._service.ReadPrompt(
                    reading_message(request), timeout=seconds, metadata=self._metadata
                )
        except InvalidRequest as error:
            raise _in_names_of_http(error) from error
        return prompt_reading(reply)

    async def is_serving(self) -> bool:
        """Return whether the sidecar's health is SERVING: warm, and not draining.

        Raises:
            BackendError: It cannot be reached.
        """
        async with _errors_translated():
            reply = await self._health.Check(
                health_pb2.HealthCheckRequest(service=SERVICE_NAME), timeout=_SHORT_CALL_SECONDS
            )
        return bool(reply.status == health_pb2.HealthCheckResponse.SERVING)

    async def close(self) -> None:
        """End every call and the channel."""
        await self._channel.close()


def _open_channel(
    target: str, tls: Tls | None, tracer_provider: TracerProvider
) -> grpc.aio.Channel:
    # Health is asked for all the time, and of no request.
    has_span = filters.negate(filters.health_check())
    interceptors = aio_client_interceptors(tracer_provider, has_span)
    options = [*_CHANNEL_OPTIONS, ("grpc.enable_http_proxy", int(not is_loopback_target(target)))]
    if tls is None:
        return grpc.aio.insecure_channel(target, options, interceptors=interceptors)
    credentials = grpc.ssl_channel_credentials(tls.ca, tls.key, tls.certificate)
    return grpc.aio.secure_channel(target, credentials, options, interceptors=interceptors)


def _in_names_of_http(error: InvalidRequest) -> InvalidRequest:
    names = {"duration_seconds": "duration"}
    violations = [
        FieldViolation(names.get(violation.field, violation.field), violation.description)
        for violation in error.violations
    ]
    return InvalidRequest(violations, "" if violations else error.message)


@asynccontextmanager
async def _errors_translated(late: str = NO_ANSWER) -> AsyncIterator[None]:
    try:
        yield
    except grpc.aio.AioRpcError as error:
        raise from_rpc_error(error, late) from error
