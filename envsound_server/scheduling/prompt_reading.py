"""The reading of a prompt by an engine, without a sound."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from envsound_server.domain.engine import EngineRequest
from envsound_server.domain.request import SoundRequest
from envsound_server.engines.readings import PromptReader, PromptReading, ReadsPrompts
from envsound_server.engines.registry import EngineSlot, Registry
from envsound_server.errors import (
    EngineUnavailable,
    EnvsoundError,
    ForeignPrompt,
    PromptNotUnderstood,
)
from envsound_server.scheduling.admission import plan_sound
from envsound_server.scheduling.model_reading import ModelReader

_MODEL_NOT_ASKED = "The language model, which reads such a prompt for a sound, was not asked."


@dataclass(frozen=True, slots=True)
class ReadingRequest:
    """A prompt to read. Fields as in `ReadPromptRequest`, None where unset."""

    prompt: str
    engine: str | None = None
    negative_prompt: str = ""
    duration_seconds: float | None = None
    vocabulary_only: bool = False


@dataclass(frozen=True, slots=True)
class EngineReading:
    """The reading of a prompt by an engine.

    Attributes:
        engine: Name of the engine.
        reading: What it reads.
        is_understood: True if it would make a sound of it.
    """

    engine: str
    reading: PromptReading
    is_understood: bool


class PromptReadings:
    """The readings of prompts as for a sound, also for engines that are not ready.

    Args:
        registry: The engines.
        reader: Reads the prompts that an engine leaves to a language model. None: the engine reads
            them.
        can_translate: True if texts in another language are translated for an engine.
    """

    def __init__(
        self, registry: Registry, reader: ModelReader | None, *, can_translate: bool
    ) -> None:
        self._registry = registry
        self._reader = reader
        self._can_translate = can_translate

    async def read(self, request: ReadingRequest) -> EngineReading:
        """Return how the request's engine reads the prompt.

        The engine reads in the event loop. It takes less than 2 ms, and a thread would add to that.

        Raises:
            EngineNotFound: No engine has the requested name.
            InvalidRequest: Fields are out of bounds. Each is named.
        """
        plan = plan_sound(
            SoundRequest(
                request.prompt,
                duration_seconds=request.duration_seconds,
                engine=request.engine,
                negative_prompt=request.negative_prompt,
            ),
            self._registry,
        )
        slot = self._registry.slot(request.engine)
        engine_request, notes = await self._with_model(
            slot, plan.engine_request, vocabulary_only=request.vocabulary_only
        )
        reading = _read(slot, engine_request)
        refusal = _refusal(slot, engine_request)
        is_understood = refusal is None
        if isinstance(refusal, ForeignPrompt) and self._can_translate:
            is_understood = True
            notes.append(f"It is translated into {refusal.language} for the engine.")
        elif refusal is not None:
            notes.append(_sentence(refusal))
        notes += self._unavailable(slot)
        reading = replace(reading, notes=(*notes, *reading.notes))
        return EngineReading(plan.engine.name, reading, is_understood)

    async def _with_model(
        self, slot: EngineSlot, request: EngineRequest, *, vocabulary_only: bool
    ) -> tuple[EngineRequest, list[str]]:
        if self._reader is None:
            return request, []
        if vocabulary_only:
            is_wanted = self._reader.is_wanted(slot.engine, request)
            return request, [_MODEL_NOT_ASKED] if is_wanted else []
        reading = await self._reader.read(slot.engine, request)
        if reading is None:
            return request, []
        return replace(request, scene=reading.scene), [reading.note]

    def _unavailable(self, slot: EngineSlot) -> Iterator[str]:
        try:
            self._registry.ready(slot.engine.description.name)
        except EngineUnavailable as error:
            yield _sentence(error)


def _read(slot: EngineSlot, request: EngineRequest) -> PromptReading:
    if isinstance(slot.engine, ReadsPrompts):
        return slot.engine.read(request)
    return PromptReading(PromptReader.ENGINE)


def _refusal(slot: EngineSlot, request: EngineRequest) -> PromptNotUnderstood | None:
    """Return the error that refuses a sound of this request, if any."""
    try:
        slot.engine.check(request)
    except PromptNotUnderstood as error:
        return error
    return None


def _sentence(error: EnvsoundError) -> str:
    text = error.message[:1].upper() + error.message[1:]
    return text if text.endswith(("?", "!", ".")) else f"{text}."
