"""Traces by OpenTelemetry: ids for every log line, spans for a collector where one is set."""

from threading import Thread

from opentelemetry import trace
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.sampling import ALWAYS_OFF, ALWAYS_ON

_CLOSE_SECONDS = 3.0


def build_tracer_provider(endpoint: str | None) -> TracerProvider:
    """Return the provider of this process's tracers.

    Without a collector spans have ids and are not recorded.

    Args:
        endpoint: Base URL of an OTLP/HTTP receiver; None: there is no collector.

    Raises:
        ImportError: There is an endpoint, and the exporter is not installed.
    """
    provider = TracerProvider(
        sampler=ALWAYS_OFF if endpoint is None else ALWAYS_ON,
        resource=Resource.create({"service.name": "envsound-sidecar"}),
        shutdown_on_exit=False,
    )
    if endpoint is not None:
        # Not at the top: the exporter need not be installed.
        from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
        from opentelemetry.sdk.trace.export import BatchSpanProcessor

        exporter = OTLPSpanExporter(endpoint=f"{endpoint.rstrip('/')}/v1/traces")
        provider.add_span_processor(BatchSpanProcessor(exporter))
    return provider


def close_tracing(provider: TracerProvider) -> None:
    """Send the spans that wait, which blocks for some seconds at most."""
    # The provider's own end waits for half a minute where the receiver does not answer.
    closing = Thread(target=provider.shutdown, daemon=True)
    closing.start()
    closing.join(_CLOSE_SECONDS)


def current_id() -> str | None:
    """Return the id of the trace that the running code belongs to, 32 hexadecimal digits."""
    context = trace.get_current_span().get_span_context()
    return trace.format_trace_id(context.trace_id) if context.is_valid else None
