"""An engine and its abilities.

The fields are those of the wire contract (`envsound_service.proto`).
"""

from dataclasses import dataclass
from enum import Enum

from backend.sidecar.licenses import License
from backend.sidecar.types import AudioFormat


class EngineState(Enum):
    """The state of an engine."""

    LOADING = "loading"
    READY = "ready"
    UNAVAILABLE = "unavailable"


@dataclass(frozen=True, slots=True)
class Range:
    """An inclusive range of a setting, and its default."""

    low: float
    high: float
    default: float


@dataclass(frozen=True, slots=True)
class SoundKind:
    """A sound that an engine supports by name. An older sidecar sends only the name.

    Attributes as in `KnownSound` of the wire contract.
    """

    name: str
    chinese_name: str = ""
    category: str = ""
    english_example: str = ""
    chinese_example: str = ""


@dataclass(frozen=True, slots=True)
class Engine:
    """An engine and its abilities. `steps` and `cfg_scale` are None where it has none.

    `license` and `attribution` are texts for people. An older sidecar has no `terms` beside them.
    """

    name: str
    display_name: str
    description: str
    state: EngineState
    unavailable_reason: str
    model_revision: str
    license: str
    attribution: str
    duration_seconds: Range
    steps: Range | None
    cfg_scale: Range | None
    supports_negative_prompt: bool
    known_sounds: tuple[SoundKind, ...]
    languages: tuple[str, ...]
    max_batch_size: int
    sample_rate_hertz: int
    channels: int
    terms: License | None = None
    supports_source: bool = False
    computation: str = ""


@dataclass(frozen=True, slots=True)
class EngineList:
    """The answer of `ListEngines`."""

    engines: tuple[Engine, ...]
    default_engine: str
    formats: tuple[AudioFormat, ...]
    queue_capacity: int
    queue_length: int
    default_engine_reason: str = ""

    @property
    def has_ready_engine(self) -> bool:
        """Return whether any engine is ready, the default one or another."""
        return any(engine.state is EngineState.READY for engine in self.engines)

    def find(self, name: str) -> Engine | None:
        """Return the engine of that name, an empty name means the default engine."""
        wanted = name or self.default_engine
        return next((engine for engine in self.engines if engine.name == wanted), None)
