"""The inspection of an uploaded file by decoding it from its first frame to its last."""

import hashlib
import math
import os
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import soundfile

from backend.errors import UploadRefused
from backend.sidecar.types import AudioFormat

SHORTEST_SECONDS = 0.05
"""The minimum duration. A shorter file is a click, or is truncated."""

_BLOCK_FRAMES = 1 << 16
_MAX_CHANNELS = 8
_MIN_RATE_HERTZ, _MAX_RATE_HERTZ = 8_000, 192_000

_FORMATS = {
    ("WAV", "PCM_16"): AudioFormat.WAV_16,
    ("WAV", "PCM_24"): AudioFormat.WAV_24,
    ("WAV", "FLOAT"): AudioFormat.WAV_FLOAT,
    ("WAVEX", "PCM_16"): AudioFormat.WAV_16,
    ("WAVEX", "PCM_24"): AudioFormat.WAV_24,
    ("WAVEX", "FLOAT"): AudioFormat.WAV_FLOAT,
    ("FLAC", "PCM_S8"): AudioFormat.FLAC,
    ("FLAC", "PCM_16"): AudioFormat.FLAC,
    ("FLAC", "PCM_24"): AudioFormat.FLAC,
    ("OGG", "VORBIS"): AudioFormat.OGG_VORBIS,
    ("OGG", "OPUS"): AudioFormat.OPUS,
    ("MP3", "MPEG_LAYER_III"): AudioFormat.MP3,
}
"""libsndfile's names for container and encoding."""

_NO_SOUND = "the file is no sound that can be decoded; send WAV, FLAC, Ogg or MP3"
_OTHER_ENCODING = (
    "the file's encoding is not kept here; "
    "send WAV with 16, 24 or 32 (float) bits, FLAC, Ogg (Vorbis, Opus) or MP3"
)


@dataclass(frozen=True, slots=True)
class Inspection:
    """The properties of a completely decoded file.

    Attributes:
        audio_format: The encoding by the content, regardless of the name.
        sample_rate_hertz: Frames a second, Hz.
        channels: 1 to 8.
        frame_count: Frames that could be decoded.
        peak_dbfs: The loudest sample, dB relative to full scale, -inf in silence.
        file_size_bytes: Bytes.
        sha256: Of the file.
    """

    audio_format: AudioFormat
    sample_rate_hertz: int
    channels: int
    frame_count: int
    peak_dbfs: float
    file_size_bytes: int
    sha256: str

    @property
    def duration_seconds(self) -> float:
        """Length, s."""
        return self.frame_count / self.sample_rate_hertz


def inspect(path: Path, max_seconds: float) -> Inspection:
    """Decode a whole file in blocks and return its properties. Blocks meanwhile.

    Args:
        path: The file. Its name is ignored.
        max_seconds: The longest accepted sound, s.

    Raises:
        UploadRefused: The file is not a supported sound. The message has the cause.
        OSError: The file cannot be read.
    """
    with path.open("rb") as stream:
        if not _looks_like_sound(stream.read(12)):
            raise UploadRefused(_NO_SOUND)
        stream.seek(0)
        sha256 = hashlib.file_digest(stream, "sha256").hexdigest()
        file_size_bytes = stream.seek(0, os.SEEK_END)
    try:
        # By its descriptor, since soundfile trusts the suffix of a name.
        with (
            path.open("rb") as stream,
            soundfile.SoundFile(stream.fileno(), closefd=False) as sound,
        ):
            audio_format = _checked_format(sound)
            frame_count, peak = _decode(sound, max_seconds)
            return Inspection(
                audio_format=audio_format,
                sample_rate_hertz=sound.samplerate,
                channels=sound.channels,
                frame_count=frame_count,
                peak_dbfs=20 * math.log10(peak) if peak > 0 else -math.inf,
                file_size_bytes=file_size_bytes,
                sha256=sha256,
            )
    except soundfile.LibsndfileError as error:
        raise UploadRefused(_NO_SOUND) from error


def _looks_like_sound(start: bytes) -> bool:
    """Return True for the first bytes of a supported format.

    libsndfile never parses other formats.
    """
    is_wav = start[:4] == b"RIFF" and start[8:12] == b"WAVE"
    is_mpeg_frame = len(start) > 1 and start[0] == 0xFF and start[1] & 0xE6 == 0xE2
    return is_wav or is_mpeg_frame or start.startswith((b"fLaC", b"OggS", b"ID3"))


def _checked_format(sound: soundfile.SoundFile) -> AudioFormat:
    audio_format = _FORMATS.get((sound.format, sound.subtype))
    if audio_format is None:
        raise UploadRefused(_OTHER_ENCODING)
    if not 1 <= sound.channels <= _MAX_CHANNELS:
        raise UploadRefused(f"the file has {sound.channels} channels; send at most {_MAX_CHANNELS}")
    if not _MIN_RATE_HERTZ <= sound.samplerate <= _MAX_RATE_HERTZ:
        raise UploadRefused(
            f"the file has {sound.samplerate} Hz; "
            f"send {_MIN_RATE_HERTZ} to {_MAX_RATE_HERTZ} Hz, best 44100"
        )
    return audio_format


def _decode(sound: soundfile.SoundFile, max_seconds: float) -> tuple[int, float]:
    frame_count, peak = 0, 0.0
    while len(block := sound.read(_BLOCK_FRAMES, dtype="float32", always_2d=True)):
        frame_count += len(block)
        if frame_count > max_seconds * sound.samplerate:
            raise UploadRefused(f"the sound is too long; send at most {max_seconds:g} s")
        block_peak = float(np.abs(block).max())
        if not math.isfinite(block_peak):
            raise UploadRefused("the sound has samples that are no numbers; export it again")
        peak = max(peak, block_peak)
    if frame_count < SHORTEST_SECONDS * sound.samplerate:
        raise UploadRefused(f"the sound is shorter than {SHORTEST_SECONDS:g} s")
    return frame_count, peak
