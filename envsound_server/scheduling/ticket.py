"""A sound on its way through the scheduler, and its subscriptions."""

import asyncio
import time
from collections import deque
from collections.abc import AsyncIterator, Callable
from contextvars import copy_context
from dataclasses import replace
from typing import Any

from envsound_server.audio.levels import LevelTarget, LoudnessTarget
from envsound_server.audio.waveform import Samples
from envsound_server.domain.engine import EngineRequest, Source, Stage
from envsound_server.domain.events import Event, FinishedSound, Progress, Queued
from envsound_server.domain.plan import SoundPlan
from envsound_server.engines.base import Advance, HasLevelTarget
from envsound_server.errors import Abandoned
from envsound_server.scheduling.timeline import Timeline

ENGINE_SHARE = 0.97
"""The engine's part of `Progress.fraction`. The rest is the file's."""

_FRACTION_TO_ESTIMATE_FROM = 0.02
_BLOCKS_AHEAD = 2
"""Blocks that may wait for the disk. With more, the engine waits."""

_EVENTS_KEPT = 64
"""Events that wait for a slow reader. Older ones are dropped, since newer ones replace them."""


class Subscription:
    """A subscription to a ticket's events. Events may be skipped, but never the outcome.

    Args:
        on_close: Called when the subscriber leaves.
    """

    def __init__(self, on_close: Callable[["Subscription"], None]) -> None:
        self._on_close = on_close
        self._events: deque[Event] = deque(maxlen=_EVENTS_KEPT)
        self._outcome: FinishedSound | Exception | None = None
        self._wake = asyncio.Event()

    @classmethod
    def finished(cls, sound: FinishedSound) -> "Subscription":
        """Return a subscription to a sound that is finished already."""
        subscription = cls(on_close=lambda _: None)
        subscription.end(sound)
        return subscription

    def publish(self, event: Event) -> None:
        """Deliver an event."""
        self._events.append(event)
        self._wake.set()

    def end(self, outcome: FinishedSound | Exception) -> None:
        """Deliver the outcome: the finished sound, or an error."""
        self._outcome = outcome
        self._wake.set()

    async def events(self) -> AsyncIterator[Event]:
        """Yield the events as they come.

        Raises:
            Exception: The error that ended the sound.
        """
        while True:
            await self._wake.wait()
            self._wake.clear()
            while self._events:
                yield self._events.popleft()
            if isinstance(self._outcome, Exception):
                raise self._outcome
            if self._outcome is not None:
                yield self._outcome
                return

    def close(self) -> None:
        """End the subscription."""
        self._on_close(self)


class Ticket:
    """A sound from its request to its outcome. It lives on the event loop.

    Args:
        plan: What to make.
        wake: Wakes the scheduler after a change.
    """

    def __init__(self, plan: SoundPlan, wake: Callable[[], None]) -> None:
        self.plan = plan
        self.rendering: Any = None
        self.busy_seconds = 0.0
        self.timeline = Timeline()
        # Of the call that asked for it, so that the sound's log lines carry its trace.
        self.context = copy_context()
        self.has_left_engine = False
        self._source: Source | None = None
        self._wake = wake
        self._subscriptions: set[Subscription] = set()
        self._last_event: Event | None = None
        self._outcome: FinishedSound | Exception | None = None
        self._blocks: asyncio.Queue[Samples | Exception | None] = asyncio.Queue()
        self._begun_at = 0.0

    @property
    def is_abandoned(self) -> bool:
        """True once it has neither an outcome nor a subscriber."""
        return self._outcome is None and not self._subscriptions

    @property
    def outcome(self) -> FinishedSound | Exception | None:
        """The finished sound or the error, or None before the end."""
        return self._outcome

    @property
    def can_advance(self) -> bool:
        """True if the engine has more to do, has the source, and the disk keeps up."""
        has_source = self.plan.source is None or self._source is not None
        return has_source and not self.has_left_engine and self._blocks.qsize() < _BLOCKS_AHEAD

    @property
    def engine_request(self) -> EngineRequest:
        """The request to the engine, with the samples of the source."""
        return replace(self.plan.engine_request, source=self._source)

    @property
    def generation_seconds(self) -> float:
        """Time since it left the queue, s."""
        return time.monotonic() - self._begun_at

    @property
    def notes(self) -> tuple[str, ...]:
        """The notes for the listener, with the engine's, a sentence each."""
        translated = (
            f"The engine read this translation of the {field.replace('_', ' ')}: {text}"
            for field, text in self.plan.translations.items()
        )
        engine_notes = self.rendering.notes if self.rendering is not None else ()
        return (*translated, *self.plan.notes, *engine_notes)

    @property
    def level_target(self) -> LevelTarget | None:
        """The level of the request, else the engine's choice. None: the level as it is made."""
        target_lufs = self.plan.request.target_lufs
        if target_lufs is not None:
            return LoudnessTarget(target_lufs, limits_peaks=False)
        rendering = self.rendering
        return rendering.level_target if isinstance(rendering, HasLevelTarget) else None

    def subscribe(self) -> Subscription:
        """Return a new subscription, which gets the latest event at once."""
        subscription = Subscription(self._unsubscribe)
        self._subscriptions.add(subscription)
        if self._outcome is not None:
            subscription.end(self._outcome)
        elif self._last_event is not None:
            subscription.publish(self._last_event)
        return subscription

    def publish(self, event: Queued | Progress) -> None:
        """Deliver an event to all subscriptions, unless it equals the latest one."""
        if event != self._last_event:
            self._last_event = event
            if isinstance(event, Progress):
                self.timeline.enter(event.stage.value)
            for subscription in self._subscriptions:
                subscription.publish(event)

    def begin(self) -> None:
        """Mark the end of the wait in the queue."""
        self._begun_at = time.monotonic()
        self.publish(Progress(Stage.PREPARING, 0, 0, 0.0, None))

    def advanced(self, advance: Advance) -> None:
        """Take in what one step of the engine did."""
        fraction = ENGINE_SHARE * min(advance.fraction, 1.0)
        remaining_seconds = None
        if fraction >= _FRACTION_TO_ESTIMATE_FROM:
            remaining_seconds = self.generation_seconds * (1 - fraction) / fraction
        self.publish(
            Progress(advance.stage, advance.step, advance.step_count, fraction, remaining_seconds)
        )
        if advance.block is not None:
            self._blocks.put_nowait(advance.block)
        if advance.finished:
            self.has_left_engine = True
            self._blocks.put_nowait(None)

    def take_source(self, source: Source) -> None:
        """Take the source, without which the engine does not start where `plan.source` is set."""
        self._source = source
        self._wake()

    async def next_block(self) -> Samples | None:
        """Return the next samples for the writer, or None after the last.

        Raises:
            Exception: The error that ended the sound early.
        """
        block = await self._blocks.get()
        self._wake()
        if isinstance(block, Exception):
            raise block
        return block

    def finish(self, sound: FinishedSound) -> None:
        """End with a finished sound."""
        self._end(sound)

    def fail(self, error: Exception) -> None:
        """End with an error, unless there is an outcome already."""
        if self._outcome is None:
            self._end(error)
            self._blocks.put_nowait(error)

    def dismiss(self, error: Exception) -> None:
        """End all subscriptions with an error, so that the sound is abandoned."""
        for subscription in self._subscriptions:
            subscription.end(error)
        self._subscriptions.clear()
        self._wake()

    def give_up(self) -> None:
        """End an abandoned sound: its writer deletes the file."""
        self.has_left_engine = True
        self._blocks.put_nowait(Abandoned())

    def _end(self, outcome: FinishedSound | Exception) -> None:
        self.has_left_engine = True
        self._outcome = outcome
        for subscription in self._subscriptions:
            subscription.end(outcome)

    def _unsubscribe(self, subscription: Subscription) -> None:
        self._subscriptions.discard(subscription)
        if self.is_abandoned:
            self._wake()
