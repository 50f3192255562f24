"""Temporary storage of a whole sound until its levels are measured."""

from collections.abc import Iterator
from pathlib import Path
from tempfile import SpooledTemporaryFile

import numpy as np

from envsound_server.audio.waveform import CHANNEL_COUNT, Samples

BLOCK_FRAMES = 1 << 16
"""Frames per read: 1.5 s."""

LARGEST_BYTES_IN_MEMORY = 32 << 20
"""95 s of sound. A longer one is written to the disk."""

_FRAME_BYTES = CHANNEL_COUNT * np.dtype(np.float32).itemsize


class Spool:
    """A temporary store of unchanged samples, in memory or in a file.

    The file has no name, so that none remains after a crash.
    Every method may raise OSError: the disk is full or gone.

    Args:
        folder: Folder of the file, for a sound that exceeds the limit in memory.
        largest_bytes_in_memory: That limit, bytes.
    """

    def __init__(
        self, folder: Path, largest_bytes_in_memory: int = LARGEST_BYTES_IN_MEMORY
    ) -> None:
        self._file = SpooledTemporaryFile(largest_bytes_in_memory, dir=str(folder))  # noqa: SIM115 - closed by `close`
        self._largest_bytes_in_memory = largest_bytes_in_memory
        self.frame_count = 0

    @property
    def disk_bytes(self) -> int:
        """The room that the sound takes on the disk, bytes."""
        size_bytes = self.frame_count * _FRAME_BYTES
        return size_bytes if size_bytes > self._largest_bytes_in_memory else 0

    def write(self, samples: Samples) -> None:
        """Append float32 [2, frames]."""
        self._file.write(np.ascontiguousarray(samples.T).data)
        self.frame_count += samples.shape[1]

    def read(self, first_frame: int, frame_count: int) -> Samples:
        """Return float32 [2, frame_count], with fewer frames at the end of the sound."""
        self._file.seek(first_frame * _FRAME_BYTES)
        interleaved = np.frombuffer(self._file.read(frame_count * _FRAME_BYTES), np.float32)
        return np.ascontiguousarray(interleaved.reshape(-1, CHANNEL_COUNT).T)

    def blocks(self) -> Iterator[Samples]:
        """Yield the sound in blocks of `BLOCK_FRAMES`."""
        for first_frame in range(0, self.frame_count, BLOCK_FRAMES):
            yield self.read(first_frame, BLOCK_FRAMES)

    def close(self) -> None:
        """Discard the sound."""
        self._file.close()
