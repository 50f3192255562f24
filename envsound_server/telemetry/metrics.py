"""Metrics of this process for Prometheus: counted as they happen, or read at each scrape.

Every label's values are few: names of engines, stages, reasons, never a client's words.
"""

from collections.abc import Callable, Iterable, Mapping

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, start_http_server
from prometheus_client.core import Metric
from prometheus_client.gc_collector import GCCollector
from prometheus_client.process_collector import ProcessCollector
from prometheus_client.registry import Collector

PREFIX = "envsound_sidecar"
_SECONDS = (0.005, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120, 300, 600)
_BATCH_SIZES = (1, 2, 3, 4, 6, 8, 12, 16, 24, 32, 64)


class Metrics:
    """The sidecar's counters and histograms, in a registry of their own."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        ProcessCollector(registry=self.registry)
        GCCollector(registry=self.registry)
        self.serving = Gauge(
            f"{PREFIX}_serving", "1 where new sounds are taken.", registry=self.registry
        )
        self._calls = self._counter("requests", "Calls that ended.", "rpc", "code")
        self._call_seconds = self._histogram(
            "request_duration_seconds", "From a call's beginning to its end.", "rpc"
        )
        self._waits = self._histogram(
            "queue_wait_seconds", "From the request to the sound's turn.", "engine"
        )
        self._batch_sizes = self._histogram(
            "batch_size", "Sounds that one step took further.", "engine", buckets=_BATCH_SIZES
        )
        self._stages = self._histogram(
            "stage_seconds", "What each stage of a finished sound took.", "engine", "stage"
        )
        self._audio = self._counter("audio_seconds", "Length of the finished sounds.", "engine")
        self._sounds = self._counter("sounds", "Sounds that came to an end.", "engine", "result")
        self._failures = self._counter("failures", "Requests refused or failed.", "reason")
        self._hits = self._counter("cache_hits", "Answers that were there already.", "cache")

    def _counter(self, name: str, words: str, *labels: str) -> Counter:
        return Counter(f"{PREFIX}_{name}", words, labels, registry=self.registry)

    def _histogram(
        self, name: str, words: str, *labels: str, buckets: tuple[float, ...] = _SECONDS
    ) -> Histogram:
        return Histogram(f"{PREFIX}_{name}", words, labels, registry=self.registry, buckets=buckets)

    def call_ended(self, rpc: str, code: str, seconds: float) -> None:
        """Count a call, its gRPC code and its duration, s."""
        self._calls.labels(rpc, code).inc()
        self._call_seconds.labels(rpc).observe(seconds)

    def request_failed(self, reason: str) -> None:
        """Count a request that was refused or failed, by the error's reason."""
        self._failures.labels(reason).inc()

    def found_by_request_id(self) -> None:
        """Count a request that was answered with, or joined to, the sound of an earlier one."""
        self._hits.labels("request_id").inc()

    def left_queue(self, engine: str, wait_seconds: float) -> None:
        """Count a sound that left the queue, and the seconds that it waited."""
        self._waits.labels(engine).observe(wait_seconds)

    def stepped(self, engine: str, batch_size: int) -> None:
        """Count a step of an engine, and the sounds in it."""
        self._batch_sizes.labels(engine).observe(batch_size)

    def finished(
        self, engine: str, audio_seconds: float, stage_seconds: Mapping[str, float]
    ) -> None:
        """Count a finished sound, its length and the duration of each stage, s."""
        self._sounds.labels(engine, "completed").inc()
        self._audio.labels(engine).inc(audio_seconds)
        for stage, seconds in stage_seconds.items():
            self._stages.labels(engine, stage).observe(seconds)

    def unfinished(self, engine: str, result: str) -> None:
        """Count a begun sound that `failed`, or was `cancelled`."""
        self._sounds.labels(engine, result).inc()

    def watch(self, read: Callable[[], Iterable[Metric]]) -> None:
        """Read gauges by calling `read` at each scrape, in the thread of the scrape."""
        self.registry.register(_Watch(read))

    def serve(self, host: str, port: int) -> Callable[[], None]:
        """Serve Prometheus from threads of its own, and return a function that stops them.

        Raises:
            OSError: The port cannot be listened on.
        """
        server, thread = start_http_server(port, host, self.registry)

        def stop() -> None:
            server.shutdown()
            server.server_close()
            thread.join()

        return stop


class _Watch(Collector):
    """A collector that reads its values at each scrape."""

    def __init__(self, read: Callable[[], Iterable[Metric]]) -> None:
        self._read = read

    def collect(self) -> Iterable[Metric]:
        """Yield the present values."""
        return self._read()

    def describe(self) -> Iterable[Metric]:
        """Return no description, because nothing can be read at registration."""
        return ()
