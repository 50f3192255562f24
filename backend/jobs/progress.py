"""How far sounds are, told to whoever watches in this process."""

import asyncio
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import NamedTuple

from backend.errors import QueueFull
from backend.generation import Progress, Queued, Stage

_MAX_WAITING_UPDATES = 64
"""For each viewer; one too slow for them misses the oldest."""

_MAX_VIEWERS = 1000


@dataclass(frozen=True, slots=True)
class SoundProgress:
    """How far a sound is.

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
        """The sidecar's event for people; only a finished sound is at 100 percent."""
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
    """What a viewer learns at once: progress in its order, and whether to look at the row."""

    updates: list[SoundProgress]
    has_row_changed: bool


class Viewer:
    """One who watches one sound."""

    def __init__(self) -> None:
        self._updates: deque[SoundProgress] = deque(maxlen=_MAX_WAITING_UPDATES)
        self._has_row_changed = False
        self._news = asyncio.Event()
        self.is_closed = False

    def tell(self, progress: SoundProgress) -> None:
        """Passes progress on."""
        self._updates.append(progress)
        self._news.set()

    def tell_change(self) -> None:
        """Says that the row itself has changed."""
        self._has_row_changed = True
        self._news.set()

    def close(self) -> None:
        """Sends the viewer away."""
        self.is_closed = True
        self._news.set()

    def skip_updates(self) -> None:
        """Forgets progress that waits, for one who has just seen fresher."""
        self._updates.clear()

    async def news(self, timeout_seconds: float) -> News:
        """Waits for news; after `timeout_seconds` without any it is worth looking at the row."""
        try:
            async with asyncio.timeout(timeout_seconds):
                await self._news.wait()
        except TimeoutError:
            return News([], has_row_changed=True)
        news = News(list(self._updates), self._has_row_changed)
        self._news.clear()
        self._updates.clear()
        self._has_row_changed = False
        return news


class Broadcaster:
    """From the workers of this process to its viewers."""

    def __init__(self) -> None:
        self._viewers: dict[int, set[Viewer]] = {}
        self._last: dict[int, SoundProgress] = {}
        self._viewer_count = 0
        self.is_closed = False

    def publish(self, sound_id: int, progress: SoundProgress) -> None:
        """Tells how far a sound is."""
        self._last[sound_id] = progress
        for viewer in self._viewers.get(sound_id, ()):
            viewer.tell(progress)

    def publish_change(self, sound_id: int) -> None:
        """Tells that the row's status has changed."""
        self._last.pop(sound_id, None)
        for viewer in self._viewers.get(sound_id, ()):
            viewer.tell_change()

    def last(self, sound_id: int) -> SoundProgress | None:
        """How far a sound is that a worker of this process has in the making."""
        return self._last.get(sound_id)

    @contextmanager
    def viewer(self, sound_id: int) -> Iterator[Viewer]:
        """Watches a sound.

        Raises:
            QueueFull: Too many watch already.
        """
        if self._viewer_count >= _MAX_VIEWERS:
            raise QueueFull("too many clients watch sounds already; poll instead", 10.0)
        viewer = Viewer()
        if self.is_closed:
            viewer.close()
        self._viewer_count += 1
        self._viewers.setdefault(sound_id, set()).add(viewer)
        try:
            yield viewer
        finally:
            self._viewer_count -= 1
            self._viewers[sound_id].discard(viewer)
            if not self._viewers[sound_id]:
                del self._viewers[sound_id]

    def close(self) -> None:
        """Sends every viewer away, so that a server can stop."""
        self.is_closed = True
        for viewers in self._viewers.values():
            for viewer in viewers:
                viewer.close()
