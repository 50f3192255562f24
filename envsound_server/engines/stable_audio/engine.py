"""The Stable Audio engine. It needs no torch before `load`."""

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from envsound_server.domain.engine import EngineDescription
from envsound_server.engines.inference.engine import ModelEngine
from envsound_server.engines.inference.settings import ModelSettings
from envsound_server.engines.stable_audio.description import NAME, Loaded, describe

if TYPE_CHECKING:
    from envsound_server.engines.stable_audio.inference.model import LoadedModel
    from envsound_server.engines.stable_audio.inference.rendering import (
        StableAudioRendering,  # noqa: F401 - named in the class's bases
    )


class StableAudioEngine(ModelEngine["LoadedModel", "StableAudioRendering"]):
    """The Stable Audio engine. Implements `Engine`, see `ModelEngine`."""

    name = NAME
    released = "stable-audio-3-small-sfx"

    def __init__(self, environment: Mapping[str, str]) -> None:
        super().__init__(environment)
        self._loaded_as = Loaded()

    @property
    def description(self) -> EngineDescription:
        """The engine's properties and limits. `load` adapts them to the weights and the device."""
        if self._model is None:
            return describe()
        return describe(replace(self._loaded_as, max_batch_size=self._model.max_batch_size))

    def _open(self, settings: ModelSettings) -> "LoadedModel":
        from envsound_server.engines.stable_audio.inference.opening import open_model

        model, self._loaded_as = open_model(settings)
        return model
