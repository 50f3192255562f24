from dataclasses import replace

import pytest
from envsound_test_engines import StepEngine, create_bed, create_instant

from envsound_server.audio.levels import LevelTarget, LoudnessTarget
from envsound_server.domain.engine import Stage
from envsound_server.domain.events import Event, Queued
from envsound_server.domain.plan import SoundPlan
from envsound_server.domain.request import SoundRequest
from envsound_server.engines.base import Advance
from envsound_server.scheduling.estimates import DurationEstimator
from envsound_server.scheduling.ticket import Subscription, Ticket


def _plan(seconds: float = 1.0) -> SoundPlan:
    description = create_instant({}).description
    frames = round(seconds * 44_100)
    return SoundPlan(SoundRequest("rain", name="rain"), description, frames, 0, 1, 0, 0.0)


def _ticket() -> Ticket:
    return Ticket(_plan(), wake=lambda: None)


async def _collect(subscription: Subscription, seen: list[Event]) -> None:
    async for event in subscription.events():
        seen.append(event)


async def test_a_late_watcher_is_told_at_once_how_things_stand() -> None:
    ticket = _ticket()
    ticket.subscribe()
    ticket.publish(Queued(3, None))
    late = ticket.subscribe().events()
    assert await anext(late) == Queued(3, None)


async def test_a_slow_watcher_keeps_a_bounded_number_of_events_and_gets_the_end() -> None:
    ticket = _ticket()
    slow = ticket.subscribe()
    ticket.begin()
    for step in range(1000):
        ticket.advanced(Advance(Stage.GENERATING, step, 1000, step / 1000))
    ticket.fail(RuntimeError("the end"))
    seen: list[Event] = []
    with pytest.raises(RuntimeError, match="the end"):
        await _collect(slow, seen)
    assert 0 < len(seen) <= 64
    assert seen[-1].step == 999


async def test_a_ticket_is_abandoned_when_its_last_watcher_goes() -> None:
    ticket = _ticket()
    one, two = ticket.subscribe(), ticket.subscribe()
    one.close()
    assert not ticket.is_abandoned
    two.close()
    assert ticket.is_abandoned


@pytest.mark.parametrize(
    ("target_lufs", "engine", "expected"),
    [
        (None, create_instant({}), None),
        (None, create_bed({}), LoudnessTarget(-23)),
        (-30.0, create_bed({}), LoudnessTarget(-30, limits_peaks=False)),
        (-30.0, create_instant({}), LoudnessTarget(-30, limits_peaks=False)),
    ],
)
def test_the_level_asked_for_goes_before_the_engines(
    target_lufs: float | None, engine: StepEngine, expected: LevelTarget | None
) -> None:
    plan = _plan()
    ticket = Ticket(
        replace(plan, request=replace(plan.request, target_lufs=target_lufs)), wake=lambda: None
    )
    ticket.rendering = engine.start(plan.engine_request)
    assert ticket.level_target == expected


def test_nothing_is_estimated_before_something_was_measured() -> None:
    estimator = DurationEstimator()
    assert estimator.estimate_seconds(_plan()) is None
    assert estimator.remaining_seconds([_ticket()]) is None
    estimator.learn(_plan(2.0), busy_seconds=1.0)
    assert estimator.estimate_seconds(_plan(4.0)) == 2.0
    ticket = _ticket()
    ticket.busy_seconds = 0.2
    assert abs(estimator.remaining_seconds([ticket]) - 0.3) < 1e-9


def _stepped_plan(seconds: float, window_seconds: float | None) -> SoundPlan:
    description = replace(create_instant({}).description, window_seconds=window_seconds)
    frames = round(seconds * 44_100)
    return SoundPlan(SoundRequest("rain", name="rain"), description, frames, 0, 1, 10, 3.5)


@pytest.mark.parametrize(("window_seconds", "times"), [(30.0, 20.0), (None, 1.0)])
def test_a_sound_of_many_windows_is_estimated_at_as_many_times_one(
    window_seconds: float | None, times: float
) -> None:
    estimator = DurationEstimator()
    estimator.learn(_stepped_plan(10.0, window_seconds), busy_seconds=2.0)
    assert estimator.estimate_seconds(_stepped_plan(30.0, window_seconds)) == 2.0
    assert estimator.estimate_seconds(_stepped_plan(600.0, window_seconds)) == pytest.approx(
        2 * times
    )
