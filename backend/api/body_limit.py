"""Bounds on request bodies: their size, their pace, and the moment from which they are read."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping

from fastapi import HTTPException, Request
from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from backend.api.paths import path_of

_MAX_BODY_BYTES = 1 << 20
_GRACE_SECONDS = 20.0
_MIN_BYTES_PER_SECOND = 2000
"""The slowest pace after the grace period, as of a modem. Kestrel and Apache have such bounds."""

_WITHOUT_BODY = ("GET", "HEAD", "OPTIONS", "TRACE")

Admit = Callable[[Request], Awaitable[None]]
"""Refuses a request whose caller may not send it."""


class BodyLimit:
    """The middleware that bounds bodies of every method and path, with or without a Content-Length.

    The first byte is read only once `admit` has let the caller through, so that strangers fill no
    memory. A body of GET has no meaning and is dropped as it comes in.

    Args:
        app: The application that is protected.
        upload_path: Where POST may send a large body.
        max_upload_bytes: The largest body there.
        admit: Checks the caller.
    """

    def __init__(self, app: ASGIApp, upload_path: str, max_upload_bytes: int, admit: Admit) -> None:
        self._app = app
        self._upload_path = upload_path
        self._max_upload_bytes = max_upload_bytes
        self._admit = admit

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, with the bounds around its body."""
        headers = Headers(scope=scope) if scope["type"] == "http" else {}
        if not _has_body(headers):
            await self._app(scope, receive, send)
        elif scope["method"] in _WITHOUT_BODY:
            await self._app(scope, _dropping(receive), send)
        else:
            await self._app(scope, self._bounded(scope, receive), send)

    def _bounded(self, scope: Scope, receive: Receive) -> Receive:
        is_upload = scope["method"] == "POST" and path_of(scope) == self._upload_path
        max_bytes = self._max_upload_bytes if is_upload else _MAX_BODY_BYTES
        body = _Body(receive, max_bytes, _stated_bytes(Headers(scope=scope)))

        async def bounded_receive() -> Message:
            if not body.is_begun:
                await self._admit(Request(scope))
            return await body.receive()

        return bounded_receive


class _Body:
    """The body of one request."""

    def __init__(self, receive: Receive, max_bytes: int, stated_bytes: int) -> None:
        self._receive = receive
        self._max_bytes = max_bytes
        self._stated_bytes = stated_bytes
        self._received_bytes = 0
        self._waited_seconds = 0.0
        self._is_complete = False
        self.is_begun = False

    async def receive(self) -> Message:
        """Return the next part of the body.

        Raises:
            HTTPException: It is too large, or too slow.
        """
        self.is_begun = True
        if self._stated_bytes > self._max_bytes:
            raise HTTPException(413)
        if self._is_complete:
            return await self._receive()
        message = await self._receive_in_time()
        self._received_bytes += len(message.get("body", b""))
        self._is_complete = not message.get("more_body", False)
        if self._received_bytes > self._max_bytes:
            raise HTTPException(413)
        return message

    async def _receive_in_time(self) -> Message:
        """Return the next part. Only the time counts in which the client is waited for."""
        loop = asyncio.get_running_loop()
        begun_at = loop.time()
        allowed_seconds = _GRACE_SECONDS + self._received_bytes / _MIN_BYTES_PER_SECOND
        deadline = asyncio.timeout(allowed_seconds - self._waited_seconds)
        try:
            async with deadline:
                return await self._receive()
        except TimeoutError as error:
            if not deadline.expired():
                raise
            raise HTTPException(408) from error
        finally:
            self._waited_seconds += loop.time() - begun_at


def _dropping(receive: Receive) -> Receive:
    async def empty_receive() -> Message:
        message = await receive()
        return {"type": "http.request"} if message["type"] == "http.request" else message

    return empty_receive


def _has_body(headers: Mapping[str, str]) -> bool:
    return "transfer-encoding" in headers or headers.get("content-length", "0") != "0"


def _stated_bytes(headers: Headers) -> int:
    stated = headers.get("content-length", "")
    return int(stated) if stated.isdecimal() else 0
