"""A backend in this process over real HTTP."""

import asyncio
import json
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import httpx
import uvicorn

from backend.__main__ import listen
from backend.api.connections import TimeLimits
from backend.api.http_server import server_config
from backend.app import create_app
from backend.settings import Settings

BASE = "/api/v1/environment-sounds"


class Backend:
    """A running backend and a client of it."""

    def __init__(self, http: httpx.AsyncClient, app: Any) -> None:
        self.http = http
        self.app = app

    async def generate(self, **fields: Any) -> int:
        """Request a sound and return its id."""
        reply = await self.http.post(f"{BASE}/generate", json={"prompt": "rain", **fields})
        assert reply.status_code == 202, reply.text
        sound_id: int = reply.json()["sound_id"]
        return sound_id

    async def sound(self, sound_id: int) -> dict[str, Any]:
        reply = await self.http.get(f"{BASE}/{sound_id}")
        assert reply.status_code == 200, reply.text
        sound: dict[str, Any] = reply.json()
        return sound

    async def until(self, sound_id: int, *statuses: str) -> dict[str, Any]:
        """Return the sound as soon as it has one of the statuses."""
        async with asyncio.timeout(20):
            sound = await self.sound(sound_id)
            while sound["generation_status"] not in statuses:
                await asyncio.sleep(0.02)
                sound = await self.sound(sound_id)
        return sound

    async def over(self, sound_id: int) -> dict[str, Any]:
        return await self.until(sound_id, "completed", "failed", "cancelled")

    async def events(self, sound_id: int) -> AsyncGenerator[tuple[str, dict[str, Any]]]:
        """Yield the Server-Sent Events of a sound, to their end."""
        async with self.http.stream("GET", f"{BASE}/{sound_id}/events") as reply:
            assert reply.status_code == 200
            event = ""
            async for line in reply.aiter_lines():
                if line.startswith("event: "):
                    event = line.removeprefix("event: ")
                elif line.startswith("data: "):
                    yield event, json.loads(line.removeprefix("data: "))


@asynccontextmanager
async def serve(settings: Settings, limits: TimeLimits | None = None) -> AsyncIterator[Backend]:
    """Yield the real server on a free port, in this event loop."""
    app = create_app(settings)
    listener = listen("127.0.0.1", 0)
    port = listener.getsockname()[1]
    server = uvicorn.Server(server_config(app, settings, limits, timeout_graceful_shutdown=1))
    serving = asyncio.create_task(server._serve([listener]))
    async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}", timeout=20) as http:
        try:
            while not server.started:
                assert not serving.done(), "the backend did not start"
                await asyncio.sleep(0.005)
            yield Backend(http, app)
        finally:
            if hasattr(app.state, "services"):
                app.state.services.broadcaster.close()
            server.should_exit = True
            await serving
