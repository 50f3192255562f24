"""A sound as the sidecar speaks of it: asked for, in the making, finished."""

import hashlib
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime
from enum import IntEnum
from typing import TypeAlias

from envsound_server.audio.formats import AudioFormat
from envsound_server.engines.base import EngineDescription, EngineRequest, License, Stage


class Priority(IntEnum):
    """The lower goes first."""

    INTERACTIVE = 0
    BATCH = 1


@dataclass(frozen=True, slots=True)
class SoundSource:
    """An earlier sound that a new one is to be made from; None where a field was left unset.

    Attributes:
        sound_file: Its path below the sounds folder, with forward slashes.
        request_id: The request that it answered; either this or `sound_file`.
        strength: How much of a variation is made anew, above 0 to 1.
        keep_ranges: Start and end of what stays as it is, s.
    """

    sound_file: str | None = None
    request_id: str | None = None
    strength: float | None = None
    keep_ranges: tuple[tuple[float, float], ...] = ()

    @property
    def named_by(self) -> str:
        """Return the field on the wire that names the sound."""
        return "source.request_id" if self.sound_file is None else "source.sound_file"


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
    source: SoundSource | None = None

    @property
    def fingerprint(self) -> str:
        """Return what is equal for two requests for the same sound, whatever their priority.

        Journals hold it for weeks. So a field that came later is part of it only where it is set.
        """
        fields = asdict(self)
        del fields["request_id"], fields["priority"]
        if self.source is None:
            del fields["source"]
        return hashlib.sha256(repr(sorted(fields.items())).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class PlannedSource:
    """An earlier sound that was found, and what is to be done with it.

    Attributes:
        relative_path: Below the sounds folder, with forward slashes.
        frame_count: Frames that it has at 44.1 kHz, >= 1.
        strength: As in `engines.base.Source`.
        kept_frames: As in `engines.base.Source`.
        license: Under which terms it may be used; None where nobody told.
    """

    relative_path: str
    frame_count: int
    strength: float
    kept_frames: tuple[tuple[int, int], ...] = ()
    license: License | None = None


@dataclass(frozen=True, slots=True)
class SoundPlan:
    """A request with every default filled in and every bound checked.

    Attributes:
        request: What was asked for, with `name` filled in and white space collapsed.
        engine: The engine that makes it.
        frame_count: Frames that the finished sound has at 44.1 kHz.
        overlap_frame_count: Frames made beyond that, to join a loop; 0 for no loop, and for one
            that the engine joins by itself.
        seed: As asked for, else drawn.
        steps: 0 where the engine has none.
        cfg_scale: 0 where the engine has none.
        translations: What the engine reads in place of the request's own text, by field: `prompt`,
            `negative_prompt`.
        scene: How a language model read the prompt (`EngineRequest.scene`); None: the engine reads
            it.
        notes: What the listener ought to know of how the request was read, a sentence each.
        source: What it is made from, once it was found; None: nothing.
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
    source: PlannedSource | None = None

    @property
    def negative_prompt(self) -> str:
        """Return what is not to be heard; empty for an engine that has no negative prompt."""
        return self.request.negative_prompt if self.engine.supports_negative_prompt else ""

    @property
    def engine_request(self) -> EngineRequest:
        """Return the part that concerns the engine, but for the samples of the source."""
        return EngineRequest(
            prompt=self.translations.get("prompt", self.request.prompt),
            frame_count=self.frame_count + self.overlap_frame_count,
            seed=self.seed,
            steps=self.steps,
            cfg_scale=self.cfg_scale,
            negative_prompt=self.translations.get("negative_prompt", self.negative_prompt),
            scene=self.scene,
            is_loop=self.request.loop and self.engine.loops_natively,
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
    license: License | None = None
    """None in what an older server remembers."""
    source_file: str = ""

    @property
    def duration_seconds(self) -> float:
        """Exact length of the file, s."""
        return self.frame_count / self.sample_rate_hertz


Event: TypeAlias = Queued | Progress | Sound
