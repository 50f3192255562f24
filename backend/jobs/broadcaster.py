"""The progress of sounds, published to viewers. `relay` carries it between processes."""

import asyncio
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import NamedTuple

from backend.errors import QueueFull
from backend.sidecar.types import Progress, Queued, Stage

MAX_VIEWERS = 1000
_MAX_RECEIVED = 10_000
"""The bound on sounds of other processes whose progress is kept. The oldest is forgotten."""


@dataclass(frozen=True, slots=True)
class SoundProgress:
    """The progress of a sound.

    Attributes:
        percent: 0 to 100.
        stage: What is being done with it.
        step: Steps done in this stage.
        step_count: Steps in this stage; 0 where there is none to count.
        queue_position: Sounds ahead of it in the sidecar; None once it is being made.
        estimated_wait_seconds: Until it is being made, s; None where nothing was measured.
        estimated_remaining_seconds: Until it is finished, s; None where nothing was measured.
    """

    percent: float
    stage: Stage
    step: int = 0
    step_count: int = 0
    queue_position: int | None = None
    estimated_wait_seconds: float | None = None
    estimated_remaining_seconds: float | None = None

    @staticmethod
    def of(event: Queued | Progress) -> "SoundProgress":
        """Return the sidecar's event for people. Only a finished sound is at 100 percent."""
        if isinstance(event, Queued):
            return SoundProgress(
                percent=0.0,
                stage=Stage.QUEUED,
                queue_position=event.position,
                estimated_wait_seconds=event.estimated_wait_seconds,
            )
        return SoundProgress(
            percent=min(round(100 * event.fraction, 1), 99.9),
            stage=event.stage,
            step=event.step,
            step_count=event.step_count,
            estimated_remaining_seconds=event.estimated_remaining_seconds,
        )


class News(NamedTuple):
    """The news for a viewer.

    Attributes:
        progress: The newest progress of each stage since the last news, in their order.
        changed_at: The time of the loop at which the row itself has changed; None if it has not.
    """

    progress: tuple[SoundProgress, ...]
    changed_at: float | None


class Viewer:
    """A client that watches one sound. One that is slow gets the newest progress of each stage."""

    def __init__(self) -> None:
        self._progress: dict[Stage, SoundProgress] = {}
        self._changed_at: float | None = None
        self._has_news = asyncio.Event()
        self._is_urgent = asyncio.Event()
        self.is_closed = False

    def push(self, progress: SoundProgress) -> None:
        """Keep progress for the viewer."""
        self._progress[progress.stage] = progress
        self._has_news.set()

    def push_change(self) -> None:
        """Note for the viewer that the row itself has changed."""
        self._changed_at = asyncio.get_running_loop().time()
        self._has_news.set()
        self._is_urgent.set()

    def close(self) -> None:
        """End the viewer's wait for good."""
        self.is_closed = True
        self._has_news.set()
        self._is_urgent.set()

    def skip_progress(self) -> None:
        """Drop progress, for a viewer that has just read fresher."""
        self._progress.clear()

    async def news(self) -> News:
        """Wait for news."""
        await self._has_news.wait()
        news = News(tuple(self._progress.values()), self._changed_at)
        self._progress.clear()
        self._changed_at = None
        self._has_news.clear()
        self._is_urgent.clear()
        return news

    async def pause(self, seconds: float) -> None:
        """Let progress pass by for a while, unless the row itself changes."""
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self._is_urgent.wait()


Outlet = Callable[[int, SoundProgress | None], None]
"""A function that takes a sound's id and its progress, or None where its row has changed.

It returns at once.
"""


class Broadcaster:
    """The distribution of progress to viewers here, and of other processes through a relay.

    Args:
        max_viewers: The bound on all viewers.
        max_viewers_each: The bound on the viewers of one client.
    """

    def __init__(self, max_viewers: int = MAX_VIEWERS, max_viewers_each: int = MAX_VIEWERS) -> None:
        self._max_viewers = max_viewers
        self._max_viewers_each = max_viewers_each
        self._counts: Counter[str] = Counter()
        self._viewers: dict[int, set[Viewer]] = {}
        self._last: dict[int, SoundProgress] = {}
        self._received: dict[int, SoundProgress] = {}
        self.viewer_count = 0
        self._outlet: Outlet | None = None
        self._listener: Callable[[int], None] | None = None
        self.is_closed = False

    def relay_to(self, outlet: Outlet) -> None:
        """Send to other processes what is published from now on."""
        self._outlet = outlet

    def listen_to_changes(self, listener: Callable[[int], None]) -> None:
        """Register a callback for the ids of sounds whose rows other processes have changed."""
        self._listener = listener

    def publish(self, sound_id: int, progress: SoundProgress) -> None:
        """Publish the progress of a sound that this process makes."""
        self._last[sound_id] = progress
        self._push_to_viewers(sound_id, progress)
        if self._outlet is not None:
            self._outlet(sound_id, progress)

    def publish_change(self, sound_id: int) -> None:
        """Publish that this process has changed the row's status."""
        self._last.pop(sound_id, None)
        self._received.pop(sound_id, None)
        self._push_to_viewers(sound_id, None)
        if self._outlet is not None:
            self._outlet(sound_id, None)

    def receive(self, sound_id: int, progress: SoundProgress | None) -> None:
        """Distribute what another process has published."""
        self._received.pop(sound_id, None)
        if progress is not None:
            self._received[sound_id] = progress
        if len(self._received) > _MAX_RECEIVED:
            del self._received[next(iter(self._received))]
        self._push_to_viewers(sound_id, progress)
        if progress is None and self._listener is not None:
            self._listener(sound_id)

    def catch_up(self) -> None:
        """Make every viewer read its row again, as other processes' news may be lost."""
        self._received.clear()
        for sound_id in self._viewers:
            self._push_to_viewers(sound_id, None)

    def last(self, sound_id: int) -> SoundProgress | None:
        """Return the last progress of a sound in the making that reached this process."""
        return self._last.get(sound_id) or self._received.get(sound_id)

    def _push_to_viewers(self, sound_id: int, progress: SoundProgress | None) -> None:
        for viewer in self._viewers.get(sound_id, ()):
            if progress is None:
                viewer.push_change()
            else:
                viewer.push(progress)

    def watched_ids(self) -> list[int]:
        """Return the ids of the sounds that have viewers."""
        return list(self._viewers)

    def push_change(self, sound_id: int) -> None:
        """Tell the viewers here that a row has changed."""
        self._push_to_viewers(sound_id, None)

    @contextmanager
    def viewer(self, sound_id: int, who: str = "") -> Iterator[Viewer]:
        """Register a viewer of a sound, for the block.

        Args:
            sound_id: The sound.
            who: The client that watches.

        Raises:
            QueueFull: Too many watch already.
        """
        if self.viewer_count >= self._max_viewers:
            raise QueueFull("too many clients watch sounds already; poll instead", 10.0)
        if self._counts[who] >= self._max_viewers_each:
            raise QueueFull(
                f"you watch {self._max_viewers_each} sounds already; close some, or poll instead",
                10.0,
            )
        viewer = Viewer()
        if self.is_closed:
            viewer.close()
        self.viewer_count += 1
        self._counts[who] += 1
        self._viewers.setdefault(sound_id, set()).add(viewer)
        try:
            yield viewer
        finally:
            self._forget(sound_id, who, viewer)

    def _forget(self, sound_id: int, who: str, viewer: Viewer) -> None:
        self.viewer_count -= 1
        self._counts[who] -= 1
        if not self._counts[who]:
            del self._counts[who]
        self._viewers[sound_id].discard(viewer)
        if not self._viewers[sound_id]:
            del self._viewers[sound_id]

    def close(self) -> None:
        """End every viewer, so that a server can stop."""
        self.is_closed = True
        for viewers in self._viewers.values():
            for viewer in viewers:
                viewer.close()
