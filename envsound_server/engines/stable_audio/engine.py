"""The Stable Audio engine as the scheduler sees it. Needs no torch before `load`."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from envsound_server.engines.base import Advance, EngineDescription, EngineRequest, Lookups
from envsound_server.engines.english import foreign_letters
from envsound_server.engines.inference.settings import ModelSettings, read_model_settings
from envsound_server.engines.stable_audio.description import NAME, Loaded, describe
from envsound_server.errors import ForeignPrompt, GenerationFailed, WeightsMissing

if TYPE_CHECKING:
    from envsound_server.engines.stable_audio.inference.model import LoadedModel
    from envsound_server.engines.stable_audio.inference.rendering import StableAudioRendering


class StableAudioEngine:
    """Implements `Engine`.

    In float32 a rendering's latents are equal alone and in any batch to 1e-5 of their largest
    value; in bfloat16 and int8 to the rounding of its matrix products.
    """

    def __init__(self, environment: Mapping[str, str]) -> None:
        self._environment = environment
        self._model: LoadedModel | None = None
        self._loaded_as = Loaded()

    @property
    def description(self) -> EngineDescription:
        """What it is and can do; after `load` as the weights and the device decide."""
        if self._model is None:
            return describe()
        return describe(replace(self._loaded_as, max_batch_size=self._model.max_batch_size))

    @property
    def prompt_lookups(self) -> Lookups:
        """How often a prompt was encoded already."""
        return Lookups(0, 0) if self._model is None else self._model.prompt_lookups

    def load(self) -> None:
        """Read the weights and warm up.

        Raises:
            EngineUnavailable: torch, the weights or the device are not there, or a setting is bad.
        """
        settings = read_model_settings(ModelSettings, NAME, self._environment)
        if not settings.weights:
            raise WeightsMissing(
                "the stable_audio engine has no weights; get them with `envsound-weights download "
                "stable-audio-3-small-sfx` and set STABLE_AUDIO_WEIGHTS to their folder"
            )
        try:
            from envsound_server.engines.stable_audio.inference.opening import open_model
        except ModuleNotFoundError as error:
            raise WeightsMissing(
                f"the stable_audio engine needs the package {error.name}; run `make install-models`"
            ) from None
        self._model, self._loaded_as = open_model(settings)

    def check(self, request: EngineRequest) -> None:
        """Refuse what is not written in the letters of English.

        Raises:
            ForeignPrompt: A prompt is not; a translation would do.
        """
        texts = {"prompt": request.prompt, "negative_prompt": request.negative_prompt}
        foreign = [field for field, text in texts.items() if foreign_letters(text)]
        if foreign:
            raise ForeignPrompt(NAME, "English", foreign)

    def start(self, request: EngineRequest) -> "StableAudioRendering":
        """Begin a sound.

        Raises:
            GenerationFailed: There is no memory for it.
        """
        return self._opened.start(request)

    def advance(
        self, renderings: Sequence["StableAudioRendering"]
    ) -> Sequence[Advance | GenerationFailed]:
        """Take each sound a step further, or its next block through the autoencoder."""
        return self._opened.advance(renderings)

    def close(self) -> None:
        """Free the weights."""
        self._model = None

    @property
    def _opened(self) -> "LoadedModel":
        assert self._model is not None, "load comes first"
        return self._model
