import asyncio

import pytest

from backend.errors import QueueFull
from backend.jobs import Broadcaster, SoundProgress
from backend.sidecar.types import Progress, Queued, Stage


def at(percent: float) -> SoundProgress:
    return SoundProgress(percent, Stage.GENERATING)


async def test_a_viewer_gets_the_newest_of_its_own_sound() -> None:
    broadcaster = Broadcaster()
    with broadcaster.viewer(1) as viewer:
        for percent in (10, 20, 30):
            broadcaster.publish(1, at(percent))
        broadcaster.publish(2, at(99))
        assert await viewer.news() == ((at(30),), None)
        broadcaster.publish(1, at(40))
        broadcaster.publish_change(1)
        news = await viewer.news()
        assert news.progress == (at(40),)
        assert news.changed_at is not None
    assert broadcaster.last(1) is None
    assert broadcaster.last(2) == at(99)


async def test_a_slow_viewer_misses_no_stage() -> None:
    broadcaster = Broadcaster()
    decoding = SoundProgress(90.0, Stage.DECODING)
    with broadcaster.viewer(1) as viewer:
        for progress in (at(10), at(80), SoundProgress(85.0, Stage.DECODING), decoding):
            broadcaster.publish(1, progress)
        assert (await viewer.news()).progress == (at(80), decoding)


async def test_a_change_of_the_row_ends_a_pause() -> None:
    broadcaster = Broadcaster()
    with broadcaster.viewer(1) as viewer:
        broadcaster.publish(1, at(10))
        await viewer.news()
        pausing = asyncio.create_task(viewer.pause(3600))
        broadcaster.publish_change(1)
        await asyncio.wait_for(pausing, 5)


async def test_one_client_cannot_take_every_place() -> None:
    broadcaster = Broadcaster(max_viewers=3, max_viewers_each=2)
    with broadcaster.viewer(1, "alice"), broadcaster.viewer(2, "alice"):
        with pytest.raises(QueueFull), broadcaster.viewer(3, "alice"):
            pass
        with broadcaster.viewer(1, "bob"):
            assert broadcaster.watched_ids() == [1, 2]
    with broadcaster.viewer(3, "alice"):
        assert broadcaster.viewer_count == 1


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
        await viewer.news()
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
        assert (await viewer.news()).progress == (at(10),)
        assert broadcaster.last(1) == at(10)
        broadcaster.receive(1, None)
        assert (await viewer.news()).changed_at is not None
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
        assert (await viewer.news()).changed_at is not None
    assert (broadcaster.last(1), broadcaster.last(2)) == (at(10), None)


async def test_what_others_tell_is_bounded() -> None:
    broadcaster = Broadcaster()
    for sound_id in range(20_000):
        broadcaster.receive(sound_id, at(10))
    assert broadcaster.last(0) is None
    assert broadcaster.last(19_999) == at(10)
    assert sum(broadcaster.last(sound_id) is not None for sound_id in range(20_000)) == 10_000
