"""Metrics for Prometheus."""

import asyncio
from collections.abc import Iterator

from fastapi import APIRouter, Response
from prometheus_client import CONTENT_TYPE_PLAIN_0_0_4
from prometheus_client.core import Metric

from backend.api.dependencies import ServicesDep
from backend.api.services import Services
from backend.db.database import DatabaseError
from backend.sounds.statistics import JobCounts, read_job_counts
from backend.telemetry.metrics import gauge, gauge_by

router = APIRouter(include_in_schema=False)

_TIMEOUT_SECONDS = 2.5


@router.get("/metrics")
async def metrics(services: ServicesDep) -> Response:
    """Return counters, histograms and gauges as text, also while the database is down."""
    counts = await _job_counts(services)
    page = await asyncio.to_thread(lambda: services.metrics.page(_gauges(services, counts)))
    return Response(page, media_type=CONTENT_TYPE_PLAIN_0_0_4)


async def _job_counts(services: Services) -> JobCounts | None:
    try:
        async with asyncio.timeout(_TIMEOUT_SECONDS):
            return await read_job_counts(services.database)
    except (DatabaseError, TimeoutError):
        return None


def _gauges(services: Services, counts: JobCounts | None) -> Iterator[Metric]:
    yield gauge("database_up", "1 where the database answers.", counts is not None)
    yield gauge("sidecar_up", "1 where the sidecar takes sounds.", services.circuit_breaker.is_open)
    if counts is not None:
        by_status = {"pending": counts.pending, "processing": counts.processing}
        yield gauge_by("status", "jobs", "Sounds to be made, of all backends.", by_status)
        yield gauge(
            "oldest_job_wait_seconds",
            "How long the sound has waited that waits longest.",
            counts.oldest_wait_seconds,
        )
    free_bytes = services.library.free_bytes()
    if free_bytes is not None:
        yield gauge("storage_free_bytes", "Room on the disk of the sounds.", free_bytes)
