"""Takes away what nobody needs any more: old temporary files, old cache, torn writings."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from backend.files.atomic import PARTIAL_SUFFIX


def sweep_temp(folder: Path, modified_before: float) -> int:
    """Deletes the old files of `temp/` that no process holds; blocks.

    Args:
        folder: The sounds folder.
        modified_before: Only files last written before that, seconds since 1970.

    Returns:
        How many were deleted.
    """
    old = _files(folder / "temp", "*", modified_before)
    return sum(_delete(path) for path in old if not _is_held(path))


def sweep_cache(folder: Path, modified_before: float) -> int:
    """Deletes old files of `cache/`, which are made again when they are asked for; blocks.

    Args and result as for `sweep_temp`.
    """
    return sum(_delete(path) for path in _files(folder / "cache", "*/*", modified_before))


def sweep_partials(folder: Path, modified_before: float) -> int:
    """Deletes what a crash left of files in the writing; blocks.

    Args and result as for `sweep_temp`.
    """
    folders = ("cache/*", "fetched", "[0-9]*/[0-9]*")
    patterns = (f"{folder}/.*{PARTIAL_SUFFIX}" for folder in folders)
    return sum(
        _delete(path) for pattern in patterns for path in _files(folder, pattern, modified_before)
    )


def _files(folder: Path, pattern: str, modified_before: float) -> Iterator[Path]:
    for path in folder.glob(pattern):
        # Another process sweeps too.
        with suppress(FileNotFoundError):
            if path.is_file() and path.stat().st_mtime < modified_before:
                yield path


def _delete(path: Path) -> bool:
    try:
        path.unlink()
    except OSError:
        # Gone already, or for the next sweep.
        return False
    return True


def _is_held(path: Path) -> bool:
    """Whether a running process still writes the file."""
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW)
    except OSError:
        return False
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    finally:
        os.close(descriptor)
    return False
