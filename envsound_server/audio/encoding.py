"""Encoding of float blocks to a file in any of the formats, without its tags."""

import os
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from types import TracebackType
from typing import BinaryIO, Protocol, Self

import numpy as np
import soundfile
import soxr

from envsound_server.audio.formats import AudioFormat
from envsound_server.audio.ogg import finish_opus, set_stream_serial
from envsound_server.audio.wav import WavWriter
from envsound_server.audio.waveform import CHANNEL_COUNT, SAMPLE_RATE_HERTZ, Samples

_CODEC_BLOCK_FRAMES = 1 << 14
"""Limit of a write: libsndfile's Vorbis encoder keeps it on the stack, and large ones crash."""

_OPUS_PADDING_FRAMES = 1_920
"""Two packets. Without them up to 6 ms of the sound's end would remain in the codec."""


BYTES_PER_FRAME: dict[AudioFormat, float] = {
    AudioFormat.WAV_16: 4.0,
    AudioFormat.WAV_24: 6.0,
    AudioFormat.WAV_FLOAT: 8.0,
    AudioFormat.FLAC: 5.0,
    AudioFormat.MP3: 0.91,
    AudioFormat.OGG_VORBIS: 0.75,
    AudioFormat.OPUS: 0.5,
}
"""The size of a file for each frame at 44.1 kHz, exact for WAV, else that of loud noise."""


class SoundEncoder(AbstractContextManager["SoundEncoder"]):
    """An encoder of one sound, block by block, in constant memory.

    Samples beyond full scale are clipped, except in WAV_FLOAT, which keeps them. The same samples
    give the same bytes. For WAV this does not depend on the division into blocks.

    Lossy formats: MP3 is LAME's V0 (variable, about 250 kbit/s for noise, the worst case) with the
    header that lets players compensate for the encoder delay: libsndfile decodes exactly
    `frame_count` frames, as do other players that support it. Vorbis has quality 0.7 (about
    225 kbit/s), Opus 160 kbit/s at 48 kHz. The files are material to be mixed and encoded again,
    so their quality is higher than audible differences require.

    Args:
        target: Path of the file to create, or a buffered, readable and seekable stream at its
            beginning. A stream stays open.
        audio_format: The format of the file.
    """

    def __init__(self, target: str | os.PathLike[str] | BinaryIO, audio_format: AudioFormat):
        self._closes_stream = isinstance(target, str | os.PathLike)
        self._stream = _opened(target)
        self._is_open = True
        self._writer: _Writer = (
            WavWriter(self._stream, audio_format)
            if audio_format.is_wav
            else _CodecWriter(self._stream, audio_format)
        )

    @property
    def frame_count(self) -> int:
        """The frames in the file at the file's own sample rate, final after `close`."""
        return self._writer.frame_count

    def write(self, samples: Samples, gain: float = 1.0) -> None:
        """Append samples.

        Args:
            samples: float32 [2, frames] at 44.1 kHz, finite.
            gain: Linear factor.

        Raises:
            OSError: The disk is full or gone. Later calls raise it again.
            ValueError: A WAV file would exceed 4 GiB.
        """
        self._writer.write(samples, gain)

    def close(self) -> None:
        """Complete the file and flush it to the operating system.

        A second call has no effect.

        Raises:
            OSError: The disk is full or gone.
        """
        if not self._is_open:
            return
        self._is_open = False
        try:
            self._writer.close()
            self._stream.flush()
        finally:
            if self._closes_stream:
                self._stream.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()


def _opened(target: str | os.PathLike[str] | BinaryIO) -> BinaryIO:
    return open(target, "w+b") if isinstance(target, str | os.PathLike) else target


class _Writer(Protocol):
    frame_count: int

    def write(self, samples: Samples, gain: float) -> None: ...

    def close(self) -> None: ...


class _CodecWriter:
    """A writer that uses libsndfile."""

    def __init__(self, stream: BinaryIO, audio_format: AudioFormat) -> None:
        self.frame_count = 0
        self._format = audio_format
        self._stream = stream
        self._disk = _Disk(stream)
        self._to_48_khz = _Resampler() if audio_format is AudioFormat.OPUS else None
        with self._disk.errors():
            self._file = soundfile.SoundFile(
                self._disk, "w", audio_format.sample_rate_hertz, CHANNEL_COUNT,
                **_CODECS[audio_format],
            )  # fmt: skip

    def write(self, samples: Samples, gain: float) -> None:
        for first in range(0, samples.shape[1], _CODEC_BLOCK_FRAMES):
            block = np.clip(samples[:, first : first + _CODEC_BLOCK_FRAMES].T * gain, -1.0, 1.0)
            if self._to_48_khz is not None:
                block = np.clip(self._to_48_khz.push(block), -1.0, 1.0)
            self._append(block)

    def close(self) -> None:
        if self._to_48_khz is not None:
            self._append(np.clip(self._to_48_khz.finish(), -1.0, 1.0))
            self._hand_over(np.zeros((_OPUS_PADDING_FRAMES, CHANNEL_COUNT), np.float32))
        with self._disk.errors():
            self._file.close()
        if self._format is AudioFormat.OPUS:
            finish_opus(self._stream, self.frame_count)
        elif self._format is AudioFormat.OGG_VORBIS:
            set_stream_serial(self._stream)

    def _append(self, interleaved: Samples) -> None:
        self._hand_over(np.ascontiguousarray(interleaved, np.float32))
        self.frame_count += len(interleaved)

    def _hand_over(self, interleaved: Samples) -> None:
        with self._disk.errors():
            self._file.write(interleaved)


# Compression levels range from 0 (best) to 1 (smallest), as in libsndfile's
# SFC_SET_COMPRESSION_LEVEL. Opus: 6 to 256 kbit/s per channel, linear. 0.704 gives 80.
_CODECS: dict[AudioFormat, dict[str, str | float]] = {
    AudioFormat.FLAC: {"format": "FLAC", "subtype": "PCM_24"},
    AudioFormat.MP3: {
        "format": "MP3",
        "subtype": "MPEG_LAYER_III",
        "compression_level": 0.0,
        "bitrate_mode": "VARIABLE",
    },
    AudioFormat.OGG_VORBIS: {"format": "OGG", "subtype": "VORBIS", "compression_level": 0.3},
    AudioFormat.OPUS: {"format": "OGG", "subtype": "OPUS", "compression_level": 0.704},
}


class _Disk:
    """The stream in the interface of libsndfile, which suppresses errors of Python's callbacks.

    The first OSError is kept here, and all later calls fail at once. `errors` raises it for the
    caller.
    """

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._error: OSError | None = None

    def write(self, data: bytes) -> int:
        return self._attempt(lambda: self._stream.write(data), 0)

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        return self._attempt(lambda: self._stream.seek(offset, whence), -1)

    def tell(self) -> int:
        return self._attempt(self._stream.tell, -1)

    def readinto(self, buffer: bytearray) -> int:
        data = self._stream.read(len(buffer))
        buffer[: len(data)] = data
        return len(data)

    @contextmanager
    def errors(self) -> Iterator[None]:
        """Raise the error of the disk in place of libsndfile's own."""
        try:
            yield
        except (AssertionError, soundfile.LibsndfileError):
            if self._error is None:
                raise
        if self._error is not None:
            raise self._error

    def _attempt(self, operation: Callable[[], int], refused: int) -> int:
        if self._error is None:
            try:
                return operation()
            except OSError as error:
                self._error = error
        return refused


class _Resampler:
    """A streaming resampler from 44.1 to 48 kHz.

    The output has exactly round(frames * 160 / 147) frames.
    """

    def __init__(self) -> None:
        rates = SAMPLE_RATE_HERTZ, AudioFormat.OPUS.sample_rate_hertz
        self._stream = soxr.ResampleStream(*rates, CHANNEL_COUNT, dtype="float32", quality="HQ")
        self._ratio = rates[1] / rates[0]
        self._taken = 0
        self._given = 0

    def push(self, interleaved: Samples) -> Samples:
        self._taken += len(interleaved)
        resampled: Samples = self._stream.resample_chunk(interleaved)
        self._given += len(resampled)
        return resampled

    def finish(self) -> Samples:
        rest: Samples = self._stream.resample_chunk(
            np.zeros((0, CHANNEL_COUNT), np.float32), last=True
        )
        missing = round(self._taken * self._ratio) - self._given
        return np.pad(rest[:missing], ((0, max(missing - len(rest), 0)), (0, 0)))
