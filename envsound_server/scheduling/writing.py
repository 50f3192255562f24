"""From a ticket's blocks to its file: the task beside each sound in the making."""

import logging
import time
from collections.abc import Awaitable, Callable
from functools import partial
from typing import Any, Protocol

from envsound_server.domain.engine import Stage
from envsound_server.domain.events import Progress
from envsound_server.errors import Abandoned
from envsound_server.scheduling.sources import read_source
from envsound_server.scheduling.ticket import ENGINE_SHARE, Ticket
from envsound_server.storage.sound_storage import SoundStorage
from envsound_server.storage.sound_writer import SoundWriter

_log = logging.getLogger(__name__)


class InThread(Protocol):
    """Runs blocking work in a writer thread."""

    def __call__(self, work: Callable[[], Any], /) -> Awaitable[Any]:
        """Awaits what `work` returns."""
        ...


async def write_sound(ticket: Ticket, storage: SoundStorage, in_thread: InThread) -> None:
    """Read a sound's source, write its blocks as they come, and end its ticket; never raises."""
    sound_writer = SoundWriter(storage, ticket.plan)
    try:
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
    except Abandoned:
        await in_thread(sound_writer.discard)
    except Exception as error:  # whatever it is, it is this sound's end and goes to its client
        _log.warning("sound failed: %s", error, exc_info=not hasattr(error, "reason"))
        await in_thread(sound_writer.keep_failed)
        ticket.fail(error)
    else:
        if ticket.is_abandoned:
            await in_thread(partial(storage.remove, sound))
        ticket.finish(sound)
