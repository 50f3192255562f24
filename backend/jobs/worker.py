"""One claimed sound, from the claim to whatever end it comes to."""

import asyncio
import logging
import time
from contextlib import aclosing

from opentelemetry.trace import Span, SpanKind, StatusCode
from sqlalchemy.exc import SQLAlchemyError

from backend.db.causes import cause_of
from backend.db.models import EnvironmentSound
from backend.errors import InternalError, SidecarUnavailable, SoundFileGone, StorageFailed
from backend.jobs.broadcaster import SoundProgress
from backend.jobs.context import JobContext
from backend.jobs.ending import Ending
from backend.jobs.queue import request_of
from backend.sidecar.types import FinishedSound
from backend.telemetry.tracing import context_of

_PROGRESS_WRITE_SECONDS = 1.0

_WRONG_FOLDER = (
    "the sidecar's file is not in this backend's folder; "
    "give both processes the same ENVIRONMENT_SOUNDS_DIR"
)

_log = logging.getLogger(__name__)


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
        self._written_at = time.monotonic()
        self._ending = Ending(context, job)

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
        if (error := self._ending.error) is not None:
            span.set_attribute("error.type", getattr(error, "reason", InternalError.reason))
            span.set_status(StatusCode.ERROR)

    async def _run(self) -> None:
        making = asyncio.create_task(self._make())
        watching = asyncio.create_task(self._keep_lease())
        stopping = asyncio.create_task(self._stopping.wait())
        tasks = (making, watching, stopping)
        try:
            await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
            if making.done():
                await self._ending.conclude(making)
            elif watching.done():
                await _stop(making)
                await self._ending.leave(cancel_requested=watching.result())
            else:
                await _stop(making)
                await self._ending.give_back()
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
        except SQLAlchemyError as error:
            # Only late viewers miss it; the sound itself goes on.
            sentence = "the progress of sound %d was not kept: %s"
            _log.warning(sentence, self._job.id, cause_of(error))

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
            except SQLAlchemyError as error:
                # The fence guards the result, so a database that is back in time costs nothing.
                _log.warning("a heartbeat of sound %d failed: %s", self._job.id, cause_of(error))
                continue
            if cancel_requested is not False:
                return cancel_requested is True


async def _stop(*tasks: asyncio.Task[FinishedSound] | asyncio.Task[bool]) -> None:
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
