"""A receiver of OTLP over HTTP, like a collector."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from gzip import decompress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import NamedTuple

from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import (
    ExportTraceServiceRequest,
    ExportTraceServiceResponse,
)
from opentelemetry.proto.trace.v1.trace_pb2 import Span, Status

_WAIT_SECONDS = 30.0


class Received(NamedTuple):
    """A received span."""

    service: str
    name: str
    kind: str
    trace_id: str
    span_id: str
    parent_id: str
    begun_ns: int
    ended_ns: int
    has_failed: bool


class OtlpReceiver:
    """A receiver that records spans."""

    def __init__(self) -> None:
        self._spans: list[Received] = []
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self.url = f"http://127.0.0.1:{self._server.server_port}"

    def until(self, is_enough: Callable[[list[Received]], bool]) -> list[Received]:
        """Return the spans as soon as a condition holds for them."""
        deadline = time.monotonic() + _WAIT_SECONDS
        while not is_enough(list(self._spans)):
            assert time.monotonic() < deadline, self._spans
            time.sleep(0.05)
        return list(self._spans)

    def serve(self) -> None:
        self._server.serve_forever()

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        receiver = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["content-length"]))
                is_packed = self.headers.get("content-encoding") == "gzip"
                assert self.path == "/v1/traces"
                receiver._take(decompress(body) if is_packed else body)
                reply = ExportTraceServiceResponse().SerializeToString()
                self.send_response(200)
                self.send_header("content-type", "application/x-protobuf")
                self.send_header("content-length", str(len(reply)))
                self.end_headers()
                self.wfile.write(reply)

            def log_message(self, *_args: object) -> None:
                pass

        return Handler

    def _take(self, body: bytes) -> None:
        for resource_spans in ExportTraceServiceRequest.FromString(body).resource_spans:
            attributes = {a.key: a.value.string_value for a in resource_spans.resource.attributes}
            self._spans += [
                _received(attributes["service.name"], span)
                for scope_spans in resource_spans.scope_spans
                for span in scope_spans.spans
            ]


def _received(service: str, span: Span) -> Received:
    return Received(
        service,
        span.name,
        Span.SpanKind.Name(span.kind).removeprefix("SPAN_KIND_"),
        span.trace_id.hex(),
        span.span_id.hex(),
        span.parent_span_id.hex(),
        span.start_time_unix_nano,
        span.end_time_unix_nano,
        span.status.code == Status.STATUS_CODE_ERROR,
    )


@contextmanager
def otlp_receiver() -> Iterator[OtlpReceiver]:
    """Yield a listening receiver."""
    receiver = OtlpReceiver()
    thread = threading.Thread(target=receiver.serve)
    thread.start()
    try:
        yield receiver
    finally:
        receiver.close()
        thread.join()
