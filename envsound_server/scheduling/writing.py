"""From a ticket's blocks to its file: one task beside each sound in the making."""

import asyncio
import logging
import time
from collections import Counter
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from functools import partial
from typing import Protocol, TypeVar

from envsound_server.domain.engine import Stage
from envsound_server.domain.events import FinishedSound, Progress
from envsound_server.errors import Abandoned, RequestDiscarded, StorageFull
from envsound_server.scheduling.sources import read_source
from envsound_server.scheduling.ticket import ENGINE_SHARE, Ticket
from envsound_server.storage.sound_storage import SoundStorage
from envsound_server.storage.sound_writer import SoundWriter

WRITER_THREAD_COUNT = 2

_T = TypeVar("_T")

_log = logging.getLogger(__name__)


class InThread(Protocol):
    """A function that runs blocking work in a writer thread."""

    def __call__(self, work: Callable[[], _T], /) -> Awaitable[_T]:
        """Return what `work` returns, once it has."""
        ...


class Writers:
    """The tasks that write files, and the threads that they share.

    Args:
        storage: Where the files go.
    """

    def __init__(self, storage: SoundStorage) -> None:
        self._storage = storage
        self._threads = ThreadPoolExecutor(WRITER_THREAD_COUNT, thread_name_prefix="writer")
        self._tasks: dict[Ticket, asyncio.Task[None]] = {}

    @property
    def in_flight_by_engine(self) -> Counter[str]:
        """Sounds in the making, up to the end of their files, from any thread."""
        return Counter(ticket.plan.engine.name for ticket in tuple(self._tasks))

    def begin(self, ticket: Ticket, on_end: Callable[[Ticket], None]) -> None:
        """Start to write a sound's file, and call `on_end` once its ticket has an outcome."""
        task = asyncio.create_task(
            write_sound(ticket, self._storage, self.in_thread), context=ticket.context
        )
        self._tasks[ticket] = task

        def end(_: asyncio.Task[None]) -> None:
            del self._tasks[ticket]
            on_end(ticket)

        task.add_done_callback(end)

    async def in_thread(self, work: Callable[[], _T]) -> _T:
        """Run blocking work in a writer thread, under the trace of the caller."""
        work_in_trace = partial(copy_context().run, work)
        return await asyncio.get_running_loop().run_in_executor(self._threads, work_in_trace)

    async def end_of(self, ticket: Ticket) -> None:
        """Wait until the file of a sound has come to an end, if one is being written."""
        if (task := self._tasks.get(ticket)) is not None:
            await asyncio.wait([task])

    async def wait(self, limit_seconds: float) -> None:
        """Wait until all files that are being written have come to an end, at most so long (s)."""
        if self._tasks:
            await asyncio.wait(self._tasks.values(), timeout=limit_seconds)

    def close(self) -> None:
        """End the threads once their work is done."""
        self._threads.shutdown(wait=True)


async def write_sound(ticket: Ticket, storage: SoundStorage, in_thread: InThread) -> None:
    """Read a sound's source, write its blocks as they come, and end its ticket, without raising."""
    sound_writer = SoundWriter(storage, ticket.plan)
    try:
        sound = await _write(ticket, storage, sound_writer, in_thread)
    except Abandoned:
        await in_thread(sound_writer.discard)
    except RequestDiscarded as error:
        await in_thread(sound_writer.discard)
        ticket.fail(error)
    except StorageFull as error:
        # What is left of the sound must not hold the room that the next one needs.
        _log.warning("sound failed: %s", error)
        await in_thread(sound_writer.discard)
        ticket.fail(error)
    except Exception as error:  # any error ends this sound alone, and goes to its client
        _log.warning("sound failed: %s", error, exc_info=not hasattr(error, "reason"))
        await in_thread(sound_writer.keep_failed)
        ticket.fail(error)
    else:
        if ticket.is_abandoned:
            await in_thread(partial(storage.remove, sound))
        ticket.finish(sound)


async def _write(
    ticket: Ticket, storage: SoundStorage, sound_writer: SoundWriter, in_thread: InThread
) -> FinishedSound:
    if ticket.plan.source is not None:
        ticket.take_source(await in_thread(partial(read_source, storage, ticket.plan)))
    await in_thread(sound_writer.open)
    while (block := await ticket.next_block()) is not None:
        begun_at = time.monotonic()
        await in_thread(partial(sound_writer.write, block))
        ticket.timeline.wrote(time.monotonic() - begun_at)
    ticket.publish(Progress(Stage.FINISHING, 0, 0, ENGINE_SHARE, None))
    # In parts, so that an hour of sound does not keep the thread from shorter ones.
    while (sound := await in_thread(partial(sound_writer.finish, ticket))) is None:
        pass
    if request_id := ticket.plan.request.request_id:
        await in_thread(partial(storage.drop_unwanted, request_id, sound))
    return sound
