"""A request for a sound, as a client sent it."""

from dataclasses import asdict, dataclass
from enum import IntEnum

from envsound_server.audio.formats import AudioFormat
from envsound_server.domain.canonical import fingerprint, set_fields
from envsound_server.domain.older_fingerprint import older_fingerprint


class Priority(IntEnum):
    """The order of the queue: the lower goes first. The numbers are those on the wire."""

    INTERACTIVE = 1
    BATCH = 2


@dataclass(frozen=True, slots=True)
class SoundSource:
    """An earlier sound that a new one is to be made from, None where a field was left unset.

    Attributes:
        sound_file: Its path below the sounds folder, with forward slashes.
        request_id: The request that it answered; either this or `sound_file`.
        strength: The part of a variation that is made anew, above 0 to 1.
        keep_ranges: Start and end of each part that stays as it is, s.
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
    """A request as a client sent it, None where a field was left unset.

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
    true_peak_ceiling_dbtp: float | None = None

    @property
    def fingerprint(self) -> str:
        """Return a value that is equal for two requests for the same sound.

        Answered requests hold it for weeks, and the AI label of a file for ever.
        """
        content = set_fields(self)
        for name in ("request_id", "priority"):
            content.pop(name, None)
        return fingerprint(content)

    def matches(self, kept: str) -> bool:
        """Return whether a fingerprint is of an equal request, in the present or the older form."""
        return kept in (self.fingerprint, older_fingerprint(asdict(self)))
