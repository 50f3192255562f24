"""Metrics of every request, whichever route answers it."""

import time

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from backend.telemetry.metrics import Metrics

_METHODS = {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"}
_OTHER = "OTHER"
_UNKNOWN_ROUTE = "none"
_FAILED = 500
_GONE = 499
"""nginx's number for a client that left before the answer began."""


class RequestObserver:
    """The middleware that counts requests by the route's template, never by the path itself.

    Args:
        app: The application inside.
        metrics: Receives each request.
    """

    def __init__(self, app: ASGIApp, metrics: Metrics) -> None:
        self._app = app
        self._metrics = metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on and count it at its end."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        begun_at = time.monotonic()
        status, seconds = _GONE, 0.0

        async def noting_send(message: Message) -> None:
            nonlocal status, seconds
            if message["type"] == "http.response.start":
                status, seconds = message["status"], time.monotonic() - begun_at
            await send(message)

        try:
            with self._metrics.requests_in_flight.track_inprogress():
                await self._app(scope, receive, noting_send)
        except Exception:
            # The answer is made by the framework, around this.
            status, seconds = _FAILED, time.monotonic() - begun_at
            raise
        finally:
            method = scope["method"] if scope["method"] in _METHODS else _OTHER
            self._metrics.replied(method, _route(scope), status, seconds)


def _route(scope: Scope) -> str:
    """Return the template of the route that took the request."""
    return str(getattr(scope.get("route"), "path", _UNKNOWN_ROUTE))
