"""Asking a language model for scenes: time, turns and what is kept, with a real HTTP server."""

import asyncio
import json
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager

import pytest
from envsound_test_engines import WordsEngine
from support.language_server import LanguageServer, Reply, running_language_server

from envsound_server.domain.engine import EngineRequest
from envsound_server.scheduling.language_model import Answers, LanguageModel, LanguageModelFailed
from envsound_server.scheduling.model_reading import ModelReader, ModelReading

ENGINE = WordsEngine("words")
RAIN = Reply(json.dumps({"sounds": ["rain"]}))
LATE = Reply(RAIN.text, delay_seconds=60)
WRONG = Reply("no JSON")
REQUEST = EngineRequest("strange words", 44_100, 1)


@pytest.fixture
def server() -> Iterator[LanguageServer]:
    with running_language_server() as running:
        yield running


@asynccontextmanager
async def reader(
    server: LanguageServer, limit_seconds: float = 10.0, failure_seconds: float = 30.0
) -> AsyncIterator[ModelReader]:
    model = LanguageModel(server.url)
    try:
        yield ModelReader(model, limit_seconds, failure_seconds)
    finally:
        await model.close()


async def read(asked: ModelReader, request: EngineRequest = REQUEST) -> ModelReading:
    reading = await asyncio.wait_for(asked.read(ENGINE, request), 30)
    assert reading is not None
    return reading


async def test_a_slow_model_is_not_waited_for(server: LanguageServer) -> None:
    server.answers[REQUEST.prompt] = [LATE]
    async with reader(server, 0.2) as asked:
        reading = await read(asked)
    assert (reading.scene, reading.is_final) == (None, False)
    assert "did not answer in time" in reading.note


async def test_the_second_attempt_has_what_the_first_left_of_the_time(
    server: LanguageServer,
) -> None:
    server.answers[REQUEST.prompt] = [WRONG, LATE]
    async with reader(server, 1.0) as asked:
        assert "did not answer in time" in (await read(asked)).note
    assert len(server.asked(REQUEST.prompt)) == 2


async def test_a_failure_is_kept_for_a_while_and_then_tried_again(server: LanguageServer) -> None:
    server.answers[REQUEST.prompt] = [Reply(status=500), RAIN]
    async with reader(server) as asked:
        first, second = await read(asked), await read(asked)
        assert first == second
        assert len(server.asked(REQUEST.prompt)) == 1
    server.questions.clear()
    async with reader(server, failure_seconds=-1.0) as asked:
        assert (await read(asked)).scene is None
        assert (await read(asked)).scene == ("rain",)


async def test_who_asks_at_the_same_time_gets_one_answer(server: LanguageServer) -> None:
    server.answers[REQUEST.prompt] = [RAIN, Reply(status=500)]
    async with reader(server) as asked:
        readings = await asyncio.gather(*(read(asked) for _ in range(8)))
    assert {reading.scene for reading in readings} == {("rain",)}
    assert len(server.asked(REQUEST.prompt)) == 1


async def test_who_leaves_does_not_take_the_answer_along(server: LanguageServer) -> None:
    server.answers[REQUEST.prompt] = [LATE, RAIN]
    async with reader(server, 30.0) as asked:
        leaving = asyncio.create_task(read(asked))
        await asyncio.to_thread(server.asked_once.wait, 30)
        staying = asyncio.create_task(read(asked))
        await asyncio.sleep(0)
        leaving.cancel()
        assert (await asyncio.wait_for(staying, 30)).scene == ("rain",)


async def test_not_more_than_some_wait_for_the_model(server: LanguageServer) -> None:
    prompts = [f"strange words {number}" for number in range(33)]
    server.answers.update({prompt: [LATE] for prompt in prompts})
    async with reader(server, 60.0) as asked:
        requests = [EngineRequest(prompt, 44_100, 1) for prompt in prompts]
        waiting = [asyncio.create_task(read(asked, request)) for request in requests[:-1]]
        await asyncio.sleep(0)
        assert (await read(asked, requests[-1])).scene is None
        for task in waiting:
            task.cancel()
        await asyncio.gather(*waiting, return_exceptions=True)
    assert not server.asked(prompts[-1])


async def test_the_negative_prompt_makes_another_question(server: LanguageServer) -> None:
    server.answers[REQUEST.prompt] = [RAIN]
    other = EngineRequest(REQUEST.prompt, 44_100, 1, negative_prompt="thunder")
    async with reader(server) as asked:
        await read(asked)
        await read(asked, other)
    assert len(server.asked(REQUEST.prompt)) == 2


async def test_the_latest_256_answers_are_kept() -> None:
    answers: Answers[int, int] = Answers()
    asked: list[int] = []

    async def get(key: int) -> int:
        async def ask() -> int:
            asked.append(key)
            return key

        return await answers.get(key, ask)

    for key in (*range(256), 0, 256, 0):
        assert await get(key) == key
    assert asked == list(range(257))
    await get(1)  # the oldest went when there was no more room
    assert asked[-1] == 1


async def test_what_fails_is_asked_again() -> None:
    answers: Answers[str, str] = Answers()

    async def fail() -> str:
        raise LanguageModelFailed

    async def succeed() -> str:
        return "rain"

    with pytest.raises(LanguageModelFailed):
        await answers.get("key", fail)
    assert await answers.get("key", succeed) == "rain"
