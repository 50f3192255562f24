"""The decoding of a whole sound file."""

import hashlib
import math
import os
from typing import Any

import numpy as np
import soundfile

from backend.decoding import flac, id3, mpeg, ogg, tags, wav
from backend.decoding.repair import Plan, write_repaired
from backend.decoding.source import Refused, Source

_SHORTEST_SECONDS = 0.05
"""The minimum duration. A shorter file is a click, or is truncated."""

_BLOCK_FRAMES = 1 << 16
_MAX_CHANNELS = 8
_MIN_RATE_HERTZ, _MAX_RATE_HERTZ = 8_000, 192_000

_FORMATS = {
    ("WAV", "PCM_16"): "wav_16",
    ("WAV", "PCM_24"): "wav_24",
    ("WAV", "FLOAT"): "wav_float",
    ("WAVEX", "PCM_16"): "wav_16",
    ("WAVEX", "PCM_24"): "wav_24",
    ("WAVEX", "FLOAT"): "wav_float",
    ("FLAC", "PCM_S8"): "flac",
    ("FLAC", "PCM_16"): "flac",
    ("FLAC", "PCM_24"): "flac",
    ("OGG", "VORBIS"): "ogg_vorbis",
    ("OGG", "OPUS"): "opus",
    ("MP3", "MPEG_LAYER_III"): "mp3",
}
"""libsndfile's names for container and encoding."""

_NO_SOUND = "the file is no sound that can be decoded; send WAV, FLAC, Ogg or MP3"
_OTHER_ENCODING = (
    "the file's encoding is not kept here; "
    "send WAV with 16, 24 or 32 (float) bits, FLAC, Ogg (Vorbis, Opus) or MP3"
)
_NOT_HERE = "the file has to be repaired: {}; move it away and upload it, which repairs it"


def examine(source: Source, repaired: int | None, max_seconds: float) -> dict[str, Any]:
    """Decode a file from its first frame to its last, and return its properties.

    Args:
        source: The file.
        repaired: The open, empty file for a repaired copy, or None if there is no place for one.
        max_seconds: The longest accepted sound, s.

    Raises:
        Refused: The file is not a supported sound.
        OSError: The disk refuses.
    """
    plan = _plan(source, max_seconds)
    notes = []
    decoded = source
    if plan.pieces and repaired is not None:
        write_repaired(source, plan.pieces, repaired)
        decoded = Source(repaired)
        notes.append(f"the file was repaired: {plan.cause}")
    elif plan.is_required:
        raise Refused(_NOT_HERE.format(plan.cause))
    measures = _measures(decoded, max_seconds)
    if plan.ends_early:
        notes.append(_early_end(measures, plan.declared_seconds))
    found = tags.read(decoded)
    return {
        **found,
        **measures,
        "notes": [*notes, *found["notes"]],
        "is_repaired": decoded is not source,
        "file_size_bytes": decoded.size,
        "sha256": _sha256(decoded),
    }


def _early_end(measures: dict[str, Any], declared_seconds: float | None) -> str:
    seconds = measures["frame_count"] / measures["sample_rate_hertz"]
    if not declared_seconds or declared_seconds <= seconds:
        return f"the file ends early: {seconds:.1f} s could be decoded"
    digits = 1 if declared_seconds - seconds >= 0.1 else 3
    whole = f"{seconds:.{digits}f} of {declared_seconds:.{digits}f} s"
    return f"the file ends early: {whole} could be decoded"


def _plan(source: Source, max_seconds: float) -> Plan:
    start = source.at(0, 12)
    if wav.is_wav(start):
        return wav.plan(source)
    if start[:4] == b"OggS":
        return ogg.plan(source)
    tag_bytes = id3.tag_bytes(source, 0)
    if source.at(tag_bytes, 4) == b"fLaC":
        return flac.plan(source, tag_bytes)
    found = mpeg.find_start(source)
    if found is None:
        raise Refused(_NO_SOUND)
    tag_start, tag_end, first = found
    frames = mpeg.read_frames(source, first, max_seconds)
    if not frames.positions:
        raise Refused(_NO_SOUND)
    return mpeg.plan(frames, (tag_start, tag_end), _guessed_count(source))


def _guessed_count(source: Source) -> int:
    """Return the decoder's guess of the length, samples per channel, or 0."""
    try:
        with _open(source) as sound:
            return int(sound.frames)
    except soundfile.LibsndfileError:
        return 0


def _open(source: Source) -> soundfile.SoundFile:
    os.lseek(source.descriptor, 0, os.SEEK_SET)
    # By its descriptor, since soundfile trusts the suffix of a name.
    return soundfile.SoundFile(source.descriptor, closefd=False)


def _measures(source: Source, max_seconds: float) -> dict[str, Any]:
    try:
        with _open(source) as sound:
            audio_format = _checked_format(sound)
            frame_count, peak = _decode(sound, max_seconds)
            return {
                "audio_format": audio_format,
                "sample_rate_hertz": sound.samplerate,
                "channels": sound.channels,
                "frame_count": frame_count,
                "peak_dbfs": 20 * math.log10(peak) if peak > 0 else None,
            }
    except soundfile.LibsndfileError as error:
        raise Refused(_NO_SOUND) from error


def _checked_format(sound: soundfile.SoundFile) -> str:
    audio_format = _FORMATS.get((sound.format, sound.subtype))
    if audio_format is None:
        raise Refused(_OTHER_ENCODING)
    if not 1 <= sound.channels <= _MAX_CHANNELS:
        raise Refused(f"the file has {sound.channels} channels; send at most {_MAX_CHANNELS}")
    if not _MIN_RATE_HERTZ <= sound.samplerate <= _MAX_RATE_HERTZ:
        raise Refused(
            f"the file has {sound.samplerate} Hz; "
            f"send {_MIN_RATE_HERTZ} to {_MAX_RATE_HERTZ} Hz, best 44100"
        )
    return audio_format


def _decode(sound: soundfile.SoundFile, max_seconds: float) -> tuple[int, float]:
    frame_count, peak = 0, 0.0
    while len(block := sound.read(_BLOCK_FRAMES, dtype="float32", always_2d=True)):
        frame_count += len(block)
        if frame_count > max_seconds * sound.samplerate:
            raise Refused(f"the sound is too long; send at most {max_seconds:g} s")
        block_peak = float(np.abs(block).max())
        if not math.isfinite(block_peak):
            raise Refused("the sound has samples that are no numbers; export it again")
        peak = max(peak, block_peak)
    if frame_count < _SHORTEST_SECONDS * sound.samplerate:
        raise Refused(f"the sound is shorter than {_SHORTEST_SECONDS:g} s")
    return frame_count, peak


def _sha256(source: Source) -> str:
    digest = hashlib.sha256()
    for block in source.blocks(0, source.size):
        digest.update(block)
    return digest.hexdigest()
