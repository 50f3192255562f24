"""A request for a sound, as a client sent it."""

import hashlib
from dataclasses import asdict, dataclass
from enum import IntEnum

from envsound_server.audio.formats import AudioFormat


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
