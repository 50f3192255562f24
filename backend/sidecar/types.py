"""The request for a sound, its progress and the finished sound.

The fields are those of the wire contract (`envsound_service.proto`).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import IntEnum, StrEnum
from typing import Any, TypeAlias

from backend.sidecar.canonical import set_fields
from backend.sidecar.licenses import License


class AudioFormat(StrEnum):
    """The encoding of a file. The values appear in the API's JSON and in the database."""

    WAV_16 = "wav_16"
    WAV_24 = "wav_24"
    WAV_FLOAT = "wav_float"
    FLAC = "flac"
    MP3 = "mp3"
    OGG_VORBIS = "ogg_vorbis"
    OPUS = "opus"


class Priority(IntEnum):
    """The order of the queue: the lower goes first. The numbers are those on the wire."""

    INTERACTIVE = 1
    BATCH = 2


class Stage(StrEnum):
    """The step that a sound in the making is at."""

    QUEUED = "queued"
    PREPARING = "preparing"
    GENERATING = "generating"
    DECODING = "decoding"
    FINISHING = "finishing"


@dataclass(frozen=True, slots=True)
class TimeRange:
    """A range from a time to a later one, s."""

    start_seconds: float
    end_seconds: float


@dataclass(frozen=True, slots=True)
class Source:
    """An earlier sound that a new one is made from.

    Attributes:
        sound_file: Its path below the sounds folder, with forward slashes.
        strength: The part of a variation that is made anew, above 0 to 1. None: the sidecar's
            default.
        keep_ranges: The parts that stay as they are, in order and without overlap. Empty: a
            variation of the whole.
    """

    sound_file: str
    strength: float | None = None
    keep_ranges: tuple[TimeRange, ...] = ()

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> "Source":
        """Return the source that `set_fields` or `dataclasses.asdict` was given."""
        ranges = tuple(TimeRange(**each) for each in kept.get("keep_ranges", ()))
        return cls(kept["sound_file"], kept.get("strength"), ranges)


@dataclass(frozen=True, slots=True)
class SoundRequest:
    """A request for a sound. What is None or empty is left to the engine.

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
    source: Source | None = None
    true_peak_ceiling_dbtp: float | None = None

    def to_json(self) -> dict[str, Any]:
        """Return the fields that are set, enums by name: what a row keeps of the request."""
        return set_fields(self)

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> "SoundRequest":
        """Return the request that `to_json` was made of.

        Raises:
            TypeError: It holds a field that only a newer version has.
        """
        fields = dict(kept)
        for name, kind in (("audio_format", AudioFormat), ("priority", Priority)):
            if name in fields:
                fields[name] = kind[fields[name]]
        if "source" in fields:
            fields["source"] = Source.from_json(fields["source"])
        return cls(**fields)


@dataclass(frozen=True, slots=True)
class Queued:
    """The event of a sound that waits in the sidecar, with `position` sounds ahead of it."""

    position: int
    estimated_wait_seconds: float | None


@dataclass(frozen=True, slots=True)
class Progress:
    """The event of a sound in the making, of which `fraction`, 0 to 1, is done."""

    stage: Stage
    step: int
    step_count: int
    fraction: float
    estimated_remaining_seconds: float | None


@dataclass(frozen=True, slots=True)
class FinishedSound:
    """A finished sound. Paths are below the sounds folder, with forward slashes.

    `license` is None from an older sidecar that does not send it, `source_file` where the sound was
    made from no other.
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
