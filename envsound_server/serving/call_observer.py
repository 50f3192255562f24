"""What is noted of every call, whatever it asks for: how it ended, and when."""

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import aclosing, contextmanager
from typing import Any

import grpc

from envsound_server.telemetry import tracing
from envsound_server.telemetry.metrics import Metrics
from envsound_server.telemetry.spans import Spans
from envsound_server.telemetry.tracing import Trace

_CODES = {code.value[0]: code.name for code in grpc.StatusCode}


class CallObserver(grpc.aio.ServerInterceptor):
    """Counts the calls of this server's own methods, and gives each its place in a trace.

    Has to come before whatever refuses them.

    Args:
        service_name: The service whose calls are looked at.
        metrics: Told of each.
        spans: Told likewise.
    """

    def __init__(self, service_name: str, metrics: Metrics, spans: Spans) -> None:
        self._spans = spans
        self._prefix = f"/{service_name}/"
        self._metrics = metrics

    async def intercept_service(
        self,
        continuation: Callable[[grpc.HandlerCallDetails], Awaitable[Any]],
        handler_call_details: grpc.HandlerCallDetails,
    ) -> Any:
        """Returns the call's own handler with the noting around it."""
        handler = await continuation(handler_call_details)
        method = handler_call_details.method
        if handler is None or not method.startswith(self._prefix):
            return handler
        caller = _caller(handler_call_details)
        return self._observed(handler, method.removeprefix(self._prefix), caller)

    def _observed(self, handler: Any, rpc: str, caller: Trace | None) -> Any:
        async def call(request: Any, context: Any) -> Any:
            with self._noted(rpc, context, caller):
                return await handler.unary_unary(request, context)

        async def stream(request: Any, context: Any) -> AsyncIterator[Any]:
            with self._noted(rpc, context, caller):
                async with aclosing(handler.unary_stream(request, context)) as responses:
                    async for response in responses:
                        yield response

        if handler.response_streaming:
            return grpc.unary_stream_rpc_method_handler(
                stream, handler.request_deserializer, handler.response_serializer
            )
        return grpc.unary_unary_rpc_method_handler(
            call, handler.request_deserializer, handler.response_serializer
        )

    @contextmanager
    def _noted(self, rpc: str, context: Any, caller: Trace | None) -> Iterator[None]:
        # For good: each call has a task of its own.
        trace = Trace.begin(caller.trace_id if caller else None)
        tracing.enter(trace)
        begun_ns, begun_at = time.time_ns(), time.monotonic()
        code = grpc.StatusCode.OK.name
        try:
            yield
        except (asyncio.CancelledError, GeneratorExit):
            code = grpc.StatusCode.CANCELLED.name
            raise
        except BaseException:
            code = _code_name(context)
            raise
        finally:
            self._metrics.call_ended(rpc, code, time.monotonic() - begun_at)
            self._spans.tell(
                self._prefix[1:] + rpc,
                trace,
                parent_span_id=caller.span_id if caller else None,
                begun_ns=begun_ns,
                kind="SERVER",
                attributes=_attributes(code),
            )


def _attributes(code: str) -> dict[str, str | int]:
    attributes: dict[str, str | int] = {"rpc.system": "grpc"}
    return attributes | ({} if code == grpc.StatusCode.OK.name else {"error.type": code})


def _caller(details: grpc.HandlerCallDetails) -> Trace | None:
    given = [value for name, value in details.invocation_metadata or () if name == "traceparent"]
    return Trace.read(str(given[0])) if len(given) == 1 else None


def _code_name(context: Any) -> str:
    """The code that an aborted call was given; UNKNOWN where nobody gave one."""
    code = context.code()
    number = code.value[0] if isinstance(code, grpc.StatusCode) else code
    return _CODES.get(number, grpc.StatusCode.UNKNOWN.name) if number else "UNKNOWN"
