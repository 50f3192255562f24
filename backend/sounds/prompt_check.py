"""The check of a prompt for engines that work from known words, before a sound is queued."""

import logging
from dataclasses import replace
from typing import Protocol

from backend.errors import BackendError, PromptNotUnderstood
from backend.sidecar.engine_types import EngineList
from backend.sidecar.reading_types import PromptReading, ReadingRequest
from backend.sidecar.types import SoundRequest

_log = logging.getLogger(__name__)


class PromptSource(Protocol):
    """A reader of prompts."""

    async def read_prompt(self, request: ReadingRequest) -> PromptReading:
        """Return how an engine would read a prompt."""
        ...


class PromptCheck:
    """The check that asks the sidecar about prompts for engines that work from known words."""

    def __init__(self, source: PromptSource) -> None:
        self._source = source

    async def check(self, request: SoundRequest, engines: EngineList | None) -> None:
        """Refuse a prompt that no sound can be made of.

        While the sidecar does not answer, every prompt passes.

        Raises:
            PromptNotUnderstood: The engine knows no sound in it.
        """
        engine = engines.find(request.engine) if engines is not None else None
        if engine is None or not engine.known_sounds:
            return
        wanted = ReadingRequest(
            prompt=request.prompt,
            engine=engine.name,
            negative_prompt=request.negative_prompt,
            duration_seconds=request.duration_seconds,
            vocabulary_only=True,
        )
        try:
            reading = await self._source.read_prompt(wanted)
            if not reading.is_understood:
                # The vocabulary takes a few milliseconds; a language model is asked only where
                # it decides.
                wanted = replace(wanted, vocabulary_only=False)
                reading = await self._source.read_prompt(wanted)
        except BackendError as error:
            _log.info("a prompt is accepted unread: %s", error.reason)
            return
        if not reading.is_understood:
            raise PromptNotUnderstood(_refusal(reading), [s.name for s in reading.suggestions])


def _refusal(reading: PromptReading) -> str:
    what = "knows no sound in this prompt"
    if reading.left_out:
        what = f"makes no sound of a prompt without {', '.join(reading.left_out[:5])}"
    near = ", ".join(sound.name for sound in reading.suggestions)
    remedy = (
        f"did you mean: {near}?"
        if near
        else "name a sound; GET /api/v1/engines lists what it knows"
    )
    return f"the {reading.engine} engine {what}; {remedy}"
