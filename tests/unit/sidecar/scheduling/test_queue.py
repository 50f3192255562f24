"""The order of the queue, its bound, and the places in an engine's batch."""

import pytest
from envsound_test_engines import StepEngine

from envsound_server.domain.events import Queued
from envsound_server.domain.plan import SoundPlan
from envsound_server.domain.request import Priority, SoundRequest
from envsound_server.engines.registry import Registry
from envsound_server.errors import QueueFull
from envsound_server.scheduling.queue import SoundQueue
from envsound_server.scheduling.ticket import Subscription, Ticket

FIRST, SECOND = StepEngine("first"), StepEngine("second")
PLACES = FIRST.description.max_batch_size


@pytest.fixture
def queue() -> SoundQueue:
    return SoundQueue(Registry([FIRST, SECOND], "first"), capacity=4)


def ticket(
    name: str, engine: StepEngine = FIRST, priority: Priority = Priority.INTERACTIVE
) -> tuple[Ticket, Subscription]:
    request = SoundRequest(name, name=name, priority=priority)
    made = Ticket(SoundPlan(request, engine.description, 44_100, 0, 1, 0, 0.0), wake=lambda: None)
    return made, made.subscribe()


def names(tickets: list[Ticket]) -> list[str]:
    return [each.plan.request.name for each in tickets]


async def test_interactive_sounds_go_before_a_batch_and_else_in_order(queue: SoundQueue) -> None:
    for name, priority in [
        ("batch 1", Priority.BATCH),
        ("interactive 1", Priority.INTERACTIVE),
        ("batch 2", Priority.BATCH),
        ("interactive 2", Priority.INTERACTIVE),
    ]:
        queue.add(ticket(name, priority=priority)[0])
    assert PLACES == 2
    assert names(queue.admit()) == ["interactive 1", "interactive 2"]
    assert queue.admit() == []
    queue.remove_active()
    assert names(queue.admit()) == ["batch 1", "batch 2"]


async def test_one_sound_more_than_the_capacity_is_refused(queue: SoundQueue) -> None:
    for number in range(4):
        queue.add(ticket(f"rain {number}")[0])
    with pytest.raises(QueueFull, match="4 sounds wait already; try again in 1 s"):
        queue.add(ticket("one more")[0])
    assert queue.waiting_count == 4


async def test_a_sound_does_not_wait_for_the_batch_of_another_engine(queue: SoundQueue) -> None:
    for number in range(PLACES + 1):
        queue.add(ticket(f"rain {number}")[0])
    queue.add(ticket("wind", SECOND)[0])
    assert names(queue.admit()) == ["rain 0", "rain 1", "wind"]
    assert queue.waiting_by_engine == {"first": 1}


async def test_a_place_is_given_on_once_it_is_free(queue: SoundQueue) -> None:
    for number in range(PLACES + 1):
        queue.add(ticket(f"rain {number}")[0])
    leaving = queue.admit()[0]
    queue.release(leaving)
    queue.release(leaving)  # at the end of its file too
    assert names(queue.admit()) == ["rain 2"]


async def test_abandoned_sounds_are_removed_wherever_they_are(queue: SoundQueue) -> None:
    tickets = [ticket(f"rain {number}") for number in range(4)]
    for each, _ in tickets:
        queue.add(each)
    queue.admit()
    for number in (1, 2):
        tickets[number][1].close()
    assert names(queue.remove_abandoned()) == ["rain 2", "rain 1"]
    assert names(queue.admit()) == ["rain 3"]


async def test_positions_and_waits_follow_what_earlier_sounds_took(queue: SoundQueue) -> None:
    queue.learn(ticket("earlier")[0].plan, busy_seconds=2.0)
    subscriptions = []
    for number in range(2):
        each, subscription = ticket(f"rain {number}")
        queue.add(each)
        subscriptions.append(subscription)
    assert [await anext(each.events()) for each in subscriptions] == [
        Queued(0, 0.0),
        Queued(1, 2.0),
    ]
