"""The file formats of sounds."""

from dataclasses import dataclass
from enum import Enum

from envsound_server.audio.waveform import SAMPLE_RATE_HERTZ

OPUS_SAMPLE_RATE_HERTZ = 48_000
"""Sample rate of Opus for any input (RFC 7845 section 5.1)."""


@dataclass(frozen=True, slots=True)
class _Traits:
    """The external properties of a format."""

    name: str
    extension: str
    media_type: str
    sample_rate_hertz: int = SAMPLE_RATE_HERTZ


class AudioFormat(Enum):
    """The encoding of a file: container, codec and bit depth."""

    WAV_16 = _Traits("WAV, 16 bits", "wav", "audio/wav")
    WAV_24 = _Traits("WAV, 24 bits", "wav", "audio/wav")
    WAV_FLOAT = _Traits("WAV, 32-bit float", "wav", "audio/wav")
    FLAC = _Traits("FLAC, 24 bits", "flac", "audio/flac")
    MP3 = _Traits("MP3", "mp3", "audio/mpeg")
    OGG_VORBIS = _Traits("Ogg Vorbis", "ogg", "audio/ogg")
    OPUS = _Traits("Ogg Opus", "opus", "audio/ogg", OPUS_SAMPLE_RATE_HERTZ)

    @property
    def display_name(self) -> str:
        """The display name of the format."""
        return self.value.name

    @property
    def extension(self) -> str:
        """The file name extension, without a dot."""
        return self.value.extension

    @property
    def media_type(self) -> str:
        """The media type to serve it under (RFC 2361, RFC 9639, RFC 3003, RFC 5334)."""
        return self.value.media_type

    @property
    def sample_rate_hertz(self) -> int:
        """The sample rate of the file, Hz."""
        return self.value.sample_rate_hertz

    @property
    def is_wav(self) -> bool:
        """True for a RIFF/WAVE container."""
        return self.value.extension == "wav"
