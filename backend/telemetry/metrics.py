"""Metrics of this process for Prometheus: counted as they happen, or read at each scrape.

Every label's values are few: templates of routes, engines, reasons, never a client's words.
"""

from collections.abc import Iterable, Mapping

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.gc_collector import GCCollector
from prometheus_client.process_collector import ProcessCollector
from prometheus_client.registry import Collector

from backend import errors

_PREFIX = "envsound_backend"
_REPLY_SECONDS = (0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30)
_JOB_SECONDS = (0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120, 300, 600, 1800)

_OTHER = "OTHER"
_SIDECAR_REASONS = {"GENERATION_FAILED", "TRANSLATION_FAILED", "INTERRUPTED"}
"""Reasons that have no class of their own here."""


class Metrics:
    """The backend's counters and histograms, in a registry of their own."""

    def __init__(self) -> None:
        self._registry = CollectorRegistry()
        ProcessCollector(registry=self._registry)
        GCCollector(registry=self._registry)
        self._reasons = _SIDECAR_REASONS | _reasons_below(errors.BackendError)
        self._requests = self._counter(
            "http_requests", "Requests that were answered.", "method", "route", "status"
        )
        self._reply_seconds = Histogram(
            f"{_PREFIX}_http_request_duration_seconds",
            "From the request to the beginning of its answer.",
            ("method", "route"),
            registry=self._registry,
            buckets=_REPLY_SECONDS,
        )
        self.requests_in_flight = self._gauge("http_requests_in_flight", "Requests under way.")
        self.jobs_in_flight = self._gauge("jobs_in_flight", "Sounds that this process waits for.")
        self._job_waits = self._histogram(
            "job_wait_seconds", "From the request to the first worker that took it."
        )
        self._job_seconds = self._histogram(
            "job_duration_seconds", "From a worker's claim to the end.", "result"
        )
        self._job_failures = self._counter("job_failures", "Sounds given up.", "reason")
        self._put_back = self._counter(
            "jobs_put_back", "Sounds that wait again after a try that came to nothing.", "reason"
        )
        self._audio = self._counter("audio_seconds", "Length of the finished sounds.", "engine")
        self._lookups = self._counter(
            "cache_lookups", "Whether something was there already.", "cache", "result"
        )

    def _counter(self, name: str, words: str, *labels: str) -> Counter:
        return Counter(f"{_PREFIX}_{name}", words, labels, registry=self._registry)

    def _gauge(self, name: str, words: str) -> Gauge:
        return Gauge(f"{_PREFIX}_{name}", words, registry=self._registry)

    def _histogram(self, name: str, words: str, *labels: str) -> Histogram:
        return Histogram(
            f"{_PREFIX}_{name}", words, labels, registry=self._registry, buckets=_JOB_SECONDS
        )

    def replied(self, method: str, route: str, status: int, seconds: float) -> None:
        """Count an answered request, and the seconds until its answer began."""
        self._requests.labels(method, route, str(status)).inc()
        self._reply_seconds.labels(method, route).observe(seconds)

    def job_begun(self, wait_seconds: float) -> None:
        """Count a sound that a worker took for the first time, and the seconds that it waited."""
        self._job_waits.observe(max(0.0, wait_seconds))

    def job_ended(self, result: str, seconds: float) -> None:
        """Count a sound that is `completed`, `cancelled` or failed, and its duration."""
        if result in ("completed", "cancelled"):
            self._job_seconds.labels(result).observe(seconds)
        else:
            self._job_seconds.labels("failed").observe(seconds)
            self.job_failed(result)

    def job_failed(self, reason: str) -> None:
        """Count a sound that was given up."""
        self._job_failures.labels(self._known(reason)).inc()

    def job_put_back(self, reason: str) -> None:
        """Count a sound that waits again for another attempt."""
        self._put_back.labels(self._known(reason)).inc()

    def made(self, engine: str, audio_seconds: float) -> None:
        """Count a finished sound in the library, and its length, s."""
        self._audio.labels(engine).inc(audio_seconds)

    def looked_up(self, cache: str, *, is_hit: bool) -> None:
        """Count a lookup that hit, or that missed."""
        self._lookups.labels(cache, "hit" if is_hit else "miss").inc()

    def page(self, gauges: Iterable[Metric]) -> bytes:
        """Return all metrics in Prometheus's text format, with the values read just now."""
        page = CollectorRegistry()
        page.register(self._registry)
        page.register(_Now(gauges))
        return generate_latest(page)

    def _known(self, reason: str) -> str:
        """Return the label of a reason, and those of a newer sidecar share one."""
        return reason if reason in self._reasons else _OTHER


def gauge(name: str, words: str, value: float) -> Metric:
    """Return a gauge."""
    return GaugeMetricFamily(f"{_PREFIX}_{name}", words, value)


def gauge_by(label: str, name: str, words: str, values: Mapping[str, float]) -> Metric:
    """Return a gauge with one value for each value of a label."""
    family = GaugeMetricFamily(f"{_PREFIX}_{name}", words, labels=[label])
    for key, value in values.items():
        family.add_metric([key], value)
    return family


def _reasons_below(base: type[errors.BackendError]) -> set[str]:
    below = {reason for kind in base.__subclasses__() for reason in _reasons_below(kind)}
    return {base.reason, *below}


class _Now(Collector):
    """The values read for one page."""

    def __init__(self, gauges: Iterable[Metric]) -> None:
        self._gauges = tuple(gauges)

    def collect(self) -> Iterable[Metric]:
        """Yield the values."""
        return self._gauges
