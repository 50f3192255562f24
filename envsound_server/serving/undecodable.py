"""Requests that are no message of their method: a refusal with a sentence, for every service.

grpc.aio answers them with UNKNOWN and the name of a Python class, and logs a traceback. So the
deserialiser returns a mark in place of raising, and the method's own handler never sees it.
"""

import inspect
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import aclosing
from typing import Any

import grpc
from google.protobuf.message import DecodeError

from envsound_server.errors import FieldViolation, InvalidRequest
from envsound_server.serving.status import abort

_UNDECODABLE = object()
_ERROR = InvalidRequest(
    [
        FieldViolation(
            "request",
            "cannot be decoded as this method's message; build the client from this server's "
            "proto file, which reflection serves too",
        )
    ]
)


class DecodeCheck(grpc.aio.ServerInterceptor):
    """The interceptor that refuses undecodable requests. Has to be the innermost one."""

    async def intercept_service(
        self,
        continuation: Callable[[grpc.HandlerCallDetails], Awaitable[Any]],
        handler_call_details: grpc.HandlerCallDetails,
    ) -> Any:
        """Return the call's own handler with the check before it."""
        handler = await continuation(handler_call_details)
        return None if handler is None else _checked(handler)


def _checked(handler: Any) -> Any:
    codecs = (_marking(handler.request_deserializer), handler.response_serializer)
    if handler.request_streaming and handler.response_streaming:
        behaviour = _checked_streams(handler.stream_stream)
        return grpc.stream_stream_rpc_method_handler(behaviour, *codecs)
    if handler.request_streaming:
        # No service here has such a method, and one that comes must not go unchecked.
        raise NotImplementedError("stream_unary")
    if not handler.response_streaming:
        return grpc.unary_unary_rpc_method_handler(_checked_call(handler.unary_unary), *codecs)
    if inspect.isasyncgenfunction(handler.unary_stream):
        behaviour = _checked_stream(handler.unary_stream)
    else:  # writes to the context, as the health service's Watch
        behaviour = _checked_call(handler.unary_stream)
    return grpc.unary_stream_rpc_method_handler(behaviour, *codecs)


def _marking(deserialise: Callable[[bytes], Any] | None) -> Callable[[bytes], Any] | None:
    """Return a deserialiser that never raises."""
    if deserialise is None:
        return None

    def decode(content: bytes) -> Any:
        try:
            return deserialise(content)
        except DecodeError:
            return _UNDECODABLE

    return decode


def _checked_call(behaviour: Any) -> Any:
    async def call(request: Any, context: Any) -> Any:
        if request is _UNDECODABLE:
            await abort(context, _ERROR)
        return await behaviour(request, context)

    return call


def _checked_stream(behaviour: Any) -> Any:
    async def stream(request: Any, context: Any) -> AsyncIterator[Any]:
        if request is _UNDECODABLE:
            await abort(context, _ERROR)
        async with aclosing(behaviour(request, context)) as responses:
            async for response in responses:
                yield response

    return stream


def _checked_streams(behaviour: Any) -> Any:
    async def checked(requests: AsyncIterator[Any], context: Any) -> AsyncIterator[Any]:
        async for request in requests:
            if request is _UNDECODABLE:
                await abort(context, _ERROR)
            yield request

    async def streams(requests: AsyncIterator[Any], context: Any) -> AsyncIterator[Any]:
        async with aclosing(behaviour(checked(requests, context), context)) as responses:
            async for response in responses:
                yield response

    return streams
