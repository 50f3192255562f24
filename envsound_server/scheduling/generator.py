"""The use case of the sidecar: a request becomes a plan, and the plan becomes a sound."""

from collections.abc import AsyncGenerator
from contextlib import aclosing

from envsound_server.domain.engine import Stage
from envsound_server.domain.events import Event, Progress
from envsound_server.domain.plan import SoundPlan
from envsound_server.domain.request import SoundRequest
from envsound_server.errors import EnvsoundError, QueueFull
from envsound_server.scheduling.preparation import Preparation
from envsound_server.scheduling.scheduler import Scheduler
from envsound_server.scheduling.ticket import Subscription
from envsound_server.telemetry.metrics import Metrics


class SoundGenerator:
    """The generator of sounds, independent of any transport.

    Args:
        preparation: Makes plans of requests.
        scheduler: Makes sounds of plans.
        metrics: Counts the requests that fail.
    """

    def __init__(self, preparation: Preparation, scheduler: Scheduler, metrics: Metrics) -> None:
        self._preparation = preparation
        self._scheduler = scheduler
        self._metrics = metrics
        self._preparing_count = 0

    async def generate(self, request: SoundRequest) -> AsyncGenerator[Event]:
        """Make one sound: yield any number of Queued and Progress events, then a FinishedSound.

        Closing the generator gives the sound up, unless another caller has joined it by its
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

    async def _events(self, request: SoundRequest) -> AsyncGenerator[Event]:
        plan = self._preparation.plan_at_once(request)
        if plan is None:
            yield Progress(Stage.PREPARING, 0, 0, 0.0, None)
            subscription = await self._subscribe_later(request)
        else:
            subscription = await self._scheduler.submit(plan)
        try:
            async for event in subscription.events():
                yield event
        finally:
            subscription.close()

    async def _subscribe_later(self, request: SoundRequest) -> Subscription:
        # An answer that is there needs neither the language model nor the source again.
        found = await self._scheduler.find(self._preparation.begin(request))
        return found or await self._scheduler.submit(await self._prepare(request))

    async def _prepare(self, request: SoundRequest) -> SoundPlan:
        if self._preparing_count >= self._scheduler.queue_capacity:
            raise QueueFull(self._preparing_count, self._scheduler.retry_after_seconds)
        self._preparing_count += 1
        try:
            return await self._preparation.plan(request)
        finally:
            self._preparing_count -= 1
