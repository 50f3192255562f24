"""The deletion of old temporary files, old cache files and unfinished writes."""

import fcntl
import os
import stat
from collections.abc import Iterable, Iterator
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


def trim_cache(folder: Path, max_bytes: int) -> int:
    """Delete the files of a cache that were used longest ago, until the rest is small enough.

    Blocks.

    Args:
        folder: The cache, with its files one folder below.
        max_bytes: The limit of all files together.

    Returns:
        The number of deleted files.
    """
    total_bytes, deleted_count = 0, 0
    for size_bytes, path in _newest_first(folder.glob("*/*")):
        total_bytes += size_bytes
        if total_bytes > max_bytes:
            deleted_count += _delete(path)
    return deleted_count


def trim_failed(folder: Path, max_count: int, max_bytes: int) -> int:
    """Delete the oldest of the failed files that are kept for the operator, until few are left.

    The sidecar does so as soon as it keeps one more. These are those of one that is gone, or of an
    earlier version. Blocks.

    Args:
        folder: The sounds folder.
        max_count: The largest number of them.
        max_bytes: The limit of all of them together.

    Returns:
        The number of deleted files.
    """
    total_bytes, deleted_count = 0, 0
    found = _newest_first((folder / "temp").glob("failed_*"))
    for number, (size_bytes, path) in enumerate(found, start=1):
        total_bytes += size_bytes
        if (number > max_count or total_bytes > max_bytes) and not _is_held(path):
            deleted_count += _delete(path)
    return deleted_count


def sweep_partials(folder: Path, modified_before: float) -> int:
    """Delete the unfinished files that a crash has left. Blocks.

    Args and result as for `sweep_temp`.
    """
    return sum(_delete(path) for path in _partials(folder, modified_before))


def _partials(folder: Path, modified_before: float) -> Iterator[Path]:
    """Yield the old unfinished files of all folders but `temp/`, without following links."""
    for place, subfolders, names in os.walk(folder):
        if Path(place) == folder and "temp" in subfolders:
            subfolders.remove("temp")
        for name in names:
            path = Path(place, name)
            is_partial = name.startswith(".") and name.endswith(PARTIAL_SUFFIX)
            if is_partial and _is_old(path, modified_before):
                yield path


def _files(folder: Path, pattern: str, modified_before: float) -> Iterator[Path]:
    for path in folder.glob(pattern):
        if _is_old(path, modified_before):
            yield path


def _is_old(path: Path, modified_before: float) -> bool:
    """Return True for an old regular file. A link is none, whatever it points at."""
    # Another process sweeps too.
    with suppress(FileNotFoundError):
        status = path.lstat()
        return stat.S_ISREG(status.st_mode) and status.st_mtime < modified_before
    return False


def _newest_first(paths: Iterable[Path]) -> list[tuple[int, Path]]:
    """Return the sizes and paths of the files that are there."""
    found = []
    for path in paths:
        # Another process deletes too.
        with suppress(FileNotFoundError):
            status = path.stat()
            found.append((status.st_mtime, status.st_size, path))
    return [(size_bytes, path) for _, size_bytes, path in sorted(found, reverse=True)]


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
