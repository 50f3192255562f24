"""The sounds that request_ids stand for: sounds in the making, and answers to earlier requests."""

from functools import partial

from envsound_server.domain.events import FinishedSound
from envsound_server.domain.plan import SoundPlan
from envsound_server.errors import RequestDiscarded, RequestIdReused
from envsound_server.scheduling.ticket import Subscription, Ticket
from envsound_server.scheduling.writing import InThread
from envsound_server.storage.sound_storage import SoundStorage
from envsound_server.telemetry.metrics import Metrics


class RequestIds:
    """The index of sounds by request_id. It lives on the event loop.

    Args:
        storage: Where the answers to earlier requests are.
        in_thread: Runs the look-ups, which block.
        metrics: Counts the requests that need no sound of their own.
    """

    def __init__(self, storage: SoundStorage, in_thread: InThread, metrics: Metrics) -> None:
        self._storage = storage
        self._in_thread = in_thread
        self._metrics = metrics
        self._tickets: dict[str, Ticket] = {}

    def add(self, ticket: Ticket) -> None:
        """Register a sound under its request_id, if it has one."""
        if request_id := ticket.plan.request.request_id:
            self._tickets[request_id] = ticket

    def remove(self, ticket: Ticket) -> None:
        """Remove a sound, unless a later one has taken its request_id over."""
        request_id = ticket.plan.request.request_id
        if self._tickets.get(request_id) is ticket:
            del self._tickets[request_id]

    def dismiss(self, request_id: str) -> Ticket | None:
        """End the sound that is being made under a request_id, and return it, if there is one."""
        ticket = self._tickets.get(request_id)
        if ticket is not None:
            ticket.dismiss(RequestDiscarded())
        return ticket

    async def find(self, plan: SoundPlan) -> Subscription | None:
        """Return a subscription to the sound that the plan's request_id stands for, if any.

        Raises:
            RequestIdReused: It stands for another request.
            RequestDiscarded: Its result is not wanted.
            StorageError: The answers to earlier requests cannot be read.
        """
        request_id = plan.request.request_id
        if not request_id:
            return None
        if (joined := self._join(plan)) is not None:
            return joined
        answered = await self._in_thread(partial(self._storage.find_answered, request_id))
        # Another request may have begun the sound meanwhile.
        if (joined := self._join(plan)) is not None or answered is None:
            return joined
        return self._answered(plan, *answered)

    def _join(self, plan: SoundPlan) -> Subscription | None:
        ticket = self._tickets.get(plan.request.request_id)
        if ticket is None or ticket.is_abandoned:
            return None
        self._check(plan, ticket.plan.request.fingerprint)
        return ticket.subscribe()

    def _answered(self, plan: SoundPlan, fingerprint: str, sound: FinishedSound) -> Subscription:
        self._check(plan, fingerprint)
        return Subscription.finished(sound)

    def _check(self, plan: SoundPlan, fingerprint: str) -> None:
        if not plan.request.matches(fingerprint):
            raise RequestIdReused(plan.request.request_id)
        self._metrics.found_by_request_id()
