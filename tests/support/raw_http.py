"""HTTP by the byte, for what no client library sends."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

Pair = tuple[asyncio.StreamReader, asyncio.StreamWriter]


@asynccontextmanager
async def connected(port: int) -> AsyncIterator[Pair]:
    """Yield a connection to a server on this machine."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    try:
        yield reader, writer
    finally:
        writer.close()
        with suppress(OSError):
            await writer.wait_closed()


async def read_status(reader: asyncio.StreamReader) -> int:
    """Return the status of the next reply, 0 where the connection ends without one."""
    async with asyncio.timeout(60):
        try:
            line = await reader.readline()
        except ConnectionResetError:
            return 0
    return int(line.split()[1]) if line else 0


async def status_of(port: int, request: bytes) -> int:
    """Send a request and return the status of its reply."""
    async with connected(port) as (reader, writer):
        writer.write(request)
        await writer.drain()
        return await read_status(reader)
