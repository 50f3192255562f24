"""The files `temp/failed_*`: what was made of sounds that failed, for the operator.

They never hold room that a sound needs: few and small ones are kept, and all of them go first when
the disk fills up.
"""

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from envsound_server.storage.space import DiskSpace

MOST_FILES = 20
LARGEST_FILE_BYTES = 16 << 20
"""90 s of 16-bit WAV. The beginning of a longer sound shows the fault as well."""


class FailedFiles:
    """The failed files of a folder. All methods block.

    Args:
        temp_folder: The folder.
        space: The room on its disk.
    """

    def __init__(self, temp_folder: Path, space: DiskSpace) -> None:
        self._temp_folder = temp_folder
        self._space = space

    @property
    def limit_bytes(self) -> int:
        """The largest file that may be kept now, 0 where the disk has no room for any."""
        try:
            # All of them together take as much as the reserve at the most.
            return min(
                LARGEST_FILE_BYTES, self._space.reserve_bytes, self._space.unclaimed_bytes // 2
            )
        except OSError:
            return 0

    def keep(self, path: Path, name: str) -> None:
        """Rename a closed file, unless it is too large, and drop the oldest ones for it."""
        with suppress(OSError):
            if 0 < path.stat().st_size <= self.limit_bytes:
                path.rename(self._temp_folder / f"failed_{name}")
                self._drop_beyond(MOST_FILES, self._space.reserve_bytes)

    def drop_older_than(self, oldest: float) -> None:
        """Delete the files from before a time, s since 1970."""
        for path, _, modified_at in self._found():
            if modified_at < oldest:
                path.unlink(missing_ok=True)

    def drop_until_free(self, needed_bytes: int) -> None:
        """Delete files, the oldest first, until there is room for a sound or none is left."""
        for path, _, _ in self._found():
            if self._space.unclaimed_bytes >= needed_bytes:
                return
            path.unlink(missing_ok=True)

    def _drop_beyond(self, most_files: int, most_bytes: int) -> None:
        """Delete the oldest files beyond a number and a size in total."""
        found = list(self._found())
        total_bytes = sum(size_bytes for _, size_bytes, _ in found)
        for index, (path, size_bytes, _) in enumerate(found):
            if len(found) - index <= most_files and total_bytes <= most_bytes:
                return
            path.unlink(missing_ok=True)
            total_bytes -= size_bytes

    def _found(self) -> Iterator[tuple[Path, int, float]]:
        """Yield path, size and time of each file, the oldest first."""
        found = []
        for path in self._temp_folder.glob("failed_*"):
            with suppress(FileNotFoundError):
                status = path.stat()
                found.append((path, status.st_size, status.st_mtime))
        yield from sorted(found, key=lambda entry: entry[2])
