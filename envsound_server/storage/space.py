"""The room on the disk that sounds are made on.

A part of it is a reserve: no sound may use it, so that the database, its journal and the logs can
still be written when sounds have filled the disk. Every sound claims its size before it is written,
so that two of them do not count on the same room.
"""

import shutil
from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock

from envsound_server.audio.encoding import BYTES_PER_FRAME
from envsound_server.domain.plan import SoundPlan
from envsound_server.errors import StorageFull

LARGEST_RESERVE_BYTES = 64 << 20
_RESERVE_DIVISOR = 8
"""On a disk below 512 MiB the reserve is this part of it: 1/8."""

_TAG_BYTES = 32 << 10
"""Tags, headers and the record of the request, at most about that."""

_SPOOLED_FRAME_BYTES = 8
SMALLEST_SOUND_BYTES = 256 << 10
"""A second of 16-bit WAV with its tags. With less room no sound can be made."""


@dataclass(eq=False)
class Claim:
    """The room that one sound still needs.

    Attributes:
        expected_bytes: The most that it is expected to hold on the disk at a time.
        written_bytes: The part that it holds already.
    """

    expected_bytes: int
    written_bytes: int = field(default=0, compare=False)

    @property
    def missing_bytes(self) -> int:
        """The part that is still to be written."""
        return max(self.expected_bytes - self.written_bytes, 0)


class DiskSpace:
    """The room for sounds in a folder. Methods may be called from any thread.

    Args:
        folder: A folder of the disk.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._claims: set[Claim] = set()
        self._lock = Lock()

    @property
    def reserve_bytes(self) -> int:
        """The room that no sound may use.

        Raises:
            OSError: The folder is gone.
        """
        total_bytes = shutil.disk_usage(self._folder).total
        return min(LARGEST_RESERVE_BYTES, total_bytes // _RESERVE_DIVISOR)

    @property
    def available_bytes(self) -> int:
        """The free room above the reserve, 0 or more.

        Raises:
            OSError: The folder is gone.
        """
        return max(shutil.disk_usage(self._folder).free - self.reserve_bytes, 0)

    @property
    def unclaimed_bytes(self) -> int:
        """The available room that no sound in the making counts on, 0 or more.

        Raises:
            OSError: The folder is gone.
        """
        return max(self.available_bytes - sum(c.missing_bytes for c in tuple(self._claims)), 0)

    def claim(self, expected_bytes: int) -> Claim:
        """Claim room for a sound, until `release`.

        Raises:
            StorageFull: There is less.
            OSError: The folder is gone.
        """
        with self._lock:
            if self.unclaimed_bytes < expected_bytes:
                raise StorageFull(expected_bytes, self.unclaimed_bytes)
            claim = Claim(expected_bytes)
            self._claims.add(claim)
            return claim

    def release(self, claim: Claim) -> None:
        """End a claim."""
        with self._lock:
            self._claims.discard(claim)

    def check(self, claim: Claim) -> None:
        """Check before each write that the reserve is untouched.

        Raises:
            StorageFull: Sounds must not use more.
            OSError: The folder is gone.
        """
        if self.available_bytes == 0:
            raise StorageFull(claim.missing_bytes, 0)


def expected_bytes(plan: SoundPlan, largest_bytes_in_memory: int) -> int:
    """Return the room that a sound is expected to need while it is made, bytes.

    A long sound's samples wait on the disk for their level, beside the file that they end up in.
    """
    frame_count = plan.frame_count + plan.overlap_frame_count
    samples_bytes = frame_count * _SPOOLED_FRAME_BYTES
    spooled_bytes = samples_bytes if samples_bytes > largest_bytes_in_memory else 0
    encoded_bytes = round(plan.frame_count * BYTES_PER_FRAME[plan.request.audio_format])
    return spooled_bytes + encoded_bytes + _TAG_BYTES
