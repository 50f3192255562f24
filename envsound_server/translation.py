"""Prompts in the engine's own language, for engines that read one language only.

The work is a neighbour's: any server with the OpenAI-compatible endpoints `GET /v1/models` and
`POST /v1/chat/completions`, Ollama first of all (its "OpenAI compatibility" page).
"""

import asyncio
import logging
import re
from collections import OrderedDict
from typing import Any

import httpx

from envsound_server.errors import TranslationFailed

_TIMEOUT_SECONDS = 60.0
"""A server that has to load its model first takes this long for the first translation."""

_CALLS_AT_ONCE = 4
_TRANSLATIONS_KEPT = 256
_MAX_REPLY_LENGTH = 1000
_MAX_REPLY_TOKENS = 1000
_THOUGHTS = re.compile(r"<think>.*?</think>", re.DOTALL)

_INSTRUCTION = (
    "You translate descriptions of environment sounds for an audiobook. Translate the user's text "
    "into {language}. Say nothing that the text does not say. Answer with the translation alone, "
    "on one line, without quotation marks."
)

_log = logging.getLogger(__name__)


class Translator:
    """Translates through a server of language models.

    The same text is translated once: a seed would not give the same sound twice otherwise.

    Args:
        url: The server's address, with or without a closing `/v1`.
        model: Its model; empty: the first that the server lists.
    """

    def __init__(self, url: str, model: str = "") -> None:
        base_url = url.rstrip("/").removesuffix("/v1") + "/v1/"
        self._client = httpx.AsyncClient(
            base_url=base_url, timeout=_TIMEOUT_SECONDS, trust_env=False
        )
        self._model = model
        self._known: OrderedDict[tuple[str, str], str] = OrderedDict()
        self._turn = asyncio.Semaphore(_CALLS_AT_ONCE)

    async def translate(self, text: str, language: str) -> str:
        """The text in `language` ("English"), on one line.

        Raises:
            TranslationFailed: The server is away, slow, or answers with no translation.
        """
        key = (text, language)
        async with self._turn:
            if key not in self._known:
                self._known[key] = await self._ask(text, language)
                if len(self._known) > _TRANSLATIONS_KEPT:
                    self._known.popitem(last=False)
        self._known.move_to_end(key)
        return self._known[key]

    async def close(self) -> None:
        """Closes the connections."""
        await self._client.aclose()

    async def _ask(self, text: str, language: str) -> str:
        try:
            async with asyncio.timeout(_TIMEOUT_SECONDS):
                reply = await self._post(text, language, self._model or await self._first_model())
        except (httpx.HTTPError, TimeoutError, ValueError, LookupError, TypeError) as error:
            # The last three: an answer that is no JSON, or not of the shape that was agreed on.
            _log.warning("translation failed: %r", error)
            raise TranslationFailed from error
        translation = " ".join(_THOUGHTS.sub("", reply).split()).strip("\"“”'")
        if not 0 < len(translation) <= _MAX_REPLY_LENGTH:
            _log.warning("translation failed: %d characters came back", len(translation))
            raise TranslationFailed
        return translation

    async def _first_model(self) -> str:
        reply = await self._client.get("models")
        model: str = reply.raise_for_status().json()["data"][0]["id"]
        return model

    async def _post(self, text: str, language: str, model: str) -> str:
        question: dict[str, Any] = {
            "model": model,
            "messages": [
                {"role": "system", "content": _INSTRUCTION.format(language=language)},
                {"role": "user", "content": text},
            ],
            "temperature": 0,
            "seed": 0,
            "max_tokens": _MAX_REPLY_TOKENS,
            "stream": False,
        }
        reply = await self._client.post("chat/completions", json=question)
        content = reply.raise_for_status().json()["choices"][0]["message"]["content"]
        if not isinstance(content, str):
            raise TypeError("the content is no text")
        return content
