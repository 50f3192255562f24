"""An engine with a model as the scheduler sees it. Needs no torch before `load`."""

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
    """A model with its weights in memory; fields and methods as in `Engine`."""

    @property
    def prompt_lookups(self) -> Lookups:
        """How often a prompt was encoded already."""
        ...

    def start(self, request: EngineRequest) -> RenderingT:
        """Begin a sound."""
        ...

    def advance(self, renderings: Sequence[RenderingT]) -> Sequence[Advance | GenerationFailed]:
        """Take each sound a step further."""
        ...


ModelT = TypeVar("ModelT", bound=Model)  # type: ignore[type-arg]


class ModelEngine(ABC, Generic[ModelT, RenderingT]):
    """What engines that read English and run a model have in common. Implements `Engine`.

    In float32 a rendering's latents are equal alone and in any batch to 1e-5 of their largest
    value; in bfloat16 and int8 to the rounding of its matrix products.

    Args:
        environment: The process environment.
    """

    name: ClassVar[str]
    """In capitals it is the prefix of its variables."""

    released: ClassVar[str]
    """What `envsound-weights download` calls its weights."""

    settings_kind: ClassVar[type[ModelSettings]] = ModelSettings

    def __init__(self, environment: Mapping[str, str]) -> None:
        self._environment = environment
        self._model: ModelT | None = None

    @property
    @abstractmethod
    def description(self) -> EngineDescription:
        """What it is and can do; after `load` as the weights and the device decide."""

    @property
    def prompt_lookups(self) -> Lookups:
        """How often a prompt was encoded already."""
        return Lookups(0, 0) if self._model is None else self._model.prompt_lookups

    def load(self) -> None:
        """Read the weights, compile and warm up.

        Raises:
            EngineUnavailable: torch, the weights or the device are not there, or a setting is bad.
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
        """Return the model, loaded and warm; torch is imported here."""

    def check(self, request: EngineRequest) -> None:
        """Refuse what is not written in the letters of English.

        Raises:
            ForeignPrompt: A prompt is not; a translation would do.
        """
        texts = {"prompt": request.prompt, "negative_prompt": request.negative_prompt}
        foreign = [field for field, text in texts.items() if foreign_letters(text)]
        if foreign:
            raise ForeignPrompt(self.name, "English", foreign)

    def start(self, request: EngineRequest) -> RenderingT:
        """Begin a sound.

        Raises:
            GenerationFailed: There is no memory for it.
        """
        rendering: RenderingT = self._loaded.start(request)
        return rendering

    def advance(self, renderings: Sequence[RenderingT]) -> Sequence[Advance | GenerationFailed]:
        """Take each sound a step further, or its next block through the autoencoder."""
        return self._loaded.advance(renderings)

    def close(self) -> None:
        """Free the weights."""
        self._model = None

    @property
    def _loaded(self) -> ModelT:
        assert self._model is not None, "load comes first"
        return self._model
