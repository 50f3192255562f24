"""The sounds that this process has in the making, and the room for one that has to be alone."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager


class Occupancy:
    """The count of sounds in the making. One task at a time may ask to be alone.

    While it does, no other sound begins, so that it is not kept waiting by newer ones.
    """

    def __init__(self) -> None:
        self._count = 0
        self._idle = asyncio.Event()
        self._idle.set()
        self._open = asyncio.Event()
        self._open.set()

    @asynccontextmanager
    async def shared(self) -> AsyncIterator[None]:
        """Count a sound beside others, for the block."""
        await self._open.wait()
        self._enter()
        try:
            yield
        finally:
            self._leave()

    @asynccontextmanager
    async def alone(self) -> AsyncIterator[None]:
        """Wait for the others to end and count the only sound, for the block."""
        self._open.clear()
        try:
            await self._idle.wait()
            self._enter()
            try:
                yield
            finally:
                self._leave()
        finally:
            self._open.set()

    async def wait_until_idle(self) -> None:
        """Wait until no sound is in the making."""
        await self._idle.wait()

    def _enter(self) -> None:
        self._count += 1
        self._idle.clear()

    def _leave(self) -> None:
        self._count -= 1
        if self._count == 0:
            self._idle.set()
