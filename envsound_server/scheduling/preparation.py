"""From a request to a plan that its engine accepts, by a language model where the engine needs one.

A text in a language that the engine does not read is translated. A prompt that the engine hardly
understands is read by the model. The source is located.
"""

import asyncio
from dataclasses import replace
from typing import Any

from envsound_server.domain.engine import License
from envsound_server.domain.plan import SoundPlan
from envsound_server.domain.request import SoundRequest
from envsound_server.engines.base import Engine
from envsound_server.engines.readings import ReadsPromptsAhead
from envsound_server.engines.registry import Registry
from envsound_server.errors import ForeignPrompt, TranslationFailed
from envsound_server.scheduling.admission import plan_sound
from envsound_server.scheduling.model_reading import ModelReader
from envsound_server.scheduling.sources import find_source
from envsound_server.scheduling.translation import Translator
from envsound_server.storage.sound_storage import SoundStorage


class Preparation:
    """The preparation of plans.

    Args:
        registry: The engines.
        storage: Where the sources are.
        translator: Translates for engines that read one language. None: such texts are refused.
        reader: Reads the prompts that an engine leaves to a language model. None: the engine reads
            them.
    """

    def __init__(
        self,
        registry: Registry,
        storage: SoundStorage,
        translator: Translator | None = None,
        reader: ModelReader | None = None,
    ) -> None:
        self._registry = registry
        self._storage = storage
        self._translator = translator
        self._reader = reader

    def begin(self, request: SoundRequest) -> SoundPlan:
        """Return the plan with bounds checked and defaults filled in.

        Raises:
            EngineNotFound: No engine has the requested name.
            EngineUnavailable: The engine cannot be used now.
            InvalidRequest: Fields are out of bounds. Each is named.
        """
        return self._begun(request)[0]

    def plan_at_once(self, request: SoundRequest) -> SoundPlan | None:
        """Return the plan, or None where only `plan` can make it.

        That is where a language model has to answer, or a source has to be read.

        Raises:
            EngineNotFound: No engine has the requested name.
            EngineUnavailable: The engine cannot be used now.
            InvalidRequest: Fields are out of bounds. Each is named.
            PromptNotUnderstood: The prompt names no known sound, or is in an unsupported language.
        """
        plan, engine = self._begun(request)
        if request.source is not None:
            return None
        if self._reader is not None and self._reader.is_wanted(engine, plan.engine_request):
            return None
        try:
            engine.check(plan.engine_request)
        except ForeignPrompt:
            if self._translator is None:
                raise
            return None
        return _with_scene(plan, engine)

    async def plan(self, request: SoundRequest) -> SoundPlan:
        """Return the plan, after the language model's answers and a reading of the source.

        Raises:
            TranslationFailed: There is no translation.
            SourceNotFound: The source is not there.
            StorageError: The storage of the source cannot be read.
            EnvsoundError: As `plan_at_once`.
        """
        plan, engine = self._begun(request)
        if request.source is not None:
            plan = await asyncio.to_thread(find_source, self._storage, plan, self._licenses())
        if self._reader is not None:
            reading = await self._reader.read(engine, plan.engine_request)
            if reading is not None:
                plan = replace(plan, scene=reading.scene, notes=(*plan.notes, reading.note))
        try:
            engine.check(plan.engine_request)
        except ForeignPrompt as foreign:
            if self._translator is None:
                raise
            plan = await self._translated(plan, engine, foreign, self._translator)
        return _with_scene(plan, engine)

    def _licenses(self) -> dict[str, License]:
        descriptions = (slot.engine.description for slot in self._registry.slots)
        return {engine.name: engine.license for engine in descriptions}

    def _begun(self, request: SoundRequest) -> tuple[SoundPlan, Engine[Any]]:
        plan = plan_sound(request, self._registry)
        return plan, self._registry.ready(request.engine)

    async def _translated(
        self, plan: SoundPlan, engine: Engine[Any], foreign: ForeignPrompt, translator: Translator
    ) -> SoundPlan:
        texts = {field: getattr(plan.request, field) for field in foreign.fields}
        translations = {
            field: await translator.translate(text, foreign.language)
            for field, text in texts.items()
        }
        plan = replace(plan, translations=translations)
        try:
            engine.check(plan.engine_request)
        except ForeignPrompt as still_foreign:
            raise TranslationFailed from still_foreign
        return plan


def _with_scene(plan: SoundPlan, engine: Engine[Any]) -> SoundPlan:
    """Return the plan with the engine's reading of the prompt, where it reads prompts ahead."""
    if plan.scene is not None or not isinstance(engine, ReadsPromptsAhead):
        return plan
    return replace(plan, scene=engine.scene(plan.engine_request))
