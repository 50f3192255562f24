"""The connections of the HTTP server: a bound on their number, and limits of their time.

nginx, hypercorn and granian have the same limits. uvicorn itself only closes connections that send
nothing between two requests.
"""

import asyncio
from dataclasses import dataclass
from typing import Any, cast

from fastapi import Request
from starlette.types import ASGIApp, Receive, Scope, Send
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from backend.api.error_handlers import error_response
from backend.api.paths import is_probe
from backend.errors import QueueFull

_RESERVED_FOR_PROBES = 32
_BUSY = QueueFull("too many connections are open; try again in 5 s", 5.0)


@dataclass(frozen=True, slots=True)
class TimeLimits:
    """The times that a client may take.

    Attributes:
        head_seconds: From the connection, or the reply before, to the end of a request's headers.
        linger_seconds: How long a body is dropped that nobody reads, so that its sender comes to
            read the reply.
        stalled_seconds: How long a reader may take next to nothing of its reply.
    """

    head_seconds: float = 20.0
    linger_seconds: float = 10.0
    stalled_seconds: float = 60.0


_MIN_DRAINED_BYTES = 16_384
"""The bytes that a reader has to take in `stalled_seconds`."""


class Connections:
    """The open connections of one server.

    Above the bound a new connection takes the place of the one that has been idle the longest, as
    in nginx. Where none is idle, a few more are let in for probes.

    Args:
        max_count: The bound.
    """

    def __init__(self, max_count: int) -> None:
        self._max_count = max_count
        self._open: set[Connection] = set()
        self._idle: dict[Connection, None] = {}

    def add(self, connection: "Connection") -> None:
        """Make room for a new connection, or refuse it."""
        self._open.add(connection)
        if len(self._open) <= self._max_count:
            return
        oldest = next(iter(self._idle), None)
        if oldest is not None:
            self.remove(oldest)
            oldest.transport.abort()
        elif len(self._open) <= self._max_count + _RESERVED_FOR_PROBES:
            connection.app = cast(Any, _ProbesOnly(cast(ASGIApp, connection.app)))
        else:
            self.remove(connection)
            connection.transport.abort()

    def remove(self, connection: "Connection") -> None:
        """Forget a connection."""
        self._open.discard(connection)
        self._idle.pop(connection, None)

    def mark_idle(self, connection: "Connection") -> None:
        """Note that no request is being answered on a connection."""
        if connection in self._open:
            self._idle[connection] = None

    def mark_busy(self, connection: "Connection") -> None:
        """Note that a request is being answered on a connection."""
        self._idle.pop(connection, None)


class Connection(HttpToolsProtocol):
    """One connection.

    Args:
        connections: All of the server.
        limits: The times that the client may take.
    """

    def __init__(
        self, *args: Any, connections: Connections, limits: TimeLimits, **options: Any
    ) -> None:
        super().__init__(*args, **options)
        self._connections = connections
        self._limits = limits
        self._client_timer: asyncio.TimerHandle | None = None
        self._reader_timer: asyncio.TimerHandle | None = None
        self._is_body_begun = False
        self._is_body_complete = True
        self._ends_with_reply = False

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Wait for the first request."""
        super().connection_made(transport)
        self._connections.add(self)
        self._wait_for_head()

    def connection_lost(self, exc: Exception | None) -> None:
        """Forget the connection."""
        self._connections.remove(self)
        self._stop(self._client_timer)
        self._stop(self._reader_timer)
        super().connection_lost(exc)

    def on_headers_complete(self) -> None:
        """Begin a request."""
        self._stop(self._client_timer)
        self._connections.mark_busy(self)
        self._is_body_begun = self._is_body_complete = False
        super().on_headers_complete()
        if self.cycle is not None:
            self.cycle.transport = cast(asyncio.Transport, _LingeringTransport(self))

    def on_body(self, body: bytes) -> None:
        """Take a part of a body."""
        self._is_body_begun = True
        super().on_body(body)

    def on_message_complete(self) -> None:
        """End the body of a request."""
        self._is_body_complete = True
        super().on_message_complete()
        if self.cycle.response_complete:
            self._wait_for_head()

    def on_response_complete(self) -> None:
        """Wait for the next request, or drop what is left of this one's body first."""
        super().on_response_complete()
        # A pipelined request may be under way already.
        if not self.transport.is_closing() and self.cycle.response_complete:
            self._wait_for_head()

    def _wait_for_head(self) -> None:
        self._stop(self._client_timer)
        self._connections.mark_idle(self)
        if self._is_body_complete and self._ends_with_reply:
            self.transport.close()
        elif self._is_body_complete:
            self._close_after(self._limits.head_seconds)
        elif self.expect_100_continue and not self._is_body_begun:
            # The client need not send the body now, so that the next byte may be a new request.
            self.transport.close()
        else:
            self._close_after(self._limits.linger_seconds)

    def _close_after(self, seconds: float) -> None:
        self._client_timer = self.loop.call_later(seconds, self.transport.abort)

    def end_with_reply(self) -> None:
        """Send nothing more, and close the connection once its sender has read the reply."""
        if self._is_body_complete:
            self.transport.close()
        elif not self._ends_with_reply:
            self._ends_with_reply = True
            self.transport.write_eof()

    def pause_writing(self) -> None:
        """Watch whether the client reads."""
        super().pause_writing()
        self._watch_reader()

    def resume_writing(self) -> None:
        """Note that the client reads."""
        super().resume_writing()
        self._stop(self._reader_timer)

    def _watch_reader(self) -> None:
        self._stop(self._reader_timer)
        waiting_bytes = self.transport.get_write_buffer_size()
        self._reader_timer = self.loop.call_later(
            self._limits.stalled_seconds, self._check_reader, waiting_bytes
        )

    def _check_reader(self, waited_bytes: int) -> None:
        if waited_bytes - self.transport.get_write_buffer_size() < _MIN_DRAINED_BYTES:
            self.transport.abort()
        else:
            self._watch_reader()

    @staticmethod
    def _stop(timer: asyncio.TimerHandle | None) -> None:
        if timer is not None:
            timer.cancel()


class _LingeringTransport:
    """The transport of a reply. Its end does not cut off a client that still sends.

    Closing a socket with unread bytes resets it, and the client may lose the reply.
    """

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self.write = connection.transport.write
        self.is_closing = connection.transport.is_closing

    def close(self) -> None:
        self._connection.end_with_reply()


class _ProbesOnly:
    """The application for a connection above the bound."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        app = self._app
        if scope["type"] == "http" and not is_probe(scope):
            app = error_response(Request(scope), _BUSY)
        await app(scope, receive, send)
