"""The waveform of a file, as a page draws it.

The format is audiowaveform's, version 2, as JSON
(https://github.com/bbc/audiowaveform/blob/master/doc/DataFormat.md): the lowest and the highest
sample of each channel in each pixel.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from threading import Event
from typing import TypeAlias

import numpy as np
import numpy.typing as npt
import soundfile

from backend.errors import FieldViolation, InvalidRequest, SoundFileDamaged

DEFAULT_PIXELS_PER_SECOND = 50
MAX_PIXELS_PER_SECOND = 500
MAX_PIXEL_COUNT = 400_000
"""Two and a quarter hours at the default, about 10 MB of JSON in stereo."""

_VERSION = 2
_BITS = 16
_FULL_SCALE = 1 << (_BITS - 1)
_BLOCK_FRAMES = 1 << 16
_PIECE_LENGTH = 1 << 13

Peaks: TypeAlias = npt.NDArray[np.int16]
"""Lowest and highest sample, [pixels, channels, 2]."""


class WaveformAbandoned(Exception):
    """The reading of a waveform that nobody waits for any more."""


@dataclass(frozen=True, slots=True)
class Waveform:
    """The peaks of a whole file.

    Attributes:
        sample_rate_hertz: The file's sample rate, Hz.
        samples_per_pixel: Frames per pixel. The last pixel may have fewer.
        peaks: Lowest and highest sample, int16 [pixels, channels, 2], pixels >= 1.
    """

    sample_rate_hertz: int
    samples_per_pixel: int
    peaks: Peaks

    def to_json(self) -> bytes:
        """Return the file as audiowaveform writes it, with separate channels."""
        pixel_count, channels, _ = self.peaks.shape
        header = {
            "version": _VERSION,
            "channels": channels,
            "sample_rate": self.sample_rate_hertz,
            "samples_per_pixel": self.samples_per_pixel,
            "bits": _BITS,
            "length": pixel_count,
        }
        numbers = self.peaks.ravel()
        # In pieces, since the encoder blocks all other threads.
        pieces = (
            json.dumps(numbers[start : start + _PIECE_LENGTH].tolist(), separators=(",", ":"))
            for start in range(0, len(numbers), _PIECE_LENGTH)
        )
        data = ",".join(piece[1:-1] for piece in pieces)
        return f'{json.dumps(header, separators=(",", ":"))[:-1]},"data":[{data}]}}'.encode()


def read_waveform(path: Path, pixels_per_second: int, abandoned: Event) -> Waveform:
    """Read the waveform of a file in blocks, in constant memory except for the peaks. Blocks.

    Args:
        path: A sound.
        pixels_per_second: At least 1. A pixel has at least one frame.
        abandoned: Stops the reading once it is set.

    Raises:
        WaveformAbandoned: It was stopped.
        InvalidRequest: The waveform would have more than `MAX_PIXEL_COUNT` pixels.
        SoundFileDamaged: It cannot be decoded, or is empty.
        OSError: It cannot be read.
    """
    with open_sound(path) as sound:
        _check_pixel_count(sound.frames / sound.samplerate, pixels_per_second)
        return _read(sound, max(1, sound.samplerate // pixels_per_second), abandoned)


def read_outline(path: Path, column_count: int, abandoned: Event) -> Waveform:
    """Return the waveform in about `column_count` pixels (fewer for a sound of fewer frames).

    Raises:
        WaveformAbandoned: `abandoned` was set.
        SoundFileDamaged: It cannot be decoded, or is empty.
        OSError: It cannot be read.
    """
    with open_sound(path) as sound:
        frames_per_column = max(1, -(-sound.frames // column_count))
        # Long columns are read in pieces, so that memory stays constant.
        piece_count = -(-frames_per_column // _BLOCK_FRAMES)
        pieces = _read(sound, -(-frames_per_column // piece_count), abandoned)
    starts = np.arange(0, len(pieces.peaks), piece_count)
    lowest = np.minimum.reduceat(pieces.peaks[:, :, 0], starts)
    highest = np.maximum.reduceat(pieces.peaks[:, :, 1], starts)
    return Waveform(
        pieces.sample_rate_hertz,
        pieces.samples_per_pixel * piece_count,
        np.stack([lowest, highest], axis=2),
    )


def open_sound(path: Path) -> soundfile.SoundFile:
    """Open a sound for reading.

    Raises:
        SoundFileDamaged: The file is not a sound, or damaged.
    """
    try:
        return soundfile.SoundFile(path)
    except soundfile.LibsndfileError as error:
        raise SoundFileDamaged from error


def _check_pixel_count(duration_seconds: float, pixels_per_second: int) -> None:
    if duration_seconds * pixels_per_second <= MAX_PIXEL_COUNT:
        return
    most = max(1, int(MAX_PIXEL_COUNT / duration_seconds))
    remedy = f"has to be at most {most} for a sound of {duration_seconds:.0f} s"
    raise InvalidRequest([FieldViolation("pixels_per_second", remedy)])


def _read(sound: soundfile.SoundFile, samples_per_pixel: int, abandoned: Event) -> Waveform:
    try:
        peaks = list(_peaks(sound, samples_per_pixel, abandoned))
    except soundfile.LibsndfileError as error:
        raise SoundFileDamaged from error
    if not peaks:
        raise SoundFileDamaged
    return Waveform(sound.samplerate, samples_per_pixel, np.concatenate(peaks))


def _peaks(sound: soundfile.SoundFile, samples_per_pixel: int, abandoned: Event) -> Iterator[Peaks]:
    block_frames = samples_per_pixel * max(1, _BLOCK_FRAMES // samples_per_pixel)
    while len(block := sound.read(block_frames, dtype="float32", always_2d=True)):
        if abandoned.is_set():
            raise WaveformAbandoned
        starts = np.arange(0, len(block), samples_per_pixel)
        lowest = np.minimum.reduceat(block, starts)
        highest = np.maximum.reduceat(block, starts)
        yield _to_int16(np.stack([lowest, highest], axis=2))


def _to_int16(samples: npt.NDArray[np.float32]) -> Peaks:
    # A float file may hold values above full scale and NaN.
    scaled = np.rint(np.nan_to_num(samples * _FULL_SCALE))
    return scaled.clip(-_FULL_SCALE, _FULL_SCALE - 1).astype(np.int16)
