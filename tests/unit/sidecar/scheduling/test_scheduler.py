"""The scheduler with engines of its own, without a process around it."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress
from pathlib import Path

from envsound_test_engines import StepEngine, StepRendering

from envsound_server.domain.events import Event, FinishedSound, Progress
from envsound_server.domain.request import SoundRequest
from envsound_server.engines.base import Advance
from envsound_server.engines.registry import Registry
from envsound_server.errors import GenerationFailed
from envsound_server.scheduling.scheduler import Scheduler
from envsound_server.storage.sound_storage import SoundStorage


class FailsOne(StepEngine):
    """Cannot make the prompt `bad` beyond its third step; makes the others with it."""

    def advance(self, renderings: Sequence[StepRendering]) -> list[Advance | GenerationFailed]:
        return [
            GenerationFailed("this one is no sound")
            if rendering.request.prompt == "bad" and advance.step == 3
            else advance
            for rendering, advance in zip(renderings, super().advance(renderings), strict=True)
        ]


@asynccontextmanager
async def running(engine: StepEngine, folder: Path) -> AsyncIterator[Scheduler]:
    storage = SoundStorage(folder, "", 3600.0)
    storage.prepare()
    scheduler = Scheduler(Registry([engine], engine.description.name), storage, 8)
    owner = asyncio.create_task(scheduler.run())
    await asyncio.wait_for(scheduler.engines_loaded.wait(), 10)
    try:
        yield scheduler
    finally:
        owner.cancel()
        with suppress(asyncio.CancelledError):
            await owner
        await asyncio.to_thread(scheduler.close)
        await asyncio.to_thread(storage.close)


async def make(scheduler: Scheduler, prompt: str) -> list[Event | Exception]:
    events: list[Event | Exception] = []
    try:
        async for event in scheduler.generate(SoundRequest(prompt)):
            events.append(event)
    except GenerationFailed as error:
        events.append(error)
    return events


async def test_one_sound_of_a_batch_fails_and_the_other_is_made(tmp_path: Path) -> None:
    async with running(FailsOne("fails_one", step_seconds=0.001), tmp_path) as scheduler:
        bad, good = await asyncio.wait_for(
            asyncio.gather(make(scheduler, "bad"), make(scheduler, "good")), 30
        )
    assert isinstance(bad[-1], GenerationFailed)
    assert bad[-1].message == "this one is no sound"
    assert max(event.step for event in bad if isinstance(event, Progress)) == 2
    assert isinstance(good[-1], FinishedSound)
    assert good[-1].duration_seconds == 1.0


async def test_a_failed_sound_gives_its_place_to_the_next(tmp_path: Path) -> None:
    async with running(FailsOne("fails_one", step_seconds=0.001), tmp_path) as scheduler:
        made = await asyncio.wait_for(
            asyncio.gather(*(make(scheduler, prompt) for prompt in ["bad"] * 4 + ["good"])), 30
        )
    assert [type(events[-1]) for events in made] == [GenerationFailed] * 4 + [FinishedSound]
