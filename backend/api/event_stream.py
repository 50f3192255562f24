"""Server-Sent Events (HTML Standard, section 9.2).

The framework's own stream ends with an error when a client leaves that has stopped reading.
"""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator

from fastapi.responses import StreamingResponse
from fastapi.sse import KEEPALIVE_COMMENT, ServerSentEvent, format_sse_event
from starlette.types import Receive, Scope, Send

_PING_SECONDS = 15.0


class EventStream(StreamingResponse):
    """A response that sends events as they happen, and comments while none do.

    Args:
        events: The events.
    """

    media_type = "text/event-stream"

    def __init__(self, events: AsyncIterator[ServerSentEvent]) -> None:
        self._encoded = _encoded(events)
        # nginx buffers replies, unless they ask it not to.
        headers = {"Cache-Control": "no-cache", "X-Accel-Buffering": "no"}
        super().__init__(self._encoded, headers=headers)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send the events, and end the wait for the next one once the client has left."""
        try:
            await super().__call__(scope, receive, send)
        finally:
            await self._encoded.aclose()


async def _encoded(events: AsyncIterator[ServerSentEvent]) -> AsyncGenerator[bytes]:
    coming = asyncio.ensure_future(anext(events, None))
    try:
        while True:
            await asyncio.wait((coming,), timeout=_PING_SECONDS)
            if not coming.done():
                yield KEEPALIVE_COMMENT
                continue
            event = coming.result()
            if event is None:
                return
            yield format_sse_event(data_str=event.raw_data, event=event.event)
            coming = asyncio.ensure_future(anext(events, None))
    finally:
        coming.cancel()
        await asyncio.gather(coming, return_exceptions=True)
