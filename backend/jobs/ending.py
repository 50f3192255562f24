"""The end of one claimed sound: completed, cancelled, failed, or back in the queue."""

import asyncio
import logging
import time

from backend.db.models import EnvironmentSound, SoundStatus
from backend.errors import (
    BackendError,
    DeadlineExceeded,
    EngineLoading,
    InternalError,
    QueueFull,
    SidecarUnavailable,
    StorageError,
    Unauthenticated,
)
from backend.jobs.context import JobContext
from backend.jobs.statements import LONGEST_DELAY_SECONDS
from backend.sidecar.types import FinishedSound

_NOT_ITS_FAULT = (SidecarUnavailable, QueueFull, EngineLoading, Unauthenticated)
_SIDECAR_IS_AWAY = (SidecarUnavailable, Unauthenticated)
_MAY_PASS = (InternalError, StorageError, DeadlineExceeded)

_FIRST_DELAY_SECONDS = 0.5
_LONGEST_DELAY_SECONDS = 5.0

_log = logging.getLogger(__name__)


class Ending:
    """The end that a claimed sound comes to.

    Args:
        context: The parts that all workers share.
        job: The claimed row.

    Attributes:
        error: The error that the making ended with, if any.
    """

    def __init__(self, context: JobContext, job: EnvironmentSound) -> None:
        self.error: BaseException | None = None
        self._context = context
        self._job = job
        self._started_at = time.monotonic()

    async def give_back(self) -> None:
        """Put the job back for another worker, because this process stops."""
        await self._context.queue.give_back(self._job)

    async def conclude(self, making: asyncio.Task[FinishedSound]) -> None:
        """End the job as its making ended."""
        if making.cancelled():
            # Not by us: the channel was closed under it.
            await self.give_back()
            return
        error = self.error = making.exception()
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
        await self.leave(cancel_requested=True)

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

    async def leave(self, *, cancel_requested: bool) -> None:
        """End the job as cancelled, or leave it to whoever has it now."""
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
