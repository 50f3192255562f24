"""The free room on the disks, below which nothing more can be made or written."""

import shutil
from pathlib import Path

from backend.errors import StorageFailed, StorageFull

_LARGEST_RESERVE_BYTES = 64 << 20
_RESERVE_DIVISOR = 8
"""The sidecar leaves that part of a disk below 512 MiB free, and 64 MiB of a larger one."""
_SMALLEST_SOUND_BYTES = 256 << 10
_LARGEST_JOURNAL_BYTES = 16 << 20
_JOURNAL_DIVISOR = 16
"""The room that a database needs for its journal and to grow, as part of a small disk."""


def reserve_bytes(disk_bytes: int) -> int:
    """Return the room that the sidecar leaves free on a disk of that size."""
    return min(_LARGEST_RESERVE_BYTES, disk_bytes // _RESERVE_DIVISOR)


def check_space_for_sounds(folder: Path) -> None:
    """Raise an error if the sidecar has no room for another sound there.

    Blocks.

    Raises:
        StorageFull: It has not.
        StorageFailed: The folder is gone.
    """
    reserve = (_LARGEST_RESERVE_BYTES, _RESERVE_DIVISOR)
    _check(folder, "the sounds", *reserve, _SMALLEST_SOUND_BYTES)


def check_space_for_database(folder: Path) -> None:
    """Raise an error if the database's disk is full, or nearly. Raises as the other does."""
    _check(folder, "the database", _LARGEST_JOURNAL_BYTES, _JOURNAL_DIVISOR, 0)


def _check(folder: Path, content: str, most_bytes: int, divisor: int, more_bytes: int) -> None:
    try:
        disk = shutil.disk_usage(folder)
    except OSError as error:
        raise StorageFailed(f"the folder of {content} is missing; check the mount") from error
    needed_bytes = min(most_bytes, disk.total // divisor) + more_bytes
    if disk.free < needed_bytes:
        raise StorageFull(
            f"the disk of {content} has {disk.free / 1e6:.1f} MB left and needs "
            f"{needed_bytes / 1e6:.1f}; free some space on it"
        )
