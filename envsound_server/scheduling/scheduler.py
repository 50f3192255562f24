"""One task owns the queue.

`Scheduler.run` is that task. It lets waiting sounds in, takes the sounds in the making one step
further in the one inference thread, looks between two steps at who has gone, and hands finished
samples to a writer task of each sound. Everybody else only adds a ticket or leaves one.
"""

import asyncio
from collections import Counter
from collections.abc import AsyncGenerator, Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import aclosing, suppress
from contextvars import copy_context
from functools import partial
from typing import Any, TypeVar

from envsound_server.domain.engine import Stage
from envsound_server.domain.events import Event, FinishedSound, Progress, Queued
from envsound_server.domain.plan import SoundPlan
from envsound_server.domain.request import SoundRequest
from envsound_server.engines.base import Advance, Engine
from envsound_server.engines.registry import Registry
from envsound_server.errors import EnvsoundError, QueueFull, RequestIdReused, ShuttingDown
from envsound_server.scheduling.estimates import DurationEstimator
from envsound_server.scheduling.preparation import Preparation
from envsound_server.scheduling.ticket import Subscription, Ticket
from envsound_server.scheduling.timeline import QUEUED
from envsound_server.scheduling.writing import write_sound
from envsound_server.storage.sound_storage import SoundStorage
from envsound_server.telemetry.metrics import Metrics
from envsound_server.telemetry.spans import Spans
from envsound_server.telemetry.tracing import Trace

_T = TypeVar("_T")

WRITER_THREAD_COUNT = 2


class Scheduler:
    """The service's core, which knows no transport: `generate(request)` yields events.

    Args:
        registry: The engines.
        storage: Where finished sounds go.
        queue_capacity: Sounds that may wait; one more is `QueueFull`.
        preparation: Makes plans of requests; None: without a language model.
        metrics: Told of what happens; None: nobody looks.
        spans: Told of each sound's stages; None: nobody looks.
    """

    def __init__(
        self,
        registry: Registry,
        storage: SoundStorage,
        queue_capacity: int,
        preparation: Preparation | None = None,
        metrics: Metrics | None = None,
        spans: Spans | None = None,
    ) -> None:
        self._spans = spans or Spans(None)
        self._metrics = metrics or Metrics()
        self._preparation = preparation or Preparation(registry, storage)
        self._preparing_count = 0
        self._registry = registry
        self._storage = storage
        self.queue_capacity = queue_capacity
        self.engines_loaded = asyncio.Event()
        self._waiting: list[Ticket] = []
        self._active: list[Ticket] = []
        self._in_flight: list[Ticket] = []
        self._by_request_id: dict[str, Ticket] = {}
        self._writers: set[asyncio.Task[None]] = set()
        self._wake = asyncio.Event()
        self._idle = asyncio.Event()
        self._is_draining = False
        self._estimator = DurationEstimator()
        self._inference = ThreadPoolExecutor(1, thread_name_prefix="inference")
        self._writer_threads = ThreadPoolExecutor(WRITER_THREAD_COUNT, thread_name_prefix="writer")

    @property
    def queue_length(self) -> int:
        """Sounds that wait now."""
        return len(self._waiting)

    @property
    def waiting_by_engine(self) -> Counter[str]:
        """Sounds that wait now; any thread may ask."""
        return Counter(ticket.plan.engine.name for ticket in tuple(self._waiting))

    @property
    def in_flight_by_engine(self) -> Counter[str]:
        """Sounds in the making, up to the end of their files; any thread may ask."""
        return Counter(ticket.plan.engine.name for ticket in tuple(self._in_flight))

    async def generate(self, request: SoundRequest) -> AsyncGenerator[Event]:
        """Makes one sound: any number of Queued and Progress events, then one Sound.

        Closing the generator gives the sound up, unless somebody else has joined it by its
        request_id.

        Raises:
            EnvsoundError: Any of its kinds; see `errors`.
        """
        try:
            async with aclosing(self._events(request)) as events:
                async for event in events:
                    yield event
        except Exception as error:  # only counted
            self._metrics.request_failed(getattr(error, "reason", EnvsoundError.reason))
            raise

    async def run(self) -> None:
        """Owns the queue until it is cancelled."""
        await self._load_engines()
        while True:
            self._wake.clear()
            self._drop_abandoned()
            self._let_in()
            self._tell_idle()
            if not await self._advance_all():
                await self._wake.wait()

    async def drain(self, grace_seconds: float) -> None:
        """Takes nothing new, sends the waiting away, and waits for the sounds in the making.

        After `grace_seconds` (s) the rest is told ShuttingDown.
        """
        self._is_draining = True
        self._send_away(self._waiting)
        with suppress(TimeoutError):
            async with asyncio.timeout(grace_seconds):
                await self._idle.wait()
        self._send_away(self._active)
        if self._writers:
            await asyncio.wait(self._writers, timeout=grace_seconds + 1)

    def close(self) -> None:
        """Ends the threads; after `drain` and the end of `run`."""
        self._inference.submit(self._registry.close)
        self._inference.shutdown(wait=True)
        self._writer_threads.shutdown(wait=True)

    # Joining the queue

    async def _events(self, request: SoundRequest) -> AsyncGenerator[Event]:
        plan = self._preparation.plan_at_once(request)
        if plan is None:
            yield Progress(Stage.PREPARING, 0, 0, 0.0, None)
            # An answer that is there needs neither the language model nor the source again.
            subscription = await self._find(self._preparation.begin(request))
            if subscription is None:
                subscription = await self._subscribe(await self._prepare(request))
        else:
            subscription = await self._subscribe(plan)
        try:
            async for event in subscription.events():
                yield event
        finally:
            subscription.close()

    async def _prepare(self, request: SoundRequest) -> SoundPlan:
        if self._preparing_count >= self.queue_capacity:
            raise QueueFull(self._preparing_count, self._estimator.seconds_to_a_place(self._active))
        self._preparing_count += 1
        try:
            return await self._preparation.plan(request)
        finally:
            self._preparing_count -= 1

    async def _subscribe(self, plan: SoundPlan) -> Subscription:
        return await self._find(plan) or self._submit(plan)

    async def _find(self, plan: SoundPlan) -> Subscription | None:
        """Return what its request_id stands for already: a sound in the making, or a finished one.

        Raises:
            RequestIdReused: It stands for another request.
        """
        request_id = plan.request.request_id
        if not request_id:
            return None
        if (joined := self._join(plan)) is not None:
            return joined
        remembered = await self._in_writer_thread(partial(self._storage.find_answered, request_id))
        if (joined := self._join(plan)) is not None:
            return joined
        if remembered is None:
            return None
        fingerprint, sound = remembered
        if fingerprint != plan.request.fingerprint:
            raise RequestIdReused(request_id)
        self._metrics.found_by_request_id()
        return Subscription.finished(sound)

    def _join(self, plan: SoundPlan) -> Subscription | None:
        ticket = self._by_request_id.get(plan.request.request_id)
        if ticket is None or ticket.is_abandoned:
            return None
        if ticket.plan.request.fingerprint != plan.request.fingerprint:
            raise RequestIdReused(plan.request.request_id)
        self._metrics.found_by_request_id()
        return ticket.subscribe()

    def _submit(self, plan: SoundPlan) -> Subscription:
        if self._is_draining:
            raise ShuttingDown
        self._drop_abandoned()
        self._let_in()
        if len(self._waiting) >= self.queue_capacity:
            raise QueueFull(len(self._waiting), self._estimator.seconds_to_a_place(self._active))
        ticket = Ticket(plan, self._wake.set)
        subscription = ticket.subscribe()
        self._waiting.append(ticket)
        self._waiting.sort(key=lambda waiting: waiting.plan.request.priority)  # stable
        if plan.request.request_id:
            self._by_request_id[plan.request.request_id] = ticket
        self._tell_positions()
        self._let_in()
        self._wake.set()
        return subscription

    def _tell_positions(self) -> None:
        ahead_seconds = self._estimator.remaining_seconds(self._active)
        for position, ticket in enumerate(self._waiting):
            ticket.publish(Queued(position, ahead_seconds))
            own_seconds = self._estimator.estimate_seconds(ticket.plan)
            if ahead_seconds is not None:
                ahead_seconds = None if own_seconds is None else ahead_seconds + own_seconds

    # Leaving it

    def _drop_abandoned(self) -> None:
        for tickets in (self._waiting, self._active):
            for ticket in [ticket for ticket in tickets if ticket.is_abandoned]:
                tickets.remove(ticket)
                self._forget(ticket)
                ticket.give_up()

    def _send_away(self, tickets: list[Ticket]) -> None:
        for ticket in tickets:
            ticket.fail(ShuttingDown())
            self._forget(ticket)
        tickets.clear()

    def _tell_idle(self) -> None:
        if self._active or self._writers:
            self._idle.clear()
        else:
            self._idle.set()

    def _forget(self, ticket: Ticket) -> None:
        request_id = ticket.plan.request.request_id
        if self._by_request_id.get(request_id) is ticket:
            del self._by_request_id[request_id]

    # The work

    async def _load_engines(self) -> None:
        for slot in self._registry.slots:
            await self._in_inference_thread(slot.load)
        self.engines_loaded.set()

    def _let_in(self) -> None:
        places = {
            slot.engine.description.name: slot.engine.description.max_batch_size
            for slot in self._registry.slots
        }
        for ticket in self._active:
            places[ticket.plan.engine.name] -= 1
        let_in: list[Ticket] = []
        for ticket in self._waiting:
            if places[ticket.plan.engine.name] > 0:
                places[ticket.plan.engine.name] -= 1
                let_in.append(ticket)
        for ticket in let_in:
            self._waiting.remove(ticket)
            self._begin(ticket)
        if let_in:
            self._tell_positions()

    def _begin(self, ticket: Ticket) -> None:
        self._active.append(ticket)
        self._in_flight.append(ticket)
        ticket.begin()
        self._metrics.left_queue(ticket.plan.engine.name, ticket.timeline.stage_seconds()[QUEUED])
        writing = write_sound(ticket, self._storage, self._in_writer_thread)
        task = asyncio.create_task(writing, context=ticket.context)
        self._writers.add(task)
        task.add_done_callback(lambda done: self._written(ticket, done))

    def _written(self, ticket: Ticket, task: asyncio.Task[None]) -> None:
        self._writers.discard(task)
        self._in_flight.remove(ticket)
        self._tell_end(ticket)
        if ticket in self._active:  # its file failed while the engine was still at work
            self._active.remove(ticket)
        self._forget(ticket)
        self._wake.set()

    def _tell_end(self, ticket: Ticket) -> None:
        self._tell_stages(ticket)
        engine, outcome = ticket.plan.engine.name, ticket.outcome
        if isinstance(outcome, FinishedSound):
            self._metrics.finished(
                engine, outcome.duration_seconds, ticket.timeline.stage_seconds()
            )
        else:
            self._metrics.unfinished(engine, "failed" if outcome else "cancelled")

    def _tell_stages(self, ticket: Ticket) -> None:
        for stage in ticket.timeline.end():
            if ticket.trace is not None:
                self._spans.tell(
                    stage.stage,
                    Trace.begin(ticket.trace.trace_id),
                    parent_span_id=ticket.trace.span_id,
                    begun_ns=stage.begun_ns,
                    ended_ns=stage.ended_ns,
                )

    async def _advance_all(self) -> bool:
        """One step for every sound whose writer keeps up; False when there is none."""
        has_advanced = False
        for slot in self._registry.slots:
            name = slot.engine.description.name
            batch = [t for t in self._active if t.plan.engine.name == name and t.can_advance]
            if not batch:
                continue
            has_advanced = True
            self._metrics.stepped(name, len(batch))
            started_at = asyncio.get_running_loop().time()
            outcomes = await self._in_inference_thread(partial(_advance, slot.engine, batch))
            busy_seconds = asyncio.get_running_loop().time() - started_at
            for ticket, outcome in zip(batch, outcomes, strict=True):
                ticket.busy_seconds += busy_seconds / len(batch)
                self._settle(ticket, outcome)
        return has_advanced

    def _settle(self, ticket: Ticket, outcome: Advance | Exception) -> None:
        if isinstance(outcome, Exception):
            ticket.fail(outcome)
        else:
            ticket.advanced(outcome)
            if outcome.finished:
                self._estimator.learn(ticket.plan, ticket.busy_seconds)
        if ticket.has_left_engine and ticket in self._active:
            self._active.remove(ticket)

    async def _in_inference_thread(self, work: Callable[[], _T]) -> _T:
        return await asyncio.get_running_loop().run_in_executor(self._inference, work)

    async def _in_writer_thread(self, work: Callable[[], _T]) -> _T:
        work_in_trace = partial(copy_context().run, work)
        return await asyncio.get_running_loop().run_in_executor(self._writer_threads, work_in_trace)


def _advance(engine: Engine[Any], batch: Sequence[Ticket]) -> list[Advance | Exception]:
    """In the inference thread: begins what is new, and takes all of it one step further."""
    outcomes: dict[Ticket, Advance | Exception] = {}
    for ticket in batch:
        if ticket.rendering is None:
            try:
                ticket.rendering = ticket.context.copy().run(engine.start, ticket.engine_request)
            except Exception as error:  # told to this sound's client; the others go on
                outcomes[ticket] = error
    started = [ticket for ticket in batch if ticket not in outcomes]
    try:
        advances = engine.advance([t.rendering for t in started]) if started else []
        outcomes.update(zip(started, advances, strict=True))
    except Exception as error:  # told to the clients of all of them
        outcomes.update((ticket, error) for ticket in started)
    return [outcomes[ticket] for ticket in batch]
