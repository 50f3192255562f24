"""A client of a language model: any server with two OpenAI-compatible endpoints.

They are `GET /v1/models` and `POST /v1/chat/completions`, as in Ollama.
"""

import asyncio
import math
import re
import time
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Hashable, Mapping, Sequence
from typing import Any, Generic, Literal, NamedTuple, TypeAlias, TypedDict, TypeVar
from weakref import WeakValueDictionary

import httpx

_CALLS_AT_ONCE = 4
_ANSWERS_KEPT = 256
_MAX_TOKENS = 1000
_THOUGHTS = re.compile(r"<think>.*?</think>", re.DOTALL)

_KeyT = TypeVar("_KeyT", bound=Hashable)
_ValueT = TypeVar("_ValueT")

Schema: TypeAlias = Mapping[str, object]


class Message(TypedDict):
    """One message of a conversation."""

    role: Literal["system", "user", "assistant"]
    content: str


class Answer(NamedTuple):
    """An answer without the model's reasoning.

    Attributes:
        text: The answer.
        model: Name of the model.
    """

    text: str
    model: str


class LanguageModelFailed(Exception):
    """The server is away or slow, or its reply is no answer. Only the log reports it."""


class LanguageModel:
    """A model behind an HTTP server, which is asked at most four questions at a time.

    Args:
        url: The server's address, with or without a final `/v1`.
        model: Name of the model. Empty: the first that the server lists.
    """

    def __init__(self, url: str, model: str = "") -> None:
        base_url = url.rstrip("/").removesuffix("/v1") + "/v1/"
        # Every question has a time limit of its own.
        self._client = httpx.AsyncClient(base_url=base_url, timeout=None, trust_env=False)
        self._model = model
        self._turn = asyncio.Semaphore(_CALLS_AT_ONCE)

    async def ask(
        self, messages: Sequence[Message], limit_seconds: float, schema: Schema | None = None
    ) -> Answer:
        """Return the model's answer to a conversation.

        Args:
            messages: The conversation so far.
            limit_seconds: Time limit for the answer, the wait for a turn included, s.
            schema: JSON schema of the answer. None: plain text. A server may ignore it.

        Raises:
            LanguageModelFailed: There is no answer.
        """
        try:
            async with asyncio.timeout(limit_seconds), self._turn:
                model = self._model or await self._first_model()
                return Answer(await self._post(_question(model, messages, schema)), model)
        except (httpx.HTTPError, TimeoutError, ValueError, LookupError, TypeError) as error:
            # The last three: a reply that is no JSON, or not of the expected shape.
            raise LanguageModelFailed(repr(error)) from error

    async def close(self) -> None:
        """Close the connections."""
        await self._client.aclose()

    async def _first_model(self) -> str:
        reply = await self._client.get("models")
        model: str = reply.raise_for_status().json()["data"][0]["id"]
        return model

    async def _post(self, question: Mapping[str, Any]) -> str:
        reply = await self._client.post("chat/completions", json=question)
        content = reply.raise_for_status().json()["choices"][0]["message"]["content"]
        if not isinstance(content, str):
            raise TypeError("the content is no text")
        return _THOUGHTS.sub("", content).strip()


def _question(
    model: str, messages: Sequence[Message], schema: Schema | None
) -> Mapping[str, object]:
    question: dict[str, object] = {
        "model": model,
        "messages": messages,
        "temperature": 0,
        "seed": 0,
        "max_tokens": _MAX_TOKENS,
        "stream": False,
    }
    if schema is not None:
        form = {"name": "answer", "schema": schema}
        question["response_format"] = {"type": "json_schema", "json_schema": form}
    return question


def _forever(_answer: object) -> float:
    return math.inf


class Answers(Generic[_KeyT, _ValueT]):
    """The cache of the latest 256 answers, so that the same seed gives the same sound again.

    Args:
        lifetime_seconds: Returns how long an answer is kept, s.
    """

    def __init__(self, lifetime_seconds: Callable[[_ValueT], float] = _forever) -> None:
        self._lifetime_seconds = lifetime_seconds
        self._known: OrderedDict[_KeyT, tuple[_ValueT, float]] = OrderedDict()
        self._turns: WeakValueDictionary[_KeyT, asyncio.Lock] = WeakValueDictionary()

    async def get(self, key: _KeyT, ask: Callable[[], Awaitable[_ValueT]]) -> _ValueT:
        """Return the answer for a key, and ask for it once however many callers wait for it.

        Raises:
            Exception: Any error of `ask`, which is not kept.
        """
        turn = self._turns.setdefault(key, asyncio.Lock())
        async with turn:
            answer, ends_at = self._known.pop(key, (None, -math.inf))
            if answer is None or ends_at < time.monotonic():
                answer = await ask()
                ends_at = time.monotonic() + self._lifetime_seconds(answer)
            self._known[key] = answer, ends_at  # now the latest
            if len(self._known) > _ANSWERS_KEPT:
                self._known.popitem(last=False)
            return answer
