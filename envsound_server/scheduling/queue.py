"""The bounded queue: sounds that wait, and sounds that have a place in their engine's batch."""

from collections import Counter

from envsound_server.domain.events import Queued
from envsound_server.domain.plan import SoundPlan
from envsound_server.engines.registry import Registry
from envsound_server.errors import QueueFull
from envsound_server.scheduling.estimates import DurationEstimator
from envsound_server.scheduling.ticket import Ticket


class SoundQueue:
    """The order in which sounds get to their engines. It lives on the event loop.

    Args:
        registry: The engines. Each advances as many sounds at a time as its batch has places.
        capacity: Sounds that may wait.
    """

    def __init__(self, registry: Registry, capacity: int) -> None:
        self.capacity = capacity
        self._registry = registry
        self._waiting: list[Ticket] = []
        self._active: list[Ticket] = []
        self._estimator = DurationEstimator()

    @property
    def waiting_count(self) -> int:
        """Sounds that wait now."""
        return len(self._waiting)

    @property
    def waiting_by_engine(self) -> Counter[str]:
        """Sounds that wait now, from any thread."""
        return Counter(ticket.plan.engine.name for ticket in tuple(self._waiting))

    @property
    def retry_after_seconds(self) -> float:
        """Estimated time until a sound leaves its engine, s."""
        return self._estimator.seconds_to_a_place(self._active)

    def add(self, ticket: Ticket) -> None:
        """Append a sound behind the others of its priority.

        Raises:
            QueueFull: As many sounds wait as may.
        """
        if len(self._waiting) >= self.capacity:
            raise QueueFull(len(self._waiting), self.retry_after_seconds)
        self._waiting.append(ticket)
        self._waiting.sort(key=lambda waiting: waiting.plan.request.priority)  # stable
        self._publish_positions()

    def admit(self) -> list[Ticket]:
        """Give the free places of all batches to waiting sounds, and return those sounds."""
        places = {
            slot.engine.description.name: slot.engine.description.max_batch_size
            for slot in self._registry.slots
        }
        for ticket in self._active:
            places[ticket.plan.engine.name] -= 1
        admitted: list[Ticket] = []
        for ticket in self._waiting:
            if places[ticket.plan.engine.name] > 0:
                places[ticket.plan.engine.name] -= 1
                admitted.append(ticket)
        for ticket in admitted:
            self._waiting.remove(ticket)
            self._active.append(ticket)
        if admitted:
            self._publish_positions()
        return admitted

    def batch(self, engine: str) -> list[Ticket]:
        """Return the sounds that an engine can take one step further now."""
        return [t for t in self._active if t.plan.engine.name == engine and t.can_advance]

    def learn(self, plan: SoundPlan, busy_seconds: float) -> None:
        """Use the time that a finished sound took its engine (s) for later estimates."""
        self._estimator.learn(plan, busy_seconds)

    def release(self, ticket: Ticket) -> None:
        """Free a sound's place in the batch, if it has one."""
        if ticket in self._active:
            self._active.remove(ticket)

    def remove_abandoned(self) -> list[Ticket]:
        """Remove the sounds that no client waits for any more, and return them."""
        abandoned = [t for t in (*self._waiting, *self._active) if t.is_abandoned]
        for tickets in (self._waiting, self._active):
            tickets[:] = [ticket for ticket in tickets if ticket not in abandoned]
        return abandoned

    def remove_waiting(self) -> list[Ticket]:
        """Remove all sounds that wait, and return them."""
        removed, self._waiting = self._waiting, []
        return removed

    def remove_active(self) -> list[Ticket]:
        """Remove all sounds that have a place in a batch, and return them."""
        removed, self._active = self._active, []
        return removed

    def _publish_positions(self) -> None:
        ahead_seconds = self._estimator.remaining_seconds(self._active)
        for position, ticket in enumerate(self._waiting):
            ticket.publish(Queued(position, ahead_seconds))
            own_seconds = self._estimator.estimate_seconds(ticket.plan)
            if ahead_seconds is not None:
                ahead_seconds = None if own_seconds is None else ahead_seconds + own_seconds
