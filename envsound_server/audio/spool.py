"""A whole sound, kept until it is known how loud it is."""

from collections.abc import Iterator
from pathlib import Path
from tempfile import SpooledTemporaryFile

import numpy as np

from envsound_server.audio.waveform import CHANNEL_COUNT, Samples

BLOCK_FRAMES = 1 << 16
"""Frames that are read at a time: 1.5 s."""

_LARGEST_BYTES_IN_MEMORY = 32 << 20
"""95 s of sound; a longer one goes to the disk."""

_FRAME_BYTES = CHANNEL_COUNT * np.dtype(np.float32).itemsize


class Spool:
    """Keeps samples as they are; a file of it has no name, so that no crash leaves it behind.

    Every method may raise OSError: the disk is full or gone.

    Args:
        folder: Where the file goes, once the sound is too long for the memory.
    """

    def __init__(self, folder: Path) -> None:
        self._file = SpooledTemporaryFile(_LARGEST_BYTES_IN_MEMORY, dir=str(folder))  # noqa: SIM115 - closed by `close`
        self.frame_count = 0

    def write(self, samples: Samples) -> None:
        """Append float32 [2, frames]."""
        self._file.write(np.ascontiguousarray(samples.T).data)
        self.frame_count += samples.shape[1]

    def read(self, first_frame: int, frame_count: int) -> Samples:
        """Return float32 [2, frame_count], fewer where the sound ends."""
        self._file.seek(first_frame * _FRAME_BYTES)
        interleaved = np.frombuffer(self._file.read(frame_count * _FRAME_BYTES), np.float32)
        return np.ascontiguousarray(interleaved.reshape(-1, CHANNEL_COUNT).T)

    def blocks(self) -> Iterator[Samples]:
        """Yield the sound in blocks of `BLOCK_FRAMES`."""
        for first_frame in range(0, self.frame_count, BLOCK_FRAMES):
            yield self.read(first_frame, BLOCK_FRAMES)

    def close(self) -> None:
        """Forget the sound."""
        self._file.close()
