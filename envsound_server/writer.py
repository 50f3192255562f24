"""From a ticket's blocks to its file: the task beside each sound in the making."""

import logging
import time
from collections.abc import Awaitable, Callable
from functools import partial
from typing import Any, Protocol

from envsound_server.engines.base import Stage
from envsound_server.errors import Abandoned
from envsound_server.sounds import Progress
from envsound_server.sources import read_source
from envsound_server.storage import SoundStorage
from envsound_server.take import Take
from envsound_server.ticket import ENGINE_SHARE, Ticket

_log = logging.getLogger(__name__)


class InThread(Protocol):
    """Runs blocking work in a writer thread."""

    def __call__(self, work: Callable[[], Any], /) -> Awaitable[Any]:
        """Awaits what `work` returns."""
        ...


async def write_sound(ticket: Ticket, storage: SoundStorage, in_thread: InThread) -> None:
    """Read a sound's source, write its blocks as they come, and end its ticket; never raises."""
    take = Take(storage, ticket.plan)
    try:
        if ticket.plan.source is not None:
            ticket.take_source(await in_thread(partial(read_source, storage, ticket.plan)))
        await in_thread(take.open)
        while (block := await ticket.next_block()) is not None:
            begun_at = time.monotonic()
            await in_thread(partial(take.write, block))
            ticket.timeline.wrote(time.monotonic() - begun_at)
        ticket.publish(Progress(Stage.FINISHING, 0, 0, ENGINE_SHARE, None))
        # In parts, so that an hour of sound does not keep the thread from shorter ones.
        while (sound := await in_thread(partial(take.finish, ticket))) is None:
            pass
    except Abandoned:
        await in_thread(take.discard)
    except Exception as error:  # whatever it is, it is this sound's end and goes to its client
        _log.warning("sound failed: %s", error, exc_info=not hasattr(error, "reason"))
        await in_thread(take.keep_failed)
        ticket.fail(error)
    else:
        if ticket.is_abandoned:
            await in_thread(partial(storage.remove, sound))
        ticket.finish(sound)
