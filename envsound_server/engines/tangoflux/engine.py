"""The TangoFlux engine as the scheduler sees it. Needs no torch before `load`."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from envsound_server.engines.base import Advance, EngineDescription, EngineRequest, Lookups
from envsound_server.engines.english import foreign_letters
from envsound_server.engines.inference.settings import read_model_settings
from envsound_server.engines.tangoflux.description import NAME, NOT_LOADED, describe
from envsound_server.engines.tangoflux.settings import TangoFluxSettings
from envsound_server.errors import ForeignPrompt, GenerationFailed, WeightsMissing

if TYPE_CHECKING:
    from envsound_server.engines.tangoflux.inference.loaded_model import LoadedModel
    from envsound_server.engines.tangoflux.inference.rendering import TangoFluxRendering


class TangoFluxEngine:
    """Implements `Engine`.

    In float32 a rendering's latents are equal alone and in any batch to 1e-5 of their largest
    value; in bfloat16 and int8 to the rounding of its matrix products.
    """

    def __init__(self, environment: Mapping[str, str]) -> None:
        self._environment = environment
        self._model: LoadedModel | None = None

    @property
    def description(self) -> EngineDescription:
        """What it is and can do; after `load` as the weights and the device decide."""
        if self._model is None:
            return describe(NOT_LOADED)
        return describe(
            self._model.revision, self._model.max_batch_size, self._model.computation.text
        )

    @property
    def prompt_lookups(self) -> Lookups:
        """How often a prompt was encoded already."""
        return Lookups(0, 0) if self._model is None else self._model.prompt_lookups

    def load(self) -> None:
        """Reads the weights, compiles and warms up.

        Raises:
            EngineUnavailable: torch, the weights or the device are not there, or a setting is bad.
        """
        settings = read_model_settings(TangoFluxSettings, NAME, self._environment)
        if not settings.weights:
            raise WeightsMissing(
                "the tangoflux engine has no weights; get them with `envsound-weights download` "
                "and set TANGOFLUX_WEIGHTS to their folder"
            )
        try:
            from envsound_server.engines.tangoflux.inference.opening import open_model
        except ModuleNotFoundError as error:
            raise WeightsMissing(
                f"the tangoflux engine needs the package {error.name}; run `make install-models`"
            ) from None
        self._model = open_model(settings)

    def check(self, request: EngineRequest) -> None:
        """Refuses what is not written in the letters of English.

        Raises:
            ForeignPrompt: A prompt is not; a translation would do.
        """
        texts = {"prompt": request.prompt, "negative_prompt": request.negative_prompt}
        foreign = [field for field, text in texts.items() if foreign_letters(text)]
        if foreign:
            raise ForeignPrompt(NAME, "English", foreign)

    def start(self, request: EngineRequest) -> "TangoFluxRendering":
        """Begins a sound.

        Raises:
            GenerationFailed: There is no memory for it.
        """
        return self._loaded.start(request)

    def advance(
        self, renderings: Sequence["TangoFluxRendering"]
    ) -> Sequence[Advance | GenerationFailed]:
        """Takes each sound a step further, or decodes its next block."""
        return self._loaded.advance(renderings)

    def close(self) -> None:
        """Frees the weights."""
        self._model = None

    @property
    def _loaded(self) -> "LoadedModel":
        assert self._model is not None, "load comes first"
        return self._model
