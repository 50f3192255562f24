"""Authentication of callers by a token."""

import hmac
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
from typing import Any

import grpc
from grpc_health.v1 import health_pb2

from envsound_server.errors import EnvsoundError, Unauthenticated
from envsound_server.serving.status import abort

_HEALTH_METHODS = f"/{health_pb2.DESCRIPTOR.services_by_name['Health'].full_name}/"


def has_token(metadata: Iterable[tuple[str, str | bytes]], token: str) -> bool:
    """Return True if a call's metadata has `authorization: Bearer <token>`, in constant time."""
    given = dict(metadata).get("authorization", "")
    given_bytes = given.encode() if isinstance(given, str) else given
    return hmac.compare_digest(given_bytes, f"Bearer {token}".encode())


class TokenCheck(grpc.aio.ServerInterceptor):
    """The interceptor that demands the token. Health is open to all, for probes."""

    def __init__(self, token: str) -> None:
        self._token = token

    async def intercept_service(
        self,
        continuation: Callable[[grpc.HandlerCallDetails], Awaitable[Any]],
        handler_call_details: grpc.HandlerCallDetails,
    ) -> Any:
        """Return the call's own handler, or one of the same shape that refuses."""
        handler = await continuation(handler_call_details)
        is_open = handler_call_details.method.startswith(_HEALTH_METHODS)
        if handler is None or is_open or self._is_right(handler_call_details):
            return handler
        return _refusing(handler)

    def _is_right(self, details: grpc.HandlerCallDetails) -> bool:
        return has_token(details.invocation_metadata or (), self._token)


def _refusing(handler: Any) -> Any:
    """Return a handler that refuses, since an interceptor cannot await a streaming handler."""
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
    # Without a deserialiser: nothing of an unknown caller is decoded.
    return make(refuse_stream if handler.response_streaming else refuse)
