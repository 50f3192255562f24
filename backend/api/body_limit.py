"""A bound on the size of request bodies."""

from fastapi import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send


class BodyLimit:
    """The middleware that ends a request whose body is too large, as soon as that is known.

    Starlette's own middleware does the same, but answers in plain text whatever the app's error
    handlers say.

    Args:
        app: The application that is protected.
        max_bytes: The largest body that is let through.
        unlimited_path: The path of the endpoint that checks its bodies itself.
    """

    def __init__(self, app: ASGIApp, max_bytes: int, unlimited_path: str) -> None:
        self._app = app
        self._max_bytes = max_bytes
        self._unlimited_path = unlimited_path

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on and count its bytes."""
        if scope.get("path") == self._unlimited_path:
            await self._app(scope, receive, send)
            return
        told_bytes = _content_length(scope)
        received_bytes = 0

        async def counting_receive() -> Message:
            nonlocal received_bytes
            if told_bytes > self._max_bytes:
                raise HTTPException(413)
            message = await receive()
            received_bytes += len(message.get("body", b""))
            if received_bytes > self._max_bytes:
                raise HTTPException(413)
            return message

        await self._app(scope, counting_receive, send)


def _content_length(scope: Scope) -> int:
    for name, value in scope.get("headers", ()):
        if name == b"content-length" and value.isdigit():
            return int(value)
    return 0
