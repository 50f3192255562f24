"""The base class of engines with a model. It needs no torch before `load`."""

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from typing import ClassVar, Generic, Protocol, TypeVar

from envsound_server.domain.engine import EngineDescription, EngineRequest
from envsound_server.engines.base import Advance, Lookups, Rendering
from envsound_server.engines.english import foreign_letters
from envsound_server.engines.inference.settings import ModelSettings, read_model_settings
from envsound_server.errors import ForeignPrompt, GenerationFailed, WeightsMissing

RenderingT = TypeVar("RenderingT", bound=Rendering)


class Model(Protocol[RenderingT]):
    """A model with its weights in memory. Fields and methods are as in `Engine`."""

    @property
    def prompt_lookups(self) -> Lookups:
        """Hits and misses of the cache of encoded prompts."""
        ...

    def start(self, request: EngineRequest) -> RenderingT:
        """Start a sound."""
        ...

    def advance(self, renderings: Sequence[RenderingT]) -> Sequence[Advance | GenerationFailed]:
        """Advance each sound by one step."""
        ...


ModelT = TypeVar("ModelT", bound=Model)  # type: ignore[type-arg]


class ModelEngine(ABC, Generic[ModelT, RenderingT]):
    """The base of engines that read English and run a model. Implements `Engine`.

    A rendering's latents alone and in any batch are equal: in float32 to 1e-5 of their largest
    value, in bfloat16 and int8 to the rounding of the matrix products.

    Args:
        environment: The process environment.
    """

    name: ClassVar[str]
    """Name of the engine, in capitals the prefix of its environment variables."""

    released: ClassVar[str]
    """Name of its weights for `envsound-weights download`."""

    settings_kind: ClassVar[type[ModelSettings]] = ModelSettings

    def __init__(self, environment: Mapping[str, str]) -> None:
        self._environment = environment
        self._model: ModelT | None = None

    @property
    @abstractmethod
    def description(self) -> EngineDescription:
        """The engine's properties and limits. `load` adapts them to the weights and the device."""

    @property
    def prompt_lookups(self) -> Lookups:
        """Hits and misses of the cache of encoded prompts."""
        return Lookups(0, 0) if self._model is None else self._model.prompt_lookups

    def load(self) -> None:
        """Load the weights, compile and warm up.

        Raises:
            EngineUnavailable: torch, weights or device are missing, or a setting is invalid.
        """
        settings = read_model_settings(self.settings_kind, self.name, self._environment)
        if not settings.weights:
            raise WeightsMissing(
                f"the {self.name} engine has no weights; get them with `envsound-weights download "
                f"{self.released}` and set {self.name.upper()}_WEIGHTS to their folder"
            )
        try:
            self._model = self._open(settings)
        except ModuleNotFoundError as error:
            raise WeightsMissing(
                f"the {self.name} engine needs the package {error.name}; run `make install-models`"
            ) from None

    @abstractmethod
    def _open(self, settings: ModelSettings) -> ModelT:
        """Return the model, loaded and warmed up. Implementations import torch here."""

    def check(self, request: EngineRequest) -> None:
        """Reject prompts that are not written in English letters.

        Raises:
            ForeignPrompt: A prompt has other letters. A translation would be accepted.
        """
        texts = {"prompt": request.prompt, "negative_prompt": request.negative_prompt}
        foreign = [field for field, text in texts.items() if foreign_letters(text)]
        if foreign:
            raise ForeignPrompt(self.name, "English", foreign)

    def start(self, request: EngineRequest) -> RenderingT:
        """Start a sound.

        Raises:
            GenerationFailed: The device is out of memory.
        """
        rendering: RenderingT = self._loaded.start(request)
        return rendering

    def advance(self, renderings: Sequence[RenderingT]) -> Sequence[Advance | GenerationFailed]:
        """Advance each sound by one step, or by one block through the autoencoder."""
        return self._loaded.advance(renderings)

    def close(self) -> None:
        """Free the weights."""
        self._model = None

    @property
    def _loaded(self) -> ModelT:
        assert self._model is not None, "call load first"
        return self._model
