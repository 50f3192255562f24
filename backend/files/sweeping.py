"""The deletion of old temporary files, old cache files and unfinished writes."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from backend.files.atomic import PARTIAL_SUFFIX


def sweep_temp(folder: Path, modified_before: float) -> int:
    """Delete the old files of `temp/` that no process has locked. Blocks.

    Args:
        folder: The sounds folder.
        modified_before: The upper limit of the modification time, seconds since 1970.

    Returns:
        The number of deleted files.
    """
    old = _files(folder / "temp", "*", modified_before)
    return sum(_delete(path) for path in old if not _is_held(path))


def sweep_cache(folder: Path, modified_before: float) -> int:
    """Delete old files of `cache/`, which a request builds again. Blocks.

    Args and result as for `sweep_temp`.
    """
    return sum(_delete(path) for path in _files(folder / "cache", "*/*", modified_before))


def sweep_partials(folder: Path, modified_before: float) -> int:
    """Delete the unfinished files that a crash has left. Blocks.

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
        # The file is gone already, or is left to the next sweep.
        return False
    return True


def _is_held(path: Path) -> bool:
    """Return True if a running process has locked the file."""
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
