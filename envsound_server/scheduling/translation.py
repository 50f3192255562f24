"""Translation of prompts, for engines that read one language only."""

import logging

from envsound_server.errors import TranslationFailed
from envsound_server.scheduling.language_model import (
    Answers,
    LanguageModel,
    LanguageModelFailed,
    Message,
)

_TIMEOUT_SECONDS = 60.0
"""Time limit of a translation, s. The first one may have to wait for the model to load."""

_MAX_REPLY_LENGTH = 1000

_INSTRUCTION = (
    "You translate descriptions of environment sounds for an audiobook. Translate the user's text "
    "into {language}. Say nothing that the text does not say. Answer with the translation alone, "
    "on one line, without quotation marks."
)

_log = logging.getLogger(__name__)


class Translator:
    """The translator by a language model, which is asked once for each text."""

    def __init__(self, model: LanguageModel) -> None:
        self._model = model
        self._answers: Answers[tuple[str, str], str] = Answers()

    async def translate(self, text: str, language: str) -> str:
        """Return the text in `language` ("English"), on one line.

        Raises:
            TranslationFailed: The server is away or slow, or its answer is no translation.
        """
        return await self._answers.get((text, language), lambda: self._ask(text, language))

    async def _ask(self, text: str, language: str) -> str:
        messages: list[Message] = [
            {"role": "system", "content": _INSTRUCTION.format(language=language)},
            {"role": "user", "content": text},
        ]
        try:
            answer = await self._model.ask(messages, _TIMEOUT_SECONDS)
        except LanguageModelFailed as error:
            _log.warning("translation failed: %s", error)
            raise TranslationFailed from error
        translation = " ".join(answer.text.split()).strip("\"“”'")
        if not 0 < len(translation) <= _MAX_REPLY_LENGTH:
            _log.warning("translation failed: the answer has %d characters", len(translation))
            raise TranslationFailed
        return translation
