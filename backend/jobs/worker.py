"""One claimed sound, from the claim to whatever end it comes to."""

import asyncio
import logging
import time
from contextlib import aclosing
from dataclasses import dataclass

from opentelemetry.trace import Span, SpanKind, StatusCode, Tracer
from sqlalchemy.exc import SQLAlchemyError

from backend.db.models import EnvironmentSound, SoundStatus
from backend.errors import (
    BackendError,
    DeadlineExceeded,
    EngineLoading,
    InternalError,
    QueueFull,
    SidecarUnavailable,
    SoundFileGone,
    StorageError,
    StorageFailed,
    Unauthenticated,
)
from backend.files import Library
from backend.jobs.broadcaster import Broadcaster, SoundProgress
from backend.jobs.discards import Discards
from backend.jobs.queue import JobQueue, request_of
from backend.jobs.replaced_files import ReplacedFiles
from backend.jobs.statements import LONGEST_DELAY_SECONDS
from backend.sidecar import SidecarClient
from backend.sidecar.circuit_breaker import CircuitBreaker
from backend.sidecar.types import FinishedSound
from backend.telemetry.metrics import Metrics
from backend.telemetry.operation_log import OperationLog
from backend.telemetry.tracing import context_of
from backend.upkeep.metadata_sync import MetadataSync

_NOT_ITS_FAULT = (SidecarUnavailable, QueueFull, EngineLoading, Unauthenticated)
_SIDECAR_IS_AWAY = (SidecarUnavailable, Unauthenticated)
_MAY_PASS = (InternalError, StorageError, DeadlineExceeded)

_PROGRESS_WRITE_SECONDS = 1.0
_FIRST_DELAY_SECONDS = 0.5
_LONGEST_DELAY_SECONDS = 5.0

_WRONG_FOLDER = (
    "the sidecar's file is not in this backend's folder; "
    "give both processes the same ENVIRONMENT_SOUNDS_DIR"
)

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class JobContext:
    """The parts that every worker of this process shares."""

    queue: JobQueue
    client: SidecarClient
    library: Library
    metadata_sync: MetadataSync
    broadcaster: Broadcaster
    circuit_breaker: CircuitBreaker
    operation_log: OperationLog
    metrics: Metrics
    tracer: Tracer
    discards: Discards
    replaced_files: ReplacedFiles
    heartbeat_seconds: float


class JobRun:
    """The making of one claimed sound.

    Args:
        context: The parts that all workers share.
        job: The claimed row.
        stopping: Set when this process stops.
    """

    def __init__(self, context: JobContext, job: EnvironmentSound, stopping: asyncio.Event) -> None:
        self._context = context
        self._job = job
        self._stopping = stopping
        self._hurry = asyncio.Event()
        self._started_at = time.monotonic()
        self._written_at = self._started_at
        self._error: BaseException | None = None

    def hurry(self) -> None:
        """Send the next heartbeat at once, because the row was cancelled or is gone."""
        self._hurry.set()

    async def run(self) -> None:
        """Make the sound, while the lease holds and no cancel is requested."""
        with self._context.tracer.start_as_current_span(
            "make sound",
            context_of(self._job.trace_id, self._job.span_id),
            SpanKind.CONSUMER,
            {"envsound.sound_id": self._job.id, "envsound.attempt": self._job.attempt},
        ) as span:
            try:
                await self._run()
            finally:
                self._describe_error(span)

    def _describe_error(self, span: Span) -> None:
        if self._error is not None:
            span.set_attribute("error.type", getattr(self._error, "reason", InternalError.reason))
            span.set_status(StatusCode.ERROR)

    async def _run(self) -> None:
        making = asyncio.create_task(self._make())
        watching = asyncio.create_task(self._keep_lease())
        stopping = asyncio.create_task(self._stopping.wait())
        tasks = (making, watching, stopping)
        try:
            await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
            if making.done():
                await self._conclude(making)
            elif watching.done():
                await _stop(making)
                await self._leave(cancel_requested=watching.result())
            else:
                await _stop(making)
                await self._context.queue.give_back(self._job)
        finally:
            await _stop(*tasks)
            self._context.broadcaster.publish_change(self._job.id)

    async def _make(self) -> FinishedSound:
        async with aclosing(self._context.client.generate(request_of(self._job))) as events:
            async for event in events:
                if isinstance(event, FinishedSound):
                    await self._check_file(event)
                    return event
                await self._tell(SoundProgress.of(event))
        raise SidecarUnavailable("the sidecar ended without a sound")

    async def _check_file(self, sound: FinishedSound) -> None:
        try:
            await asyncio.to_thread(self._context.library.check, sound.relative_path)
        except SoundFileGone as error:
            raise StorageFailed(_WRONG_FOLDER) from error

    async def _tell(self, progress: SoundProgress) -> None:
        self._context.broadcaster.publish(self._job.id, progress)
        if time.monotonic() - self._written_at < _PROGRESS_WRITE_SECONDS:
            return
        self._written_at = time.monotonic()
        try:
            await self._context.queue.record_progress(self._job, progress)
        except SQLAlchemyError:
            # Only late viewers miss it; the sound itself goes on.
            _log.exception("the progress of sound %d was not kept", self._job.id)

    async def _keep_lease(self) -> bool:
        """Send heartbeats until the job is lost (False) or is to be cancelled (True)."""
        while True:
            try:
                async with asyncio.timeout(self._context.heartbeat_seconds):
                    await self._hurry.wait()
            except TimeoutError:
                pass
            self._hurry.clear()
            try:
                cancel_requested = await self._context.queue.heartbeat(self._job)
            except SQLAlchemyError:
                # The fence guards the result, so a database that is back in time costs nothing.
                _log.exception("a heartbeat of sound %d failed", self._job.id)
                continue
            if cancel_requested is not False:
                return cancel_requested is True

    async def _conclude(self, making: asyncio.Task[FinishedSound]) -> None:
        if making.cancelled():
            # Not by us: the channel was closed under it.
            await self._context.queue.give_back(self._job)
            return
        error = self._error = making.exception()
        if error is None:
            await self._keep(making.result())
        elif isinstance(error, _NOT_ITS_FAULT):
            await self._defer(error)
        elif isinstance(error, _MAY_PASS):
            await self._retry(error)
        elif isinstance(error, BackendError):
            if await self._context.queue.fail(self._job, error):
                self._context.discards.wake()
                self._log(error.reason)
        else:
            # A mistake in this program: counted, so that it cannot go on for ever.
            _log.error("the making of sound %d failed", self._job.id, exc_info=error)
            await self._retry(InternalError("something went wrong in the backend; see its log"))

    async def _retry(self, error: BackendError) -> None:
        status = await self._context.queue.retry(self._job, error, self._delay_seconds())
        if status is SoundStatus.FAILED:
            self._context.discards.wake()
            self._log(error.reason)
        elif status is SoundStatus.PENDING:
            self._context.metrics.job_put_back(error.reason)

    async def _keep(self, sound: FinishedSound) -> None:
        if await self._context.queue.finish(self._job, sound):
            self._context.metadata_sync.wake()
            self._log("completed")
            self._context.metrics.made(sound.engine, sound.duration_seconds)
            if self._job.relative_path is not None:
                await self._context.replaced_files.delete(self._job.relative_path)
            return
        await self._leave(cancel_requested=True)

    async def _defer(self, error: BackendError) -> None:
        if isinstance(error, _SIDECAR_IS_AWAY):
            self._context.circuit_breaker.shut()
        delay_seconds = self._delay_seconds()
        if isinstance(error, QueueFull):
            delay_seconds = max(
                delay_seconds, min(error.retry_after_seconds, LONGEST_DELAY_SECONDS)
            )
        await self._context.queue.defer(self._job, error, delay_seconds)
        self._context.metrics.job_put_back(error.reason)

    async def _leave(self, *, cancel_requested: bool) -> None:
        if cancel_requested and await self._context.queue.cancel(self._job):
            self._context.discards.wake()
            self._log("cancelled")
        elif not cancel_requested:
            _log.warning("sound %d was lost to another worker or deleted", self._job.id)

    def _delay_seconds(self) -> float:
        tries = self._job.failure_count + self._job.deferral_count
        return float(min(_FIRST_DELAY_SECONDS * 2 ** min(tries, 10), _LONGEST_DELAY_SECONDS))

    def _log(self, result: str) -> None:
        seconds = time.monotonic() - self._started_at
        self._context.metrics.job_ended(result, seconds)
        _log.info("sound %d: %s after %.3f s", self._job.id, result, seconds)
        self._context.operation_log.write(
            "make",
            who="worker",
            what=self._job.prompt,
            sound_id=self._job.id,
            result=result,
            seconds=seconds,
        )


async def _stop(*tasks: asyncio.Task[FinishedSound] | asyncio.Task[bool]) -> None:
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
