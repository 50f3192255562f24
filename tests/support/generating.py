"""The sidecar's generator in this process, with engines of a test's own."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import Any

from opentelemetry.trace import NoOpTracer

from envsound_server.domain.events import Event
from envsound_server.domain.request import SoundRequest
from envsound_server.engines.base import Engine
from envsound_server.engines.registry import Registry
from envsound_server.errors import EnvsoundError
from envsound_server.scheduling.generator import SoundGenerator
from envsound_server.scheduling.preparation import Preparation
from envsound_server.scheduling.scheduler import Scheduler
from envsound_server.storage.sound_storage import SoundStorage
from envsound_server.telemetry.metrics import Metrics


@asynccontextmanager
async def running_generator(
    engine: Engine[Any], folder: Path, queue_capacity: int = 8
) -> AsyncIterator[SoundGenerator]:
    """A generator whose engine is loaded."""
    registry, metrics = Registry([engine], engine.description.name), Metrics()
    storage = SoundStorage(folder, "", 3600.0)
    storage.prepare()
    scheduler = Scheduler(registry, storage, queue_capacity, metrics, NoOpTracer())
    owner = asyncio.create_task(scheduler.run())
    await asyncio.wait_for(scheduler.engines_loaded.wait(), 60)
    try:
        yield SoundGenerator(Preparation(registry, storage), scheduler, metrics)
    finally:
        owner.cancel()
        with suppress(asyncio.CancelledError):
            await owner
        await asyncio.to_thread(scheduler.close)
        await asyncio.to_thread(storage.close)


async def make(generator: SoundGenerator, request: SoundRequest) -> list[Event | EnvsoundError]:
    """All events of one sound, an error last where it was not made."""
    events: list[Event | EnvsoundError] = []
    try:
        async for event in generator.generate(request):
            events.append(event)
    except EnvsoundError as error:
        events.append(error)
    return events
