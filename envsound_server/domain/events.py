"""The progress of a sound, and the finished sound."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import TypeAlias

from envsound_server.audio.formats import AudioFormat
from envsound_server.domain.engine import License, Stage


@dataclass(frozen=True, slots=True)
class Queued:
    """The event of a sound that waits, with `position` sounds ahead of it."""

    position: int
    estimated_wait_seconds: float | None


@dataclass(frozen=True, slots=True)
class Progress:
    """The event of a sound in the making, with fields as in the wire contract."""

    stage: Stage
    step: int
    step_count: int
    fraction: float
    estimated_remaining_seconds: float | None


@dataclass(frozen=True, slots=True)
class FinishedSound:
    """A finished sound, with fields as in the wire contract.

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
        """Return the exact length of the file, s."""
        return self.frame_count / self.sample_rate_hertz


Event: TypeAlias = Queued | Progress | FinishedSound
