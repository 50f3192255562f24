"""The answer of the health service: whether a sound can be made now.

The storage is asked from time to time, because a folder can become read-only, vanish or fill up
under a running server, and can be mended under it as well.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from contextlib import suppress

from envsound_server.engines.registry import Registry
from envsound_server.errors import EnvsoundError
from envsound_server.scheduling.scheduler import Scheduler
from envsound_server.storage.sound_storage import SoundStorage

_PERIOD_SECONDS = 3.0
_LONGEST_CHECK_SECONDS = 10.0
"""The time after which a disk that does not answer counts as one that cannot be written."""

_NO_ANSWER = "the disk that holds the sounds does not answer"

_log = logging.getLogger(__name__)


class Readiness:
    """The watch over engines and storage.

    Args:
        scheduler: Loads the engines.
        registry: The engines. Only the default one counts.
        storage: Where the sounds go.
        report: Told whether the server serves, at every change.
    """

    def __init__(
        self,
        scheduler: Scheduler,
        registry: Registry,
        storage: SoundStorage,
        report: Callable[[bool], Awaitable[None]],
    ) -> None:
        self._scheduler = scheduler
        self._registry = registry
        self._storage = storage
        self._report = report
        self._problem: str | None = ""
        """The sentence of the last check, None where all was well, empty before the first."""
        self._check: asyncio.Task[str | None] | None = None

    async def watch(self) -> None:
        """Watch until cancelled. Nothing is served where the default engine cannot be used."""
        await self._scheduler.engines_loaded.wait()
        if not self._registry.is_default_ready:
            _log.error("the %s engine cannot be used: not serving", self._registry.default_engine)
            return
        _log.info("the %s engine is warm", self._registry.default_engine)
        while True:
            await self._take(await self._checked())
            await asyncio.sleep(_PERIOD_SECONDS)

    async def _take(self, problem: str | None) -> None:
        if problem == self._problem:
            return
        if (problem is None) != (self._problem is None):
            await self._report(problem is None)
        self._problem = problem
        if problem is None:
            _log.info("serving")
        else:
            _log.error("not serving: %s", problem)

    async def _checked(self) -> str | None:
        """Return what is wrong with the storage. One check runs at a time."""
        if self._check is None:
            self._check = asyncio.create_task(asyncio.to_thread(self._ask))
        await asyncio.wait({self._check}, timeout=_LONGEST_CHECK_SECONDS)
        if not self._check.done():
            return _NO_ANSWER
        problem, self._check = self._check.result(), None
        return problem

    def _ask(self) -> str | None:
        try:
            self._storage.check()
        except EnvsoundError as error:
            return error.message
        if self._problem:  # what was left while nothing could be deleted
            with suppress(OSError):
                self._storage.sweep()
        return None
