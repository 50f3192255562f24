"""A sound as the backend and the sidecar speak of it: what to make, how far it is, what came of it.

The fields are those of the wire contract (`envsound_service.proto`).
"""

from dataclasses import dataclass
from enum import Enum, IntEnum, StrEnum
from typing import TypeAlias


class AudioFormat(StrEnum):
    """How the file is encoded; the values stand in JSON and in the database."""

    WAV_16 = "wav_16"
    WAV_24 = "wav_24"
    WAV_FLOAT = "wav_float"
    FLAC = "flac"
    MP3 = "mp3"
    OGG_VORBIS = "ogg_vorbis"
    OPUS = "opus"


class Priority(IntEnum):
    """The higher goes first."""

    BATCH = 0
    INTERACTIVE = 1


class Stage(StrEnum):
    """What is being done with a sound."""

    QUEUED = "queued"
    PREPARING = "preparing"
    GENERATING = "generating"
    DECODING = "decoding"
    FINISHING = "finishing"


@dataclass(frozen=True, slots=True)
class SoundRequest:
    """What to make; None and empty texts leave it to the engine.

    Attributes as in `GenerateSoundRequest`.
    """

    prompt: str
    name: str
    request_id: str
    duration_seconds: float | None = None
    steps: int | None = None
    cfg_scale: float | None = None
    seed: int | None = None
    engine: str = ""
    category: str = ""
    loop: bool = False
    audio_format: AudioFormat = AudioFormat.WAV_16
    target_lufs: float | None = None
    negative_prompt: str = ""
    priority: Priority = Priority.INTERACTIVE


@dataclass(frozen=True, slots=True)
class Queued:
    """The sound waits in the sidecar; `position` sounds are ahead of it."""

    position: int
    estimated_wait_seconds: float | None


@dataclass(frozen=True, slots=True)
class Progress:
    """The sound is being made; `fraction` of it, 0 to 1, is done."""

    stage: Stage
    step: int
    step_count: int
    fraction: float
    estimated_remaining_seconds: float | None


@dataclass(frozen=True, slots=True)
class Sound:
    """A finished sound; `relative_path` is below the sounds folder, with forward slashes."""

    relative_path: str
    duration_seconds: float
    frame_count: int
    sample_rate_hertz: int
    channels: int
    file_size_bytes: int
    sha256: str
    engine: str
    model_revision: str
    engine_prompt: str | None
    seed: int
    steps: int | None
    cfg_scale: float | None
    peak_dbfs: float
    true_peak_dbtp: float | None
    loudness_lufs: float | None
    generation_seconds: float
    notes: tuple[str, ...]


Event: TypeAlias = Queued | Progress | Sound


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
class Engine:
    """An engine and what it can do; `steps` and `cfg_scale` are None where it has none."""

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
    known_sounds: tuple[str, ...]
    languages: tuple[str, ...]
    max_batch_size: int
    sample_rate_hertz: int
    channels: int


@dataclass(frozen=True, slots=True)
class EngineList:
    """What `ListEngines` tells."""

    engines: tuple[Engine, ...]
    default_engine: str
    formats: tuple[AudioFormat, ...]
    queue_capacity: int
    queue_length: int

    @property
    def has_ready_engine(self) -> bool:
        """Whether any engine is ready, be it not the default one."""
        return any(engine.state is EngineState.READY for engine in self.engines)

    def find(self, name: str) -> Engine | None:
        """The engine of that name; an empty name means the default engine."""
        wanted = name or self.default_engine
        return next((engine for engine in self.engines if engine.name == wanted), None)
