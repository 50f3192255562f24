"""The only module here that knows OpenTelemetry; imported where an endpoint is set."""

from threading import Thread

from opentelemetry import trace as otel
from opentelemetry.context import Context
from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor
from opentelemetry.sdk.trace.id_generator import IdGenerator
from opentelemetry.sdk.trace.sampling import ALWAYS_ON

from envsound_server.telemetry.spans import Attributes, Kind
from envsound_server.telemetry.tracing import Trace

_LAST_WORDS_SECONDS = 3.0


class OtlpExporter:
    """Sends spans to an OTLP/HTTP receiver, in batches; what it cannot send is dropped.

    Args:
        endpoint: Base URL of the receiver.
        service_name: Whose spans they are.
    """

    def __init__(self, endpoint: str, service_name: str) -> None:
        self._ids = _GivenIds()
        self._provider = TracerProvider(
            sampler=ALWAYS_ON,
            resource=Resource.create({"service.name": service_name}),
            id_generator=self._ids,
            shutdown_on_exit=False,
        )
        exporter = OTLPSpanExporter(endpoint=f"{endpoint.rstrip('/')}/v1/traces")
        self._provider.add_span_processor(BatchSpanProcessor(exporter))
        self._tracer = self._provider.get_tracer("envsound")

    def send(
        self,
        name: str,
        kind: Kind,
        trace: Trace,
        parent_span_id: str | None,
        times_ns: tuple[int, int],
        attributes: Attributes,
    ) -> None:
        """Takes one span; returns at once."""
        self._ids.given = trace
        begun_ns, ended_ns = times_ns
        span = self._tracer.start_span(
            name,
            _context(trace.trace_id, parent_span_id),
            otel.SpanKind[kind],
            attributes,
            start_time=begun_ns,
        )
        if "error.type" in attributes:
            span.set_status(otel.StatusCode.ERROR)
        span.end(ended_ns)

    def close(self) -> None:
        """Sends what waits, for some seconds at most; blocks."""
        # The library's own end waits for half a minute where nobody answers.
        closing = Thread(target=self._provider.shutdown, daemon=True)
        closing.start()
        closing.join(_LAST_WORDS_SECONDS)


def _context(trace_id: str, parent_span_id: str | None) -> Context:
    if parent_span_id is None:
        return Context()
    parent = otel.SpanContext(
        int(trace_id, 16),
        int(parent_span_id, 16),
        is_remote=True,
        trace_flags=otel.TraceFlags(otel.TraceFlags.SAMPLED),
    )
    return otel.set_span_in_context(otel.NonRecordingSpan(parent), Context())


class _GivenIds(IdGenerator):
    """Spans have the ids that the logs and the callees know already."""

    def __init__(self) -> None:
        self.given = Trace.begin()

    def generate_trace_id(self) -> int:
        """Of a span without a parent."""
        return int(self.given.trace_id, 16)

    def generate_span_id(self) -> int:
        """Of any span."""
        return int(self.given.span_id, 16)
