"""A relay of TCP connections that can go silent: it keeps them open and forwards nothing."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

from support.processes import free_port


class TcpRelay:
    """Connections to one port of this machine, by way of another one."""

    def __init__(self, target_port: int) -> None:
        self.port = free_port()
        self._target_port = target_port
        self._speaks = asyncio.Event()
        self._speaks.set()
        self._has_ended = False
        self._tasks: set[asyncio.Task[None]] = set()
        self._writers: set[asyncio.StreamWriter] = set()

    def go_silent(self) -> None:
        """Forward nothing, and close nothing, as a network that drops every packet."""
        self._speaks.clear()

    def speak(self) -> None:
        """Forward again, also what has waited."""
        self._speaks.set()

    def break_all(self) -> None:
        """Reset the connections that are there."""
        for writer in self._writers:
            writer.transport.abort()

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Handle one connection."""
        task = asyncio.current_task()
        assert task is not None
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        self._writers.add(writer)
        await self._speaks.wait()
        if self._has_ended:
            return
        there, back = await asyncio.open_connection("127.0.0.1", self._target_port)
        self._writers.add(back)
        await asyncio.gather(self._forward(reader, back), self._forward(there, writer))

    async def _forward(self, source: asyncio.StreamReader, sink: asyncio.StreamWriter) -> None:
        with suppress(ConnectionError):
            while data := await source.read(65_536):
                await self._speaks.wait()
                sink.write(data)
                await sink.drain()
            await self._speaks.wait()
        sink.close()

    async def end(self) -> None:
        """Close every connection."""
        self._has_ended = True
        self.break_all()
        # Those that wait end by themselves. A cancelled handler would be logged as a failure.
        self._speaks.set()
        await asyncio.gather(*self._tasks, return_exceptions=True)


@asynccontextmanager
async def relaying_tcp(target_port: int) -> AsyncIterator[TcpRelay]:
    """Yield a running relay to a port of this machine."""
    relay = TcpRelay(target_port)
    server = await asyncio.start_server(relay.serve, "127.0.0.1", relay.port)
    try:
        yield relay
    finally:
        server.close()
        await relay.end()
