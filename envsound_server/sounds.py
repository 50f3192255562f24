"""A sound as the sidecar speaks of it: asked for, in the making, finished."""

import hashlib
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime
from enum import IntEnum
from typing import TypeAlias

from envsound_server.audio.formats import AudioFormat
from envsound_server.engines.base import EngineDescription, EngineRequest, Stage


class Priority(IntEnum):
    """The lower goes first."""

    INTERACTIVE = 0
    BATCH = 1


@dataclass(frozen=True, slots=True)
class SoundRequest:
    """What a client asked for; None where it left a field unset.

    Attributes as in `GenerateSoundRequest` of the wire contract.
    """

    prompt: str
    duration_seconds: float | None = None
    steps: int | None = None
    cfg_scale: float | None = None
    seed: int | None = None
    engine: str | None = None
    name: str = ""
    category: str = ""
    loop: bool = False
    audio_format: AudioFormat = AudioFormat.WAV_16
    target_lufs: float | None = None
    negative_prompt: str = ""
    request_id: str = ""
    priority: Priority = Priority.INTERACTIVE

    @property
    def fingerprint(self) -> str:
        """Equal for two requests that ask for the same sound, whatever their priority."""
        fields = asdict(self)
        del fields["request_id"], fields["priority"]
        return hashlib.sha256(repr(sorted(fields.items())).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class SoundPlan:
    """A request with every default filled in and every bound checked.

    Attributes:
        request: What was asked for, with `name` filled in and white space collapsed.
        engine: The engine that makes it.
        frame_count: Frames that the finished sound has at 44.1 kHz.
        overlap_frame_count: Frames made beyond that, to join a loop; 0 for no loop.
        seed: As asked for, else drawn.
        steps: 0 where the engine has none.
        cfg_scale: 0 where the engine has none.
        translations: What the engine reads in place of the request's own text, by field: `prompt`,
            `negative_prompt`.
        scene: How a language model read the prompt (`EngineRequest.scene`); None: the engine reads
            it.
        notes: What the listener ought to know of how the prompt was read, a sentence each.
    """

    request: SoundRequest
    engine: EngineDescription
    frame_count: int
    overlap_frame_count: int
    seed: int
    steps: int
    cfg_scale: float
    translations: Mapping[str, str] = field(default_factory=dict)
    scene: object | None = None
    notes: tuple[str, ...] = ()

    @property
    def engine_request(self) -> EngineRequest:
        """The part that concerns the engine."""
        return EngineRequest(
            prompt=self.translations.get("prompt", self.request.prompt),
            frame_count=self.frame_count + self.overlap_frame_count,
            seed=self.seed,
            steps=self.steps,
            cfg_scale=self.cfg_scale,
            negative_prompt=self.translations.get("negative_prompt", self.request.negative_prompt),
            scene=self.scene,
        )


@dataclass(frozen=True, slots=True)
class Queued:
    """The sound waits; `position` sounds are ahead of it."""

    position: int
    estimated_wait_seconds: float | None


@dataclass(frozen=True, slots=True)
class Progress:
    """The sound is being made; fields as in the wire contract."""

    stage: Stage
    step: int
    step_count: int
    fraction: float
    estimated_remaining_seconds: float | None


@dataclass(frozen=True, slots=True)
class Sound:
    """A finished sound; fields as in the wire contract.

    `relative_path` is below the sounds folder, with forward slashes; who needs an absolute path
    puts the folder before it.
    """

    relative_path: str
    audio_format: AudioFormat
    frame_count: int
    sample_rate_hertz: int
    channels: int
    file_size_bytes: int
    sha256: str
    engine: str
    model_revision: str
    prompt: str
    negative_prompt: str
    name: str
    category: str
    seed: int
    steps: int
    cfg_scale: float
    loop: bool
    peak_dbfs: float
    loudness_lufs: float | None
    generation_seconds: float
    create_time: datetime
    notes: tuple[str, ...] = field(default=())
    engine_prompt: str = ""
    true_peak_dbtp: float | None = None
    """None in what an older server remembers."""

    @property
    def duration_seconds(self) -> float:
        """Exact length of the file, s."""
        return self.frame_count / self.sample_rate_hertz


Event: TypeAlias = Queued | Progress | Sound
