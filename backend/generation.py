"""A sound as the backend and the sidecar speak of it: what to make, how far it is, what came of it.

The fields are those of the wire contract (`envsound_service.proto`).
"""

from dataclasses import dataclass, field
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


class CommercialUse(StrEnum):
    """Whether sounds may be used in what is sold; the values stand in JSON and in the database."""

    YES = "yes"
    NO = "no"
    UP_TO_REVENUE = "up_to_revenue"
    """By those whose yearly revenue is below `License.revenue_limit_usd`."""


@dataclass(frozen=True, slots=True)
class License:
    """Terms under which sounds may be used.

    Attributes:
        name: For people: `Stability AI Community License`.
        commercial_use: Whether they may be used in what is sold. None: the sidecar told a kind
            that this backend does not know.
        revenue_limit_usd: Yearly revenue below which `UP_TO_REVENUE` allows it, US$. None: no
            such limit.
        attribution: What has to be told wherever the sounds are used, or empty.
        terms_url: Where the terms are; empty where there is nothing to read.
    """

    name: str
    commercial_use: CommercialUse | None
    revenue_limit_usd: int | None = None
    attribution: str = ""
    terms_url: str = ""


OLDER_LICENSES = {
    "procedural": License("Apache-2.0; the sounds are free to use", CommercialUse.YES),
    "tangoflux": License(
        "non-commercial, research only (Stability AI Community License; "
        "trained on WavCaps, academic use)",
        CommercialUse.NO,
        attribution="Powered by Stability AI",
        terms_url="https://huggingface.co/declare-lab/TangoFlux",
    ),
}
"""Terms by engine, for sounds that were made before sounds told theirs."""


@dataclass(frozen=True, slots=True)
class TimeRange:
    """From a time to a later one, s."""

    start_seconds: float
    end_seconds: float


@dataclass(frozen=True, slots=True)
class Source:
    """An earlier sound that a new one is made from.

    Attributes:
        sound_file: Its path below the sounds folder, with forward slashes.
        strength: How much of a variation is made anew, above 0 to 1. None: the sidecar's default.
        keep_ranges: What stays as it is, in order and without overlap. Empty: a variation of the
            whole.
    """

    sound_file: str
    strength: float | None = None
    keep_ranges: tuple[TimeRange, ...] = ()


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
    # Not in the text that a request is recognized by: see `NewSound.fingerprint`.
    source: Source | None = field(default=None, repr=False)


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
    """A finished sound; paths are below the sounds folder, with forward slashes.

    `license` is None where an older sidecar did not tell it, `source_file` where the sound was made
    from no other.
    """

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
    license: License | None = None
    source_file: str | None = None


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
class KnownSound:
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
    known_sounds: tuple[KnownSound, ...]
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


class PromptReader(StrEnum):
    """Who read a prompt."""

    ENGINE = "engine"
    VOCABULARY = "vocabulary"
    LANGUAGE_MODEL = "language_model"


class Intensity(StrEnum):
    """Strength of a sound that is not normal."""

    LIGHT = "light"
    HEAVY = "heavy"


class Distance(StrEnum):
    """Distance of a sound that is not normal."""

    NEAR = "near"
    DISTANT = "distant"


class Pace(StrEnum):
    """Speed at which events follow each other, where it is not normal."""

    SLOW = "slow"
    FAST = "fast"


class Motion(StrEnum):
    """Motion of a sound that does not stay where it is."""

    APPROACHING = "approaching"
    RECEDING = "receding"
    PASSING = "passing"
    LEFT_TO_RIGHT = "left_to_right"
    RIGHT_TO_LEFT = "right_to_left"


class Swell(StrEnum):
    """Course of a level that is not steady."""

    RISING = "rising"
    FALLING = "falling"


@dataclass(frozen=True, slots=True)
class ReadingRequest:
    """What is to be read.

    Attributes:
        prompt: What is to be heard.
        engine: Name of the engine; empty: the default engine.
        negative_prompt: What is not to be heard.
        duration_seconds: Length of the sound, s; None: the engine's default.
        vocabulary_only: Whether no language model may be asked, which may take seconds.
    """

    prompt: str
    engine: str = ""
    negative_prompt: str = ""
    duration_seconds: float | None = None
    vocabulary_only: bool = False


@dataclass(frozen=True, slots=True)
class PlannedLayer:
    """One sound of a scene that an engine read in a prompt.

    Attributes:
        kind: Name of a `KnownSound`.
        chinese_name: Its name in simplified Chinese.
        description: All of it in English words.
        intensity: None: normal.
        distance: None: normal.
        pace: None: normal.
        place: Where it is heard, `in a church`; None: the kind's own place.
        motion: None: it stays where it is.
        count: How many events; None: as many as fit naturally.
        every_seconds: Time from one event to the next, s; None: the kind's own.
        start_seconds: When it begins, s.
        end_seconds: When it is over, s.
        swell: None: steady.
        is_sudden: Whether it begins at once, without a fade.
    """

    kind: str
    chinese_name: str
    description: str
    intensity: Intensity | None
    distance: Distance | None
    pace: Pace | None
    place: str | None
    motion: Motion | None
    count: int | None
    every_seconds: float | None
    start_seconds: float
    end_seconds: float
    swell: Swell | None
    is_sudden: bool


@dataclass(frozen=True, slots=True)
class PromptReading:
    """How an engine reads a prompt.

    Attributes:
        engine: Name of the engine that was asked.
        reader: Who read it.
        is_understood: Whether a sound can be made of it.
        layers: What would be heard; empty where the engine takes any text.
        left_out: Names of the sounds that are to be left out.
        not_understood: Words of the prompt that nothing is made of.
        suggestions: At most five sounds that are nearest to what was not understood.
        notes: What a person ought to know of the reading, a sentence each.
    """

    engine: str
    reader: PromptReader
    is_understood: bool
    layers: tuple[PlannedLayer, ...] = ()
    left_out: tuple[str, ...] = ()
    not_understood: tuple[str, ...] = ()
    suggestions: tuple[KnownSound, ...] = ()
    notes: tuple[str, ...] = ()
