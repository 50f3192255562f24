"""A sound as the backend and the sidecar speak of it: what to make, how far it is, what came of it.

The fields are those of the wire contract (`envsound_service.proto`).
"""

from dataclasses import dataclass, field
from enum import IntEnum, StrEnum
from typing import TypeAlias

from backend.sidecar.licenses import License


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
class FinishedSound:
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


Event: TypeAlias = Queued | Progress | FinishedSound
