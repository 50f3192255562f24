"""What is noted of every request, whatever it asks for."""

import time

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from backend.telemetry import tracing
from backend.telemetry.metrics import Metrics
from backend.telemetry.spans import Spans
from backend.telemetry.tracing import Trace

_METHODS = {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"}
_OTHER = "OTHER"
_UNKNOWN_ROUTE = "none"
_FAILED = 500
_GONE = 499
"""nginx's number for a client that left before the answer began."""


_TRACEPARENT = b"traceparent"


class RequestObserver:
    """Counts requests by the route's template, never by the path itself, and traces them.

    Args:
        app: What answers.
        metrics: Told of each request.
        spans: Told likewise.
    """

    def __init__(self, app: ASGIApp, metrics: Metrics, spans: Spans) -> None:
        self._spans = spans
        self._app = app
        self._metrics = metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Passes a request on."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        caller = _caller(scope)
        trace = Trace.begin(caller.trace_id if caller else None)
        # For good: errors are answered and logged around this, in the same task.
        tracing.enter(trace)
        begun_ns, begun_at = time.time_ns(), time.monotonic()
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
            self._spans.tell(
                f"{method} {_route(scope)}",
                trace,
                parent_span_id=caller.span_id if caller else None,
                begun_ns=begun_ns,
                kind="SERVER",
                attributes=_attributes(method, _route(scope), status),
            )


def _attributes(method: str, route: str, status: int) -> dict[str, str | int]:
    attributes: dict[str, str | int] = {
        "http.request.method": method,
        "http.route": route,
        "http.response.status_code": status,
    }
    return attributes | ({"error.type": str(status)} if status >= _FAILED else {})


def _caller(scope: Scope) -> Trace | None:
    given = [value for name, value in scope["headers"] if name == _TRACEPARENT]
    return Trace.read(given[0].decode("latin-1")) if len(given) == 1 else None


def _route(scope: Scope) -> str:
    """The template of the route that took the request."""
    return str(getattr(scope.get("route"), "path", _UNKNOWN_ROUTE))
