"""The TangoFlux engine. It needs no torch before `load`."""

from typing import TYPE_CHECKING

from envsound_server.domain.engine import EngineDescription
from envsound_server.engines.inference.engine import ModelEngine
from envsound_server.engines.inference.settings import ModelSettings
from envsound_server.engines.tangoflux.description import NAME, NOT_LOADED, describe
from envsound_server.engines.tangoflux.settings import TangoFluxSettings

if TYPE_CHECKING:
    from envsound_server.engines.tangoflux.inference.loaded_model import LoadedModel
    from envsound_server.engines.tangoflux.inference.rendering import (
        TangoFluxRendering,  # noqa: F401 - named in the class's bases
    )


class TangoFluxEngine(ModelEngine["LoadedModel", "TangoFluxRendering"]):
    """The TangoFlux engine. Implements `Engine`, see `ModelEngine`."""

    name = NAME
    released = "tangoflux"
    settings_kind = TangoFluxSettings

    @property
    def description(self) -> EngineDescription:
        """The engine's properties and limits. `load` adapts them to the weights and the device."""
        if self._model is None:
            return describe(NOT_LOADED)
        return describe(
            self._model.revision, self._model.max_batch_size, self._model.computation.text
        )

    def _open(self, settings: ModelSettings) -> "LoadedModel":
        from envsound_server.engines.tangoflux.inference.opening import open_model

        assert isinstance(settings, TangoFluxSettings)
        return open_model(settings)
