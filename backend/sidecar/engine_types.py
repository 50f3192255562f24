"""An engine and what it can do.

The fields are those of the wire contract (`envsound_service.proto`).
"""

from dataclasses import dataclass
from enum import Enum

from backend.sidecar.licenses import License
from backend.sidecar.types import AudioFormat


class EngineState(Enum):
    """Whether an engine can be used."""

    LOADING = "loading"
    READY = "ready"
    UNAVAILABLE = "unavailable"


@dataclass(frozen=True, slots=True)
class Range:
    """An inclusive range of a setting, and what stands for an unset one."""

    low: float
    high: float
    default: float


@dataclass(frozen=True, slots=True)
class SoundKind:
    """A sound that an engine knows by name; an older sidecar tells only the name.

    Attributes as in `KnownSound` of the wire contract.
    """

    name: str
    chinese_name: str = ""
    category: str = ""
    english_example: str = ""
    chinese_example: str = ""


@dataclass(frozen=True, slots=True)
class Engine:
    """An engine and what it can do; `steps` and `cfg_scale` are None where it has none.

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
    """What `ListEngines` tells."""

    engines: tuple[Engine, ...]
    default_engine: str
    formats: tuple[AudioFormat, ...]
    queue_capacity: int
    queue_length: int
    default_engine_reason: str = ""

    @property
    def has_ready_engine(self) -> bool:
        """Whether any engine is ready, be it not the default one."""
        return any(engine.state is EngineState.READY for engine in self.engines)

    def find(self, name: str) -> Engine | None:
        """The engine of that name; an empty name means the default engine."""
        wanted = name or self.default_engine
        return next((engine for engine in self.engines if engine.name == wanted), None)
