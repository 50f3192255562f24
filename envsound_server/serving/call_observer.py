"""Metrics of every call, whichever method answers it."""

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import aclosing, contextmanager
from typing import Any

import grpc

from envsound_server.telemetry.metrics import Metrics

_CODES = {code.value[0]: code.name for code in grpc.StatusCode}


class CallObserver(grpc.aio.ServerInterceptor):
    """The interceptor that counts the calls of this server's own methods.

    Has to come before whatever refuses them.

    Args:
        service_name: The service whose calls are counted.
        metrics: Receives each call.
    """

    def __init__(self, service_name: str, metrics: Metrics) -> None:
        self._prefix = f"/{service_name}/"
        self._metrics = metrics

    async def intercept_service(
        self,
        continuation: Callable[[grpc.HandlerCallDetails], Awaitable[Any]],
        handler_call_details: grpc.HandlerCallDetails,
    ) -> Any:
        """Return the call's own handler with the counting around it."""
        handler = await continuation(handler_call_details)
        method = handler_call_details.method
        if handler is None or not method.startswith(self._prefix):
            return handler
        return self._observed(handler, method.removeprefix(self._prefix))

    def _observed(self, handler: Any, rpc: str) -> Any:
        async def call(request: Any, context: Any) -> Any:
            with self._counted(rpc, context):
                return await handler.unary_unary(request, context)

        async def stream(request: Any, context: Any) -> AsyncIterator[Any]:
            with self._counted(rpc, context):
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
    def _counted(self, rpc: str, context: Any) -> Iterator[None]:
        begun_at = time.monotonic()
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


def _code_name(context: Any) -> str:
    """Return the code that a call was aborted with, UNKNOWN where it has none."""
    code = context.code()
    number = code.value[0] if isinstance(code, grpc.StatusCode) else code
    return _CODES.get(number, grpc.StatusCode.UNKNOWN.name) if number else "UNKNOWN"
