import pytest

from backend.errors import QueueFull
from backend.jobs import Broadcaster, SoundProgress
from backend.sidecar.types import Progress, Queued, Stage


def at(percent: float) -> SoundProgress:
    return SoundProgress(percent, Stage.GENERATING)


async def test_a_viewer_gets_what_happens_to_its_own_sound_in_order() -> None:
    broadcaster = Broadcaster()
    with broadcaster.viewer(1) as viewer:
        broadcaster.publish(2, at(99))
        for percent in (10, 20, 30):
            broadcaster.publish(1, at(percent))
        news = await viewer.news(5)
        assert [update.percent for update in news.updates] == [10, 20, 30]
        assert not news.has_row_changed
        broadcaster.publish_change(1)
        assert await viewer.news(5) == ([], True)
    assert broadcaster.last(1) is None
    assert broadcaster.last(2) == at(99)


async def test_a_slow_viewer_misses_the_oldest_and_never_the_newest() -> None:
    broadcaster = Broadcaster()
    with broadcaster.viewer(1) as viewer:
        for number in range(10_000):
            broadcaster.publish(1, at(number / 100))
        updates = (await viewer.news(5)).updates
    assert len(updates) == 64
    assert updates[-1].percent == 99.99


async def test_without_news_the_row_is_worth_a_look() -> None:
    with Broadcaster().viewer(1) as viewer:
        assert await viewer.news(0.01) == ([], True)


async def test_viewers_are_bounded_and_leave_nothing_behind() -> None:
    broadcaster = Broadcaster()
    watching = [broadcaster.viewer(1) for _ in range(1000)]
    for viewer in watching:
        viewer.__enter__()
    with pytest.raises(QueueFull), broadcaster.viewer(1):
        pass
    for viewer in watching:
        viewer.__exit__(None, None, None)
    with broadcaster.viewer(1):
        pass


async def test_a_stopping_server_sends_every_viewer_away() -> None:
    broadcaster = Broadcaster()
    with broadcaster.viewer(1) as viewer:
        broadcaster.close()
        await viewer.news(5)
        assert viewer.is_closed
    with broadcaster.viewer(1) as late:
        assert late.is_closed


def test_only_a_finished_sound_is_at_a_hundred_percent() -> None:
    done = Progress(Stage.FINISHING, 1, 1, 1.0, None)
    assert SoundProgress.of(done).percent < 100
    queued = SoundProgress.of(Queued(3, 12.0))
    assert (queued.percent, queued.queue_position, queued.estimated_wait_seconds) == (0, 3, 12.0)


async def test_what_others_tell_reaches_viewers_and_is_not_told_again() -> None:
    broadcaster = Broadcaster()
    sent: list[tuple[int, SoundProgress | None]] = []
    changed: list[int] = []
    broadcaster.relay_to(lambda *message: sent.append(message))
    broadcaster.listen_to_changes(changed.append)
    with broadcaster.viewer(1) as viewer:
        broadcaster.receive(1, at(10))
        assert (await viewer.news(5)).updates == [at(10)]
        assert broadcaster.last(1) == at(10)
        broadcaster.receive(1, None)
        assert (await viewer.news(5)).has_row_changed
    assert broadcaster.last(1) is None
    assert (sent, changed) == ([], [1])
    broadcaster.publish(1, at(20))
    broadcaster.publish_change(1)
    assert (sent, changed) == ([(1, at(20)), (1, None)], [1])


async def test_after_a_gap_viewers_look_at_their_rows_and_old_news_is_forgotten() -> None:
    broadcaster = Broadcaster()
    broadcaster.publish(1, at(10))
    broadcaster.receive(2, at(20))
    with broadcaster.viewer(2) as viewer:
        broadcaster.catch_up()
        assert (await viewer.news(5)).has_row_changed
    assert (broadcaster.last(1), broadcaster.last(2)) == (at(10), None)


async def test_what_others_tell_is_bounded() -> None:
    broadcaster = Broadcaster()
    for sound_id in range(20_000):
        broadcaster.receive(sound_id, at(10))
    assert broadcaster.last(0) is None
    assert broadcaster.last(19_999) == at(10)
    assert sum(broadcaster.last(sound_id) is not None for sound_id in range(20_000)) == 10_000
