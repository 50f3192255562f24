"""HEAD for every path that has GET (RFC 9110, section 9.3.2)."""

import asyncio

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send


class HeadRequests:
    """The middleware that answers HEAD with the headers of GET.

    FastAPI's routes take only the methods that they name, unlike Starlette's.

    Args:
        app: The application inside.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, HEAD as GET without its body."""
        if scope["type"] != "http" or scope["method"] != "HEAD":
            await self._app(scope, receive, _with_head_in_allow(send))
            return
        scope["method"] = "GET"
        scope.setdefault("state", {})["is_head"] = True
        try:
            await _answer_head(self._app, scope, receive, send)
        finally:
            scope["method"] = "HEAD"


async def _answer_head(app: ASGIApp, scope: Scope, receive: Receive, send: Send) -> None:
    is_endless = asyncio.Event()

    async def send_head(message: Message) -> None:
        if message["type"] == "http.response.start":
            scope["method"] = "HEAD"
            await send(message)
            await send({"type": "http.response.body"})
        elif message.get("more_body"):
            is_endless.set()
            await asyncio.sleep(0)

    answering = asyncio.ensure_future(app(scope, receive, _with_head_in_allow(send_head)))
    streaming = asyncio.ensure_future(is_endless.wait())
    try:
        await asyncio.wait((answering, streaming), return_when=asyncio.FIRST_COMPLETED)
        if answering.done():
            answering.result()
    finally:
        # What is left of the body, which events never end, is read by nobody.
        answering.cancel()
        streaming.cancel()
        await asyncio.gather(answering, streaming, return_exceptions=True)


def _with_head_in_allow(send: Send) -> Send:
    async def send_allow(message: Message) -> None:
        if message["type"] == "http.response.start" and message["status"] == 405:
            headers = MutableHeaders(scope=message)
            methods = headers.get("allow", "").split(", ")
            if "GET" in methods and "HEAD" not in methods:
                headers["allow"] = ", ".join([*methods, "HEAD"])
        await send(message)

    return send_allow
