"""The scheduler: one task that owns the queue and drives the engines.

`Scheduler.run` is that task. It admits waiting sounds, advances the sounds in the making by one
step in the one inference thread, removes abandoned sounds between two steps, and hands finished
samples to the writer of each sound. Other tasks only add a ticket or leave one.
"""

import asyncio
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any, TypeVar

from opentelemetry.trace import Tracer

from envsound_server.domain.events import FinishedSound
from envsound_server.domain.plan import SoundPlan
from envsound_server.engines.base import Advance, Engine
from envsound_server.engines.registry import EngineSlot, Registry
from envsound_server.errors import ShuttingDown
from envsound_server.scheduling.queue import SoundQueue
from envsound_server.scheduling.request_ids import RequestIds
from envsound_server.scheduling.ticket import Subscription, Ticket
from envsound_server.scheduling.timeline import QUEUED
from envsound_server.scheduling.writing import Writers
from envsound_server.storage.sound_storage import SoundStorage
from envsound_server.telemetry.metrics import Metrics

_T = TypeVar("_T")


class Scheduler:
    """The scheduler of all engines of a process.

    Args:
        registry: The engines.
        storage: Where finished sounds go.
        queue_capacity: Sounds that may wait; one more is `QueueFull`.
        metrics: Counts sounds, waits and steps.
        tracer: Receives the stages of each sound.
    """

    def __init__(
        self,
        registry: Registry,
        storage: SoundStorage,
        queue_capacity: int,
        metrics: Metrics,
        tracer: Tracer,
    ) -> None:
        self.engines_loaded = asyncio.Event()
        self._registry = registry
        self._metrics = metrics
        self._tracer = tracer
        self._queue = SoundQueue(registry, queue_capacity)
        self._storage = storage
        self._writers = Writers(storage)
        self._request_ids = RequestIds(storage, self._writers.in_thread, metrics)
        self._wake = asyncio.Event()
        self._is_draining = False
        self._inference = ThreadPoolExecutor(1, thread_name_prefix="inference")

    @property
    def queue_capacity(self) -> int:
        """Sounds that may wait."""
        return self._queue.capacity

    @property
    def queue_length(self) -> int:
        """Sounds that wait now."""
        return self._queue.waiting_count

    @property
    def retry_after_seconds(self) -> float:
        """Estimated time until a sound leaves its engine, s."""
        return self._queue.retry_after_seconds

    @property
    def waiting_by_engine(self) -> Counter[str]:
        """Sounds that wait now, from any thread."""
        return self._queue.waiting_by_engine

    @property
    def in_flight_by_engine(self) -> Counter[str]:
        """Sounds in the making, up to the end of their files, from any thread."""
        return self._writers.in_flight_by_engine

    async def find(self, plan: SoundPlan) -> Subscription | None:
        """Return a subscription to the sound that the plan's request_id stands for, if any.

        Raises:
            RequestIdReused: It stands for another request.
            StorageError: The answers to earlier requests cannot be read.
        """
        return await self._request_ids.find(plan)

    async def submit(self, plan: SoundPlan) -> Subscription:
        """Return a subscription to the plan's sound, which is queued unless it is there already.

        Raises:
            RequestIdReused: Its request_id stands for another request.
            QueueFull: As many sounds wait as may.
            ShuttingDown: The scheduler drains.
            StorageError: The answers to earlier requests cannot be read.
        """
        return await self.find(plan) or self._enqueue(plan)

    async def discard(self, request_id: str) -> None:
        """Stop the sound of a request_id, delete its file, and make none for it later.

        Raises:
            StorageError: The disk refuses.
        """
        await self._writers.in_thread(partial(self._storage.discard, request_id))
        ticket = self._request_ids.dismiss(request_id)
        if ticket is not None:
            await self._writers.end_of(ticket)

    async def run(self) -> None:
        """Load the engines, then own the queue until cancelled."""
        await self._load_engines()
        while True:
            self._wake.clear()
            self._drop_abandoned()
            self._admit()
            if not await self._advance_all():
                await self._wake.wait()

    async def drain(self, grace_seconds: float) -> None:
        """Refuse new sounds and those that wait, and wait for the sounds in the making.

        After `grace_seconds` (s) these end with ShuttingDown too.
        """
        self._is_draining = True
        self._refuse(self._queue.remove_waiting())
        await self._writers.wait(grace_seconds)
        self._refuse(self._queue.remove_active())
        await self._writers.wait(grace_seconds + 1)

    def close(self) -> None:
        """End the threads, after `drain` and the end of `run`."""
        self._inference.submit(self._registry.close)
        self._inference.shutdown(wait=True)
        self._writers.close()

    def _enqueue(self, plan: SoundPlan) -> Subscription:
        if self._is_draining:
            raise ShuttingDown
        self._drop_abandoned()
        self._admit()
        ticket = Ticket(plan, self._wake.set)
        subscription = ticket.subscribe()
        self._queue.add(ticket)
        self._request_ids.add(ticket)
        self._admit()
        self._wake.set()
        return subscription

    def _drop_abandoned(self) -> None:
        for ticket in self._queue.remove_abandoned():
            self._request_ids.remove(ticket)
            ticket.give_up()

    def _refuse(self, tickets: Iterable[Ticket]) -> None:
        for ticket in tickets:
            ticket.fail(ShuttingDown())
            self._request_ids.remove(ticket)

    def _admit(self) -> None:
        for ticket in self._queue.admit():
            ticket.begin()
            wait_seconds = ticket.timeline.stage_seconds()[QUEUED]
            self._metrics.left_queue(ticket.plan.engine.name, wait_seconds)
            self._writers.begin(ticket, self._end)

    def _end(self, ticket: Ticket) -> None:
        self._report(ticket)
        self._queue.release(ticket)  # its file may fail while the engine is still at work
        self._request_ids.remove(ticket)
        self._wake.set()

    def _report(self, ticket: Ticket) -> None:
        self._report_stages(ticket)
        engine, outcome = ticket.plan.engine.name, ticket.outcome
        if isinstance(outcome, FinishedSound):
            self._metrics.finished(
                engine, outcome.duration_seconds, ticket.timeline.stage_seconds()
            )
        else:
            self._metrics.unfinished(engine, "failed" if outcome else "cancelled")

    def _report_stages(self, ticket: Ticket) -> None:
        for stage in ticket.timeline.end():
            start = partial(self._tracer.start_span, stage.stage, start_time=stage.begun_ns)
            ticket.context.run(start).end(stage.ended_ns)

    async def _load_engines(self) -> None:
        for slot in self._registry.slots:
            await self._in_inference_thread(slot.load)
        self.engines_loaded.set()

    async def _advance_all(self) -> bool:
        """Advance every sound whose writer keeps up by one step, or return False if none can."""
        has_advanced = False
        for slot in self._registry.slots:
            if batch := self._queue.batch(slot.engine.description.name):
                await self._advance_batch(slot, batch)
                has_advanced = True
        return has_advanced

    async def _advance_batch(self, slot: EngineSlot, batch: Sequence[Ticket]) -> None:
        self._metrics.stepped(slot.engine.description.name, len(batch))
        started_at = asyncio.get_running_loop().time()
        outcomes = await self._in_inference_thread(partial(_advance, slot.engine, batch))
        busy_seconds = asyncio.get_running_loop().time() - started_at
        for ticket, outcome in zip(batch, outcomes, strict=True):
            ticket.busy_seconds += busy_seconds / len(batch)
            self._settle(ticket, outcome)

    def _settle(self, ticket: Ticket, outcome: Advance | Exception) -> None:
        if isinstance(outcome, Exception):
            ticket.fail(outcome)
        else:
            ticket.advanced(outcome)
            if outcome.finished:
                self._queue.learn(ticket.plan, ticket.busy_seconds)
        if ticket.has_left_engine:
            self._queue.release(ticket)

    async def _in_inference_thread(self, work: Callable[[], _T]) -> _T:
        return await asyncio.get_running_loop().run_in_executor(self._inference, work)


def _advance(engine: Engine[Any], batch: Sequence[Ticket]) -> list[Advance | Exception]:
    """Start what is new and advance all of it by one step, in the inference thread."""
    outcomes: dict[Ticket, Advance | Exception] = {}
    for ticket in batch:
        if ticket.rendering is None:
            try:
                ticket.rendering = ticket.context.copy().run(engine.start, ticket.engine_request)
            except Exception as error:  # ends this sound; the others go on
                outcomes[ticket] = error
    started = [ticket for ticket in batch if ticket not in outcomes]
    try:
        advances = engine.advance([t.rendering for t in started]) if started else []
        outcomes.update(zip(started, advances, strict=True))
    except Exception as error:  # ends all of them
        outcomes.update((ticket, error) for ticket in started)
    return [outcomes[ticket] for ticket in batch]
