"""The workers of this process: started, woken, stopped."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from contextlib import suppress
from functools import partial

from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from backend.db.database import reason_of
from backend.db.models import EnvironmentSound, SoundStatus
from backend.db.models.base import utc_now
from backend.jobs.context import JobContext
from backend.jobs.leases import LeaseWatch
from backend.jobs.notifications import Notifications
from backend.jobs.occupancy import Occupancy
from backend.jobs.worker import JobRun

_STOP_SECONDS = 5.0
_TROUBLE_DELAY_SECONDS = 1.0

_log = logging.getLogger(__name__)


class Wakeups:
    """The count of sounds to claim that this process was informed of, one claim for each."""

    def __init__(self) -> None:
        self._count = 0
        self._news = asyncio.Event()

    def wake(self) -> None:
        """Add one."""
        self.expect(self._count + 1)

    def expect(self, count: int) -> None:
        """Raise the count to at least so many."""
        self._count = max(self._count, count)
        if self._count:
            self._news.set()

    async def sleep(self) -> None:
        """Wait until there is one, and take it."""
        while self._count == 0:
            self._news.clear()
            await self._news.wait()
        self._count -= 1


class JobRunner:
    """Claims sounds and makes them, `worker_count` at a time.

    Args:
        context: The parts that all workers share.
        worker_count: Sounds in the making at a time; 0: only dead workers' sounds are ended.
        poll_seconds: How often other processes' work is looked for, s.
        lease_seconds: How long a claim holds without a heartbeat, s.
        notifications: To and from other processes; None where the database carries none.
    """

    def __init__(
        self,
        context: JobContext,
        worker_count: int,
        poll_seconds: float,
        lease_seconds: float,
        notifications: Notifications | None = None,
    ) -> None:
        self._context = context
        self._wakeups = Wakeups()
        self._worker_count = worker_count
        self._poll_seconds = poll_seconds
        self._notifications = notifications
        self._look_now = asyncio.Event()
        self._stopping = asyncio.Event()
        self._steady_seconds = lease_seconds
        self._lease_watch = LeaseWatch(lease_seconds / 2)
        self._has_suspect = asyncio.Event()
        self._occupancy = Occupancy()
        self._is_draining = False
        self._runs: dict[int, JobRun] = {}
        self._tasks: list[asyncio.Task[None]] = []

    def start(self) -> None:
        """Start the workers, the circuit breaker and the look-out."""
        # A cancel at another backend need not wait for the next heartbeat.
        self._context.broadcaster.listen_to_changes(self._hurry_here)
        duties: list[Callable[[], Awaitable[None]]]
        duties = [
            self._look_out,
            self._context.circuit_breaker.run,
            self._context.discards.run,
            *[self._work] * self._worker_count,
        ]
        if self._worker_count:
            duties.append(self._make_suspects)
        if self._notifications is not None:
            duties.append(partial(self._notifications.receive, self._hear))
        self._tasks = [asyncio.create_task(_kept_up(duty)) for duty in duties]

    @property
    def is_running(self) -> bool:
        """True while all of its tasks run."""
        return bool(self._tasks) and not any(task.done() for task in self._tasks)

    @property
    def is_draining(self) -> bool:
        """True once no more sounds are claimed."""
        return self._is_draining

    async def drain(self, limit_seconds: float) -> None:
        """Claim no more sounds, and wait for those in the making, at most so long (s)."""
        self._is_draining = True
        with suppress(TimeoutError):
            async with asyncio.timeout(limit_seconds):
                await self._occupancy.wait_until_idle()

    async def stop(self) -> None:
        """Give the sounds in the making back to the queue, and end."""
        self._stopping.set()
        await self.drain(_STOP_SECONDS)
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def wake(self) -> None:
        """Wake a worker for a new sound."""
        self._wakeups.wake()

    def announce(self, session: Session, sound_id: int) -> None:
        """Announce a row that waits, or is to be stopped, to other processes at the commit."""
        if self._notifications is not None:
            self._notifications.send(session, sound_id)

    def _hear(self, sound_id: int) -> None:
        """Handle a sound that another process announced."""
        self._look_now.set()
        self._context.broadcaster.receive(sound_id, None)

    def hurry(self, sound_id: int) -> None:
        """Hurry the worker of a sound that is to be cancelled, or is gone."""
        self._hurry_here(sound_id)
        self._context.discards.wake()
        self._context.broadcaster.publish_change(sound_id)

    def _hurry_here(self, sound_id: int) -> None:
        run = self._runs.get(sound_id)
        if run is not None:
            run.hurry()

    async def _work(self) -> None:
        while True:
            await self._wakeups.sleep()
            await self._context.circuit_breaker.passed()
            async with self._occupancy.shared():
                await self._make_next(self._context.queue.claim)

    async def _make_suspects(self) -> None:
        """Make alone, one after the other, the sounds whose process died too often.

        If this process dies as well, the sound is to blame: it is the only one, and the process had
        lived long enough not to be among those that somebody kills all the time.
        """
        await asyncio.sleep(self._steady_seconds)
        while True:
            await self._has_suspect.wait()
            self._has_suspect.clear()
            await self._context.circuit_breaker.passed()
            async with self._occupancy.alone():
                await self._make_next(self._context.queue.claim_suspect)

    async def _make_next(self, claim: Callable[[], Awaitable[EnvironmentSound | None]]) -> None:
        if self._is_draining:
            return
        job = await claim()
        if job is None:
            return
        if job.failure_count == job.deferral_count == 0:
            waited_seconds = (utc_now() - job.queued_at).total_seconds()
            # Negative after the clock was set back.
            self._context.metrics.job_begun(max(0.0, waited_seconds))
        run = self._runs[job.id] = JobRun(self._context, job, self._stopping)
        try:
            with self._context.metrics.jobs_in_flight.track_inprogress():
                await run.run()
        finally:
            # After a lost lease another worker of this process may have it already.
            if self._runs.get(job.id) is run:
                del self._runs[job.id]

    async def _look_out(self) -> None:
        """Find work that was not announced here: other processes' rows, dead workers' leases."""
        await self._context.replaced_files.delete_all()
        while True:
            await self._release_dead()
            attention = await self._context.queue.attention()
            self._wakeups.expect(attention.claimable_count)
            if attention.suspect_count:
                self._has_suspect.set()
            if attention.discard_count:
                self._context.discards.wake()
            with suppress(TimeoutError):
                async with asyncio.timeout(self._poll_seconds):
                    await self._look_now.wait()
            self._look_now.clear()

    async def _release_dead(self) -> None:
        """Have the sounds of dead workers made again, or end them."""
        dead = self._lease_watch.dead(await self._context.queue.leases())
        if not dead:
            return
        for row in await self._context.queue.release(dead):
            _log.warning("sound %d of a dead worker: %s", row.id, row.generation_status)
            if row.generation_status is SoundStatus.FAILED:
                self._context.metrics.job_failed(row.error_reason or "INTERRUPTED")
            self._context.broadcaster.publish_change(row.id)


async def _kept_up(duty: Callable[[], Awaitable[None]]) -> None:
    """Run an endless task, again after every failure."""
    while True:
        try:
            await duty()
        except OperationalError as error:
            _log.warning("the jobs wait for the database: %s", reason_of(error))
        except Exception:  # a mistake with one sound ends nothing
            _log.exception("something went wrong with the jobs; they go on")
        await asyncio.sleep(_TROUBLE_DELAY_SECONDS)
