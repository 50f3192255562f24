"""The reading of prompts that an engine leaves to a language model."""

import asyncio
import logging
import math
from typing import Any, NamedTuple

from envsound_server.domain.engine import EngineRequest
from envsound_server.engines.base import Engine
from envsound_server.engines.readings import ModelQuestion, ReadsPromptsWithModel
from envsound_server.errors import AnswerRejected
from envsound_server.scheduling.language_model import (
    Answer,
    Answers,
    LanguageModel,
    LanguageModelFailed,
    Message,
)

_LIMIT_SECONDS = 10.0
_MOST_WAITING = 32
_FAILURE_SECONDS = 30.0
"""How long a failure is kept: a sound that follows a reading must not wait for the model again."""

_MAX_NAME_LENGTH = 100

_log = logging.getLogger(__name__)


class ModelReading(NamedTuple):
    """The outcome of a question to the model.

    Attributes:
        scene: For `EngineRequest.scene`. None: the engine reads the prompt itself.
        note: Who read the prompt, and why, as a sentence.
        is_final: False where a later attempt may have another outcome.
    """

    scene: object | None
    note: str
    is_final: bool = True


def _without_model(why: str, *, is_final: bool) -> ModelReading:
    return ModelReading(None, f"{why}, so the engine's own vocabulary read the prompt.", is_final)


_NO_ANSWER = _without_model("The language model did not answer in time", is_final=False)
_WRONG_ANSWERS = _without_model("The language model's answers could not be used", is_final=True)
_NO_SOUND = _without_model("The language model found no known sound in the prompt", is_final=True)


class ModelReader:
    """The reader of prompts by a language model, which is asked once for each prompt.

    Args:
        model: The language model.
        limit_seconds: Time for a prompt, a second attempt included, s.
        failure_seconds: Time after which a failed question is asked again, s.
    """

    def __init__(
        self,
        model: LanguageModel,
        limit_seconds: float = _LIMIT_SECONDS,
        failure_seconds: float = _FAILURE_SECONDS,
    ) -> None:
        self._model = model
        self._limit_seconds = limit_seconds
        self._waiting_count = 0
        self._readings: Answers[tuple[str, str, str], ModelReading] = Answers(
            lambda reading: math.inf if reading.is_final else failure_seconds
        )

    @staticmethod
    def is_wanted(engine: Engine[Any], request: EngineRequest) -> bool:
        """Return True if the engine leaves this prompt to a language model."""
        return (
            isinstance(engine, ReadsPromptsWithModel) and engine.model_question(request) is not None
        )

    async def read(self, engine: Engine[Any], request: EngineRequest) -> ModelReading | None:
        """Return the model's reading, or None where the engine does not leave the prompt to it."""
        if not isinstance(engine, ReadsPromptsWithModel):
            return None
        question = engine.model_question(request)
        if question is None:
            return None
        if self._waiting_count >= _MOST_WAITING:
            return _NO_ANSWER
        key = (engine.description.name, request.prompt, request.negative_prompt)
        self._waiting_count += 1
        try:
            return await self._readings.get(key, lambda: self._ask(engine, request, question))
        finally:
            self._waiting_count -= 1

    async def _ask(
        self, engine: ReadsPromptsWithModel, request: EngineRequest, question: ModelQuestion
    ) -> ModelReading:
        try:
            async with asyncio.timeout(self._limit_seconds):
                return await self._converse(engine, request, question)
        except (LanguageModelFailed, TimeoutError) as error:
            _log.warning("the language model read no prompt: %s", error or "it was too slow")
            return _NO_ANSWER
        except AnswerRejected as error:
            _log.warning("the language model answered wrongly twice: %s", error)
            return _WRONG_ANSWERS

    async def _converse(
        self, engine: ReadsPromptsWithModel, request: EngineRequest, question: ModelQuestion
    ) -> ModelReading:
        messages: list[Message] = [
            {"role": "system", "content": question.instruction},
            {"role": "user", "content": question.text},
        ]
        answer = await self._model.ask(messages, self._limit_seconds, question.schema)
        try:
            scene = engine.read_answer(request, answer.text)
        except AnswerRejected as error:
            mend = f"That answer is wrong: {error}. Answer again, with all of it."
            messages += [
                {"role": "assistant", "content": answer.text},
                {"role": "user", "content": mend},
            ]
            answer = await self._model.ask(messages, self._limit_seconds, question.schema)
            scene = engine.read_answer(request, answer.text)
        return _NO_SOUND if scene is None else ModelReading(scene, _note(answer))


def _note(answer: Answer) -> str:
    name = " ".join(answer.model.split())[:_MAX_NAME_LENGTH]
    return f"Read by the language model {name}."
