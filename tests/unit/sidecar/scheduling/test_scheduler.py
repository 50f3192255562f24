"""The scheduler with engines of its own, without a process around it."""

import asyncio
from collections.abc import Sequence
from pathlib import Path

from envsound_test_engines import StepEngine, StepRendering
from support.generating import make, running_generator

from envsound_server.domain.events import FinishedSound, Progress
from envsound_server.domain.request import SoundRequest
from envsound_server.engines.base import Advance
from envsound_server.errors import GenerationFailed


class FailsOne(StepEngine):
    """Cannot make the prompt `bad` beyond its third step; makes the others with it."""

    def advance(self, renderings: Sequence[StepRendering]) -> list[Advance | GenerationFailed]:
        return [
            GenerationFailed("this one is no sound")
            if rendering.request.prompt == "bad" and advance.step == 3
            else advance
            for rendering, advance in zip(renderings, super().advance(renderings), strict=True)
        ]


async def test_one_sound_of_a_batch_fails_and_the_other_is_made(tmp_path: Path) -> None:
    async with running_generator(FailsOne("fails_one", 0.001), tmp_path) as generator:
        bad, good = await asyncio.wait_for(
            asyncio.gather(
                make(generator, SoundRequest("bad")), make(generator, SoundRequest("good"))
            ),
            30,
        )
    assert isinstance(bad[-1], GenerationFailed)
    assert bad[-1].message == "this one is no sound"
    assert max(event.step for event in bad if isinstance(event, Progress)) == 2
    assert isinstance(good[-1], FinishedSound)
    assert good[-1].duration_seconds == 1.0


async def test_a_failed_sound_gives_its_place_to_the_next(tmp_path: Path) -> None:
    prompts = ["bad"] * 4 + ["good"]
    async with running_generator(FailsOne("fails_one", 0.001), tmp_path) as generator:
        made = await asyncio.wait_for(
            asyncio.gather(*(make(generator, SoundRequest(prompt)) for prompt in prompts)), 30
        )
    assert [type(events[-1]) for events in made] == [GenerationFailed] * 4 + [FinishedSound]
